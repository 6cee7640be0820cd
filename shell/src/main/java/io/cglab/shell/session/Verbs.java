package io.cglab.shell.session;

import io.cglab.shell.command.Durations;
import io.cglab.shell.lang.Ast;
import io.cglab.shell.lang.Parser;
import io.cglab.shell.lang.SyntaxException;
import io.cglab.shell.lang.Word;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The commands of a session itself, which no shell on a machine could do: they turn time back, and
 * make other machines.
 */
public final class Verbs {
  /** The verbs, with what {@code help} says of them. */
  public static final Map<String, String> HELP = new LinkedHashMap<>();

  static final int USAGE = 2;
  private static final int REFUSED = 1;
  private static final int MOST_BRANCHES = 16;
  private static final double NS_PER_S = 1e9;

  static {
    HELP.put("rewind", "rewind DURATION: turns virtual time back (500ms, 2s)");
    HELP.put("undo", "undo [N]: takes the last N commands back");
    HELP.put("journal", "journal: what was run on this machine, and when");
    HELP.put("fork", "fork NAME: a second machine in the same state");
    HELP.put("switch", "switch NAME: commands go to that machine from now on");
    HELP.put("branches", "branches: the machines of this session");
    HELP.put("drop", "drop NAME: removes a machine of this session");
    HELP.put("on", "on NAME COMMAND: runs a command on that machine");
    HELP.put(
        "both", "both COMMAND: runs a command on every machine, shows the answers side by side");
  }

  private final Session session;

  Verbs(Session session) {
    this.session = session;
  }

  /** True for a command of a session. */
  static boolean isVerb(Ast.Item item) {
    if (!(item.command() instanceof Ast.Simple simple)
        || simple.words().isEmpty()
        || !simple.assignments().isEmpty()) {
      return false;
    }
    String name = simple.words().get(0).bareText();
    return name != null && HELP.containsKey(name);
  }

  /** A refusal: one line for the user. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;

    Refusal(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  /** Runs a command of a session, as typed; returns its status. */
  int run(String text) throws IOException {
    String name = text.split("\\s", 2)[0];
    try {
      List<String> args = arguments(text, name);
      switch (name) {
        case "rewind" -> rewind(one(args, "rewind DURATION, such as rewind 500ms"));
        case "undo" -> undo(args);
        case "journal" -> journal(args);
        case "fork" -> fork(one(args, "fork NAME"));
        case "switch" -> switchTo(one(args, "switch NAME"));
        case "branches" -> list(args);
        case "drop" -> drop(one(args, "drop NAME"));
        case "on" -> {
          return on(args, text);
        }
        case "both" -> {
          return both(args, text);
        }
        default -> throw new Refusal(USAGE, "no command of a session");
      }
      return 0;
    } catch (Refusal refusal) {
      session.streams().complain("cglab: " + name + ": " + refusal.getMessage());
      return refusal.status;
    }
  }

  /** The words behind the verb; they stand for themselves. */
  private static List<String> arguments(String text, String name) throws Refusal {
    Ast.Simple simple = simple(text);
    boolean runs = name.equals("on") || name.equals("both");
    if (!simple.redirects().isEmpty() && !runs) {
      throw new Refusal(USAGE, "cannot be redirected");
    }
    List<String> args = new ArrayList<>();
    for (Word word : simple.words().subList(1, simple.words().size())) {
      String literal = word.literalText();
      if (literal == null && !runs) {
        throw new Refusal(USAGE, "takes plain words");
      }
      args.add(literal == null ? "" : literal);
    }
    return args;
  }

  /**
   * The command behind {@code words} words of a verb: as typed, or, where it is one word in quotes,
   * what stands in these.
   */
  private static String command(String text, int words) throws Refusal {
    Ast.Simple simple = simple(text);
    String typed = text.split("\\s+", words + 1)[words];
    Word first = simple.words().get(words);
    boolean quoted = first.bareText() == null && (typed.startsWith("'") || typed.startsWith("\""));
    if (simple.words().size() > words + 1 || !quoted) {
      return typed;
    }
    if (!simple.redirects().isEmpty()) {
      throw new Refusal(USAGE, "put the redirection inside of the quotes");
    }
    String literal = first.literalText();
    return literal != null ? literal : typed.substring(1, typed.length() - 1).replace("\\\"", "\"");
  }

  private static Ast.Simple simple(String text) throws Refusal {
    try {
      List<Ast.Item> items = Parser.parse(text).items();
      if (items.size() == 1 && isVerb(items.get(0))) {
        return (Ast.Simple) items.get(0).command();
      }
      throw new Refusal(USAGE, "wants a line of its own");
    } catch (SyntaxException e) {
      throw new Refusal(USAGE, "cannot be read: " + e.getMessage());
    }
  }

  private static String one(List<String> args, String form) throws Refusal {
    if (args.size() != 1) {
      throw new Refusal(USAGE, "expected " + form);
    }
    return args.get(0);
  }

  // ---- time

  private void rewind(String duration) throws Refusal, IOException {
    long back = Durations.ns(duration);
    if (back < 0) {
      throw new Refusal(USAGE, "expected a duration such as 500ms or 2s, not " + duration);
    }
    Branch branch = session.branch();
    long target = branch.nowNs() - back;
    if (target < 0) {
      throw new Refusal(
          REFUSED, "this machine is only " + seconds(branch.nowNs()) + " old; rewind at most that");
    }
    List<Entry> kept = new ArrayList<>();
    Entry cut = null;
    for (Entry entry : branch.entries()) {
      if (entry.endNs <= target) {
        kept.add(entry);
        continue;
      }
      if (entry.startNs < target) {
        cut = entry;
        kept.add(entry.stoppedAt(target));
      }
      break;
    }
    replace(kept);
    say(
        "at "
            + seconds(session.nowNs())
            + " again"
            + (cut == null ? "" : ", in the middle of: " + firstLine(cut.text)));
  }

  private void undo(List<String> args) throws Refusal, IOException {
    int count;
    try {
      count = args.isEmpty() ? 1 : Integer.parseInt(one(args, "undo [N]"));
    } catch (NumberFormatException e) {
      throw new Refusal(USAGE, "expected a number of commands, not " + args.get(0));
    }
    List<Entry> entries = session.branch().entries();
    if (count < 1 || count > entries.size()) {
      throw new Refusal(REFUSED, entries.size() + " commands can be taken back");
    }
    String first = firstLine(entries.get(entries.size() - count).text);
    replace(List.copyOf(entries.subList(0, entries.size() - count)));
    say("at " + seconds(session.nowNs()) + ", before: " + first);
  }

  private void replace(List<Entry> past) {
    Branch fresh = session.replayed(past);
    session.branch().close();
    session.branches().put(session.currentName(), fresh);
  }

  private void journal(List<String> args) throws Refusal, IOException {
    if (!args.isEmpty()) {
      throw new Refusal(USAGE, "takes no argument");
    }
    StringBuilder out = new StringBuilder();
    for (Entry entry : session.branch().entries()) {
      out.append(String.format(Locale.ROOT, "%13s  %s", seconds(entry.startNs), entry.text));
      if (entry.stopNs != Long.MAX_VALUE) {
        out.append("  # until ").append(seconds(entry.stopNs));
      } else if (entry.status != 0) {
        out.append("  # status ").append(entry.status);
      }
      out.append('\n');
    }
    // The text of commands is bytes already.
    session.streams().print(out.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  // ---- machines

  private void fork(String name) throws Refusal, IOException {
    if (!name.matches("[A-Za-z0-9_.-]+")) {
      throw new Refusal(USAGE, "a name is letters, digits, ., _ and -, not " + name);
    }
    if (session.branches().containsKey(name)) {
      throw new Refusal(REFUSED, "there is a machine " + name + " already");
    }
    if (session.branches().size() >= MOST_BRANCHES) {
      throw new Refusal(REFUSED, "at most " + MOST_BRANCHES + " machines; drop one");
    }
    session.branches().put(name, session.replayed(session.branch().entries()));
    say(name + " is as " + session.currentName() + " is; commands still go to the latter");
  }

  private void switchTo(String name) throws Refusal, IOException {
    refuseEnded(name, find(name));
    session.setCurrent(name);
  }

  private static void refuseEnded(String name, Branch branch) throws Refusal {
    if (branch.shell().hasEnded()) {
      throw new Refusal(REFUSED, name + " has ended; drop " + name);
    }
  }

  private Branch find(String name) throws Refusal {
    Branch branch = session.branches().get(name);
    if (branch == null) {
      throw new Refusal(
          REFUSED,
          "no machine " + name + "; there are " + String.join(", ", session.branches().keySet()));
    }
    return branch;
  }

  private void list(List<String> args) throws Refusal, IOException {
    if (!args.isEmpty()) {
      throw new Refusal(USAGE, "takes no argument");
    }
    for (Map.Entry<String, Branch> branch : session.branches().entrySet()) {
      String mark = branch.getKey().equals(session.currentName()) ? "* " : "  ";
      Branch machine = branch.getValue();
      say(
          String.format(
              Locale.ROOT,
              "%s%-16s %13s  %d commands",
              mark,
              branch.getKey(),
              seconds(machine.nowNs()),
              machine.entries().size()));
    }
  }

  private void drop(String name) throws Refusal {
    Branch branch = find(name);
    if (name.equals(session.currentName())) {
      throw new Refusal(REFUSED, "commands go to " + name + "; switch to another machine first");
    }
    branch.close();
    session.branches().remove(name);
  }

  private int on(List<String> args, String text) throws Refusal {
    if (args.size() < 2) {
      throw new Refusal(USAGE, "expected on NAME COMMAND");
    }
    Branch branch = find(args.get(0));
    refuseEnded(args.get(0), branch);
    String command = command(text, 2);
    return session.run(branch, new Entry(command, 1, false, branch.nowNs()), List.of());
  }

  private int both(List<String> args, String text) throws Refusal, IOException {
    if (args.isEmpty()) {
      throw new Refusal(USAGE, "expected both COMMAND");
    }
    String command = command(text, 1);
    Map<String, String> answers = new LinkedHashMap<>();
    int status = 0;
    for (Map.Entry<String, Branch> branch : session.branches().entrySet()) {
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      Entry entry = new Entry(command, 1, false, branch.getValue().nowNs());
      try (Streams.Scope scope = session.streams().collecting(answer)) {
        status = Math.max(status, session.run(branch.getValue(), entry, List.of()));
      }
      answers.put(branch.getKey(), answer.toString(StandardCharsets.ISO_8859_1));
      if (entry.interruptedTurn > 0) {
        break;
      }
    }
    if (answers.values().stream().anyMatch(answer -> !answer.isEmpty())) {
      session.streams().print(Columns.of(answers).getBytes(StandardCharsets.ISO_8859_1));
    }
    return status;
  }

  private static String firstLine(String text) {
    int newline = text.indexOf('\n');
    return newline < 0 ? text : text.substring(0, newline) + " ...";
  }

  private void say(String line) throws IOException {
    session.streams().print(line + "\n");
  }

  private static String seconds(long ns) {
    return String.format(Locale.ROOT, "%.6f s", ns / NS_PER_S);
  }
}

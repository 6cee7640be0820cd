package io.cglab.shell.command;

import io.cglab.shell.process.Descriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code sed [-nErsz] [-i[SUFFIX]] [-e SCRIPT | -f FILE | SCRIPT] [FILE...]}. */
final class Sed {
  private static final Options.Spec OPTIONS =
      Options.Spec.of("nErsue:f:i")
          .with(
              Map.of(
                  "quiet", 'n',
                  "silent", 'n',
                  "expression", 'e',
                  "file", 'f',
                  "regexp-extended", 'E',
                  "in-place", 'i',
                  "separate", 's'));

  private static final int FLUSH_CHARS = 1 << 15;

  private final Context c;
  private final List<SedCommand> commands;
  private final boolean quiet;
  private final boolean[] active;
  private final long[] until;
  private final SedInput input;
  private final StringBuilder out = new StringBuilder();
  private final StringBuilder appended = new StringBuilder();
  private @Nullable Pattern lastPattern;
  private String space = "";
  private String hold = "";
  private boolean substituted;
  private boolean endsWithNewline = true;
  private boolean quits;
  private int status;
  private long number;

  private Sed(Context c, List<SedCommand> commands, boolean quiet, SedInput input) {
    this.c = c;
    this.input = input;
    this.commands = commands;
    this.quiet = quiet;
    this.active = new boolean[commands.size()];
    this.until = new long[commands.size()];
  }

  static int run(Context c, List<String> args) throws IOException {
    String suffix = null;
    List<String> rest = new ArrayList<>();
    for (String arg : args) {
      // -i takes a value only where it is attached.
      if (arg.matches("-[nErsu]*i.*") && suffix == null && !arg.startsWith("--")) {
        int at = arg.indexOf('i');
        suffix = arg.substring(at + 1);
        rest.add(arg.substring(0, at) + "i");
      } else {
        rest.add(arg);
      }
    }
    Options options = OPTIONS.parse(rest);
    if (options.has('i') && suffix == null) {
      suffix = options.value('i', "");
    }
    List<String> files = new ArrayList<>(options.operands());
    List<String> scripts = new ArrayList<>(options.values('e'));
    for (String file : options.values('f')) {
      scripts.add(String.join("\n", c.readLines(file)));
    }
    if (scripts.isEmpty()) {
      if (files.isEmpty()) {
        throw new CommandException(1, "usage: sed [OPTION]... {script} [FILE]...");
      }
      scripts.add(files.remove(0));
    }
    boolean extended = options.has('E') || options.has('r');
    List<SedCommand> commands = SedScript.parse(String.join("\n", scripts), extended);
    if (suffix != null || options.has('s')) {
      return eachAlone(c, commands, options, files, suffix);
    }
    Sed sed = new Sed(c, commands, options.has('n'), new SedInput(c, files, 2));
    sed.all(true);
    c.write(sed.out);
    return sed.status != 0 ? sed.status : sed.input.status();
  }

  private static int eachAlone(
      Context c,
      List<SedCommand> commands,
      Options options,
      List<String> files,
      @Nullable String suffix)
      throws IOException {
    int status = 0;
    for (String name : files) {
      int failure = suffix == null ? 2 : 4;
      SedInput input = new SedInput(c, List.of(name), failure);
      Sed sed = new Sed(c, commands, options.has('n'), input);
      String before = suffix == null || suffix.isEmpty() ? "" : before(c, name);
      sed.all(suffix == null);
      if (input.status() != 0) {
        status = failure;
        continue;
      }
      if (suffix == null) {
        c.write(sed.out);
      } else {
        if (!suffix.isEmpty()) {
          write(c, suffix.contains("*") ? suffix.replace("*", name) : name + suffix, before);
        }
        write(c, name, sed.out.toString());
      }
      status = sed.status != 0 ? sed.status : status;
    }
    return status;
  }

  private static void write(Context c, String name, String text) throws IOException {
    Descriptor file = Opener.write(c.shell(), name);
    try {
      file.write(Context.bytes(text));
    } finally {
      file.close();
    }
  }

  private static String before(Context c, String name) {
    try (Closing file = new Closing(Opener.read(c.shell(), name))) {
      return c.readAll(file.file());
    } catch (IOException e) {
      return "";
    }
  }

  private void all(boolean flushes) throws IOException {
    try {
      while (!quits && next()) {
        cycle();
        if (flushes && out.length() > FLUSH_CHARS) {
          c.write(out);
          out.setLength(0);
        }
      }
    } finally {
      input.close();
    }
  }

  private boolean next() throws IOException {
    String line = input.poll();
    if (line == null) {
      return false;
    }
    space = Lines.chomp(line);
    endsWithNewline = line.endsWith("\n");
    number++;
    return true;
  }

  private void print(String text) throws IOException {
    out.append(text).append(endsWithNewline || !input.isEmpty() ? "\n" : "");
  }

  /** Ends a cycle: prints the pattern space, then what a has put behind it. */
  private void endCycle() throws IOException {
    if (!quiet) {
      print(space);
    }
    flushAppended();
  }

  private void flushAppended() {
    if (appended.length() > 0 && out.length() > 0 && out.charAt(out.length() - 1) != '\n') {
      out.append('\n');
    }
    out.append(appended);
    appended.setLength(0);
  }

  private void cycle() throws IOException {
    substituted = false;
    int at = 0;
    while (at < commands.size()) {
      SedCommand command = commands.get(at);
      boolean selected = selects(command, at) != command.negated();
      if (!selected) {
        at = command.name() == '{' ? command.target() : at + 1;
        continue;
      }
      switch (command.name()) {
        case 'd' -> {
          flushAppended();
          return;
        }
        case 'D' -> {
          int newline = space.indexOf('\n');
          flushAppended();
          if (newline < 0) {
            return;
          }
          space = space.substring(newline + 1);
          at = -1;
        }
        case 'c' -> {
          boolean lastOfRange = command.to() == null || !active[at] || command.negated();
          out.append(lastOfRange ? command.text() : "");
          flushAppended();
          return;
        }
        case 'n' -> {
          if (input.isEmpty()) {
            // GNU sed prints the pattern space before it ends.
            endCycle();
            quits = true;
            return;
          }
          endCycle();
          next();
        }
        case 'N' -> {
          if (input.isEmpty()) {
            endCycle();
            quits = true;
            return;
          }
          String first = space;
          flushAppended();
          next();
          space = first + "\n" + space;
        }
        case 'q', 'Q' -> {
          quits = true;
          status = (int) Math.max(0, Numbers.whole(command.text()));
          if (command.name() == 'q') {
            endCycle();
          }
          return;
        }
        case 'b' -> at = command.target() - 1;
        case 't', 'T' -> {
          if (substituted == (command.name() == 't')) {
            at = command.target() - 1;
          }
          substituted = false;
        }
        default -> simple(command);
      }
      at++;
    }
    endCycle();
  }

  /** Commands that neither read nor jump. */
  private void simple(SedCommand command) throws IOException {
    switch (command.name()) {
      case 's' -> substitute(command);
      case 'y' -> space = transliterated(command.text());
      case 'p' -> print(space);
      case 'P' -> print(space.split("\n", 2)[0]);
      case '=' -> out.append(number).append('\n');
      case 'l' -> out.append(visible()).append("$\n");
      case 'a' -> appended.append(command.text());
      case 'i' -> out.append(command.text());
      case 'h' -> hold = space;
      case 'H' -> hold += "\n" + space;
      case 'g' -> space = hold;
      case 'G' -> space += "\n" + hold;
      case 'x' -> {
        String held = hold;
        hold = space;
        space = held;
      }
      case 'z' -> space = "";
      case 'r' -> {
        try {
          c.readLines(command.text()).forEach(line -> appended.append(line).append('\n'));
        } catch (IOException e) {
          // A file that cannot be read counts as empty.
          return;
        }
      }
      case 'w' -> throw new CommandException(1, "the command w is not supported");
      default -> {}
    }
  }

  private String visible() {
    StringBuilder visible = new StringBuilder();
    for (char ch : space.toCharArray()) {
      int known = "\\\007\b\f\n\r\t\013".indexOf(ch);
      if (known >= 0) {
        visible.append('\\').append("\\abfnrtv".charAt(known));
      } else if (ch < ' ' || ch > '~') {
        visible.append(String.format(Locale.ROOT, "\\%03o", (int) ch));
      } else {
        visible.append(ch);
      }
    }
    return visible.toString();
  }

  private String transliterated(String sets) {
    int half = sets.length() / 2;
    StringBuilder result = new StringBuilder();
    for (char ch : space.toCharArray()) {
      int index = sets.substring(0, half).indexOf(ch);
      result.append(index < 0 ? ch : sets.charAt(half + index));
    }
    return result.toString();
  }

  private void substitute(SedCommand command) throws IOException {
    SedCommand.Substitution s = command.substitution();
    if (s == null) {
      return;
    }
    Matcher matcher = used(s.pattern()).matcher(space);
    StringBuilder result = new StringBuilder();
    int copied = 0;
    int count = 0;
    int end = -1;
    while (matcher.find()) {
      // An empty match right behind another one is none.
      boolean again = matcher.end() == matcher.start() && matcher.start() == end;
      end = matcher.end();
      if (again) {
        continue;
      }
      count++;
      if (count < s.number()) {
        continue;
      }
      result.append(space, copied, matcher.start());
      result.append(SedReplacement.of(s.replacement(), matcher));
      copied = matcher.end();
      if (!s.global()) {
        break;
      }
    }
    if (count < s.number()) {
      return;
    }
    space = result.append(space.substring(copied)).toString();
    substituted = true;
    if (s.prints()) {
      print(space);
    }
  }

  private Pattern used(@Nullable Pattern pattern) {
    Pattern used = pattern == null ? lastPattern : pattern;
    if (used == null) {
      throw new CommandException(1, "no previous regular expression");
    }
    lastPattern = used;
    return used;
  }

  // ---- addresses

  private boolean selects(SedCommand command, int index) throws IOException {
    SedCommand.Address from = command.from();
    SedCommand.Address to = command.to();
    if (from == null) {
      return true;
    }
    if (to == null) {
      return matches(from);
    }
    if (!active[index]) {
      boolean fromZero = from instanceof SedCommand.Line line && line.number() == 0;
      if (fromZero ? number != 1 : !matches(from)) {
        return false;
      }
      active[index] = true;
      until[index] =
          to instanceof SedCommand.More more
              ? number + more.lines()
              : to instanceof SedCommand.Multiple multiple ? ceiling(multiple.of()) : -1;
      if (to instanceof SedCommand.Line line) {
        until[index] = line.number();
      }
      if (!fromZero) {
        active[index] = until[index] < 0 ? !isLast(to) : number < until[index];
        return true;
      }
    }
    if (until[index] >= 0) {
      active[index] = number < until[index];
      return number <= until[index];
    }
    active[index] = !matches(to);
    return true;
  }

  private boolean isLast(SedCommand.Address address) throws IOException {
    return address instanceof SedCommand.Last && input.isEmpty();
  }

  private long ceiling(long of) {
    return of <= 0 ? number : (number + of - 1) / of * of;
  }

  private boolean matches(SedCommand.Address address) throws IOException {
    if (address instanceof SedCommand.Line line) {
      return number == line.number();
    } else if (address instanceof SedCommand.Last) {
      return input.isEmpty();
    } else if (address instanceof SedCommand.Step step) {
      return step.step() == 0
          ? number == step.first()
          : number >= step.first() && (number - step.first()) % step.step() == 0;
    } else if (address instanceof SedCommand.Matching matching) {
      return used(matching.pattern()).matcher(space).find();
    }
    return false;
  }
}

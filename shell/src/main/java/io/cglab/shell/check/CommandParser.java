package io.cglab.shell.check;

import io.cglab.shell.check.Words.Word;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one command line of a transcript. The text is Latin-1: a character is a byte. */
final class CommandParser {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern DOLLAR_NAME = Pattern.compile("\\$(" + NAME.pattern() + ")");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,10})([kKMG]?)");
  private static final Pattern CGRUN = Pattern.compile("cgrun\\s+(.*?)\\s+--\\s+(.*\\S)\\s*");
  private static final String COMMANDS =
      "echo, printf, cat, mkdir, rmdir, mv, rm, chmod, ls, stat, spawn, reap, cgexec, cgrun, sleep"
          + " or sh";

  private CommandParser() {}

  /** Replaces {@code $NAME} of each name in {@code pids} by its number; other text stays. */
  static String expand(String text, Map<String, Integer> pids) {
    return DOLLAR_NAME
        .matcher(text)
        .replaceAll(
            m -> {
              Integer pid = pids.get(m.group(1));
              return Matcher.quoteReplacement(pid == null ? m.group() : pid.toString());
            });
  }

  /** Reads a command whose {@code $NAME}s are replaced already. */
  static Command parse(String line) throws CommandSyntaxException {
    List<Word> words = Words.split(line);
    String name = words.isEmpty() ? "" : words.get(0).text();
    List<Word> args = words.isEmpty() ? words : words.subList(1, words.size());
    return switch (name) {
      case "echo" -> echo(args);
      case "printf" -> printf(args);
      case "cat" -> new Command.Cat(one(args, "cat PATH"));
      case "mkdir" -> new Command.Mkdir(one(args, "mkdir PATH"));
      case "rmdir" -> new Command.Rmdir(one(args, "rmdir PATH"));
      case "rm" -> new Command.Unlink(one(args, "rm PATH"));
      case "stat" -> new Command.Stat(one(args, "stat PATH"));
      case "mv" -> rename(args);
      case "chmod" -> chmod(args);
      case "ls" -> ls(args);
      case "spawn" -> new Command.Spawn(name(args, "spawn NAME"));
      case "reap" -> new Command.Reap(name(args, "reap NAME"));
      case "sleep" -> sleep(args);
      case "sh" -> new Command.Sh(one(args, "sh \"COMMAND\""));
      case "cgexec" -> cgexec(args);
      case "cgrun" -> cgrun(line);
      default ->
          throw new CommandSyntaxException("expected " + COMMANDS + ", not \"" + name + "\"");
    };
  }

  private static CommandSyntaxException expected(String form) {
    return new CommandSyntaxException("expected " + form);
  }

  private static String one(List<Word> args, String form) throws CommandSyntaxException {
    if (args.size() != 1) {
      throw expected(form);
    }
    return args.get(0).text();
  }

  private static String name(List<Word> args, String form) throws CommandSyntaxException {
    String name = one(args, form);
    if (!NAME.matcher(name).matches()) {
      throw expected(form + ", a name of letters, digits and _");
    }
    return name;
  }

  private static Command echo(List<Word> args) throws CommandSyntaxException {
    List<Word> text = beforeRedirection(args, "echo [-n] WORDS > PATH");
    boolean newline = text.isEmpty() || !text.get(0).text().equals("-n");
    var joined =
        String.join(
            " ", (newline ? text : text.subList(1, text.size())).stream().map(Word::text).toList());
    return write(newline ? joined + "\n" : joined, args);
  }

  private static Command printf(List<Word> args) throws CommandSyntaxException {
    String form = "printf FMT > PATH, FMT one word";
    List<Word> text = beforeRedirection(args, form);
    if (text.size() != 1) {
      throw expected(form);
    }
    return write(unescape(text.get(0).text()), args);
  }

  private static List<Word> beforeRedirection(List<Word> args, String form)
      throws CommandSyntaxException {
    int at = args.size() - 2;
    if (at < 0 || !args.get(at).isRedirection()) {
      throw expected(form);
    }
    List<Word> before = args.subList(0, at);
    if (before.stream().anyMatch(Word::isRedirection)) {
      throw expected(form + ", with one redirection");
    }
    return before;
  }

  private static Command write(String bytes, List<Word> args) {
    boolean append = args.get(args.size() - 2).text().equals(">>");
    return new Command.Write(bytes, args.get(args.size() - 1).text(), append);
  }

  /** The escapes of {@code printf}: {@code \n \t \r \\} and one to three octal digits. */
  static String unescape(String format) {
    var out = new StringBuilder(format.length());
    int at = 0;
    while (at < format.length()) {
      char c = format.charAt(at++);
      if (c != '\\' || at == format.length()) {
        out.append(c);
        continue;
      }
      char next = format.charAt(at);
      if (isOctal(next)) {
        int value = 0;
        for (int n = 0; n < 3 && at < format.length() && isOctal(format.charAt(at)); n++) {
          value = value * 8 + (format.charAt(at++) - '0');
        }
        out.append((char) (value & 0xff));
        continue;
      }
      at++;
      switch (next) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'r' -> out.append('\r');
        case '\\' -> out.append('\\');
        default -> out.append('\\').append(next);
      }
    }
    return out.toString();
  }

  private static boolean isOctal(char c) {
    return c >= '0' && c <= '7';
  }

  private static Command rename(List<Word> args) throws CommandSyntaxException {
    if (args.size() != 2) {
      throw expected("mv FROM TO");
    }
    return new Command.Rename(args.get(0).text(), args.get(1).text());
  }

  private static Command chmod(List<Word> args) throws CommandSyntaxException {
    if (args.size() != 2 || !args.get(0).text().matches("[0-7]{1,4}")) {
      throw expected("chmod OCTAL PATH");
    }
    return new Command.Chmod(Integer.parseInt(args.get(0).text(), 8), args.get(1).text());
  }

  private static Command ls(List<Word> args) throws CommandSyntaxException {
    boolean details = args.size() == 2 && args.get(0).text().equals("-l");
    return new Command.Ls(one(details ? args.subList(1, 2) : args, "ls [-l] PATH"), details);
  }

  private static Command sleep(List<Word> args) throws CommandSyntaxException {
    String seconds = one(args, "sleep SECONDS");
    if (!SECONDS.matcher(seconds).matches()) {
      throw expected("sleep SECONDS, a decimal number");
    }
    return new Command.Sleep(new BigDecimal(seconds).movePointRight(9).longValueExact());
  }

  private static Command cgrun(String line) throws CommandSyntaxException {
    Matcher m = CGRUN.matcher(line);
    List<Word> cgroup = m.matches() ? Words.split(m.group(1)) : List.of();
    if (cgroup.size() != 1) {
      throw expected("cgrun CGROUP -- COMMAND");
    }
    return new Command.ExecShell(cgroup.get(0).text(), m.group(2));
  }

  private static Command cgexec(List<Word> args) throws CommandSyntaxException {
    String form =
        "cgexec CGROUP -- dd if=.. of=.. bs=N count=N with iflag=direct (a device to /dev/null) or"
            + " oflag=direct (/dev/zero to a device)";
    if (args.size() < 3 || !args.get(1).text().equals("--") || !args.get(2).text().equals("dd")) {
      throw expected(form);
    }
    var operands = new TreeMap<String, String>();
    for (Word word : args.subList(3, args.size())) {
      int equals = word.text().indexOf('=');
      if (equals < 0
          || operands.put(word.text().substring(0, equals), word.text().substring(equals + 1))
              != null) {
        throw expected(form);
      }
    }
    boolean write = operands.containsKey("oflag");
    String flag = write ? "oflag" : "iflag";
    if (!operands.keySet().equals(Set.of("if", "of", "bs", "count", flag))
        || !"direct".equals(operands.get(flag))
        || !(write ? "/dev/zero" : "/dev/null").equals(operands.get(write ? "if" : "of"))) {
      throw expected(form);
    }
    long block = size(operands.getOrDefault("bs", ""), form);
    long count = size(operands.getOrDefault("count", ""), form);
    if (block < 1 || block > 1 << 30) {
      throw expected("bs between 1 and 1G");
    }
    String device = operands.getOrDefault(write ? "of" : "if", "");
    return new Command.ExecDirectIo(
        args.get(0).text(), new DirectIo(device, write, (int) block, count));
  }

  private static long size(String text, String form) throws CommandSyntaxException {
    Matcher m = SIZE.matcher(text);
    if (!m.matches()) {
      throw expected(form);
    }
    int shift =
        switch (m.group(2)) {
          case "k", "K" -> 10;
          case "M" -> 20;
          case "G" -> 30;
          default -> 0;
        };
    return Long.parseLong(m.group(1)) << shift;
  }
}

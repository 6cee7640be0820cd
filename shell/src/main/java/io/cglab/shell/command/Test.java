package io.cglab.shell.command;

import io.cglab.shell.process.Descriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** {@code test EXPRESSION} and {@code [ EXPRESSION ]}. */
public final class Test {
  private static final Set<String> BINARY =
      Set.of(
          "=", "==", "!=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef");
  private static final String UNARY = "abcdefghknpqrstuvwxzGLNSO";

  private final Context c;
  private final List<String> words;
  private int at;

  private Test(Context c, List<String> words) {
    this.c = c;
    this.words = words;
  }

  static int run(Context c, List<String> args) {
    List<String> words = args;
    if (c.name().equals("[")) {
      if (args.isEmpty() || !args.get(args.size() - 1).equals("]")) {
        throw new CommandException(2, "missing `]'");
      }
      words = args.subList(0, args.size() - 1);
    }
    if (words.isEmpty()) {
      return 1;
    }
    Test test = new Test(c, words);
    boolean holds = words.size() <= 4 ? test.byCount(0, words.size()) : test.wholeOr();
    return holds ? 0 : 1;
  }

  private boolean wholeOr() {
    boolean value = or();
    if (at < words.size()) {
      throw new CommandException(2, words.get(at) + ": unexpected operator");
    }
    return value;
  }

  /** POSIX decides by the number of arguments, so that operands may look like operators. */
  private boolean byCount(int from, int to) {
    int count = to - from;
    String first = words.get(from);
    if (count == 1) {
      return !first.isEmpty();
    } else if (count == 2) {
      if (first.equals("!")) {
        return words.get(from + 1).isEmpty();
      } else if (isUnary(first)) {
        return unary(c, first, words.get(from + 1));
      }
    } else if (count == 3) {
      if (BINARY.contains(words.get(from + 1))) {
        return binary(c, first, words.get(from + 1), words.get(from + 2));
      } else if (first.equals("!")) {
        return !byCount(from + 1, to);
      }
    } else if (count == 4 && first.equals("!")) {
      return !byCount(from + 1, to);
    }
    at = from;
    return wholeOr();
  }

  private boolean or() {
    boolean value = and();
    while (at < words.size() && words.get(at).equals("-o")) {
      at++;
      value |= and();
    }
    return value;
  }

  private boolean and() {
    boolean value = not();
    while (at < words.size() && words.get(at).equals("-a")) {
      at++;
      value &= not();
    }
    return value;
  }

  private boolean not() {
    if (at < words.size() && words.get(at).equals("!")) {
      at++;
      return !not();
    }
    return primary();
  }

  private boolean primary() {
    if (at >= words.size()) {
      throw new CommandException(2, "argument expected");
    }
    if (at + 2 < words.size() && BINARY.contains(words.get(at + 1))) {
      at += 3;
      return binary(c, words.get(at - 3), words.get(at - 2), words.get(at - 1));
    }
    String word = words.get(at++);
    if (word.equals("(")) {
      boolean value = or();
      if (at >= words.size() || !words.get(at).equals(")")) {
        throw new CommandException(2, "closing paren expected");
      }
      at++;
      return value;
    }
    if (isUnary(word) && at < words.size()) {
      return unary(c, word, words.get(at++));
    }
    return !word.isEmpty();
  }

  private static boolean isUnary(String word) {
    return word.length() == 2 && word.charAt(0) == '-' && UNARY.indexOf(word.charAt(1)) >= 0;
  }

  /** {@code left -eq right} and the like. */
  public static boolean binary(Context c, String left, String operator, String right) {
    return switch (operator) {
      case "=", "==" -> left.equals(right);
      case "!=" -> !left.equals(right);
      case "<" -> left.compareTo(right) < 0;
      case ">" -> left.compareTo(right) > 0;
      case "-eq" -> number(left) == number(right);
      case "-ne" -> number(left) != number(right);
      case "-lt" -> number(left) < number(right);
      case "-le" -> number(left) <= number(right);
      case "-gt" -> number(left) > number(right);
      case "-ge" -> number(left) >= number(right);
      default -> files(c, left, operator, right);
    };
  }

  private static boolean files(Context c, String left, String operator, String right) {
    try {
      if (operator.equals("-ef")) {
        return Files.isSameFile(c.path(left), c.path(right));
      }
      boolean newer = operator.equals("-nt");
      Path first = c.path(newer ? left : right);
      Path second = c.path(newer ? right : left);
      if (Files.exists(first) && !Files.exists(second)) {
        // A file is newer than none: bash says so, dash does not.
        return !c.shell().has(ShellOption.POSIX);
      }
      return Files.getLastModifiedTime(first).compareTo(Files.getLastModifiedTime(second)) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw new CommandException(2, "Illegal number: " + text);
    }
  }

  /** {@code -f operand} and the like. */
  public static boolean unary(Context c, String operator, String operand) {
    switch (operator.charAt(1)) {
      case 'n' -> {
        return !operand.isEmpty();
      }
      case 'z' -> {
        return operand.isEmpty();
      }
      case 'v' -> {
        return isSet(c.shell().variables(), operand);
      }
      case 'o' -> {
        ShellOption option = ShellOption.named(operand);
        return option != null && c.shell().has(option);
      }
      case 't' -> {
        Descriptor file = c.shell().files().find((int) number(operand));
        return file != null && file.isTerminal();
      }
      default -> {
        try {
          return file(operator.charAt(1), c.path(operand));
        } catch (IOException e) {
          return false;
        }
      }
    }
  }

  private static boolean isSet(Variables variables, String reference) {
    int bracket = reference.indexOf('[');
    if (bracket < 0 || !reference.endsWith("]")) {
      return variables.get(reference) != null;
    }
    String key = reference.substring(bracket + 1, reference.length() - 1);
    return variables.element(reference.substring(0, bracket), key) != null;
  }

  private static boolean file(char operator, Path path) throws IOException {
    if (operator == 'h' || operator == 'L') {
      return FileStatus.of(path, false).isLink();
    }
    FileStatus file = FileStatus.of(path, true);
    return switch (operator) {
      case 'a', 'e' -> true;
      case 'f' -> file.isRegular();
      case 'd' -> file.isDirectory();
      case 'b', 'c', 'p', 'S' -> file.typeLetter() == operator;
      case 's' -> file.size() > 0;
      case 'r' -> Files.isReadable(path);
      case 'w' -> Files.isWritable(path);
      case 'x' -> file.isDirectory() || (file.permissions() & 0111) != 0;
      case 'u' -> (file.permissions() & 04000) != 0;
      case 'g' -> (file.permissions() & 02000) != 0;
      case 'k' -> (file.permissions() & 01000) != 0;
      default -> Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    };
  }
}

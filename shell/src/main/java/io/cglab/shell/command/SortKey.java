package io.cglab.shell.command;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code sort} compares: one key of a line, in bytes or as numbers. */
final class SortKey {
  /** How keys compare: blanks, case, sizes, numbers, reversed, versions. */
  static final String FLAGS = "bfhngrVdi";

  private static final Pattern NUMBER =
      Pattern.compile("\\s*(-?[0-9]+(?:\\.[0-9]*)?|-?\\.[0-9]+)([kKMGTPE]?)");
  private static final Pattern KEY =
      Pattern.compile(
          "([0-9]+)(?:\\.([0-9]+))?([a-zA-Z]*)(?:,([0-9]+)(?:\\.([0-9]+))?([a-zA-Z]*))?");
  private static final Pattern PIECE = Pattern.compile("[0-9]+|[^0-9]+");

  private SortKey() {}

  /** The whole line as a key. */
  static Comparator<String> whole(String flags) {
    return order(flags);
  }

  /** The key of {@code -k}; without flags of its own it has those of the command. */
  static Comparator<String> of(String key, String separator, String commandFlags) {
    Matcher matcher = KEY.matcher(key);
    if (!matcher.matches()) {
      throw new CommandException(
          2, "invalid number at field start: invalid count at start of '" + key + "'");
    }
    String own = matcher.group(3) + (matcher.group(6) == null ? "" : matcher.group(6));
    for (char letter : own.toCharArray()) {
      if (FLAGS.indexOf(letter) < 0) {
        throw new CommandException(2, "stray character in field spec: invalid field '" + key + "'");
      }
    }
    String flags = own.isEmpty() ? commandFlags : own;
    int from = number(matcher.group(1), 1);
    if (from == 0) {
      throw new CommandException(2, "-: invalid field specification '" + key + "'");
    }
    int fromChar = number(matcher.group(2), 1);
    int to = number(matcher.group(4), Integer.MAX_VALUE);
    int toChar = number(matcher.group(5), 0);
    boolean skipsBlanks = flags.indexOf('b') >= 0;
    return Comparator.comparing(
        line -> {
          List<int[]> fields = fields(line, separator);
          int start = start(line, fields, from, fromChar, skipsBlanks);
          int end = end(line, fields, to, toChar, skipsBlanks);
          return start >= end ? "" : line.substring(start, end);
        },
        order(flags));
  }

  private static int number(String digits, int otherwise) {
    return digits == null ? otherwise : (int) Math.min(Numbers.whole(digits), Integer.MAX_VALUE);
  }

  private static int start(
      String line, List<int[]> fields, int field, int character, boolean skipsBlanks) {
    if (field > fields.size()) {
      return line.length();
    }
    int start = fields.get(field - 1)[0];
    return Math.min(
        line.length(), (skipsBlanks ? afterBlanks(line, start) : start) + character - 1);
  }

  private static int end(
      String line, List<int[]> fields, int field, int character, boolean skipsBlanks) {
    if (field > fields.size()) {
      return line.length();
    }
    int[] last = fields.get(field - 1);
    if (character == 0) {
      return last[1];
    }
    int start = skipsBlanks ? afterBlanks(line, last[0]) : last[0];
    return Math.min(line.length(), start + character);
  }

  private static int afterBlanks(String line, int from) {
    int at = from;
    while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }

  /** Where fields begin and end; without a separator the blanks before a field belong to it. */
  private static List<int[]> fields(String line, String separator) {
    List<int[]> fields = new ArrayList<>();
    int start = 0;
    while (start <= line.length()) {
      int end;
      if (separator.isEmpty()) {
        end = afterBlanks(line, start);
        while (end < line.length() && line.charAt(end) != ' ' && line.charAt(end) != '\t') {
          end++;
        }
      } else {
        int next = line.indexOf(separator.equals("\\0") ? "\0" : separator, start);
        end = next < 0 ? line.length() : next;
      }
      fields.add(new int[] {start, end});
      if (end == line.length()) {
        break;
      }
      start = separator.isEmpty() ? end : end + 1;
    }
    return fields;
  }

  private static Comparator<String> order(String flags) {
    Comparator<String> order;
    if (flags.indexOf('n') >= 0 || flags.indexOf('g') >= 0) {
      order = Comparator.comparing(SortKey::value);
    } else if (flags.indexOf('h') >= 0) {
      order = Comparator.comparingInt(SortKey::unit).thenComparing(SortKey::value);
    } else if (flags.indexOf('V') >= 0) {
      order = SortKey::compareVersions;
    } else if (flags.indexOf('f') >= 0) {
      order = Comparator.comparing(key -> key.toUpperCase(Locale.ROOT));
    } else {
      order = Comparator.naturalOrder();
    }
    Comparator<String> compared = order;
    if (flags.indexOf('b') >= 0) {
      compared = Comparator.comparing(key -> key.substring(afterBlanks(key, 0)), order);
    }
    return flags.indexOf('r') >= 0 ? compared.reversed() : compared;
  }

  private static BigDecimal value(String key) {
    Matcher matcher = NUMBER.matcher(key);
    return matcher.lookingAt() ? new BigDecimal(matcher.group(1)) : BigDecimal.ZERO;
  }

  /** The power of a size's unit, with its sign, which decides before the number does. */
  private static int unit(String key) {
    Matcher matcher = NUMBER.matcher(key);
    if (!matcher.lookingAt() || matcher.group(2).isEmpty()) {
      return 0;
    }
    int power = "KMGTPE".indexOf(matcher.group(2).toUpperCase(Locale.ROOT)) + 1;
    return matcher.group(1).startsWith("-") ? -power : power;
  }

  private static int compareVersions(String left, String right) {
    Matcher first = PIECE.matcher(left);
    Matcher second = PIECE.matcher(right);
    while (true) {
      boolean more = first.find();
      if (!second.find()) {
        return more ? 1 : 0;
      } else if (!more) {
        return -1;
      }
      String a = first.group();
      String b = second.group();
      boolean numbers = Character.isDigit(a.charAt(0)) && Character.isDigit(b.charAt(0));
      int compared = numbers ? new BigDecimal(a).compareTo(new BigDecimal(b)) : a.compareTo(b);
      if (compared != 0) {
        return compared;
      }
    }
  }
}

package io.cglab.shell.command;

import io.cglab.shell.lang.Names;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code printf FORMAT WORD...}: the format is used again while words remain. One write(2). */
final class Printf {
  private static final Pattern CONVERSION =
      Pattern.compile("%([-+ 0#]*)(\\*|[0-9]*)(?:\\.(\\*|[0-9]*))?([a-zA-Z%])");

  private final Context c;
  private final List<String> words;
  private final boolean beyondPosix;
  private final StringBuilder out = new StringBuilder();
  private int next;
  private int status;
  private boolean stopped;

  private Printf(Context c, List<String> words) {
    this.c = c;
    this.words = words;
    this.beyondPosix = !c.shell().has(ShellOption.POSIX);
  }

  static int run(Context c, List<String> args) throws IOException {
    List<String> operands =
        !args.isEmpty() && args.get(0).equals("--") ? args.subList(1, args.size()) : args;
    if (operands.isEmpty()) {
      throw new CommandException(2, "usage: printf format [arguments]");
    }
    String variable = null;
    if (operands.size() > 2 && operands.get(0).equals("-v")) {
      variable = operands.get(1);
      operands = operands.subList(2, operands.size());
    }
    Printf printf = new Printf(c, operands.subList(1, operands.size()));
    printf.format(operands.get(0));
    if (variable == null) {
      c.write(printf.out);
    } else if (Names.isName(variable)) {
      c.shell().variables().set(variable, printf.out.toString());
    } else {
      throw new CommandException(2, "`" + variable + "': not a valid identifier");
    }
    return printf.status;
  }

  private void format(String format) {
    do {
      int before = next;
      once(format);
      if (next == before) {
        return;
      }
    } while (next < words.size() && !stopped);
  }

  private void once(String format) {
    Matcher matcher = CONVERSION.matcher(format);
    int at = 0;
    while (at < format.length() && !stopped) {
      int percent = format.indexOf('%', at);
      int end = percent < 0 ? format.length() : percent;
      out.append(
          Escapes.expand(format.substring(at, end), Escapes.Style.FORMAT, beyondPosix).text());
      if (percent < 0) {
        return;
      }
      if (format.startsWith("%%", percent)) {
        out.append('%');
        at = percent + 2;
      } else if (matcher.find(percent) && matcher.start() == percent) {
        convert(matcher);
        at = matcher.end();
      } else {
        throw new CommandException(
            1, "`" + format.substring(percent) + "': missing format character");
      }
    }
  }

  private void convert(Matcher matcher) {
    String flags = matcher.group(1);
    int width = length(matcher.group(2), 0);
    int precision = matcher.group(3) == null ? -1 : length(matcher.group(3), 0);
    if (width < 0) {
      flags += "-";
      width = -width;
    }
    char conversion = matcher.group(4).charAt(0);
    String text =
        switch (conversion) {
          case 's' -> cut(word(), precision);
          case 'b' -> {
            Escapes.Result result = Escapes.expand(word(), Escapes.Style.ECHO, beyondPosix);
            stopped = result.stops();
            yield cut(result.text(), precision);
          }
          case 'q' -> Quoting.escape(word());
          case 'c' -> cut(word(), 1);
          case 'd', 'i' -> signed(flags, precision);
          case 'u' -> digits(Long.toUnsignedString(integer()), precision);
          case 'o' -> {
            String octal = digits(Long.toOctalString(integer()), precision);
            yield prefix(flags, octal.startsWith("0") ? "" : "0") + octal;
          }
          case 'x' -> prefix(flags, "0x") + digits(Long.toHexString(integer()), precision);
          case 'X' ->
              prefix(flags, "0X")
                  + digits(Long.toHexString(integer()).toUpperCase(Locale.ROOT), precision);
          case 'f', 'F', 'e', 'E' ->
              sign(flags, floating(conversion, precision < 0 ? 6 : precision));
          case 'g', 'G' -> {
            String general = sign(flags, Numbers.general(real(), precision < 0 ? 6 : precision));
            yield conversion == 'G' ? general.toUpperCase(Locale.ROOT) : general;
          }
          default ->
              throw new CommandException(1, "`" + conversion + "': invalid format character");
        };
    boolean isReal = "fFeEgG".indexOf(conversion) >= 0;
    pad(text, flags, width, "sbqc".indexOf(conversion) < 0 && (isReal || precision < 0));
  }

  private int length(String spec, int otherwise) {
    if (spec.equals("*")) {
      return (int) integer();
    }
    return spec.isEmpty() ? otherwise : Integer.parseInt(spec);
  }

  private static String cut(String text, int precision) {
    return precision >= 0 && precision < text.length() ? text.substring(0, precision) : text;
  }

  private static String prefix(String flags, String prefix) {
    return flags.indexOf('#') >= 0 ? prefix : "";
  }

  private String signed(String flags, int precision) {
    long value = integer();
    String digits = digits(Long.toString(value).replace("-", ""), precision);
    return sign(flags, value < 0 ? "-" + digits : digits);
  }

  private static String sign(String flags, String number) {
    if (number.startsWith("-")) {
      return number;
    }
    return (flags.indexOf('+') >= 0 ? "+" : flags.indexOf(' ') >= 0 ? " " : "") + number;
  }

  private static String digits(String digits, int precision) {
    return "0".repeat(Math.max(0, precision - digits.length())) + digits;
  }

  private String floating(char conversion, int precision) {
    double value = real();
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
    }
    // C rounds the exact binary value, and to even where that is a tie.
    BigDecimal exact = new BigDecimal(value);
    if (conversion == 'f' || conversion == 'F') {
      String digits = exact.setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
      return value < 0 && !digits.startsWith("-") ? "-" + digits : digits;
    }
    BigDecimal rounded = exact.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
    String text = String.format(Locale.ROOT, "%." + precision + "e", rounded);
    return conversion == 'E' ? text.toUpperCase(Locale.ROOT) : text;
  }

  private void pad(String text, String flags, int width, boolean zeroes) {
    int missing = Math.max(0, width - text.length());
    if (flags.indexOf('-') >= 0) {
      out.append(text).append(" ".repeat(missing));
    } else if (zeroes && flags.indexOf('0') >= 0) {
      int sign = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
      out.append(text, 0, sign).append("0".repeat(missing)).append(text.substring(sign));
    } else {
      out.append(" ".repeat(missing)).append(text);
    }
  }

  private String word() {
    return next < words.size() ? words.get(next++) : "";
  }

  private long integer() {
    String word = word().strip();
    if (word.isEmpty()) {
      return 0;
    }
    if (word.charAt(0) == '\'' || word.charAt(0) == '"') {
      return word.length() > 1 ? word.charAt(1) : 0;
    }
    Matcher matcher = Pattern.compile("([-+]?)(0[xX][0-9a-fA-F]+|[0-9]+)").matcher(word);
    if (!matcher.lookingAt()) {
      status = c.error(word + ": invalid number");
      return 0;
    }
    if (matcher.end() < word.length()) {
      status = c.error(word + ": invalid number");
    }
    try {
      long value = Long.decode(matcher.group(2));
      return matcher.group(1).equals("-") ? -value : value;
    } catch (NumberFormatException e) {
      status = c.error(word + ": Numerical result out of range");
      return matcher.group(1).equals("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  private double real() {
    String word = word().strip();
    try {
      return word.isEmpty() ? 0 : Double.parseDouble(word);
    } catch (NumberFormatException e) {
      status = c.error(word + ": invalid number");
      return 0;
    }
  }
}

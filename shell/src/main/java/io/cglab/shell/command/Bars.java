package io.cglab.shell.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code bars}: reads lines {@code LABEL: NUMBER UNIT} and draws each as a bar, the longest 40
 * characters. Units with the prefixes k, M, G and T compare.
 */
final class Bars {
  private static final int LONGEST = 40;
  private static final Pattern LINE =
      Pattern.compile("(.*?):\\s*([0-9.]+)\\s*([kKMGT]?)([a-zA-Z/]*)\\s*");

  private record Bar(String label, double value, String text) {}

  private Bars() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("").parse(args);
    List<String> lines = new ArrayList<>();
    int status = Filter.lines(c, options.operands(), 1, lines);
    List<Bar> bars = new ArrayList<>();
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        return c.error("not LABEL: NUMBER UNIT: '" + line + "'");
      }
      double unit = Math.pow(1000, " kMGT".indexOf(matcher.group(3).replace('K', 'k')));
      if (matcher.group(3).isEmpty()) {
        unit = 1;
      }
      String text = line.substring(matcher.start(2)).strip();
      bars.add(new Bar(matcher.group(1), Double.parseDouble(matcher.group(2)) * unit, text));
    }
    double most = bars.stream().mapToDouble(Bar::value).max().orElse(0);
    int width = bars.stream().mapToInt(bar -> bar.label().length()).max().orElse(0);
    StringBuilder out = new StringBuilder();
    for (Bar bar : bars) {
      int length = most == 0 ? 0 : (int) Math.max(1, Math.round(LONGEST * bar.value() / most));
      out.append(bar.label())
          .append(" ".repeat(width - bar.label().length()))
          .append("  ")
          .append("#".repeat(length))
          .append(' ')
          .append(bar.text())
          .append('\n');
    }
    c.write(out);
    return status;
  }
}

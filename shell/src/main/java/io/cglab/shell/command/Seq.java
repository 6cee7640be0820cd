package io.cglab.shell.command;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

/** {@code seq [-s SEPARATOR] [-w] [FIRST [STEP]] LAST}. */
final class Seq {
  private static final int FLUSH_CHARS = 1 << 13;

  private Seq() {}

  static int run(Context c, List<String> args) throws IOException {
    // A negative number looks like an option.
    int firstOperand = 0;
    while (firstOperand < args.size() && args.get(firstOperand).matches("-[sw].*")) {
      firstOperand += args.get(firstOperand).equals("-s") ? 2 : 1;
    }
    firstOperand = Math.min(firstOperand, args.size());
    Options options = Options.Spec.of("s:w").parse(args.subList(0, firstOperand));
    List<String> operands = args.subList(firstOperand, args.size());
    if (operands.isEmpty() || operands.size() > 3) {
      throw new CommandException(
          1, operands.isEmpty() ? "missing operand" : "extra operand '" + operands.get(3) + "'");
    }
    BigDecimal last = number(operands.get(operands.size() - 1));
    BigDecimal first = operands.size() > 1 ? number(operands.get(0)) : BigDecimal.ONE;
    BigDecimal step = operands.size() > 2 ? number(operands.get(1)) : BigDecimal.ONE;
    if (step.signum() == 0) {
      throw new CommandException(1, "invalid Zero increment value: '" + operands.get(1) + "'");
    }
    int scale = Math.max(first.scale(), step.scale());
    int width =
        options.has('w')
            ? Math.max(
                first.setScale(scale).toPlainString().length(), last.toPlainString().length())
            : 0;
    String separator = options.value('s', "\n");
    StringBuilder out = new StringBuilder();
    boolean any = false;
    for (BigDecimal i = first;
        step.signum() > 0 ? i.compareTo(last) <= 0 : i.compareTo(last) >= 0;
        i = i.add(step)) {
      String text = i.setScale(scale).toPlainString();
      out.append(any ? separator : "")
          .append("0".repeat(Math.max(0, width - text.length())))
          .append(text);
      any = true;
      if (out.length() > FLUSH_CHARS) {
        c.write(out);
        out.setLength(0);
      }
    }
    c.write(any ? out.append('\n') : out);
    return 0;
  }

  private static BigDecimal number(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new CommandException(1, "invalid floating point argument: '" + text + "'");
    }
  }
}

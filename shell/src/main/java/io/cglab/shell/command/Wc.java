package io.cglab.shell.command;

import io.cglab.core.api.Errno;
import io.cglab.shell.process.Descriptor;
import io.cglab.shell.process.Errors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code wc [-lwc] [FILE...]}. */
final class Wc {
  private static final int BUFFER_BYTES = 1 << 16;

  /** More than this is taken for input without an end, such as /dev/zero. */
  private static final long MOST_BYTES = 16L << 30;

  private Wc() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("lwcm").parse(args);
    List<long[]> rows = new ArrayList<>();
    List<String> names = new ArrayList<>();
    int status =
        Filter.each(
            c,
            options.operands(),
            1,
            (name, in) -> {
              rows.add(count(c, in));
              names.add(options.operands().isEmpty() ? "" : " " + name);
            });
    if (options.operands().size() > 1) {
      long[] total = new long[3];
      rows.forEach(row -> add(total, row));
      rows.add(total);
      names.add(" total");
    }
    boolean all = !options.has('l') && !options.has('w') && !options.has('c') && !options.has('m');
    boolean[] shown = {
      all || options.has('l'), all || options.has('w'), all || options.has('c') || options.has('m')
    };
    int columns = (shown[0] ? 1 : 0) + (shown[1] ? 1 : 0) + (shown[2] ? 1 : 0);
    int width = columns == 1 && rows.size() == 1 ? 1 : width(rows, options);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      StringBuilder line = new StringBuilder();
      for (int k = 0; k < shown.length; k++) {
        if (shown[k]) {
          line.append(line.length() > 0 ? " " : "")
              .append(String.format(Locale.ROOT, "%" + width + "d", rows.get(i)[k]));
        }
      }
      out.append(line).append(names.get(i)).append('\n');
    }
    c.write(out);
    return status;
  }

  /** GNU makes room for the size of all files, and 7 columns where input has no size. */
  private static int width(List<long[]> rows, Options options) {
    if (options.operands().isEmpty() || options.operands().contains("-")) {
      return 7;
    }
    long bytes = 0;
    for (long[] row : rows) {
      bytes = Math.max(bytes, row[2]);
    }
    return Long.toString(bytes).length();
  }

  private static void add(long[] total, long[] row) {
    for (int i = 0; i < total.length; i++) {
      total[i] += row[i];
    }
  }

  private static long[] count(Context c, Descriptor in) throws IOException {
    long[] found = new long[3];
    byte[] buffer = new byte[BUFFER_BYTES];
    boolean inWord = false;
    for (int n = in.read(buffer, 0, buffer.length); n > 0; n = in.read(buffer, 0, buffer.length)) {
      c.checkInterrupt();
      for (int i = 0; i < n; i++) {
        boolean blank = " \t\n\r\f\013".indexOf(buffer[i]) >= 0;
        found[0] += buffer[i] == '\n' ? 1 : 0;
        found[1] += !blank && !inWord ? 1 : 0;
        inWord = !blank;
      }
      found[2] += n;
      if (found[2] > MOST_BYTES) {
        throw Errors.of("", Errno.ENOMEM);
      }
    }
    return found;
  }
}

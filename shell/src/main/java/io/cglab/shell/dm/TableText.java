package io.cglab.shell.dm;

import java.util.ArrayList;
import java.util.List;

/**
 * A device-mapper table as dmsetup reads it: a line for each segment, START LENGTH TARGET and what
 * the target makes of the rest; empty lines and lines that begin with {@code #} are skipped.
 */
final class TableText {
  /**
   * A segment.
   *
   * @param start its first sector on the device
   * @param length in sectors
   * @param target the name of its type
   * @param params what is behind, words one blank apart
   */
  record Line(long start, long length, String target, List<String> params) {
    Line {
      params = List.copyOf(params);
    }
  }

  /** A line of another form. */
  static final class FormatException extends Exception {
    private static final long serialVersionUID = 1;

    FormatException(int line, String source) {
      super("Invalid format on line " + line + " of table " + source, null, false, false);
    }
  }

  private TableText() {}

  /**
   * Reads a table.
   *
   * @param source for the message: {@code on stdin}, {@code in file FILE}, ...
   */
  static List<Line> parse(String text, String source) throws FormatException {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String bare = line.strip();
      if (bare.isEmpty() || bare.startsWith("#")) {
        continue;
      }
      List<String> words = List.of(bare.split("\\s+"));
      if (words.size() < 3
          || !words.get(0).matches("[0-9]{1,18}")
          || !words.get(1).matches("[0-9]{1,18}")) {
        throw new FormatException(number, source);
      }
      lines.add(
          new Line(
              Long.parseLong(words.get(0)),
              Long.parseLong(words.get(1)),
              words.get(2),
              words.subList(3, words.size())));
    }
    return lines;
  }
}

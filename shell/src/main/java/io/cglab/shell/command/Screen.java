package io.cglab.shell.command;

import io.cglab.shell.picture.Palette;
import io.cglab.shell.process.Descriptor;
import java.util.List;

/**
 * Where a command shows pictures that change. On a terminal each takes the place of the one before;
 * elsewhere only the last is printed, when the screen is closed.
 */
final class Screen implements AutoCloseable {
  private static final int COLUMNS = 80;
  private static final int ROWS = 24;
  private static final int LEAST_COLUMNS = 40;
  private static final int LEAST_ROWS = 8;
  private static final int MOST = 1000;
  private static final String HIDE_CURSOR = "\u001b[?25l";
  private static final String SHOW_CURSOR = "\u001b[?25h";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final Context c;
  private final boolean live;
  private List<String> last = List.of();
  private boolean shown;

  /** The screen of a command, with the cursor hidden until {@link #close}. */
  Screen(Context c) {
    this.c = c;
    this.live = isTerminal(c) && !variable("TERM").equals("dumb");
  }

  private static boolean isTerminal(Context c) {
    Descriptor out = c.shell().files().find(1);
    return out != null && out.isTerminal();
  }

  private String variable(String name) {
    return c.shell().variables().get(name, "");
  }

  /** Whether pictures replace each other. */
  boolean isLive() {
    return live;
  }

  /** Colours, on a terminal where nobody has set NO_COLOR, in the shell or outside. */
  Palette palette() {
    String outside = System.getenv("NO_COLOR");
    boolean unwanted = !variable("NO_COLOR").isEmpty() || (outside != null && !outside.isEmpty());
    return live && !unwanted ? Palette.ANSI : Palette.NONE;
  }

  /** Characters in a line: $COLUMNS, or 80. */
  int columns() {
    return size("COLUMNS", COLUMNS, LEAST_COLUMNS);
  }

  /** Lines of a picture: one less than $LINES, or 23, so that nothing scrolls. */
  int rows() {
    return size("LINES", ROWS, LEAST_ROWS) - 1;
  }

  private int size(String name, int otherwise, int least) {
    long given = Numbers.whole(variable(name));
    return given <= 0 ? otherwise : (int) Math.max(least, Math.min(MOST, given));
  }

  /** Shows a picture. */
  void show(List<String> picture) {
    if (live) {
      StringBuilder out = new StringBuilder(shown ? "\u001b[" + last.size() + "A\r" : HIDE_CURSOR);
      for (String line : picture) {
        out.append(line).append(CLEAR_LINE).append('\n');
      }
      c.write(Context.utf8(out.append(CLEAR_BELOW).toString()));
    }
    shown = true;
    last = picture;
  }

  /** Prints a picture below what was printed before. */
  void print(List<String> picture) {
    c.write(Context.utf8(String.join("\n", picture) + "\n"));
  }

  @Override
  public void close() {
    if (live && shown) {
      c.write(SHOW_CURSOR);
    } else if (shown) {
      print(last);
    }
  }
}

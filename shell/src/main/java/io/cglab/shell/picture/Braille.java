package io.cglab.shell.picture;

/**
 * A canvas of characters that have two dots side by side and four above each other, and of letters
 * on top of them. A character has the colour of whoever drew into it first.
 */
final class Braille {
  static final int DOTS_WIDE = 2;
  static final int DOTS_HIGH = 4;
  private static final int NOBODY = -1;
  private static final char BLANK = '\u2800';
  private static final int[][] BITS = {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}};

  private final int columns;
  private final int rows;
  private final int[][] dots;
  private final int[][] owners;
  private final char[][] letters;

  Braille(int columns, int rows) {
    this.columns = columns;
    this.rows = rows;
    dots = new int[rows][columns];
    owners = new int[rows][columns];
    letters = new char[rows][columns];
    for (int[] row : owners) {
      java.util.Arrays.fill(row, NOBODY);
    }
  }

  int rows() {
    return rows;
  }

  /** Sets a dot, 0, 0 at the top left. */
  void dot(int x, int y, int owner) {
    int row = y / DOTS_HIGH;
    int column = x / DOTS_WIDE;
    dots[row][column] |= BITS[x % DOTS_WIDE][y % DOTS_HIGH];
    if (owners[row][column] == NOBODY) {
      owners[row][column] = owner;
    }
  }

  /** Puts a letter; false if there is one already. */
  boolean letter(int column, int row, char letter, int owner) {
    if (letters[row][column] != 0) {
      return false;
    }
    letters[row][column] = letter;
    owners[row][column] = owner;
    return true;
  }

  /** Puts a character where nothing is. */
  void behind(int column, int row, char mark) {
    if (dots[row][column] == 0 && letters[row][column] == 0) {
      letters[row][column] = mark;
    }
  }

  /** A row as text, without what is empty at its end. */
  String row(int row, Palette palette) {
    StringBuilder out = new StringBuilder();
    int end = columns;
    while (end > 0 && dots[row][end - 1] == 0 && letters[row][end - 1] == 0) {
      end--;
    }
    int painted = NOBODY;
    for (int column = 0; column < end; column++) {
      char letter = letters[row][column];
      boolean empty = letter == 0 && dots[row][column] == 0;
      int owner = empty ? NOBODY : owners[row][column];
      if (owner != painted) {
        out.append(owner == NOBODY ? palette.plain() : palette.color(owner));
        painted = owner;
      }
      out.append(letter != 0 ? letter : empty ? ' ' : (char) (BLANK + dots[row][column]));
    }
    return out.append(painted == NOBODY ? "" : palette.plain()).toString();
  }
}

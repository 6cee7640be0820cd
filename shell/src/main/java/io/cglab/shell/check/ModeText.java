package io.cglab.shell.check;

/** A mode as {@code ls -l} prints it. */
final class ModeText {
  private static final int FORMAT = 0170000;

  private ModeText() {}

  /** Returns ten characters for an st_mode, such as {@code -rw-r--r--}. */
  static String of(int mode) {
    var text = new StringBuilder().append(type(mode));
    for (int bit = 8; bit >= 0; bit--) {
      text.append((mode & 1 << bit) == 0 ? '-' : "xwr".charAt(bit % 3));
    }
    special(text, 3, (mode & 04000) != 0, 's', 'S');
    special(text, 6, (mode & 02000) != 0, 's', 'S');
    special(text, 9, (mode & 01000) != 0, 't', 'T');
    return text.toString();
  }

  private static char type(int mode) {
    return switch (mode & FORMAT) {
      case 0040000 -> 'd';
      case 0120000 -> 'l';
      case 0060000 -> 'b';
      case 0020000 -> 'c';
      case 0010000 -> 'p';
      case 0140000 -> 's';
      default -> '-';
    };
  }

  private static void special(StringBuilder text, int at, boolean set, char executable, char not) {
    if (set) {
      text.setCharAt(at, text.charAt(at) == 'x' ? executable : not);
    }
  }
}

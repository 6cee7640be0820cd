package io.cglab.shell.dm;

/** What LVM refuses: its lines, without the two blanks before each, and its exit status. */
final class LvmException extends Exception {
  private static final long serialVersionUID = 1;

  /** A command that failed. */
  static final int FAILED = 5;

  /** A command line that makes no sense. */
  static final int USAGE = 3;

  private final int status;

  LvmException(int status, String lines) {
    super(lines, null, false, false);
    this.status = status;
  }

  static LvmException failed(String lines) {
    return new LvmException(FAILED, lines);
  }

  static LvmException usage(String lines) {
    return new LvmException(USAGE, lines);
  }

  int status() {
    return status;
  }

  String lines() {
    return String.valueOf(getMessage());
  }
}

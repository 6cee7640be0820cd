package io.cglab.shell.dm;

/** What a target says of parameters that it does not take, as the kernel's log has it. */
final class WrongTargetException extends Exception {
  private static final long serialVersionUID = 1;

  WrongTargetException(String what) {
    super(what, null, false, false);
  }

  String what() {
    return String.valueOf(getMessage());
  }
}

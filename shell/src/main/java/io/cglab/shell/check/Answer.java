package io.cglab.shell.check;

import java.util.List;

/**
 * What the emulator answered to a command.
 *
 * @param lines the output in the form of a transcript
 * @param tookNs how long the command took in virtual time; it is the last line of a timed command
 * @param limited true if a limit is set for the device and direction of the command's I/O
 */
record Answer(List<String> lines, long tookNs, boolean limited) {
  private static final long UNTIMED = -1;

  /** An answer without a time. */
  static Answer of(List<String> lines) {
    return new Answer(List.copyOf(lines), UNTIMED, false);
  }

  /** True if the last line is a time. */
  boolean isTimed() {
    return tookNs != UNTIMED;
  }
}

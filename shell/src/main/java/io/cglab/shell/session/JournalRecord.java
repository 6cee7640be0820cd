package io.cglab.shell.session;

/** A line of a journal behind its header. */
sealed interface JournalRecord {
  /** A line at a prompt is about to run. */
  record Line(String text) implements JournalRecord {}

  /** Lines of a script are about to run; the first has number {@code line}. */
  record Script(int line, String text) implements JournalRecord {}

  /** A command of the session itself is about to run. */
  record Verb(String text) implements JournalRecord {}

  /** What runs read these bytes from the host. */
  record Read(byte[] bytes) implements JournalRecord {}

  /**
   * What ran was interrupted.
   *
   * @param branch how many branches it had run on before
   * @param turn where on the present one
   */
  record Interrupted(int branch, long turn) implements JournalRecord {}

  /** What ran has ended with a status, at a virtual time in ns. */
  record Done(int status, long ns) implements JournalRecord {}
}

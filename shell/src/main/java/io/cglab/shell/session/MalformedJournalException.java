package io.cglab.shell.session;

/** A journal that cannot be read, or that does not lead where it says. The message is one line. */
public final class MalformedJournalException extends Exception {
  private static final long serialVersionUID = 1;

  MalformedJournalException(String file, int line, String problem) {
    super(file + ": line " + line + ": " + problem);
  }
}

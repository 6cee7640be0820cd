package io.cglab.shell.check;

/** A transcript is not in the form of a transcript. The message is {@code FILE:LINE: what}. */
final class MalformedTranscriptException extends Exception {
  private static final long serialVersionUID = 1;

  MalformedTranscriptException(String file, int line, String expected) {
    super(file + ":" + line + ": " + expected);
  }
}

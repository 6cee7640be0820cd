package io.cglab.shell.lesson;

/** No lesson has this name; the message is one line that says which there are. */
public final class UnknownLessonException extends Exception {
  private static final long serialVersionUID = 1;

  UnknownLessonException(String message) {
    super(message);
  }
}

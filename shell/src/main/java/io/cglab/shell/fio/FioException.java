package io.cglab.shell.fio;

/** Ends fio before any I/O, with one or more lines on stderr. */
final class FioException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient String listing;

  FioException(String message) {
    this(message, "");
  }

  /**
   * A refusal.
   *
   * @param listing what stdout gets before, such as the values that are valid; empty for nothing
   */
  FioException(String message, String listing) {
    super(message, null, false, false);
    this.listing = listing;
  }

  String listing() {
    return listing;
  }

  String message() {
    return String.valueOf(getMessage());
  }
}

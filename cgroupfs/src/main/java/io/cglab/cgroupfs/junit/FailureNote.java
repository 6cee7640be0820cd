package io.cglab.cgroupfs.junit;

import java.util.List;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.IncompleteExecutionException;

/** What a failed test says of its machine, where it cannot be in the message itself. */
final class FailureNote extends RuntimeException {
  private static final long serialVersionUID = 1;

  private FailureNote(String note) {
    super(note, null, false, false);
  }

  /** True for what ends a test without failing it. */
  static boolean isNoFailure(Throwable thrown) {
    return thrown instanceof IncompleteExecutionException;
  }

  /**
   * Returns what is to be thrown in place of {@code thrown}: a failed assertion of the usual
   * classes with the notes in its message; or else the same, with the notes as a suppressed
   * exception.
   */
  static Throwable on(Throwable thrown, List<String> notes) {
    String note = String.join("\n", notes);
    String message = thrown.getMessage() == null ? note : thrown.getMessage() + "\n" + note;
    Throwable noted;
    if (thrown.getClass() == AssertionFailedError.class) {
      AssertionFailedError failed = (AssertionFailedError) thrown;
      noted =
          failed.isExpectedDefined() && failed.isActualDefined()
              ? new AssertionFailedError(
                  message, failed.getExpected(), failed.getActual(), failed.getCause())
              : new AssertionFailedError(message, failed.getCause());
    } else if (thrown.getClass() == AssertionError.class) {
      noted = new AssertionError(message, thrown.getCause());
    } else {
      thrown.addSuppressed(new FailureNote(note));
      return thrown;
    }
    noted.setStackTrace(thrown.getStackTrace());
    for (Throwable suppressed : thrown.getSuppressed()) {
      noted.addSuppressed(suppressed);
    }
    return noted;
  }
}

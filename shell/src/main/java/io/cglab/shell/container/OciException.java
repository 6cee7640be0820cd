package io.cglab.shell.container;

import io.cglab.core.api.Errno;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A runtime could not do what it was asked; the message is what it says. */
final class OciException extends Exception {
  private static final long serialVersionUID = 1;

  private final @Nullable Errno errno;

  OciException(String message) {
    this(message, null);
  }

  private OciException(String message, @Nullable Errno errno) {
    super(message, null, false, false);
    this.errno = errno;
  }

  /** A refused call as Go prints it: {@code write FILE: no such device}. */
  static OciException call(String call, String file, Errno errno) {
    return new OciException(call + " " + file + ": " + text(errno), errno);
  }

  /** {@code strerror} as Go prints it, which begins with a small letter. */
  private static String text(Errno errno) {
    String text = errno.text();
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  /** The same refusal with what was being done before it. */
  OciException during(String what) {
    return new OciException(what + ": " + message(), errno);
  }

  boolean is(Errno other) {
    return errno == other;
  }

  String message() {
    return String.valueOf(getMessage());
  }
}

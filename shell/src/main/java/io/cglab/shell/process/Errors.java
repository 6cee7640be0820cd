package io.cglab.shell.process;

import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.io.IOException;
import java.nio.file.ReadOnlyFileSystemException;

/** Between exceptions and the texts of {@code strerror}. */
public final class Errors {
  private Errors() {}

  /** The exception for a call on {@code file} that is refused with {@code errno}. */
  public static IOException of(String file, Errno errno) {
    return NioErrors.toIo(file, new KernelException(errno));
  }

  /** What went wrong, as {@code strerror} says it. */
  public static String text(IOException thrown) {
    Errno errno = NioErrors.errnoOf(thrown);
    if (errno != null) {
      return errno.text();
    }
    if (thrown.getCause() instanceof ReadOnlyFileSystemException) {
      return Errno.EROFS.text();
    }
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getSimpleName() : message;
  }
}

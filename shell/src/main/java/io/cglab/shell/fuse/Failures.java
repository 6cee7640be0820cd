package io.cglab.shell.fuse;

import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.InvalidPathException;

/** From what a call throws to the error number that its caller gets. */
final class Failures {
  private Failures() {}

  static Errno errnoOf(Throwable thrown) {
    if (thrown instanceof KernelException refused) {
      return refused.errno();
    } else if (thrown instanceof IOException refused) {
      Errno errno = NioErrors.errnoOf(refused);
      return errno == null ? Errno.EIO : errno;
    } else if (thrown instanceof NonReadableChannelException
        || thrown instanceof NonWritableChannelException) {
      return Errno.EBADF;
    } else if (thrown instanceof ClosedFileSystemException) {
      return Errno.ENODEV;
    } else if (thrown instanceof InvalidPathException
        || thrown instanceof IllegalArgumentException) {
      return Errno.EINVAL;
    } else if (thrown instanceof UnsupportedOperationException) {
      return Errno.EOPNOTSUPP;
    }
    return Errno.EIO;
  }

  /** True if it says that the server itself is wrong. */
  static boolean isBug(Throwable thrown) {
    return !(thrown instanceof KernelException
        || thrown instanceof IOException
        || thrown instanceof ClosedFileSystemException
        || thrown instanceof InvalidPathException
        || thrown instanceof NonReadableChannelException
        || thrown instanceof NonWritableChannelException
        || thrown.getCause() instanceof ClosedChannelException);
  }
}

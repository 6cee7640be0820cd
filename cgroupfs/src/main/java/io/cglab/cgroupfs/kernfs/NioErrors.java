package io.cglab.cgroupfs.kernfs;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The door between errnos and {@code java.nio.file}'s exceptions. Every exception that leaves this
 * file system for a refused call is a {@link FileSystemException} whose reason is the errno's name
 * and text, such as {@code EINVAL: Invalid argument}, of the standard subclass where there is one
 * for that errno, with the {@link KernelException} as its cause.
 */
public final class NioErrors {
  /** How many causes deep an errno is looked for. */
  private static final int MAX_CAUSES = 8;

  /** What Jimfs says where it has no exception class of its own to say it with. */
  private static final Map<String, Errno> JIMFS_REASONS =
      Map.ofEntries(
          Map.entry("not a regular file", Errno.EISDIR),
          Map.entry("can't link: not a regular file", Errno.EPERM),
          Map.entry("can't delete root directory", Errno.EBUSY),
          Map.entry("can't delete: is a directory", Errno.EISDIR),
          Map.entry("can't delete: is not a directory", Errno.ENOTDIR),
          Map.entry("can't move root directory", Errno.EBUSY),
          Map.entry("invalid argument", Errno.EINVAL),
          Map.entry(
              "invalid argument: can't move directory into a subdirectory of itself", Errno.EINVAL),
          Map.entry("too many levels of symbolic links", Errno.ELOOP),
          Map.entry("out of disk space", Errno.ENOSPC));

  private NioErrors() {}

  /** The exception for a refused call on {@code file}. */
  public static FileSystemException toIo(Path file, KernelException refusal) {
    return toIo(file.toString(), null, refusal);
  }

  /** The exception for a refused call on {@code file}. */
  public static FileSystemException toIo(String file, KernelException refusal) {
    return toIo(file, null, refusal);
  }

  /** The exception for a refused call on two files, such as rename(2). */
  public static FileSystemException toIo(
      String file, @Nullable String other, KernelException refusal) {
    String reason = refusal.getMessage();
    FileSystemException thrown =
        switch (refusal.errno()) {
          case ENOENT -> new NoSuchFileException(file, other, reason);
          case EEXIST -> new FileAlreadyExistsException(file, other, reason);
          case EACCES -> new AccessDeniedException(file, other, reason);
          default -> new FileSystemException(file, other, reason);
        };
    thrown.initCause(refusal);
    return thrown;
  }

  /** As {@link #toIo(Path, KernelException)}, where NIO wants NotDirectoryException for ENOTDIR. */
  static FileSystemException toDirectoryIo(Path file, KernelException refusal) {
    if (refusal.errno() != Errno.ENOTDIR) {
      return toIo(file, refusal);
    }
    FileSystemException thrown = new ReasonedNotDirectoryException(file.toString(), refusal);
    thrown.initCause(refusal);
    return thrown;
  }

  /** As {@link #toIo(Path, KernelException)}, where NIO wants NotLinkException for EINVAL. */
  static FileSystemException toLinkIo(Path file, KernelException refusal) {
    if (refusal.errno() != Errno.EINVAL) {
      return toIo(file, refusal);
    }
    FileSystemException thrown = new NotLinkException(file.toString(), null, refusal.getMessage());
    thrown.initCause(refusal);
    return thrown;
  }

  /** Returns the errno that an exception of this file system or of Jimfs stands for, or null. */
  public static @Nullable Errno errnoOf(IOException thrown) {
    KernelException refusal = refusalOf(thrown);
    if (refusal != null) {
      return refusal.errno();
    }
    if (thrown instanceof NoSuchFileException) {
      return Errno.ENOENT;
    } else if (thrown instanceof FileAlreadyExistsException) {
      return Errno.EEXIST;
    } else if (thrown instanceof AccessDeniedException) {
      return Errno.EACCES;
    } else if (thrown instanceof DirectoryNotEmptyException) {
      return Errno.ENOTEMPTY;
    } else if (thrown instanceof NotDirectoryException) {
      return Errno.ENOTDIR;
    } else if (thrown instanceof NotLinkException
        || thrown instanceof UserPrincipalNotFoundException) {
      return Errno.EINVAL;
    } else if (thrown instanceof FileSystemLoopException) {
      return Errno.ELOOP;
    } else if (thrown instanceof AtomicMoveNotSupportedException) {
      return Errno.EXDEV;
    } else if (thrown instanceof ClosedChannelException) {
      return Errno.EBADF;
    }
    return thrown instanceof FileSystemException refused
        ? named(refused.getReason())
        : named(thrown.getMessage());
  }

  /** Returns the hint that came with the errno: why, and what to do instead; or null. */
  public static @Nullable String hintOf(IOException thrown) {
    KernelException refusal = refusalOf(thrown);
    return refusal == null ? null : refusal.hint();
  }

  /**
   * Gives an exception of Jimfs the form of this class, about {@code file} as the caller named it.
   * Exceptions that stand for no errno, and those of the JDK that programs look for by class, come
   * back as they are.
   */
  static IOException fromJimfs(Path file, IOException thrown) {
    if (refusalOf(thrown) != null || thrown instanceof DirectoryNotEmptyException) {
      return thrown;
    }
    Errno errno = errnoOf(thrown);
    if (errno == null || thrown instanceof ClosedChannelException) {
      return thrown;
    }
    KernelException refusal = new KernelException(errno);
    String other = thrown instanceof FileSystemException refused ? refused.getOtherFile() : null;
    FileSystemException translated =
        switch (errno) {
          case ENOTDIR -> toDirectoryIo(file, refusal);
          case EINVAL ->
              thrown instanceof NotLinkException
                  ? toLinkIo(file, refusal)
                  : toIo(file.toString(), other, refusal);
          default -> toIo(file.toString(), other, refusal);
        };
    translated.addSuppressed(thrown);
    return translated;
  }

  private static @Nullable KernelException refusalOf(IOException thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof KernelException refusal) {
        return refusal;
      }
      cause = cause.getCause();
    }
    return null;
  }

  private static @Nullable Errno named(@Nullable String reason) {
    if (reason == null) {
      return null;
    }
    int colon = reason.indexOf(':');
    Errno errno = colon > 0 ? Errno.named(reason.substring(0, colon)) : null;
    return errno != null ? errno : JIMFS_REASONS.get(reason);
  }

  /** The JDK's class takes no reason; this one has it. */
  private static final class ReasonedNotDirectoryException extends NotDirectoryException {
    private static final long serialVersionUID = 1;

    private final String reason;

    ReasonedNotDirectoryException(String file, KernelException refusal) {
      super(file);
      this.reason = refusal.errno().name() + ": " + refusal.errno().text();
    }

    @Override
    public String getReason() {
      return reason;
    }
  }
}

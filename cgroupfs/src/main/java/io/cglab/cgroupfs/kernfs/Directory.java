package io.cglab.cgroupfs.kernfs;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A directory. Path resolution, {@code .}, {@code ..} and permission checks are kernfs's. */
public non-sealed interface Directory extends Node {
  /** Returns the entry of this name, or null. Never asked for {@code .} and {@code ..}. */
  @Nullable Node lookup(String name);

  /** The names in readdir's order, without {@code .} and {@code ..}. */
  List<String> names();

  /** mkdir(2) with a mode already reduced by the umask. The name does not exist. */
  default void mkdir(Caller caller, String name, int mode) throws KernelException {
    throw new KernelException(Errno.EPERM);
  }

  /** rmdir(2) of the child directory {@code name}, which exists. */
  default void rmdir(Caller caller, String name) throws KernelException {
    throw new KernelException(Errno.EPERM);
  }

  /** unlink(2) of the entry {@code name}, which exists and is no directory. */
  default void unlink(Caller caller, String name) throws KernelException {
    throw new KernelException(Errno.EPERM);
  }

  /** open(2) with O_CREAT of a name that does not exist. */
  default void create(Caller caller, String name, int mode) throws KernelException {
    throw new KernelException(Errno.EACCES);
  }

  /**
   * rename(2) of the existing {@code name} to {@code toName} in {@code toDirectory}, a directory of
   * the same mount. The generic checks are done: both parents exist, the source exists, is neither
   * the target nor an ancestor or descendant of it, and the kinds agree (control-files.md 5.3). The
   * target may exist.
   */
  default void rename(Caller caller, String name, Directory toDirectory, String toName)
      throws KernelException {
    throw new KernelException(Errno.EPERM);
  }

  /** symlink(2) of a name that does not exist. */
  default void symlink(Caller caller, String name, String target) throws KernelException {
    throw new KernelException(Errno.EPERM);
  }

  /** link(2): another name, which does not exist, for a file of the same mount. */
  default void link(Caller caller, String name, Node existing) throws KernelException {
    throw new KernelException(Errno.EPERM);
  }
}

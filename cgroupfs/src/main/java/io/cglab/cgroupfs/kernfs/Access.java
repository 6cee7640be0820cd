package io.cglab.cgroupfs.kernfs;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;

/** Who may do what: the mode bits, the owner and the super-user. Pure functions. */
public final class Access {
  public static final int READ = 4;
  public static final int WRITE = 2;
  public static final int SEARCH = 1;

  private static final int ANY_WRITE = 0222;
  private static final int ANY_READ = 0444;
  private static final int ANY_EXECUTE = 0111;
  private static final int STICKY = 01000;

  private Access() {}

  /**
   * True if the mode bits of the caller's class (owner, group or others) hold all of {@code want}.
   */
  public static boolean permits(Caller caller, Attributes of, int want) {
    int shift = caller.uid() == of.uid() ? 6 : caller.gid() == of.gid() ? 3 : 0;
    return (of.mode() >> shift & want) == want;
  }

  /**
   * What access(2) answers: the super-user may do anything, but execute only what someone may.
   *
   * @throws KernelException EACCES
   */
  static void check(Caller caller, Attributes of, boolean isDirectory, int want)
      throws KernelException {
    boolean granted =
        caller.isRoot()
            ? isDirectory || (want & SEARCH) == 0 || (of.mode() & ANY_EXECUTE) != 0
            : permits(caller, of, want);
    if (!granted) {
      throw new KernelException(Errno.EACCES);
    }
  }

  /** Whether {@code caller} may pass through or change {@code directory}; EACCES if not. */
  static void checkDirectory(Caller caller, Directory directory, int want) throws KernelException {
    // The super-user needs no look at the attributes, which may cost something to make.
    if (!caller.isRoot()) {
      check(caller, directory.attributes(), true, want);
    }
  }

  /** The check of open(2) on a file. {@code rootOverrides} as in {@link RegularFile}. */
  static void checkOpen(
      Caller caller, Node node, boolean rootOverrides, boolean read, boolean write)
      throws KernelException {
    if (caller.isRoot() && rootOverrides) {
      return;
    }
    Attributes of = node.attributes();
    if (!rootOverrides
        && (write && (of.mode() & ANY_WRITE) == 0 || read && (of.mode() & ANY_READ) == 0)) {
      throw new KernelException(Errno.EACCES);
    }
    check(caller, of, false, (read ? READ : 0) | (write ? WRITE : 0));
  }

  /**
   * Whether {@code caller} may take {@code child} out of {@code parent}: EACCES, or EPERM if
   * sticky.
   */
  static void checkRemove(Caller caller, Directory parent, Node child) throws KernelException {
    if (caller.isRoot()) {
      return;
    }
    Attributes of = parent.attributes();
    check(caller, of, true, WRITE | SEARCH);
    if ((of.mode() & STICKY) != 0
        && caller.uid() != of.uid()
        && caller.uid() != child.attributes().uid()) {
      throw new KernelException(Errno.EPERM);
    }
  }

  /** chmod(2) and utimensat(2): the owner or the super-user, else EPERM. */
  static void checkOwner(Caller caller, Node node) throws KernelException {
    if (!caller.isRoot() && caller.uid() != node.attributes().uid()) {
      throw new KernelException(Errno.EPERM);
    }
  }

  /**
   * chown(2): the super-user; the owner may only give the file to its own group. −1 is no change.
   */
  static void checkChown(Caller caller, Node node, int uid, int gid) throws KernelException {
    if (caller.isRoot()) {
      return;
    }
    Attributes of = node.attributes();
    boolean mayUid = uid == -1 || uid == of.uid();
    boolean mayGid = gid == -1 || gid == of.gid() || gid == caller.gid();
    if (caller.uid() != of.uid() || !mayUid || !mayGid) {
      throw new KernelException(Errno.EPERM);
    }
  }
}

package io.cglab.cgroupfs.kernfs;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.cglab.core.api.KernelException;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/** chmod, chown and utimes, as NIO names them. */
final class AttributeChange {
  private static final int KEEP_ID = -1;
  private static final long KEEP_TIME = Long.MIN_VALUE;
  private static final int MODE_BITS = 07777;

  private AttributeChange() {}

  /**
   * Sets {@code attribute}, such as {@code posix:permissions}, {@code unix:uid} or {@code
   * lastModifiedTime}.
   *
   * @throws KernelException EPERM without the right to it
   */
  static void apply(Caller caller, Node node, String attribute, Object value)
      throws KernelException, IOException {
    String name = attribute.substring(attribute.indexOf(':') + 1);
    if (name.equals("permissions") && value instanceof Set<?> set) {
      chmod(caller, node, StatAttributes.modeOfAny(set));
    } else if (name.equals("mode") && value instanceof Integer mode) {
      chmod(caller, node, mode & MODE_BITS);
    } else if (name.equals("owner") && value instanceof UserPrincipal user) {
      chown(caller, node, Principals.idOf(user), KEEP_ID);
    } else if (name.equals("group") && value instanceof UserPrincipal group) {
      chown(caller, node, KEEP_ID, Principals.idOf(group));
    } else if (name.equals("uid") && value instanceof Integer uid) {
      chown(caller, node, uid, KEEP_ID);
    } else if (name.equals("gid") && value instanceof Integer gid) {
      chown(caller, node, KEEP_ID, gid);
    } else if (name.equals("lastAccessTime") && value instanceof FileTime time) {
      utimes(caller, node, time.to(NANOSECONDS), KEEP_TIME);
    } else if (name.equals("lastModifiedTime") && value instanceof FileTime time) {
      utimes(caller, node, KEEP_TIME, time.to(NANOSECONDS));
    } else {
      throw new IllegalArgumentException("cannot set " + attribute + " to " + value);
    }
  }

  private static void chmod(Caller caller, Node node, int mode) throws KernelException {
    Access.checkOwner(caller, node);
    node.chmod(mode);
  }

  private static void chown(Caller caller, Node node, int uid, int gid) throws KernelException {
    Access.checkChown(caller, node, uid, gid);
    node.chown(uid, gid);
  }

  private static void utimes(Caller caller, Node node, long atimeNs, long mtimeNs)
      throws KernelException {
    Access.checkOwner(caller, node);
    node.utimes(atimeNs, mtimeNs);
  }
}

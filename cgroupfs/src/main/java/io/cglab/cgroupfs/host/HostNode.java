package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.kernfs.Attributes;

/**
 * A node of /proc, /sys or /dev: it belongs to the super-user and keeps the attributes that it was
 * made with.
 */
abstract class HostNode {
  private final int mode;
  private final long ino;

  /**
   * A node.
   *
   * @param path what it is called in its file system: the inode number follows from it
   */
  HostNode(String path, int mode) {
    this.mode = mode;
    this.ino = 0x1_0000_0000L + (path.hashCode() & 0x7fff_ffffL);
  }

  int nlink() {
    return 1;
  }

  long size() {
    return 0;
  }

  int rdev() {
    return 0;
  }

  public Attributes attributes() {
    return new Attributes(mode, 0, 0, ino, nlink(), size(), rdev(), 0, 0, 0);
  }

  public boolean isAlive() {
    return true;
  }
}

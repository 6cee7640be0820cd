package io.cglab.cgroupfs.disk;

import io.cglab.cgroupfs.kernfs.Symlink;
import io.cglab.core.file.Inode;
import java.nio.charset.StandardCharsets;

/** A symbolic link on a disk; its target is in the inode, which has no blocks. */
final class DiskLink extends DiskNode implements Symlink {
  private static final int MODE = 0777;

  private final String target;

  DiskLink(DiskCalls calls, Inode inode, String target, int uid, int gid) {
    super(calls, inode, MODE, uid, gid);
    this.target = target;
  }

  @Override
  public String target() {
    return target;
  }

  @Override
  long size() {
    return target.getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  int links() {
    return inode.links();
  }
}

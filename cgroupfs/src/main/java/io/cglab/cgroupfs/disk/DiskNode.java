package io.cglab.cgroupfs.disk;

import io.cglab.cgroupfs.kernfs.Attributes;
import io.cglab.core.file.FileSystem;
import io.cglab.core.file.Inode;

/** What files, directories and links of a disk have in common. */
abstract class DiskNode {
  private static final long KEEP = Long.MIN_VALUE;

  final DiskCalls calls;
  final Inode inode;
  private int mode;
  private int uid;
  private int gid;
  private long atimeNs;
  private long mtimeNs;
  private long ctimeNs;

  DiskNode(DiskCalls calls, Inode inode, int mode, int uid, int gid) {
    this.calls = calls;
    this.inode = inode;
    this.mode = mode;
    this.uid = uid;
    this.gid = gid;
    atimeNs = calls.nowNs();
    mtimeNs = atimeNs;
    ctimeNs = atimeNs;
  }

  /** st_size. */
  abstract long size();

  /** st_nlink. */
  abstract int links();

  /** Its content was changed. */
  final void modified() {
    mtimeNs = calls.nowNs();
    ctimeNs = mtimeNs;
  }

  /** Its attributes were changed. */
  final void changed() {
    ctimeNs = calls.nowNs();
  }

  public Attributes attributes() {
    return new Attributes(
        mode, uid, gid, inode.number(), links(), size(), 0, atimeNs, mtimeNs, ctimeNs);
  }

  public boolean isAlive() {
    return true;
  }

  public long allocatedBytes() {
    return (inode.blocks() + inode.reservedBlocks()) * FileSystem.BLOCK_BYTES;
  }

  public void chmod(int newMode) {
    mode = newMode;
    changed();
  }

  public void chown(int newUid, int newGid) {
    uid = newUid == -1 ? uid : newUid;
    gid = newGid == -1 ? gid : newGid;
    changed();
  }

  public void utimes(long newAtimeNs, long newMtimeNs) {
    atimeNs = newAtimeNs == KEEP ? atimeNs : newAtimeNs;
    mtimeNs = newMtimeNs == KEEP ? mtimeNs : newMtimeNs;
    changed();
  }
}

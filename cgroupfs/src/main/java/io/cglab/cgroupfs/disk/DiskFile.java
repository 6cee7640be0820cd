package io.cglab.cgroupfs.disk;

import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.OpenFile;
import io.cglab.cgroupfs.kernfs.OpenFlags;
import io.cglab.cgroupfs.kernfs.RegularFile;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.file.Inode;

/** A file on a disk. */
public final class DiskFile extends DiskNode implements RegularFile {
  private final Content content = new Content();

  DiskFile(DiskCalls calls, Inode inode, int mode, int uid, int gid) {
    super(calls, inode, mode, uid, gid);
  }

  /** Which blocks it has. */
  public Inode inode() {
    return inode;
  }

  Content content() {
    return content;
  }

  @Override
  long size() {
    return inode.size();
  }

  @Override
  int links() {
    return inode.links();
  }

  @Override
  public OpenFile open(Caller caller, boolean read, boolean write) throws KernelException {
    return open(caller, new OpenFlags(read, write, false, false, false, false, false));
  }

  @Override
  public OpenFile open(Caller caller, OpenFlags flags) throws KernelException {
    if (flags.truncate()) {
      truncate(0);
    }
    return new OpenDiskFile(this, flags);
  }

  /**
   * truncate(2).
   *
   * @throws KernelException EFBIG if a file cannot be so long
   */
  public void truncate(long size) throws KernelException {
    requireRoom(size);
    inode.truncate(size);
    content.truncate(size);
    modified();
  }

  /**
   * fallocate(2) with any of its modes that change no offsets.
   *
   * @param keepSize FALLOC_FL_KEEP_SIZE
   * @throws KernelException EFBIG, ENOSPC
   */
  public void allocate(long offset, long bytes, boolean keepSize) throws KernelException {
    requireRoom(offset + bytes);
    inode.fallocate(offset, bytes, keepSize);
    modified();
  }

  /** fallocate(2) with FALLOC_FL_PUNCH_HOLE. */
  public void punch(long offset, long bytes) {
    inode.punch(offset, bytes);
    content.zero(offset, bytes);
    modified();
  }

  /** EFBIG if a file cannot be so long. */
  void requireRoom(long end) throws KernelException {
    if (end > inode.fileSystem().type().maxFileBytes()) {
      throw new KernelException(Errno.EFBIG);
    }
  }
}

package io.cglab.cgroupfs.disk;

import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.Directory;
import io.cglab.core.api.KernelException;
import io.cglab.core.file.FileSystem;
import io.cglab.core.file.FileSystemType;

/** The directories and files of a file system on a disk; they stay while it is not mounted. */
public final class DiskTree {
  private static final int ROOT_MODE = 0755;
  private static final int LOST_AND_FOUND_MODE = 0700;

  private final DiskCalls calls;
  private final FileSystem fileSystem;
  private final DiskDirectory root;

  /**
   * What mkfs(8) leaves: an empty root directory, with a lost+found on the ext family.
   *
   * @throws KernelException ENOSPC if there is no room for that
   */
  public DiskTree(DiskCalls calls, FileSystem fileSystem) throws KernelException {
    this.calls = calls;
    this.fileSystem = fileSystem;
    root = new DiskDirectory(calls, fileSystem.root(), ROOT_MODE, 0, 0);
    FileSystemType type = fileSystem.type();
    if (type != FileSystemType.XFS && type != FileSystemType.BTRFS) {
      root.mkdir(Caller.ROOT, "lost+found", LOST_AND_FOUND_MODE);
    }
  }

  public FileSystem fileSystem() {
    return fileSystem;
  }

  /** st_dev of its files. */
  public int device() {
    return fileSystem.dev().packed();
  }

  public Directory root() {
    return root;
  }

  /**
   * syncfs(2): returns when all that is dirty was written.
   *
   * @throws KernelException what writing ended with
   */
  public void sync() throws KernelException {
    calls.finish(() -> calls.machine().buffered().sync(calls.caller(), fileSystem));
  }

  /** What is cached of its files goes; it must be clean. */
  public void evict() {
    root.forEachFile(file -> file.inode().evict());
  }
}

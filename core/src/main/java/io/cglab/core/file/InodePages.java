package io.cglab.core.file;

/**
 * What the page cache keeps of an inode; the inode has a place for it and tells it what happens.
 */
public interface InodePages {
  /** The file is now {@code bytes} long: what was cached behind its end is gone. */
  void truncated(long bytes);

  /** These bytes became a hole: what was cached of them is gone. */
  void punched(long offset, long bytes);

  /** The file, or the mount, is gone, and so is all that was cached. */
  void freed();
}

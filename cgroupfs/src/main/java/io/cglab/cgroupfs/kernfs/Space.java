package io.cglab.cgroupfs.kernfs;

/** What the root directory of a tree with blocks knows of them: statfs(2). In bytes. */
public interface Space {
  /** All that files can have. */
  long totalBytes();

  /** What no file has. */
  long freeBytes();

  /** As far as it is not kept for the super-user. */
  long usableBytes();
}

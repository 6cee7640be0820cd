package io.cglab.cgroupfs.quirk;

import io.cglab.cgroupfs.kernfs.Interposer;
import io.cglab.cgroupfs.kernfs.Mount;

/** A read(2) of a cgroup's file gives only a few bytes, wherever a line ends. */
record ShortReads(int bytes) implements Interposer {
  @Override
  public int readLength(Mount tree, String path, int wanted) {
    return Rows.isCgroup(tree) ? Math.min(wanted, bytes) : wanted;
  }
}

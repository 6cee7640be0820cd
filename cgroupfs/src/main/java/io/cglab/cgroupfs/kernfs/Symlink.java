package io.cglab.cgroupfs.kernfs;

/** A symbolic link. */
public non-sealed interface Symlink extends Node {
  /** The target as readlink(2) gives it. */
  String target();
}

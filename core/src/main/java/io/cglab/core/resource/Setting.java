package io.cglab.core.resource;

/** One number that a controller keeps of each cgroup. */
public interface Setting {
  /** In place of a limit: none. */
  long NO_LIMIT = Long.MAX_VALUE;

  /** Its value in a cgroup for which nothing was written. */
  long usual();
}

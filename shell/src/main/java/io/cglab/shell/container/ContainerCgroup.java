package io.cglab.shell.container;

import java.util.List;

/** The cgroup of a container or pod, as a runtime handles it. */
sealed interface ContainerCgroup permits UnifiedCgroup, SplitCgroup {
  /** In place of a process: makes the cgroup, puts nobody in. */
  int NOBODY = -1;

  /** Makes the cgroup and moves a process into it. */
  void apply(int pid) throws OciException;

  /** Writes what is asked for. */
  void set(Resources resources) throws OciException;

  /** Freezes or thaws all that is in it. */
  void freeze(boolean frozen) throws OciException;

  /** Moves another process into it, as exec does. */
  void join(int pid) throws OciException;

  /** Removes it; it must be empty. */
  void remove() throws OciException;

  /** The same cgroup, written to by way of {@code others}. */
  ContainerCgroup through(Writes others);

  /** The PIDs in it. */
  List<Integer> pids();

  /** Bytes that it has read and written, on all disks together. */
  long[] ioBytes();

  /** Its path below the mount point. */
  String path();

  /** memory.current or what v1 calls it; 0 where it is not there. */
  long memoryBytes();

  /** The PIDs that a cgroup.procs lists. */
  static List<Integer> pids(String procs) {
    return procs.lines().filter(line -> line.matches("[0-9]+")).map(Integer::valueOf).toList();
  }

  /** A file's number; 0 where there is none. */
  static long number(String text) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }
}

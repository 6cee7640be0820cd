package io.cglab.shell.fuse;

import io.cglab.core.api.DevNo;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/** What an open file or directory of the mount is to the server. */
sealed interface OpenHandle {
  /** A file of the machine. */
  record OfFile(FileChannel channel, Path path, Role role, FileStatus status)
      implements OpenHandle {}

  /**
   * A disk or partition.
   *
   * @param direct true for O_DIRECT, which wants whole sectors
   */
  record OfDisk(DevNo dev, long bytes, boolean direct, FileStatus status) implements OpenHandle {}

  /** A directory, as it was when it was opened. */
  record OfDirectory(Path path, List<String> names) implements OpenHandle {}

  /** What the server does beside reading and writing. */
  enum Role {
    /** Nothing. */
    PLAIN,
    /** It tells of members: those of the host are looked at before it is read. */
    MEMBERS_SHOWN,
    /** It also takes numbers of processes or threads. */
    MEMBERS,
    /** poll(2) reports errors only together with an event. */
    PRESSURE;

    /**
     * The role of a file.
     *
     * @param type of the file system that it is in
     */
    static Role of(Path path, String type) {
      String name = String.valueOf(path.getFileName());
      if (type.equals("proc")) {
        return path.startsWith("/proc/pressure") ? PRESSURE : PLAIN;
      }
      if (!type.equals("cgroup") && !type.equals("cgroup2")) {
        return PLAIN;
      }
      return switch (name) {
        case "cgroup.procs", "cgroup.threads", "tasks" -> MEMBERS;
        case "cgroup.events", "pids.current", "cgroup.stat" -> MEMBERS_SHOWN;
        default -> name.endsWith(".pressure") ? PRESSURE : PLAIN;
      };
    }

    boolean showsMembers() {
      return this == MEMBERS || this == MEMBERS_SHOWN;
    }
  }
}

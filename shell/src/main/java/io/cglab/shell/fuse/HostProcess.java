package io.cglab.shell.fuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the host's /proc says of a thread. Two answers about one number are about one thread if
 * {@link #startTime} is equal.
 *
 * @param tid its number
 * @param name at most 15 bytes
 * @param parentPid the process that made its process, 0 for none in sight
 * @param startTime in clock ticks since the host's boot
 * @param kernel true for a kernel thread
 * @param ended true for a zombie
 */
record HostProcess(
    int tid, String name, int parentPid, long startTime, boolean kernel, boolean ended) {
  private static final Path PROC = Path.of("/proc");
  private static final int PF_KTHREAD = 0x0020_0000;

  // Fields of stat, counted from the one behind the name.
  private static final int STATE = 0;
  private static final int PARENT = 1;
  private static final int FLAGS = 6;
  private static final int START_TIME = 19;

  /** Who owns a process, and which process a thread belongs to. */
  record Owner(int pid, int uid, int gid) {}

  /** Looks a thread up; null if there is none. */
  static @Nullable HostProcess find(int tid) {
    String stat = read(tid, "stat");
    int open = stat == null ? -1 : stat.indexOf('(');
    int close = stat == null ? -1 : stat.lastIndexOf(')');
    if (stat == null || open < 0 || close < open) {
      return null;
    }
    String[] fields = stat.substring(close + 1).trim().split(" ", -1);
    String state = fields[STATE];
    return new HostProcess(
        tid,
        stat.substring(open + 1, close),
        Integer.parseInt(fields[PARENT]),
        Long.parseLong(fields[START_TIME]),
        (Long.parseLong(fields[FLAGS]) & PF_KTHREAD) != 0,
        state.equals("Z") || state.equals("X"));
  }

  /** True if there is a living thread of this number that began then. */
  static boolean lives(int tid, long startTime) {
    HostProcess found = find(tid);
    return found != null && found.startTime == startTime && !found.ended;
  }

  /** Its process with effective user and group; null if it has ended meanwhile. */
  @Nullable Owner owner() {
    String status = read(tid, "status");
    return status == null
        ? null
        : new Owner(
            field(status, "Tgid:", 0, tid),
            field(status, "Uid:", 1, 0),
            field(status, "Gid:", 1, 0));
  }

  /** The processes that a process's first thread has made and that live, where the host tells. */
  static List<Integer> children(int pid) {
    String list = read(pid, "task/" + pid + "/children");
    List<Integer> children = new ArrayList<>();
    if (list != null) {
      for (String child : list.trim().split(" ", -1)) {
        if (!child.isEmpty()) {
          children.add(Integer.valueOf(child));
        }
      }
    }
    return children;
  }

  private static int field(String status, String key, int index, int otherwise) {
    int at = status.indexOf("\n" + key);
    if (at < 0) {
      return otherwise;
    }
    int from = at + 1 + key.length();
    String[] values = status.substring(from, status.indexOf('\n', from)).trim().split("\t", -1);
    return Integer.parseUnsignedInt(values[index]);
  }

  private static @Nullable String read(int tid, String file) {
    try {
      return Files.readString(
          PROC.resolve(Integer.toString(tid)).resolve(file), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return null;
    }
  }
}

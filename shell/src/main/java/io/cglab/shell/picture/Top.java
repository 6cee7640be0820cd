package io.cglab.shell.picture;

import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.observe.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tables of which cgroups do most I/O. A cgroup's numbers contain those of the cgroups below it:
 * its tasks, its part of all bytes, bytes a second, and the bios that wait at the end.
 */
public final class Top {
  private static final int NUMBERS_WIDTH = 52;
  private static final int LEAST_NAME = 12;
  private static final double NS_PER_S = 1e9;
  private static final double PERCENT = 100;

  /** Sums of one cgroup and those below it. */
  private static final class Sums {
    int tasks;
    long readBytes;
    long writeBytes;
    long waiting;

    long bytes() {
      return readBytes + writeBytes;
    }
  }

  private record Row(String path, Sums sums, long read, long write) {
    long bytes() {
      return read + write;
    }
  }

  private final Instruments instruments;
  private Map<String, Sums> before;
  private long beforeNs;

  /** Rates count from now on. */
  public Top(Instruments instruments) {
    this.instruments = instruments;
    this.before = sums();
    this.beforeNs = instruments.recorder().nowNs();
  }

  /**
   * The table for the time since the last one.
   *
   * @param columns width; longer names are cut
   * @param rows lines at most; 0 for all
   */
  public List<String> next(int columns, int rows) {
    Map<String, Sums> now = sums();
    long nowNs = instruments.recorder().nowNs();
    List<Row> table = new ArrayList<>();
    now.forEach(
        (path, sums) -> {
          Sums old = before.getOrDefault(path, new Sums());
          Row row =
              new Row(path, sums, sums.readBytes - old.readBytes, sums.writeBytes - old.writeBytes);
          if (sums.tasks > 0 || row.bytes() > 0 || sums.waiting > 0) {
            table.add(row);
          }
        });
    table.sort(Comparator.comparingLong(Row::bytes).reversed().thenComparing(Row::path));
    Sums root = now.getOrDefault("/", new Sums());
    long all = Math.max(1, root.bytes() - before.getOrDefault("/", new Sums()).bytes());
    double seconds = Math.max(1, nowNs - beforeNs) / NS_PER_S;
    int nameWidth = Math.max(LEAST_NAME, columns - 1 - NUMBERS_WIDTH);
    List<String> lines = new ArrayList<>();
    lines.add(
        cut("CGROUP", nameWidth)
            + String.format(
                Locale.ROOT,
                " %5s %6s %13s %13s %8s",
                "TASKS",
                "%",
                "READ/S",
                "WRITE/S",
                "WAITING"));
    for (Row row : table) {
      if (rows > 0 && lines.size() == rows) {
        break;
      }
      lines.add(
          cut(row.path(), nameWidth)
              + String.format(
                  Locale.ROOT,
                  " %5d %6.1f %13s %13s %8d",
                  row.sums().tasks,
                  PERCENT * row.bytes() / all,
                  rate(row.read(), seconds),
                  rate(row.write(), seconds),
                  row.sums().waiting));
    }
    before = now;
    beforeNs = nowNs;
    return lines;
  }

  private static String rate(long bytes, double seconds) {
    return bytes == 0 ? "-" : Unit.BYTES_PER_S.text(bytes / seconds);
  }

  private static String cut(String name, int width) {
    return name.length() <= width
        ? name + " ".repeat(width - name.length())
        : name.substring(0, width - 1) + "…";
  }

  // ---- sums

  private Map<String, Sums> sums() {
    instruments.recorder().settle();
    Map<String, Sums> byPath = new TreeMap<>();
    Cgroup root = instruments.machine().machine().hierarchies().of(Controller.IO).root();
    tasks(root, byPath);
    for (Series series : instruments.recorder().series()) {
      String path = series.path();
      while (true) {
        // What was removed is in the sums of what is above it.
        Sums sums = byPath.get(path);
        if (sums != null) {
          sums.readBytes += series.totalBytes(false);
          sums.writeBytes += series.totalBytes(true);
          sums.waiting += series.waiting();
        }
        if (path.equals("/")) {
          break;
        }
        path = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        path = path.isEmpty() ? "/" : path;
      }
    }
    return byPath;
  }

  private static int tasks(Cgroup cgroup, Map<String, Sums> byPath) {
    Sums sums = new Sums();
    byPath.put(cgroup.path(), sums);
    sums.tasks = cgroup.tasks().size();
    for (Cgroup child : cgroup.children()) {
      sums.tasks += tasks(child, byPath);
    }
    return sums.tasks;
  }
}

package io.cglab.shell.container;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of CPUs such as {@code 0-1,3}. */
final class Cpus {
  private static final int MOST = 8192;

  private Cpus() {}

  /** The CPUs of the machine, as a list; one where no cpuset file tells. */
  static String online(Writes writes, CgroupSetup setup) {
    String file =
        setup.unified()
            ? CgroupSetup.MOUNT + "/cpuset.cpus.effective"
            : setup.mounts().get("cpuset") + "/cpuset.cpus";
    String list = writes.readIfThere(file);
    return list.isEmpty() ? "0" : list;
  }

  /** Its CPUs; null for what is no list. */
  static @Nullable List<Integer> parse(String list) {
    List<Integer> cpus = new ArrayList<>();
    for (String range : list.split(",", -1)) {
      if (!range.matches("[0-9]{1,4}(-[0-9]{1,4})?")) {
        return null;
      }
      String[] ends = range.split("-");
      int first = Integer.parseInt(ends[0]);
      int last = Integer.parseInt(ends[ends.length - 1]);
      if (last < first || last >= MOST) {
        return null;
      }
      for (int cpu = first; cpu <= last; cpu++) {
        cpus.add(cpu);
      }
    }
    return cpus;
  }
}

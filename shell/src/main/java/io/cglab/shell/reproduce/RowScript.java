package io.cglab.shell.reproduce;

import io.cglab.core.Feature;
import io.cglab.core.Profile;
import org.jspecify.annotations.Nullable;

/** The commands that do a row: what a user would type on a machine of that kernel. */
final class RowScript {
  static final String FIRST = "/tmp/first.json";
  static final String SECOND = "/tmp/second.json";

  /** Followed by a cgroup's number: its disk time when the jobs' time was over. */
  static final String TIMES = "/tmp/disk_time";

  /** The cgroups' names, followed by their numbers. */
  static final String GROUP = "group";

  private static final String CGROUPS = "/cgroup";

  /** Seeds of the two processes' offsets are this far apart. */
  private static final long SEEDS = 1000;

  private final Table table;
  private final int nr;
  private final long seed;
  private final StringBuilder out = new StringBuilder("set -e\n");

  private RowScript(Table table, int nr, long seed) {
    this.table = table;
    this.nr = nr;
    this.seed = seed;
  }

  /**
   * The commands of a row.
   *
   * @param nr jobs of the first process
   * @param seed of what is random
   */
  static String of(Table table, int nr, long seed) {
    return new RowScript(table, nr, seed).text();
  }

  /** The file that tells a cgroup's disk time; null where none does. */
  private static @Nullable String diskTime(Table table, int group) {
    boolean told = table.profile().features().contains(Feature.IO_CONTROLLER_V10);
    boolean mainline = table.profile().features().contains(Feature.CFQ);
    return table.hasGroups() && (told || mainline)
        ? CGROUPS + "/" + GROUP + group + (told ? "/io.disk_time" : "/blkio.time")
        : null;
  }

  private String text() {
    scheduler();
    if (table.hasGroups()) {
      groups();
    }
    line("cd /mnt");
    fio(1, nr, table.first(), FIRST, seed);
    if (table.second() != null) {
      fio(2, 1, table.second(), SECOND, seed + SEEDS);
    }
    for (int group = 1; group <= 2 && diskTime(table, group) != null; group++) {
      line(
          (group == 1 ? "sleep 30; " : "")
              + "cat "
              + diskTime(table, group)
              + " > "
              + TIMES
              + group);
    }
    return out.append("wait\n").toString();
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  /** True if the table is run with BFQ in the controller's place. */
  static boolean isBfq(Table table) {
    return table.profile() == Profile.LINUX_6_12;
  }

  private boolean isBfq() {
    return isBfq(table);
  }

  private void scheduler() {
    String name = isBfq() ? "bfq" : table.scheduler();
    line("echo " + name + " > /sys/block/sda/queue/scheduler");
    if (!table.profile().kernel().startsWith("linux-2.6.31")) {
      line("echo 0 > /sys/block/sda/queue/iosched/low_latency");
    }
    if (!isBfq() && table.groupIdleMs() != null) {
      line("echo " + table.groupIdleMs() + " > /sys/block/sda/queue/iosched/group_idle");
    }
  }

  private void groups() {
    boolean v10 = table.profile().features().contains(Feature.IO_CONTROLLER_V10);
    String weight = isBfq() ? "io.bfq.weight" : v10 ? "io.weight" : "blkio.weight";
    line("mkdir -p " + CGROUPS);
    if (isBfq()) {
      line("mount -t cgroup2 none " + CGROUPS);
      line("echo +io > " + CGROUPS + "/cgroup.subtree_control");
    } else {
      line("mount -t cgroup -o " + (v10 ? "io" : "blkio") + " none " + CGROUPS);
    }
    line("mkdir " + CGROUPS + "/group1 " + CGROUPS + "/group2");
    for (int i = 0; i < table.weights().size(); i++) {
      line("echo " + table.weights().get(i) + " > " + CGROUPS + "/group" + (i + 1) + "/" + weight);
    }
  }

  private void fio(int group, int jobs, FioLine line, String output, long randSeed) {
    String join =
        table.hasGroups()
            ? "echo 0 > " + CGROUPS + "/group" + group + (isBfq() ? "/cgroup.procs; " : "/tasks; ")
            : "";
    line(
        "("
            + join
            + "fio --name="
            + line.name()
            + " "
            + line.options()
            + (jobs > 1 ? " --numjobs=" + jobs : "")
            + where(group)
            + " --randseed="
            + randSeed
            + " --output-format=json --output="
            + output
            + ") &");
  }

  /** A partition, or files of the jobs' own, which are there before they are written to or not. */
  private String where(int group) {
    if (table.partitions()) {
      return " --filename=/dev/sda" + (1 + group);
    }
    return group == 1 && table.existing() ? " --overwrite=1" : "";
  }
}

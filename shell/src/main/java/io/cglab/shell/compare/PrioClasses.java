package io.cglab.shell.compare;

import io.cglab.shell.compare.Scenario.FileWrite;
import io.cglab.shell.compare.Scenario.Group;
import io.cglab.shell.compare.Scenario.Job;

/** The I/O priority class that a job's I/O has after its cgroup's {@code io.prio.class}. */
final class PrioClasses {
  static final int RT = 1;
  static final int BE = 2;
  static final int IDLE = 3;

  private static final String FILE = "io.prio.class";

  private PrioClasses() {}

  /** Returns {@link #RT}, {@link #BE} or {@link #IDLE}; a job without a class is best effort. */
  static int of(Scenario scenario, Job job) {
    int own = job.prioClass() == 0 ? BE : job.prioClass();
    return switch (policy(scenario, job.cgroup())) {
      case "promote-to-rt", "none-to-rt" -> RT;
      case "restrict-to-be" -> Math.max(own, BE);
      case "idle" -> IDLE;
      default -> own;
    };
  }

  /** The last policy written to the cgroup before the run. */
  private static String policy(Scenario scenario, String cgroup) {
    String policy = "no-change";
    for (Group group : scenario.groups()) {
      for (FileWrite write : group.writes()) {
        if (group.path().equals(cgroup) && write.file().equals(FILE)) {
          policy = write.data().strip();
        }
      }
    }
    return policy;
  }
}

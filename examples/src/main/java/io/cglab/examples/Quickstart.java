package io.cglab.examples;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.KernelException;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A limit is written to a control file, and a read of 4 MiB takes as long as it allows. */
public final class Quickstart {
  private static final long NS_PER_SECOND = 1_000_000_000L;

  private Quickstart() {}

  /** Returns how long 64 reads of 64 KiB take under 1 MiB a second, in ns of virtual time. */
  public static long throttledRead() throws IOException, KernelException {
    try (CgroupFs machine = CgroupFs.boot(MachineSpec.named("default"))) {
      Path root = machine.root();
      Files.writeString(root.resolve("cgroup.subtree_control"), "+io");
      Path web = Files.createDirectory(root.resolve("web"));
      Files.writeString(web.resolve("io.max"), "8:0 rbps=1048576");
      Files.writeString(web.resolve("cgroup.procs"), "0"); // this program's task
      Job job = Job.direct(new DevNo(8, 0)).blockSize(65536).count(64);
      Run run = machine.machine().start(machine.outside(), job);
      machine.machine().advanceTo(5 * NS_PER_SECOND);
      return run.finishedNs();
    }
  }

  /** Prints it. */
  public static void main(String[] args) throws IOException, KernelException {
    System.out.printf("4 MiB at 1 MiB/s: %.3f s%n", throttledRead() / (double) NS_PER_SECOND);
  }
}

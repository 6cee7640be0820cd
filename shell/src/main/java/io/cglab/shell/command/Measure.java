package io.cglab.shell.command;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Task;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import io.cglab.shell.process.BlockDevice;
import io.cglab.shell.process.Descriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code measure [-t DURATION] [-d DISK] [-b BYTES] [-q DEPTH] [-w] CGROUP...}: random direct I/O
 * in several cgroups at once, by one process each, and then for each cgroup a line such as {@code
 * 1048576 B/s 16 IO/s 62500 us web}; the time is the mean latency. An option holds for the cgroups
 * behind it; {@code -r} ends {@code -w}. Only whole I/Os within the duration count.
 */
final class Measure {
  private static final double NS_PER_S = 1e9;
  private static final double NS_PER_US = 1e3;
  private static final long DRAIN_STEP_NS = 10_000_000;
  private static final int DRAIN_STEPS = 1000;
  private static final int MOST_BLOCK = 1 << 26;
  private static final int MOST_DEPTH = 4096;

  /** A workload that runs, and what it has done by now. */
  private static final class Load {
    final String cgroup;
    final int pid;
    final Run run;
    final Tally tally;

    Load(String cgroup, int pid, Run run, Tally tally) {
      this.cgroup = cgroup;
      this.pid = pid;
      this.run = run;
      this.tally = tally;
    }
  }

  /** Sums over the I/Os that were reaped in time. */
  private static final class Tally {
    long ios;
    long bytes;
    long latencyNs;
  }

  private final Context c;
  private final List<Load> loads = new ArrayList<>();
  private final List<Integer> pids = new ArrayList<>();
  private long durationNs = (long) NS_PER_S;
  private String disk = "/dev/sda";
  private int block = 4096;
  private int depth = 1;
  private boolean writes;

  private Measure(Context c) {
    this.c = c;
  }

  static int run(Context c, List<String> args) throws IOException {
    Measure measure = new Measure(c);
    try {
      return measure.start(args) ? measure.finish() : 1;
    } finally {
      for (int pid : measure.pids) {
        c.kernel().exit(pid);
      }
    }
  }

  private boolean start(List<String> args) throws IOException {
    List<String> rest = args;
    while (!rest.isEmpty()) {
      Options options = Options.Spec.of("t:d:b:q:wr").strict().parse(rest);
      apply(options);
      rest = options.operands();
      if (rest.isEmpty()) {
        break;
      }
      if (!start(rest.get(0))) {
        return false;
      }
      rest = rest.subList(1, rest.size());
    }
    if (loads.isEmpty()) {
      throw new CommandException(1, "missing operand: the cgroups to run in");
    }
    return true;
  }

  private void apply(Options options) {
    if (options.has('t')) {
      if (!loads.isEmpty()) {
        throw new CommandException(1, "-t is for all cgroups: give it first");
      }
      durationNs = Durations.ns(options.value('t', ""));
      if (durationNs <= 0) {
        throw new CommandException(1, "invalid duration '" + options.value('t') + "'");
      }
    }
    String name = options.value('d', disk);
    disk = name.indexOf('/') < 0 ? "/dev/" + name : name;
    writes = options.has('w') || writes && !options.has('r');
    block = (int) number(options, 'b', block, MOST_BLOCK);
    if (block % 512 != 0) {
      throw new CommandException(1, "-b takes a multiple of 512");
    }
    depth = (int) number(options, 'q', depth, MOST_DEPTH);
  }

  private static long number(Options options, char letter, long otherwise, long most) {
    String text = options.value(letter);
    long value = text == null ? otherwise : Numbers.bytes(text);
    if (value < 1 || value > most) {
      throw new CommandException(1, "-" + letter + " takes a number from 1 to " + most);
    }
    return value;
  }

  private boolean start(String cgroup) throws IOException {
    BlockDevice device = c.kernel().blockDevice(c.path(disk));
    if (device == null) {
      c.error(disk + ": no disk");
      return false;
    }
    CgroupFs machine = c.kernel().instruments().machine();
    String directory =
        cgroup.startsWith("/") || cgroup.startsWith(".") ? cgroup : Cgexec.MOUNT + "/" + cgroup;
    try {
      int pid = c.kernel().fork(1, "measure");
      pids.add(pid);
      join(directory + "/cgroup.procs", pid);
      Task task = machine.machine().tasks().find(pid);
      if (task == null) {
        throw new KernelException(Errno.ESRCH);
      }
      Tally tally = new Tally();
      long end = c.kernel().nowNs() + durationNs;
      Job job =
          Job.direct(device.dev())
              .random()
              .seed(pids.size())
              .blockSize(block)
              .stopNs(end)
              .observer(
                  (op, bytes, submittedNs, reapedNs) -> {
                    if (reapedNs <= end) {
                      tally.ios++;
                      tally.bytes += bytes;
                      tally.latencyNs += reapedNs - submittedNs;
                    }
                  });
      job = depth > 1 ? job.ioDepth(depth) : job;
      Run run = machine.machine().start(task, writes ? job.writes() : job.reads());
      loads.add(new Load(cgroup, pid, run, tally));
      return true;
    } catch (IOException e) {
      c.error(directory + "/cgroup.procs", e);
      return false;
    } catch (KernelException e) {
      c.error(cgroup + ": " + e.errno().text());
      return false;
    }
  }

  private void join(String procs, int pid) throws IOException {
    Descriptor file = Opener.open(c.shell(), procs, java.nio.file.StandardOpenOption.WRITE);
    try {
      file.write(Context.bytes(pid + "\n"));
    } finally {
      file.close();
    }
  }

  private int finish() {
    c.processes().sleep(durationNs);
    StringBuilder out = new StringBuilder();
    for (Load load : loads) {
      double seconds = durationNs / NS_PER_S;
      Tally tally = load.tally;
      out.append(Math.round(tally.bytes / seconds))
          .append(" B/s ")
          .append(Math.round(tally.ios / seconds))
          .append(" IO/s ")
          .append(Math.round(tally.latencyNs / NS_PER_US / Math.max(1, tally.ios)))
          .append(" us ")
          .append(load.cgroup)
          .append('\n');
    }
    // What is still in flight, or held back by a limit, is waited for, but not for ever.
    for (int i = 0; i < DRAIN_STEPS && !loads.stream().allMatch(l -> l.run.isDone()); i++) {
      c.processes().sleep(DRAIN_STEP_NS);
    }
    c.write(out);
    return 0;
  }
}

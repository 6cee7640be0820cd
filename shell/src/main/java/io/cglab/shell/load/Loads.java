package io.cglab.shell.load;

import io.cglab.core.Machine;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Task;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import io.cglab.shell.command.CommandException;
import io.cglab.shell.command.Context;
import io.cglab.shell.command.Durations;
import io.cglab.shell.command.Opener;
import io.cglab.shell.process.Descriptor;
import io.cglab.shell.process.Errors;
import io.cglab.shell.process.IoPrio;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code job NAME --dev DEVICE ...} describes a workload, {@code run DURATION} starts all that were
 * described since the last run at once, and shows what each of them got: I/Os and their part of
 * all, rates, latencies, and for how much of the time a device worked for it.
 */
public final class Loads {
  private static final double NS_PER_S = 1e9;
  private static final double NS_PER_MS = 1e6;
  private static final double PERCENT = 100;
  private static final long DRAIN_STEP_NS = 10_000_000;
  private static final int DRAIN_STEPS = 6000;

  private final List<Load> described = new ArrayList<>();

  public static int job(Context c, List<String> args) throws IOException {
    c.kernel().daemon(Loads.class, Loads::new).described.add(LoadOptions.parse(c, args));
    return 0;
  }

  public static int run(Context c, List<String> args) throws IOException {
    long ns = args.size() == 1 ? Durations.ns(args.get(0)) : -1;
    if (ns <= 0) {
      throw new CommandException(2, "usage: run DURATION, such as run 60s");
    }
    Loads loads = c.kernel().daemon(Loads.class, Loads::new);
    if (loads.described.isEmpty()) {
      throw new CommandException(1, "nothing to run: describe workloads with job first");
    }
    List<Load> now = List.copyOf(loads.described);
    loads.described.clear();
    return new Running(c, now, ns).run();
  }

  /** One run. */
  private static final class Running {
    private final Context c;
    private final Machine machine;
    private final List<Load> loads;
    private final long lengthNs;
    private final List<Tally> tallies = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();
    private final List<Integer> pids = new ArrayList<>();
    private final Map<Task, Integer> jobOf = new HashMap<>();

    Running(Context c, List<Load> loads, long lengthNs) {
      this.c = c;
      this.loads = loads;
      this.lengthNs = lengthNs;
      machine = c.kernel().instruments().machine().machine();
    }

    int run() throws IOException {
      long begin = machine.nowNs();
      DiskTime times = new DiskTime(machine, jobOf, loads.size());
      c.kernel().instruments().join(times);
      try {
        for (Load load : loads) {
          Tally tally = new Tally(begin + lengthNs);
          tallies.add(tally);
          for (int client = 0; client < load.clients(); client++) {
            start(load, client, begin, tally);
          }
        }
        c.processes().sleep(lengthNs);
        String report = report(times, machine.nowNs());
        drain();
        c.write(report);
        return 0;
      } catch (KernelException refused) {
        return c.refused(refused.errno().text(), refused);
      } finally {
        c.kernel().instruments().leave(times);
        pids.forEach(pid -> c.kernel().exit(pid));
      }
    }

    private void start(Load load, int client, long begin, Tally tally)
        throws IOException, KernelException {
      Task init = machine.tasks().init();
      int pid =
          load.pid() == 0
              ? c.kernel().fork(init.pid(), load.name())
              : machine.tasks().forkAs(load.pid(), init, load.name()).pid();
      pids.add(pid);
      c.kernel().setOwner(pid, load.uid(), load.gid());
      if (load.group()) {
        c.kernel().setGroup(pid, client == 0 ? pid : pids.get(pids.size() - 1 - client));
      }
      if (load.prioClass() != 0) {
        c.kernel().setIoPrio(pid, new IoPrio(load.prioClass(), load.prioLevel()));
      }
      if (load.cgroup() != null) {
        join(load.cgroup() + "/cgroup.procs", pid);
      }
      Task task = machine.tasks().find(pid);
      assert task != null : "it was forked";
      jobOf.put(task, tallies.size() - 1);
      long start = begin + load.startNs();
      long end = begin + lengthNs;
      long stop = load.lengthNs() > end - start ? end : start + load.lengthNs();
      Job job =
          Job.direct(load.dev())
              .seed(runs.size() + 1L)
              .blockSize(load.blockSize())
              .thinkNs(load.thinkNs())
              .startNs(start)
              .stopNs(stop)
              .observer(tally);
      job = load.write() ? job.writes() : job.reads();
      job = load.depth() > 0 ? job.ioDepth(load.depth()) : job;
      if (load.random()) {
        job = job.random();
      } else {
        long part = load.sizeBytes() / load.clients() / load.blockSize() * load.blockSize();
        job = job.offset(part * client);
      }
      runs.add(machine.start(task, job));
    }

    private void join(String procs, int pid) throws IOException {
      try {
        Descriptor file = Opener.open(c.shell(), procs, java.nio.file.StandardOpenOption.WRITE);
        try {
          file.write((pid + "\n").getBytes(StandardCharsets.ISO_8859_1));
        } finally {
          file.close();
        }
      } catch (IOException refused) {
        throw new CommandException(1, procs + ": " + Errors.text(refused));
      }
    }

    /** What is still in flight, or held back, is waited for, but not for ever. */
    private void drain() {
      for (int i = 0; i < DRAIN_STEPS && !runs.stream().allMatch(Run::isDone); i++) {
        c.processes().sleep(DRAIN_STEP_NS);
      }
    }

    private String report(DiskTime times, long now) {
      long all = tallies.stream().mapToLong(tally -> tally.ios).sum();
      int width = loads.stream().mapToInt(load -> load.name().length()).max().orElse(0);
      String form = "%-" + Math.max(3, width) + "s %9s %8s %9s %10s %9s %9s %9s%n";
      StringBuilder out = new StringBuilder();
      out.append(
          String.format(
              form, "job", "I/Os", "share", "IO/s", "KiB/s", "mean ms", "worst ms", "disk"));
      double seconds = lengthNs / NS_PER_S;
      for (int i = 0; i < loads.size(); i++) {
        Tally tally = tallies.get(i);
        out.append(
            String.format(
                form,
                loads.get(i).name(),
                tally.ios,
                decimal(PERCENT * tally.ios / Math.max(1, all)) + " %",
                decimal(tally.ios / seconds),
                decimal(tally.bytes / 1024.0 / seconds),
                decimal(tally.latencyNs / NS_PER_MS / Math.max(1, tally.ios)),
                decimal(tally.worstNs / NS_PER_MS),
                decimal(PERCENT * times.ofJob(i, now) / lengthNs) + " %"));
      }
      out.append("disks at work for ").append(decimal(PERCENT * times.busy(now) / lengthNs));
      return out.append(" % of the time\n").toString();
    }

    private static String decimal(double value) {
      return String.format(Locale.ROOT, "%.1f", value);
    }
  }
}

package io.cglab.shell.fio;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.task.Batches;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import io.cglab.shell.command.Context;
import io.cglab.shell.process.IoPrio;
import io.cglab.shell.process.ShellProcess;
import java.io.IOException;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One clone of a job: a process of its own that does the job's I/O. */
final class Worker {
  private static final int BEST_EFFORT = 2;
  private static final int SIGNAL_STATUS = 128;
  private static final long USUAL_SEED = 0x89ABCDEFL;

  /** Clones do not start in the same instant (schedulers-and-devices.md 6.1). */
  private static final long LARGEST_JITTER_NS = 5_000_000;

  private static final long USUAL_SAMPLE_MS = 500;

  private final Context c;
  private final JobSpec spec;
  private final int number;
  private final int clone;
  private final int group;
  private final JobStats stats;
  private @Nullable ShellProcess process;
  private @Nullable Run run;
  private boolean ended;
  private int signal;
  private String error = "";
  private int errno;

  /**
   * A clone that has not started.
   *
   * @param number of all clones, from 0
   * @param clone of its job, from 0
   */
  Worker(Context c, JobSpec spec, int number, int clone, int group) {
    this.c = c;
    this.spec = spec;
    this.number = number;
    this.clone = clone;
    this.group = group;
    stats = newStats();
  }

  JobStats newStats() {
    return new JobStats(
        spec.engine().isAsync(),
        spec.number("bwavgtime", USUAL_SAMPLE_MS),
        spec.number("iopsavgtime", USUAL_SAMPLE_MS));
  }

  JobSpec spec() {
    return spec;
  }

  int group() {
    return group;
  }

  JobStats stats() {
    return stats;
  }

  /** It waits for all before it. */
  boolean isBehindWall() {
    return clone == 0 && spec.flag("stonewall", false);
  }

  int pid() {
    return process == null ? 0 : process.pid();
  }

  int errno() {
    return errno;
  }

  /** What went wrong, as fio's report has it; empty for nothing. */
  String error() {
    return error;
  }

  /** The signal that ended it; 0 for none. */
  int signal() {
    return signal;
  }

  boolean hasEnded() {
    return ended;
  }

  boolean hasStarted() {
    return process != null;
  }

  /** Starts it; what is refused becomes its error. */
  void start(Targets targets, FioCgroup cgroups, Runnable changed) throws IOException {
    ShellProcess child;
    try {
      child = c.processes().fork(c.shell().process(), "fio");
    } catch (KernelException refused) {
      fail(refused, "func=fork");
      return;
    }
    process = child;
    cgroups.join(spec, child.pid());
    try {
      if (spec.has("uid") || spec.has("gid")) {
        c.kernel().setOwner(child.pid(), (int) spec.number("uid", 0), (int) spec.number("gid", 0));
      }
      prioritize(child.pid());
      if (spec.rw().trims() && !targets.discards()) {
        fail("func=td_io_queue", Errno.EOPNOTSUPP);
        return;
      }
      Run started = c.kernel().start(child.pid(), job(targets));
      run = started;
      started.onDone(changed);
    } catch (KernelException refused) {
      fail(refused, "func=setup_files");
    }
  }

  private void prioritize(int pid) throws KernelException {
    if (spec.has("prio") || spec.has("prioclass")) {
      int prioClass = (int) spec.number("prioclass", BEST_EFFORT);
      int level = prioClass == 0 ? 0 : (int) spec.number("prio", 0);
      c.kernel().setIoPrio(pid, new IoPrio(prioClass, level));
    }
    if (spec.has("nice")) {
      c.kernel().setNice(pid, (int) spec.number("nice", 0));
    }
  }

  private Job job(Targets targets) {
    long repeat = spec.flag("randrepeat", true) ? 0 : c.kernel().nowNs();
    long seed = spec.number("randseed", USUAL_SEED) + number + repeat;
    long jitter = clone == 0 ? 0 : new SplittableRandom(seed).nextLong(LARGEST_JITTER_NS);
    long start = c.kernel().nowNs() + spec.time("startdelay") + jitter;
    long counts = start + spec.time("ramp_time");
    stats.startAt(start, spec.time("ramp_time"));
    long runtime = spec.time("runtime");
    Job job =
        targets
            .job(spec.isDirect())
            .pattern(targets.pattern(spec, clone, seed))
            .observer(stats)
            .startNs(start)
            .stopNs(runtime == 0 ? Long.MAX_VALUE : counts + runtime);
    if (spec.engine().isAsync()) {
      job = job.ioDepth(spec.ioDepth()).batches(batches());
    }
    if (spec.time("thinktime") > 0) {
      job =
          job.thinkNs(spec.time("thinktime"))
              .thinkSpinNs(spec.time("thinktime_spin"))
              .thinkBlocks(spec.number("thinktime_blocks", 1));
    }
    return job;
  }

  private Batches batches() {
    int depth = spec.ioDepth();
    int submit = (int) Math.min(depth, spec.number("iodepth_batch", 1));
    int least = (int) Math.max(1, spec.number("iodepth_batch_complete_min", 1));
    int most = (int) Math.max(least, spec.number("iodepth_batch_complete_max", least));
    long low = spec.number("iodepth_low", 0);
    return new Batches(submit, Math.min(least, depth), most, low == 0 ? depth : (int) low);
  }

  private void fail(KernelException refused, String function) {
    fail(function, refused.errno());
  }

  private void fail(String function, Errno why) {
    errno = why.number();
    error = function + ", error=" + why.text();
    c.complain("fio: pid=" + pid() + ", err=" + errno + "/" + error);
    end(1);
  }

  private void complain(JobStats.Failure failure) {
    String what =
        switch (failure.op()) {
          case READ -> "read";
          case DISCARD -> "trim";
          case FLUSH -> "sync";
          default -> "write";
        };
    c.complain(
        String.format(
            Locale.ROOT,
            "fio: io_u error on file %s: %s: %s offset=%d, buflen=%d",
            spec.files().get(failure.file()),
            failure.error().text(),
            what,
            failure.offset(),
            failure.bytes()));
  }

  /** Stops it at its next I/O. */
  void stop() {
    if (run != null) {
      run.stop();
    }
  }

  /** Takes the result once its I/O is over; false while it is not. */
  boolean poll() {
    Run of = run;
    if (ended || of == null || !of.isDone()) {
      return ended;
    }
    stats.finish(of.finishedNs(), of.cpuNs(), of.waits());
    ShellProcess child = process;
    if (child != null && child.isDone() && child.status() > SIGNAL_STATUS) {
      signal = child.status() - SIGNAL_STATUS;
    } else if (child != null && !c.kernel().isAlive(child.pid())) {
      signal = 9;
    }
    JobStats.Failure failure = stats.failure();
    Errno error = of.error();
    if (failure != null) {
      complain(failure);
      fail("func=io_u error", failure.error());
    } else if (error != null) {
      fail("func=io_u error", error);
    } else {
      end(0);
    }
    return true;
  }

  /** Ends it where it is: what it has reaped counts, what is in flight does not. */
  void cutShort() {
    Run of = run;
    if (!ended && of != null) {
      stats.finish(c.kernel().nowNs(), of.cpuNs(), of.waits());
    }
    abandon();
  }

  /** Ends it whatever it does. */
  void abandon() {
    if (!ended && process != null) {
      stop();
      end(1);
    }
  }

  private void end(int status) {
    ended = true;
    if (process != null) {
      c.processes().finish(process, status);
    }
  }
}

package io.cglab.shell.load;

import io.cglab.core.Machine;
import io.cglab.core.block.BioTable;
import io.cglab.core.cgroup.Task;
import io.cglab.core.trace.Trace;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long the devices worked for whom. Where a device has several requests at once, the time is
 * shared evenly among them.
 */
final class DiskTime implements Trace {
  private final BioTable bios;
  private final Map<Task, Integer> jobOf;

  /**
   * The job of each request that a device has, by the row of its first bio; and of each, how many.
   */
  private final Map<Integer, Integer> inDevice = new HashMap<>();

  private final int[] count;
  private final double[] ns;
  private int all;
  private long since;
  private double busyNs;

  /**
   * A clock that begins now.
   *
   * @param jobOf the job of each task, from 0 to {@code jobs} − 1; other tasks' time is nobody's
   */
  DiskTime(Machine machine, Map<Task, Integer> jobOf, int jobs) {
    bios = machine.block().bios();
    this.jobOf = jobOf;
    count = new int[jobs + 1];
    ns = new double[jobs + 1];
    since = machine.nowNs();
  }

  private void advance(long now) {
    if (all > 0) {
      double each = (double) (now - since) / all;
      busyNs += now - since;
      for (int i = 0; i < ns.length; i++) {
        ns[i] += each * count[i];
      }
    }
    since = now;
  }

  @Override
  public void dispatched(long nowNs, int request, int bio) {
    advance(nowNs);
    @Nullable Task task = bios.submitter(bio);
    Integer known = task == null ? null : jobOf.get(task);
    int job = known == null ? count.length - 1 : known;
    inDevice.put(bio, job);
    count[job]++;
    all++;
  }

  @Override
  public void completed(long nowNs, int bio) {
    Integer job = inDevice.remove(bio);
    if (job != null) {
      advance(nowNs);
      count[job]--;
      all--;
    }
  }

  /** Time for a job until now, in ns. */
  double ofJob(int job, long now) {
    advance(now);
    return ns[job];
  }

  /** Time in which a device worked at all, in ns. */
  double busy(long now) {
    advance(now);
    return busyNs;
  }
}

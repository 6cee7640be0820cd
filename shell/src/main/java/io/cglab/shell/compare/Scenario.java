package io.cglab.shell.compare;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One measured scenario: what was set up, what ran, and what the kernel did.
 *
 * @param name its name in the file
 * @param durationMs end of the jobs that have no end of their own, after t0
 * @param groups cgroups, parents before children
 * @param jobs workloads; each may be several processes
 * @param devices the disks; {@code $DEV0} is the first one's number
 * @param scheduler the elevator, or null for the device's default
 * @param nrRequests written to {@code nr_requests} after the scheduler, or null
 * @param nrRequestsTwice true if one more was written first
 * @param iosched settings of the scheduler by file
 * @param root writes to files of the root cgroup before the run
 * @param rootAfter the same after it
 * @param events writes during the run, by time
 * @param kernel the record
 */
record Scenario(
    String name,
    long durationMs,
    List<Group> groups,
    List<Job> jobs,
    List<Device> devices,
    @Nullable String scheduler,
    @Nullable Long nrRequests,
    boolean nrRequestsTwice,
    Map<String, Long> iosched,
    List<FileWrite> root,
    List<FileWrite> rootAfter,
    List<Event> events,
    Recorded kernel) {

  /** A cgroup by its path below the root, with the writes to its files in order. */
  record Group(String path, List<FileWrite> writes) {}

  /** One write; {@code data} may hold {@code $DEV0} and so on. */
  record FileWrite(String file, String data) {}

  /** A device with a fixed service time. */
  record Device(long completionNs, int hwQueueDepth) {
    /** How long a group holds the device under BFQ. */
    static final long SLOT_NS = 125_000_000;

    /** CPU time that one I/O costs on top of the service time. */
    private static final long CPU_NS = 10_000;

    /** How long one I/O takes. */
    long ioNs() {
      return completionNs + CPU_NS;
    }

    /** I/Os that are done in one slot. */
    double slotIos() {
      return (double) SLOT_NS / ioNs() * hwQueueDepth;
    }
  }

  /** A write during the run, {@code atUs} after t0. */
  record Event(long atUs, String cgroup, FileWrite write) {}

  /**
   * A workload of direct I/O.
   *
   * @param cgroup path below the root
   * @param dev index into the devices
   * @param blockBytes size of one I/O
   * @param ioDepth I/Os in flight at once, per process
   * @param processes how many processes do this
   * @param thinkUs pause whenever nothing is in flight
   * @param startMs after t0
   * @param stopMs after t0
   * @param prioClass 1 RT, 2 BE, 3 idle, 0 none
   */
  record Job(
      String cgroup,
      int dev,
      boolean write,
      boolean random,
      int blockBytes,
      int ioDepth,
      int processes,
      long thinkUs,
      long startMs,
      long stopMs,
      int prioClass) {}

  /**
   * The record.
   *
   * @param t0Tick the tick counter at t0, at HZ=1000
   * @param t0UsIntoTick how long that tick had lasted
   * @param processes one entry a process, jobs in order
   * @param files files read after the run, path below the root and content
   */
  record Recorded(
      long t0Tick, long t0UsIntoTick, List<RecordedProcess> processes, Map<String, String> files) {}

  /**
   * What one process got done before its end.
   *
   * @param firstCompletionsUs the first {@link Measured#FIRST_COMPLETIONS} completions after t0
   * @param kibPer100ms KiB completed in each tenth of a second
   */
  record RecordedProcess(
      long ios,
      long bytes,
      Latency latency,
      List<Long> firstCompletionsUs,
      List<Long> kibPer100ms) {}

  /** How many processes there are. */
  int processes() {
    return jobs.stream().mapToInt(Job::processes).sum();
  }

  /** Replaces {@code $DEV0} and so on by device numbers, in the order of the devices. */
  static String withDevices(String text, List<String> numbers) {
    String expanded = text;
    for (int i = 0; i < numbers.size(); i++) {
      expanded = expanded.replace("$DEV" + i, numbers.get(i));
    }
    return expanded;
  }
}

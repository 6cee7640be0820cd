package io.cglab.shell.fio;

import io.cglab.core.task.Pattern;
import io.cglab.shell.command.Context;
import io.cglab.shell.command.DiskCounters;
import io.cglab.shell.command.Opener;
import io.cglab.shell.fio.Invocation.Format;
import io.cglab.shell.process.Descriptor;
import io.cglab.shell.process.InterruptException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code fio} 3.33 on simulated disks: its options, its job files, its reports. Each clone of a job
 * is a process in the cgroup of the shell's; its I/O is direct and takes virtual time.
 */
public final class Fio {
  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;
  private static final int TERMINATED = 128;
  private static final int NS_PER_MS = 1_000_000;
  private static final String VERSION = "fio-3.33\n";
  private static final String USAGE =
      VERSION
          + """
          fio [options] [job options] <job file(s)>
            --output=file         write the reports to a file
            --output-format=f,..  normal, json, terse
            --minimal             terse output
            --section=name        only this section of the job files
            --parse-only          parse options only, don't start any IO
            --version             print version info and exit
          Job options: rw bs bssplit bsrange size offset io_size offset_increment filename directory
            ioengine iodepth iodepth_batch* iodepth_low numjobs runtime time_based ramp_time
            startdelay loops direct norandommap randseed rwmixread rate rate_iops thinktime
            thinktime_blocks thinktime_spin fsync fdatasync end_fsync prio prioclass nice cgroup
            cgroup_weight group_reporting new_group stonewall thread percentile_list bwavgtime ...
          A filename is a disk or partition, such as /dev/sda, or a file where a disk is mounted;
          a directory there takes files of the jobs' own. Time is virtual. Disks have no page
          cache: jobs on them without direct=1 run as direct I/O too, and fio says so.
          """;

  private final Context c;
  private final Invocation invocation;
  private final StringBuilder report = new StringBuilder();
  private final List<Worker> workers = new ArrayList<>();
  private final Map<Worker, Targets> targets = new LinkedHashMap<>();
  private final FioCgroup cgroups;
  private final StringBuilder laidOut = new StringBuilder();
  private int signal;

  private Fio(Context c, Invocation invocation) {
    this.c = c;
    this.invocation = invocation;
    cgroups = new FioCgroup(c);
  }

  /** Runs the command. */
  public static int run(Context c, List<String> args) throws IOException {
    if (args.contains("--version") || args.contains("-v")) {
      c.write(VERSION);
      return 0;
    }
    if (args.contains("--help") || args.contains("-h")) {
      c.write(USAGE);
      return 0;
    }
    try {
      Invocation invocation = Arguments.parse(args, name -> read(c, name));
      if (invocation.jobs().isEmpty()) {
        c.write(USAGE);
        c.complain("No job(s) defined\n");
        return 1;
      }
      return new Fio(c, invocation).run();
    } catch (FioException refused) {
      if (!refused.listing().isEmpty()) {
        c.write(refused.listing());
      }
      c.complain(refused.message());
      return 1;
    }
  }

  private static String read(Context c, String name) throws IOException {
    if (name.equals("-")) {
      return c.readAll(c.in());
    }
    Descriptor file = Opener.read(c.shell(), name);
    try {
      return c.readAll(file);
    } finally {
      file.close();
    }
  }

  private int run() throws IOException {
    prepare();
    if (invocation.parseOnly()) {
      return 0;
    }
    announce();
    Set<String> names = new LinkedHashSet<>();
    targets.values().forEach(target -> names.addAll(target.names()));
    long start = c.kernel().nowNs();
    Map<String, DiskCounters> before = DiskCounters.read(c.kernel().fileSystem());
    c.shell().process().caught().addAll(List.of(SIGINT, SIGTERM));
    c.shell().process().ignored().removeAll(List.of(SIGINT, SIGTERM)); // a handler of its own
    InterruptException interrupted = null;
    try {
      try {
        runAll();
      } catch (InterruptException e) {
        interrupted = e; // nothing may wait any more: time stands still from here on
        terminate(SIGINT);
        workers.forEach(Worker::cutShort);
      }
    } finally {
      workers.forEach(Worker::abandon);
      cgroups.remove();
    }
    List<DiskCounters> disks = new ArrayList<>();
    Map<String, DiskCounters> after = DiskCounters.read(c.kernel().fileSystem());
    for (String name : names) {
      DiskCounters now = after.getOrDefault(name, DiskCounters.none(name));
      disks.add(now.since(before.getOrDefault(name, DiskCounters.none(name))));
    }
    long elapsedMs = (c.kernel().nowNs() - start) / NS_PER_MS;
    long epochMs = c.kernel().bootEpochSeconds() * 1000 + c.kernel().nowNs() / NS_PER_MS;
    report(new Result(entries(), disks, elapsedMs, epochMs));
    if (interrupted != null) {
      throw interrupted;
    }
    return status();
  }

  // ---- before

  private boolean speaks() {
    return invocation.has(Format.NORMAL);
  }

  private void prepare() throws IOException {
    int group = -1;
    int inGroup = 0;
    for (JobSpec spec : invocation.jobs()) {
      boolean begins = spec.flag("stonewall", false) || spec.flag("new_group", false);
      if (group < 0 || begins && inGroup > 0) {
        group++;
        inGroup = 0;
      }
      int clones = (int) spec.number("numjobs", 1);
      if (clones == 0) {
        throw new FioException("fio: " + spec.name() + ": numjobs=0: no job to run");
      }
      for (int clone = 0; clone < clones; clone++) {
        Worker worker = new Worker(c, spec, workers.size(), clone, group);
        workers.add(worker);
        inGroup++;
        if (!invocation.parseOnly()) {
          Targets on = Targets.of(c, spec, clone, laidOut::append);
          on.pattern(spec, clone, 0);
          targets.put(worker, on);
        }
      }
      report.append(Header.of(spec, group)).append(clones > 1 ? "...\n" : "");
      if (spec.flag("time_based", false) && spec.time("runtime") == 0) {
        c.complain("fio: time_based requires a runtime/timeout setting");
      }
    }
    for (JobSpec spec : invocation.jobs()) {
      if (!spec.isDirect() && spec.rw().kind() == Pattern.Kind.TRIM_WRITE && isOnDevices(spec)) {
        c.complain("fio: " + spec.name() + ": direct=0, but writes among trims are direct I/O");
      }
    }
  }

  private boolean isOnDevices(JobSpec spec) {
    return targets.entrySet().stream()
        .anyMatch(entry -> entry.getKey().spec() == spec && entry.getValue().files().isEmpty());
  }

  private void announce() throws IOException {
    if (speaks()) {
      report.append(VERSION).append("Starting ").append(Header.crew(workers)).append('\n');
      report.append(laidOut);
      for (JobSpec spec : invocation.jobs()) {
        if (spec.ioDepth() > 1 && !spec.engine().isAsync()) {
          report.append(
              "note: both iodepth >= 1 and synchronous I/O engine are selected, queue depth will be"
                  + " capped at 1\n");
        }
      }
      flush();
    } else {
      report.setLength(0);
    }
  }

  // ---- the run

  private void runAll() throws IOException {
    for (Worker worker : workers) {
      if (worker.isBehindWall()) {
        awaitStarted();
      }
      if (signal != 0) {
        return;
      }
      Targets on = targets.get(worker);
      assert on != null : "every worker has targets";
      worker.start(on, cgroups, c.processes().waker());
    }
    awaitStarted();
  }

  /** Waits for all that run; a signal stops them. */
  private void awaitStarted() throws IOException {
    while (true) {
      boolean[] over = new boolean[1];
      int[] caught = new int[1];
      c.processes()
          .awaitUntil(
              () -> {
                caught[0] = c.shell().process().takeTrap();
                over[0] = workers.stream().allMatch(w -> !w.hasStarted() || w.poll());
                return over[0] || caught[0] != 0;
              });
      if (caught[0] != 0) {
        terminate(caught[0]);
      }
      if (over[0]) {
        return;
      }
    }
  }

  private void terminate(int number) throws IOException {
    if (signal == 0) {
      signal = number;
      if (speaks()) {
        report.append("\nfio: terminating on signal ").append(number).append('\n');
        flush();
      }
    }
    workers.forEach(Worker::stop);
  }

  // ---- after

  private List<Result.Entry> entries() {
    List<Result.Entry> entries = new ArrayList<>();
    List<Worker> together = new ArrayList<>();
    for (Worker worker : workers) {
      boolean joins =
          !together.isEmpty()
              && together.get(0).group() == worker.group()
              && worker.spec().flag("group_reporting", false);
      if (!joins && !together.isEmpty()) {
        entries.add(entry(together));
        together.clear();
      }
      together.add(worker);
    }
    entries.add(entry(together));
    return entries;
  }

  private static Result.Entry entry(List<Worker> together) {
    Worker first = together.get(0);
    JobStats joined = first.newStats();
    together.forEach(worker -> joined.join(worker.stats()));
    return new Result.Entry(
        first.spec(),
        first.group(),
        together.size(),
        first.pid(),
        joined,
        first.errno(),
        first.error());
  }

  private void report(Result result) throws IOException {
    if (invocation.has(Format.JSON)) {
      report.append(JsonReport.of(result)).append('\n');
    }
    if (invocation.has(Format.TERSE)) {
      report.append(TerseReport.of(result));
    }
    if (speaks()) {
      report.append('\n').append(NormalReport.of(result));
    }
    flush();
    for (Worker worker : workers) {
      if (worker.signal() != 0) {
        c.complain("fio: pid=" + worker.pid() + ", got signal=" + worker.signal());
      }
    }
  }

  private boolean outputBegun;

  private void flush() throws IOException {
    String text = report.toString();
    report.setLength(0);
    String output = invocation.output();
    if (output == null) {
      c.write(text);
      return;
    }
    Descriptor file =
        outputBegun ? Opener.append(c.shell(), output) : Opener.write(c.shell(), output);
    outputBegun = true;
    try {
      file.write(Context.utf8(text).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    } finally {
      file.close();
    }
  }

  private int status() {
    if (signal != 0) {
      return TERMINATED;
    }
    return workers.stream().anyMatch(worker -> worker.errno() != 0) ? 1 : 0;
  }
}

package io.cglab.shell.compare;

import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.core.api.Errno;
import io.cglab.shell.compare.Scenario.Event;
import io.cglab.shell.compare.Scenario.FileWrite;
import io.cglab.shell.compare.Scenario.Group;
import io.cglab.shell.compare.Scenario.Job;
import io.cglab.shell.compare.ScenarioMachine.Built;
import io.cglab.shell.compare.Tolerances.StartOrder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs one scenario from boot to the reading of its files. */
final class ScenarioRun {
  private static final long US = 1_000;
  private static final long MS = 1_000_000;
  private static final String CGROUP_ROOT = "/sys/fs/cgroup";

  private final Scenario scenario;
  private final Built machine;
  private final ScenarioHost host;

  /** What the machine refused: each is a part that a later version may have. */
  private final List<String> missing = new ArrayList<>();

  private ScenarioRun(Scenario scenario, Built machine, ScenarioHost host) {
    this.scenario = scenario;
    this.machine = machine;
    this.host = host;
  }

  /**
   * What came of a run.
   *
   * @param missing what the machine lacks for this scenario; nothing was run then
   * @param processes one entry a process, jobs in order
   * @param files the files that the record has, {@code $DEV0} and so on for device numbers
   */
  record Outcome(List<String> missing, List<Measured> processes, Map<String, String> files) {}

  /** Runs {@code scenario} on a fresh machine that {@code host} is, built as {@code machine}. */
  static Outcome run(
      Scenario scenario, Built machine, ScenarioHost host, StartOrder order, long seed) {
    return new ScenarioRun(scenario, machine, host).run(order, seed);
  }

  private Outcome run(StartOrder order, long seed) {
    setUpDevices();
    setUpGroups();
    if (!missing.isEmpty()) {
      return new Outcome(List.copyOf(missing), List.of(), Map.of());
    }
    List<Measured> measured = start(order, seed);
    for (Event event : scenario.events()) {
      host.advanceTo(machine.t0Ns() + event.atUs() * US);
      writeSetting(event.cgroup(), event.write());
    }
    if (!host.finish()) {
      missing.add("an end: the jobs wait for ever");
    }
    // Files first: a policy that root_after disables shows its keys in the record.
    Map<String, String> files = readFiles();
    scenario.rootAfter().forEach(write -> writeSetting("", write));
    return new Outcome(List.copyOf(missing), missing.isEmpty() ? measured : List.of(), files);
  }

  private void setUpDevices() {
    for (String disk : machine.disks()) {
      Path queue = host.fileSystem().getPath("/sys/block", disk, "queue");
      if (scenario.scheduler() != null) {
        tryWrite(
            queue.resolve("scheduler"), scenario.scheduler(), "scheduler " + scenario.scheduler());
      }
      if (scenario.nrRequests() != null && missing.isEmpty()) {
        if (scenario.nrRequestsTwice()) {
          tryWrite(queue.resolve("nr_requests"), "" + (scenario.nrRequests() + 1), "nr_requests");
        }
        tryWrite(queue.resolve("nr_requests"), "" + scenario.nrRequests(), "nr_requests");
      }
      for (Map.Entry<String, Long> setting : scenario.iosched().entrySet()) {
        if (missing.isEmpty()) {
          String file = "iosched/" + setting.getKey();
          tryWrite(queue.resolve(file), "" + setting.getValue(), file);
        }
      }
    }
  }

  private void setUpGroups() {
    scenario.root().forEach(write -> writeSetting("", write));
    try {
      for (Group group : scenario.groups()) {
        enable(parent(group.path()));
        Files.createDirectory(cgroup(group.path()));
      }
    } catch (IOException e) {
      missing.add("cgroups with the io controller: " + reason(e));
      return;
    }
    for (Group group : scenario.groups()) {
      group.writes().forEach(write -> writeSetting(group.path(), write));
    }
  }

  private void enable(String parent) throws IOException {
    writeOnce(cgroup(parent).resolve("cgroup.subtree_control"), "+io\n");
  }

  private static String parent(String path) {
    return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
  }

  private void writeSetting(String cgroup, FileWrite write) {
    String file = cgroup.isEmpty() ? write.file() : cgroup + "/" + write.file();
    tryWrite(cgroup(file), Scenario.withDevices(write.data(), machine.devices()), file);
  }

  private List<Measured> start(StartOrder order, long seed) {
    record Starting(Job job, int index, Completions completions) {}
    List<Starting> starting = new ArrayList<>();
    List<Measured> measured = new ArrayList<>();
    for (Job job : scenario.jobs()) {
      for (int n = 0; n < job.processes(); n++) {
        var completions = new Completions();
        starting.add(new Starting(job, starting.size(), completions));
        measured.add(new Measured(completions, job.stopMs() * MS));
      }
    }
    if (order == StartOrder.RECORDED) {
      starting.sort(
          Comparator.<Starting>comparingLong(s -> s.job().startMs())
              .thenComparingLong(s -> firstCompletionUs(s.index())));
    }
    long cpuFreeNs = 0;
    for (Starting s : starting) {
      Job job = s.job();
      long startNs = machine.t0Ns() + job.startMs() * MS;
      if (order == StartOrder.RECORDED) {
        // One CPU serves everything: who starts first submits all it may before the next begins.
        startNs = Math.max(startNs, cpuFreeNs);
        cpuFreeNs = startNs + job.ioDepth() * host.submitNs();
      }
      var work =
          new ScenarioHost.Work(
              machine.devices().get(job.dev()),
              job.write(),
              job.random(),
              job.blockBytes(),
              job.ioDepth(),
              job.thinkUs() * US,
              startNs,
              machine.t0Ns() + job.stopMs() * MS,
              job.prioClass(),
              seed + s.index());
      long t0Ns = machine.t0Ns();
      try {
        host.start(
            cgroup(job.cgroup()),
            work,
            (submittedNs, reapedNs, bytes) ->
                s.completions().add(reapedNs - t0Ns, reapedNs - submittedNs, bytes));
      } catch (IOException e) {
        missing.add("a process in " + job.cgroup() + ": " + reason(e));
      }
    }
    return measured;
  }

  private long firstCompletionUs(int process) {
    List<Long> first = scenario.kernel().processes().get(process).firstCompletionsUs();
    return first.isEmpty() ? Long.MAX_VALUE : first.get(0);
  }

  private Map<String, String> readFiles() {
    Map<String, String> files = new LinkedHashMap<>();
    for (String file : scenario.kernel().files().keySet()) {
      try {
        files.put(file, contract(Files.readString(cgroup(file))));
      } catch (NoSuchFileException e) {
        // Not there: the criteria that need it say so.
      } catch (IOException e) {
        missing.add(file + ": " + reason(e));
      }
    }
    return files;
  }

  private void tryWrite(Path file, String data, String what) {
    try {
      writeOnce(file, data + "\n");
    } catch (IOException e) {
      String text = what + " is not there yet (" + reason(e) + ")";
      if (!missing.contains(text)) {
        missing.add(text);
      }
    }
  }

  private static void writeOnce(Path file, String data) throws IOException {
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(data.getBytes(StandardCharsets.ISO_8859_1)));
    }
  }

  private static String reason(IOException e) {
    Errno errno = NioErrors.errnoOf(e);
    return errno == null ? e.toString() : errno.name();
  }

  /** The cgroup, or file of a cgroup, with this path below the root. */
  private Path cgroup(String path) {
    return host.fileSystem().getPath(CGROUP_ROOT).resolve(path);
  }

  /** Writes {@code $DEV0} and so on for the device numbers that begin the lines of a file. */
  private String contract(String text) {
    var out = new StringBuilder();
    for (String line : text.lines().toList()) {
      String contracted = line;
      for (int i = 0; i < machine.devices().size(); i++) {
        if (line.startsWith(machine.devices().get(i) + " ")) {
          contracted = "$DEV" + i + line.substring(machine.devices().get(i).length());
        }
      }
      out.append(contracted).append('\n');
    }
    return out.toString();
  }
}

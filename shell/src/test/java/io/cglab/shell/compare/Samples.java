package io.cglab.shell.compare;

import io.cglab.shell.compare.Scenario.Device;
import io.cglab.shell.compare.Scenario.Event;
import io.cglab.shell.compare.Scenario.FileWrite;
import io.cglab.shell.compare.Scenario.Group;
import io.cglab.shell.compare.Scenario.Job;
import io.cglab.shell.compare.Scenario.Recorded;
import io.cglab.shell.compare.Scenario.RecordedProcess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Scenarios made by hand. */
final class Samples {
  private static final long MS = 1_000_000;

  private Samples() {}

  /** Reads of 4 KiB, one at a time, by one process on the first device. */
  static Job reader(String cgroup) {
    return job(cgroup, 0, false);
  }

  static Job job(String cgroup, int dev, boolean write) {
    return new Job(cgroup, dev, write, true, 4096, 1, 1, 0, 0, 300, 0);
  }

  /** A cgroup with one write to io.max, or none. */
  static Group group(String path, String... ioMax) {
    return new Group(
        path, Arrays.stream(ioMax).map(data -> new FileWrite("io.max", data)).toList());
  }

  static Event event(long atUs, String cgroup, String ioMax) {
    return new Event(atUs, cgroup, new FileWrite("io.max", ioMax));
  }

  /** A record of three tenths of a second. */
  static RecordedProcess recorded(double p50Us, List<Long> firstUs, Long... kibPer100ms) {
    long kib = Arrays.stream(kibPer100ms).mapToLong(Long::longValue).sum();
    return new RecordedProcess(
        kib / 4,
        kib * 1024,
        new Latency(p50Us, p50Us, p50Us, p50Us, p50Us),
        firstUs,
        List.of(kibPer100ms));
  }

  static Scenario scenario(
      List<Group> groups,
      List<Job> jobs,
      List<Event> events,
      List<RecordedProcess> processes,
      Map<String, String> files) {
    return new Scenario(
        "sample",
        300,
        groups,
        jobs,
        List.of(new Device(100_000, 64), new Device(100_000, 64)),
        null,
        null,
        false,
        Map.of(),
        List.of(),
        List.of(),
        events,
        new Recorded(4_294_687_923L, 301, processes, files));
  }

  /** A scenario of which only the name and the device's depth matter. */
  static Scenario named(String name, int hwQueueDepth) {
    return new Scenario(
        name,
        300,
        List.of(group("a")),
        List.of(reader("a")),
        List.of(new Device(100_000, hwQueueDepth)),
        null,
        null,
        false,
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        new Recorded(0, 0, List.of(nothing()), Map.of()));
  }

  /** I/Os of 4 KiB reaped at these times in ms, each after 0.1 ms. */
  static Measured measured(double... atMs) {
    var completions = new Completions();
    for (double ms : atMs) {
      completions.add(Math.round(ms * MS), MS / 10, 4096);
    }
    return new Measured(completions, 300 * MS);
  }

  /** Processes of one job each without a record that matters. */
  static List<Comparison.Proc> processes(Scenario scenario) {
    List<Measured> measured = new ArrayList<>();
    for (int i = 0; i < scenario.processes(); i++) {
      measured.add(measured());
    }
    return Comparison.of(scenario, measured, Map.of()).processes();
  }

  static RecordedProcess nothing() {
    return recorded(0, List.of(), 0L, 0L, 0L);
  }
}

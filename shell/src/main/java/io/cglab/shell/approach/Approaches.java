package io.cglab.shell.approach;

import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.cgroupfs.machine.YamlCursor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code compare-approaches} compares: the rows, workloads and columns of {@code
 * approaches.yaml}.
 *
 * @param seconds of virtual time that each workload runs
 */
public record Approaches(
    int seconds, List<Workload> workloads, List<Column> columns, List<Approach> approaches) {
  private static final String RESOURCE = "approaches.yaml";
  private static final Set<String> APPROACH_KEYS =
      Set.of(
          "name", "kernel", "scheduler", "mounts", "controls", "sits", "unit", "setting", "setup");
  private static final int MOST_SECONDS = 3600;
  private static final Map<String, String> MOUNTS =
      Map.of(
          "none",
          "",
          "v2",
          "mounts:\n  - {type: cgroup2, on: /sys/fs/cgroup}\n",
          "v1",
          """
          mounts:
            - {type: tmpfs, on: /sys/fs/cgroup}
            - {type: cgroup, options: blkio, on: /sys/fs/cgroup/blkio}
          """);

  public Approaches {
    workloads = List.copyOf(workloads);
    columns = List.copyOf(columns);
    approaches = List.copyOf(approaches);
  }

  /** The ones in the jar. */
  public static Approaches shipped() {
    try (InputStream in = Approaches.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new AssertionError("not in the jar: " + RESOURCE);
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), RESOURCE);
    } catch (IOException | MalformedFileException e) {
      throw new AssertionError(e);
    }
  }

  /** Reads a file of this form; {@code name} is for messages. */
  public static Approaches parse(String yaml, String name) throws MalformedFileException {
    Map<String, YamlCursor> keys =
        YamlCursor.parse(name, yaml)
            .map(Set.of("disks", "seconds", "workloads", "columns", "approaches"), Set.of());
    Map<String, String> disks = new LinkedHashMap<>();
    for (Map.Entry<String, YamlCursor> disk : at(keys, "disks").map().entrySet()) {
      disks.put(disk.getKey(), disk.getValue().text());
    }
    List<Workload> workloads = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (YamlCursor entry : at(keys, "workloads").list()) {
      Map<String, YamlCursor> of = entry.map(Set.of("name", "disk", "a"), Set.of("b"));
      if (!disks.containsKey(text(of, "disk", ""))) {
        throw at(of, "disk").expected("a disk of this file");
      }
      workloads.add(
          new Workload(
              text(of, "name", ""), text(of, "disk", ""), text(of, "a", ""), text(of, "b", "")));
      known.add(text(of, "name", ""));
    }
    List<Column> columns = new ArrayList<>();
    for (YamlCursor entry : at(keys, "columns").list()) {
      Map<String, YamlCursor> of = entry.map(Set.of("title", "workload", "value"), Set.of());
      if (!known.contains(text(of, "workload", ""))) {
        throw at(of, "workload").expected("a workload of this file");
      }
      columns.add(
          new Column(text(of, "title", ""), text(of, "workload", ""), text(of, "value", "")));
      check(at(of, "value"));
    }
    List<Approach> approaches = new ArrayList<>();
    for (YamlCursor entry : at(keys, "approaches").list()) {
      approaches.add(approach(entry, disks));
    }
    long seconds = at(keys, "seconds").integer();
    if (seconds < 1 || seconds > MOST_SECONDS) {
      throw at(keys, "seconds").expected("1 to " + MOST_SECONDS);
    }
    return new Approaches((int) seconds, workloads, columns, approaches);
  }

  private static void check(YamlCursor value) throws MalformedFileException {
    try {
      double any =
          new Measurement(Measurement.Job.NONE, Measurement.Job.NONE, 0).value(value.text());
      assert any == 0 : value;
    } catch (IllegalArgumentException none) {
      throw value.expected("a number of a measurement, such as a.iops");
    }
  }

  private static Approach approach(YamlCursor entry, Map<String, String> disks)
      throws MalformedFileException {
    Map<String, YamlCursor> keys = entry.map(APPROACH_KEYS, Set.of("a", "b", "disk_a", "disk_b"));
    String mounts = MOUNTS.get(text(keys, "mounts", ""));
    if (mounts == null) {
      throw at(keys, "mounts").expected("v1, v2 or none");
    }
    Map<String, String> machines = new LinkedHashMap<>();
    for (Map.Entry<String, String> disk : disks.entrySet()) {
      machines.put(
          disk.getKey(),
          "profile: "
              + text(keys, "kernel", "")
              + "\nadd_ons: [bio-cgroup, io-throttle]\n"
              + mounts
              + disk.getValue().replace("SCHEDULER", text(keys, "scheduler", "")));
    }
    return new Approach(
        text(keys, "name", ""),
        machines,
        text(keys, "controls", ""),
        text(keys, "sits", ""),
        text(keys, "unit", ""),
        text(keys, "setting", ""),
        text(keys, "setup", ""),
        new Approach.Job(text(keys, "a", ""), text(keys, "disk_a", "/dev/sda1")),
        new Approach.Job(text(keys, "b", ""), text(keys, "disk_b", "/dev/sda2")));
  }

  private static YamlCursor at(Map<String, YamlCursor> keys, String key) {
    YamlCursor at = keys.get(key);
    assert at != null : "checked by map(): " + key;
    return at;
  }

  private static String text(Map<String, YamlCursor> keys, String key, String otherwise)
      throws MalformedFileException {
    @Nullable YamlCursor at = keys.get(key);
    return at == null ? otherwise : at.text();
  }
}

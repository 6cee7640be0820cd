package io.cglab.shell.compare;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.shell.compare.Scenario.Device;
import io.cglab.shell.compare.Scenario.Event;
import io.cglab.shell.compare.Scenario.FileWrite;
import io.cglab.shell.compare.Scenario.Group;
import io.cglab.shell.compare.Scenario.Job;
import io.cglab.shell.compare.Scenario.Recorded;
import io.cglab.shell.compare.Scenario.RecordedProcess;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a file of scenarios. Every key and type is checked, and what they refer to. */
final class ScenarioReader {
  private static final long MANY = Integer.MAX_VALUE;
  private static final int SECTOR_BYTES = 512;
  private static final int PRIO_CLASSES = 3;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ScenarioReader() {}

  /**
   * Reads the scenarios in order, at least one.
   *
   * @param file the file's name for messages
   */
  static List<Scenario> read(String file, String json) throws MalformedFileException {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String line = at == null ? "" : " line " + at.getLineNr() + ":";
      throw new MalformedFileException(
          file + ":" + line + " expected JSON: " + e.getOriginalMessage());
    }
    if (!root.isArray() || root.isEmpty()) {
      throw new MalformedFileException(file + ": expected a list of scenarios, at least one");
    }
    List<Scenario> scenarios = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < root.size(); i++) {
      JsonNode name = root.get(i).path("name");
      String title = name.isTextual() ? name.textValue() : "without a name";
      String where = file + ": scenario " + title + " (entry " + (i + 1) + ")";
      var cursor = new JsonCursor(where, "", root.get(i));
      Scenario scenario = scenario(cursor);
      if (!names.add(scenario.name())) {
        throw cursor.at("name").expected("a name that no scenario above has");
      }
      scenarios.add(scenario);
    }
    return List.copyOf(scenarios);
  }

  private static Scenario scenario(JsonCursor in) throws MalformedFileException {
    in.object(
        Set.of("name", "duration_ms", "cgroups", "jobs", "devices", "kernel"),
        Set.of(
            "scheduler",
            "nr_requests",
            "nr_requests_twice",
            "iosched",
            "root",
            "root_after",
            "events"));
    long durationMs = in.at("duration_ms").integer(1, MANY);
    List<Device> devices = new ArrayList<>();
    for (JsonCursor device : in.at("devices").nonEmptyList()) {
      device.object(Set.of("completion_nsec", "hw_queue_depth"), Set.of());
      devices.add(
          new Device(
              device.at("completion_nsec").integer(0, Long.MAX_VALUE),
              (int) device.at("hw_queue_depth").integer(1, MANY)));
    }
    List<Group> groups = groups(in.at("cgroups"));
    Set<String> paths = new LinkedHashSet<>();
    groups.forEach(group -> paths.add(group.path()));
    List<Job> jobs = new ArrayList<>();
    for (JsonCursor job : in.at("jobs").nonEmptyList()) {
      jobs.add(job(job, durationMs, devices.size(), paths));
    }
    Map<String, Long> iosched = new LinkedHashMap<>();
    if (in.has("iosched")) {
      for (Map.Entry<String, JsonCursor> e : in.at("iosched").map().entrySet()) {
        iosched.put(e.getKey(), e.getValue().integer(0, Long.MAX_VALUE));
      }
    }
    return new Scenario(
        in.at("name").text(),
        durationMs,
        groups,
        List.copyOf(jobs),
        List.copyOf(devices),
        in.has("scheduler") ? in.at("scheduler").text() : null,
        in.has("nr_requests") ? in.at("nr_requests").integer(1, MANY) : null,
        in.has("nr_requests_twice") && in.at("nr_requests_twice").bool(),
        iosched,
        in.has("root") ? writes(in.at("root")) : List.of(),
        in.has("root_after") ? writes(in.at("root_after")) : List.of(),
        in.has("events") ? events(in.at("events"), paths) : List.of(),
        recorded(in.at("kernel"), jobs, durationMs));
  }

  private static List<Group> groups(JsonCursor in) throws MalformedFileException {
    List<Group> groups = new ArrayList<>();
    Set<String> paths = new LinkedHashSet<>();
    for (JsonCursor group : in.list()) {
      group.object(Set.of("path", "writes"), Set.of());
      String path = group.at("path").text();
      int slash = path.lastIndexOf('/');
      if (path.isEmpty() || path.startsWith("/") || path.endsWith("/") || path.contains("//")) {
        throw group.at("path").expected("a path below the root cgroup, such as a/b");
      }
      if (slash > 0 && !paths.contains(path.substring(0, slash))) {
        throw group.at("path").expected("a cgroup whose parent stands above it");
      }
      if (!paths.add(path)) {
        throw group.at("path").expected("each cgroup once");
      }
      groups.add(new Group(path, writes(group.at("writes"))));
    }
    return List.copyOf(groups);
  }

  private static List<FileWrite> writes(JsonCursor in) throws MalformedFileException {
    List<FileWrite> writes = new ArrayList<>();
    for (JsonCursor write : in.list()) {
      writes.add(write.fileWrite());
    }
    return List.copyOf(writes);
  }

  private static Job job(JsonCursor in, long durationMs, int devices, Set<String> cgroups)
      throws MalformedFileException {
    in.object(
        Set.of("cgroup", "rw", "bs", "iodepth"),
        Set.of("numjobs", "think_us", "start_ms", "stop_ms", "ioprio_class", "dev"));
    String rw = in.at("rw").text();
    if (!List.of("read", "write", "randread", "randwrite").contains(rw)) {
      throw in.at("rw").expected("read, write, randread or randwrite");
    }
    long blockBytes = in.at("bs").integer(SECTOR_BYTES, 1 << 30);
    if (blockBytes % SECTOR_BYTES != 0) {
      throw in.at("bs").expected("a multiple of " + SECTOR_BYTES);
    }
    return new Job(
        cgroup(in.at("cgroup"), cgroups),
        (int) in.integer("dev", 0, devices - 1L, 0),
        rw.endsWith("write"),
        rw.startsWith("rand"),
        (int) blockBytes,
        (int) in.at("iodepth").integer(1, 1 << 20),
        (int) in.integer("numjobs", 1, 1 << 20, 1),
        in.integer("think_us", 0, MANY, 0),
        in.integer("start_ms", 0, MANY, 0),
        in.integer("stop_ms", 1, MANY, durationMs),
        (int) in.integer("ioprio_class", 0, PRIO_CLASSES, 0));
  }

  private static String cgroup(JsonCursor in, Set<String> cgroups) throws MalformedFileException {
    String path = in.text();
    if (!cgroups.contains(path)) {
      throw in.expected("one of the cgroups " + String.join(", ", cgroups));
    }
    return path;
  }

  private static List<Event> events(JsonCursor in, Set<String> cgroups)
      throws MalformedFileException {
    List<Event> events = new ArrayList<>();
    for (JsonCursor event : in.list()) {
      event.object(Set.of("at_ms", "cgroup", "file", "data"), Set.of("at_us_recorded"));
      long atMs = event.at("at_ms").integer(0, MANY);
      events.add(
          new Event(
              event.integer("at_us_recorded", 0, Long.MAX_VALUE / 1000, atMs * 1000),
              cgroup(event.at("cgroup"), cgroups),
              new FileWrite(event.at("file").text(), event.at("data").text())));
    }
    events.sort(Comparator.comparingLong(Event::atUs));
    return List.copyOf(events);
  }

  private static Recorded recorded(JsonCursor in, List<Job> jobs, long durationMs)
      throws MalformedFileException {
    in.object(Set.of("jobs", "t0_tick", "t0_us_into_tick", "files"), Set.of("t0_ns"));
    int wanted = jobs.stream().mapToInt(Job::processes).sum();
    List<JsonCursor> entries = in.at("jobs").list();
    if (entries.size() != wanted) {
      throw in.at("jobs").expected("one entry a process, " + wanted);
    }
    List<RecordedProcess> processes = new ArrayList<>();
    for (JsonCursor entry : entries) {
      processes.add(process(entry, durationMs));
    }
    Map<String, String> files = new LinkedHashMap<>();
    for (Map.Entry<String, JsonCursor> file : in.at("files").map().entrySet()) {
      files.put(file.getKey(), file.getValue().text());
    }
    return new Recorded(
        in.at("t0_tick").integer(0, 1L << 53),
        in.at("t0_us_into_tick").integer(0, 999),
        List.copyOf(processes),
        files);
  }

  private static RecordedProcess process(JsonCursor in, long durationMs)
      throws MalformedFileException {
    in.object(
        Set.of(
            "read_ios",
            "write_ios",
            "read_bytes",
            "write_bytes",
            "lat_us",
            "first_completions_us",
            "kib_per_100ms"),
        Set.of("seconds", "bytes_per_s", "ios_per_s", "last_ms"));
    JsonCursor lat = in.at("lat_us");
    lat.object(Set.of("mean", "p50", "p90", "p99", "max"), Set.of());
    List<Long> series = integers(in.at("kib_per_100ms"));
    long tenths = (durationMs + 99) / 100;
    if (series.size() != tenths) {
      throw in.at("kib_per_100ms").expected("one entry a tenth of a second, " + tenths);
    }
    List<Long> first = integers(in.at("first_completions_us"));
    if (first.size() > Measured.FIRST_COMPLETIONS || !isSorted(first)) {
      throw in.at("first_completions_us")
          .expected("at most " + Measured.FIRST_COMPLETIONS + " times in order");
    }
    return new RecordedProcess(
        integer(in, "read_ios") + integer(in, "write_ios"),
        integer(in, "read_bytes") + integer(in, "write_bytes"),
        new Latency(
            lat.at("mean").number(),
            lat.at("p50").number(),
            lat.at("p90").number(),
            lat.at("p99").number(),
            lat.at("max").number()),
        first,
        series);
  }

  private static long integer(JsonCursor in, String key) throws MalformedFileException {
    return in.at(key).integer(0, Long.MAX_VALUE);
  }

  private static List<Long> integers(JsonCursor in) throws MalformedFileException {
    List<Long> numbers = new ArrayList<>();
    for (JsonCursor number : in.list()) {
      numbers.add(number.integer(0, Long.MAX_VALUE));
    }
    return List.copyOf(numbers);
  }

  private static boolean isSorted(List<Long> numbers) {
    for (int i = 1; i < numbers.size(); i++) {
      if (numbers.get(i) < numbers.get(i - 1)) {
        return false;
      }
    }
    return true;
  }
}

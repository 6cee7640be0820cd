package io.cglab.shell.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.cgroupfs.machine.YamlCursor;
import io.cglab.core.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the machine file of a scenario: a template, with the scenario's devices and the tick
 * counter set so that t0 falls where the record says.
 */
final class ScenarioMachine {
  /** The record's ticks a second. */
  static final int RECORDED_HZ = 1000;

  private static final String RESOURCE = "scenario-machine.yaml";
  private static final long US_PER_SECOND = 1_000_000;

  /** At least so long before t0 the machine boots: 300 ms must pass after the last write. */
  private static final long LEAD_US = 400_000;

  private final String name;
  private final ObjectNode template;

  private ScenarioMachine(String name, ObjectNode template) {
    this.name = name;
    this.template = template;
  }

  /** The template in the jar. */
  static ScenarioMachine shipped() {
    try (InputStream in = ScenarioMachine.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new AssertionError("not in the jar: " + RESOURCE);
      }
      return parse(RESOURCE, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MalformedFileException e) {
      throw new AssertionError("the shipped machine is malformed", e);
    }
  }

  /** Reads a template: a machine file whose first disk stands for each of the scenario's. */
  static ScenarioMachine parse(String file, String yaml) throws MalformedFileException {
    YamlCursor.parse(file, yaml).map();
    JsonNode root;
    try {
      root = new YAMLMapper().readTree(yaml);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new MalformedFileException(file + ":" + line + ": expected a machine file");
    }
    if (!(root instanceof ObjectNode object)) {
      throw new MalformedFileException(file + ":1: expected a machine file");
    }
    JsonNode first = object.path("disks").path(0);
    if (!first.path("name").isTextual() || !first.path("dev").asText().matches("[0-9]+:[0-9]+")) {
      throw new MalformedFileException(
          file
              + ":1: disks: expected a disk with name and dev, the model of each scenario's disks");
    }
    return new ScenarioMachine(file, object);
  }

  /** The same with another kernel, or itself if {@code profile} is null. */
  ScenarioMachine withProfile(@Nullable Profile profile) {
    if (profile == null) {
      return this;
    }
    ObjectNode other = template.deepCopy();
    other.put("profile", profile.kernel());
    return new ScenarioMachine(name, other);
  }

  /** Its name for messages. */
  String name() {
    return name;
  }

  /**
   * A machine for one scenario.
   *
   * @param yaml the machine file
   * @param t0Ns t0 in ns after boot
   * @param disks names of the disks, in the scenario's order
   * @param devices their numbers
   */
  record Built(String yaml, long t0Ns, List<String> disks, List<String> devices) {}

  /**
   * Builds the machine of {@code scenario}.
   *
   * @param hz ticks a second in place of the template's, or null
   * @param seed in place of the template's, or null
   */
  Built build(Scenario scenario, @Nullable Integer hz, @Nullable Long seed) {
    ObjectNode root = template.deepCopy();
    if (hz != null) {
      root.put("hz", hz);
    }
    if (seed != null) {
      root.put("seed", seed);
    }
    TickStart start =
        TickStart.of(
            scenario.kernel().t0Tick(),
            scenario.kernel().t0UsIntoTick(),
            root.path("hz").asInt(RECORDED_HZ));
    root.put("j0", start.j0());
    root.put("us_into_tick", start.usIntoTick());
    List<String> names = new ArrayList<>();
    List<String> numbers = new ArrayList<>();
    ObjectNode prototype = (ObjectNode) root.path("disks").path(0);
    ArrayNode disks = root.putArray("disks");
    for (Scenario.Device device : scenario.devices()) {
      ObjectNode disk = prototype.deepCopy();
      int i = names.size();
      names.add(numbered(prototype.path("name").asText(), i));
      numbers.add(numbered(prototype.path("dev").asText(), i));
      disk.put("name", names.get(i));
      disk.put("dev", numbers.get(i));
      ObjectNode params = disk.withObjectProperty("params");
      params.put("completion_nsec", device.completionNs());
      params.put("hw_queue_depth", device.hwQueueDepth());
      disks.add(disk);
    }
    try {
      return new Built(
          new YAMLMapper().writeValueAsString(root),
          start.leadNs(),
          List.copyOf(names),
          List.copyOf(numbers));
    } catch (JsonProcessingException e) {
      throw new AssertionError("a tree that was read can be written", e);
    }
  }

  /** The text with {@code plus} added to the number at its end. */
  private static String numbered(String text, int plus) {
    int digits = text.length();
    while (digits > 0 && Character.isDigit(text.charAt(digits - 1))) {
      digits--;
    }
    String number = text.substring(digits);
    long last = number.isEmpty() ? 0 : Long.parseLong(number);
    return text.substring(0, digits) + (number.isEmpty() && plus == 0 ? "" : last + plus);
  }

  /**
   * Where the tick counter stands when the machine boots.
   *
   * @param j0 the tick counter
   * @param usIntoTick how long that tick has lasted
   * @param leadNs how long after boot t0 comes: a whole number of ticks
   */
  record TickStart(long j0, long usIntoTick, long leadNs) {
    /**
     * Computes it from the record, which counts ticks of 1/1000 s. With another HZ the same instant
     * is J(t0) = tick · hz / 1000, and the phase within the longer tick is kept in us.
     */
    static TickStart of(long t0Tick, long t0UsIntoTick, int hz) {
      long tickUs = US_PER_SECOND / hz;
      long t0Us = t0Tick * (US_PER_SECOND / RECORDED_HZ) + t0UsIntoTick;
      long leadTicks = (LEAD_US + tickUs - 1) / tickUs;
      return new TickStart(
          t0Us / tickUs - leadTicks, t0Us % tickUs, leadTicks * (US_PER_SECOND * 1000 / hz));
    }
  }
}

package io.cglab.shell.command;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resource properties of systemd's units (systemd.resource-control(5)) as what systemd writes to
 * cgroup v2's files for them.
 */
final class UnitProperties {
  /**
   * One write(2).
   *
   * @param optional true where systemd goes on after a refusal
   */
  record Setting(String file, String text, boolean optional) {}

  private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([KMGT]?)B?");
  private static final Map<String, String> LIMITS =
      Map.of(
          "IOReadBandwidthMax", "rbps",
          "IOWriteBandwidthMax", "wbps",
          "IOReadIOPSMax", "riops",
          "IOWriteIOPSMax", "wiops");
  private static final int WEIGHT_DEFAULT = 100;
  private static final int WEIGHT_MAX = 10_000;
  private static final int BFQ_WEIGHT_MAX = 1000;

  private final Context c;
  private final List<Setting> settings = new ArrayList<>();
  private final Map<String, List<String>> limitsByDevice = new LinkedHashMap<>();

  private UnitProperties(Context c) {
    this.c = c;
  }

  /** What {@code NAME=VALUE} properties come to. */
  static List<Setting> settings(Context c, List<String> properties) throws IOException {
    UnitProperties unit = new UnitProperties(c);
    for (String property : properties) {
      int equals = property.indexOf('=');
      if (equals < 1) {
        throw new CommandException(1, "Not an assignment: " + property);
      }
      unit.add(property.substring(0, equals), property.substring(equals + 1));
    }
    unit.limitsByDevice.forEach(
        (device, limits) ->
            unit.settings.add(
                new Setting("io.max", device + " " + String.join(" ", limits) + "\n", false)));
    return unit.settings;
  }

  private void add(String name, String value) throws IOException {
    String limit = LIMITS.get(name);
    if (limit != null) {
      String[] words = deviceAnd(name, value);
      String number = words[1].equals("infinity") ? "max" : Long.toString(size(name, words[1]));
      limitsByDevice
          .computeIfAbsent(device(words[0]), d -> new ArrayList<>())
          .add(limit + "=" + number);
      return;
    }
    switch (name) {
      case "IOWeight", "StartupIOWeight" -> {
        long weight = weight(name, value);
        settings.add(new Setting("io.bfq.weight", bfqWeight(weight) + "\n", true));
        settings.add(new Setting("io.weight", "default " + weight + "\n", false));
      }
      case "IODeviceWeight" -> {
        String[] words = deviceAnd(name, value);
        String device = device(words[0]);
        long weight = weight(name, words[1]);
        settings.add(new Setting("io.bfq.weight", device + " " + bfqWeight(weight) + "\n", true));
        settings.add(new Setting("io.weight", device + " " + weight + "\n", false));
      }
      case "IODeviceLatencyTargetSec" -> {
        String[] words = deviceAnd(name, value);
        long ns = Durations.ns(words[1]);
        if (ns < 0) {
          throw invalid(name, value);
        }
        settings.add(
            new Setting("io.latency", device(words[0]) + " target=" + ns / 1000 + "\n", false));
      }
      case "IOAccounting", "Description" -> {
        // Counting needs no write, and a description is for people.
      }
      default ->
          throw new CommandException(
              1,
              "property "
                  + name
                  + " is not supported; these are: IOWeight, IODeviceWeight,"
                  + " IODeviceLatencyTargetSec, "
                  + String.join(", ", new TreeMap<>(LIMITS).keySet()));
    }
  }

  private static CommandException invalid(String name, String value) {
    return new CommandException(1, "Failed to parse " + name + "= value: " + value);
  }

  private static String[] deviceAnd(String name, String value) {
    String[] words = value.strip().split("\\s+");
    if (words.length != 2) {
      throw invalid(name, value);
    }
    return words;
  }

  /** A size to the base of 1000, as systemd has it for bandwidths. */
  private static long size(String name, String text) {
    Matcher matcher = SIZE.matcher(text.toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw invalid(name, text);
    }
    int power = "KMGT".indexOf(matcher.group(2)) + (matcher.group(2).isEmpty() ? 0 : 1);
    return new BigDecimal(matcher.group(1)).scaleByPowerOfTen(3 * power).longValue();
  }

  private static long weight(String name, String text) {
    long weight = Numbers.whole(text);
    if (weight < 1 || weight > WEIGHT_MAX) {
      throw invalid(name, text);
    }
    return weight;
  }

  /** 1 to 10000 as BFQ's 1 to 1000, with 100 in the middle of both; systemd's own conversion. */
  static long bfqWeight(long weight) {
    return weight <= WEIGHT_DEFAULT
        ? WEIGHT_DEFAULT - (WEIGHT_DEFAULT - weight) * (WEIGHT_DEFAULT - 1) / (WEIGHT_DEFAULT - 1)
        : WEIGHT_DEFAULT
            + (weight - WEIGHT_DEFAULT)
                * (BFQ_WEIGHT_MAX - WEIGHT_DEFAULT)
                / (WEIGHT_MAX - WEIGHT_DEFAULT);
  }

  /** The number of the disk behind a path; a partition counts as its disk. */
  private String device(String path) throws IOException {
    SysBlock block;
    try {
      block = SysBlock.of(c, c.path(path));
    } catch (IOException e) {
      throw new CommandException(1, "Failed to find block device of " + path);
    }
    if (block == null) {
      throw new CommandException(1, path + " is not a block device");
    }
    SysBlock disk = block.disk();
    return (disk == null ? block : disk).attribute("dev");
  }
}

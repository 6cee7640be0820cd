package io.cglab.shell.container;

import io.cglab.core.api.DevNo;
import io.cglab.shell.container.Flags.UsageException;
import io.cglab.shell.process.Kernel;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The flags of {@code docker run} and {@code docker update} that limit resources. */
final class ResourceFlags {
  /** Flags that run and update have in common. */
  static final List<String> COMMON =
      List.of(
          "blkio-weight=",
          "c,cpu-shares=",
          "cpus=",
          "cpuset-cpus=",
          "m,memory=",
          "memory-swap=",
          "pids-limit=");

  private static final Map<String, Rate> RATES =
      Map.of(
          "device-read-bps", Rate.READ_BPS,
          "device-write-bps", Rate.WRITE_BPS,
          "device-read-iops", Rate.READ_IOPS,
          "device-write-iops", Rate.WRITE_IOPS);

  private static final long NANO = 1_000_000_000L;
  private static final int LEAST_WEIGHT = 10;
  private static final int MOST_WEIGHT = 1000;
  private static final int WEIGHT_MAX = 65535;

  private final Flags flags;

  ResourceFlags(Flags flags) {
    this.flags = flags;
  }

  /** The resources that the flags ask for; devices are looked up later. */
  Resources resources() throws UsageException {
    int weight = (int) unsigned("blkio-weight", WEIGHT_MAX);
    long shares = unsigned("cpu-shares", Long.MAX_VALUE);
    long memory = size("memory", "-m, --memory");
    long swap = size("memory-swap", "--memory-swap");
    long pids = signed("pids-limit");
    return Resources.NONE.with(
        draft -> {
          draft.blkioWeight = weight;
          draft.cpuShares = shares;
          draft.cpus = flags.text("cpuset-cpus", "");
          draft.memory = memory;
          draft.memorySwap = swap;
          draft.pidsLimit = pids;
        });
  }

  private static UsageException invalid(String value, String flag, String why) {
    return new UsageException(
        "invalid argument \"" + value + "\" for \"" + flag + "\" flag: " + why);
  }

  private long unsigned(String name, long most) throws UsageException {
    String text = flags.text(name, "0");
    String call = "strconv.ParseUint: parsing \"" + text + "\": ";
    if (!text.matches("[0-9]+")) {
      throw invalid(text, "--" + name, call + "invalid syntax");
    }
    if (text.length() > 18 || Long.parseLong(text) > most) {
      throw invalid(text, "--" + name, call + "value out of range");
    }
    return Long.parseLong(text);
  }

  private long signed(String name) throws UsageException {
    String text = flags.text(name, "0");
    if (!text.matches("-?[0-9]{1,18}")) {
      throw invalid(
          text, "--" + name, "strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
    }
    return Long.parseLong(text);
  }

  private long size(String name, String flag) throws UsageException {
    String text = flags.text(name, "0");
    if (name.equals("memory-swap") && text.equals("-1")) {
      return -1;
    }
    long bytes = Units.ramInBytes(text);
    if (bytes < 0) {
      throw invalid(text, flag, "invalid size: '" + text + "'");
    }
    return bytes;
  }

  /** Billionths of a CPU; 0 for no limit. */
  long nanoCpus() throws UsageException {
    String text = flags.text("cpus", "0");
    if (!text.matches("-?([0-9]{1,6}(\\.[0-9]*)?|\\.[0-9]+)")) {
      throw invalid(text, "--cpus", "failed to parse " + text + " as a rational number");
    }
    BigDecimal nano = new BigDecimal(text).multiply(BigDecimal.valueOf(NANO));
    if (nano.stripTrailingZeros().scale() > 0) {
      throw invalid(text, "--cpus", "value is too precise");
    }
    return nano.longValueExact();
  }

  /** Refuses limits of devices that are not of the form {@code /dev/NAME:VALUE}. */
  void checkDevices() throws UsageException {
    for (String value : flags.all("blkio-weight-device")) {
      String flag = "--blkio-weight-device";
      String number = numberOf(value, flag);
      long weight = number.matches("[0-9]{1,5}") ? Long.parseLong(number) : -1;
      if (weight < 0 || weight > 0 && (weight < LEAST_WEIGHT || weight > MOST_WEIGHT)) {
        throw invalid(value, flag, "invalid weight for device: " + value);
      }
    }
    for (String name : List.of("device-read-bps", "device-write-bps")) {
      for (String value : flags.all(name)) {
        if (Units.ramInBytes(numberOf(value, "--" + name)) < 0) {
          throw invalid(
              value,
              "--" + name,
              "invalid rate for device: "
                  + value
                  + ". The correct format is <device-path>:<number>[<unit>]. Number must be a"
                  + " positive integer. Unit is optional and can be kb, mb, or gb");
        }
      }
    }
    for (String name : List.of("device-read-iops", "device-write-iops")) {
      for (String value : flags.all(name)) {
        if (!numberOf(value, "--" + name).matches("[0-9]{1,18}")) {
          throw invalid(
              value,
              "--" + name,
              "invalid rate for device: "
                  + value
                  + ". The correct format is <device-path>:<number>. Number must be a positive"
                  + " integer");
        }
      }
    }
  }

  private static String numberOf(String value, String flag) throws UsageException {
    int colon = value.indexOf(':');
    if (colon <= 0) {
      throw invalid(value, flag, "bad format: " + value);
    }
    if (!value.startsWith("/dev/")) {
      throw invalid(value, flag, "bad format for device path: " + value);
    }
    return value.substring(colon + 1);
  }

  /** Adds the limits of devices, whose numbers the daemon looks up. */
  Resources withDevices(Resources resources, Kernel kernel) throws DockerException {
    Resources.Draft draft = resources.draft();
    for (String value : flags.all("blkio-weight-device")) {
      draft.weightDevices.add(value(value, kernel));
    }
    for (Map.Entry<String, Rate> entry : new TreeMap<>(RATES).entrySet()) {
      for (String value : flags.all(entry.getKey())) {
        draft.add(entry.getValue(), value(value, kernel));
      }
    }
    return draft.done();
  }

  private static long number(String value) {
    return Units.ramInBytes(value.substring(value.indexOf(':') + 1));
  }

  private static Resources.DeviceValue value(String value, Kernel kernel) throws DockerException {
    String path = value.substring(0, value.indexOf(':'));
    try {
      Object rdev = Files.getAttribute(kernel.fileSystem().getPath(path), "unix:rdev");
      int packed = rdev instanceof Long number ? number.intValue() : 0;
      return new Resources.DeviceValue(DevNo.ofPacked(packed), number(value));
    } catch (IOException refused) {
      throw new DockerException("stat " + path + ": no such file or directory");
    }
  }
}

package io.cglab.shell.dm;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configuration of a Xen guest, as far as its disks ask: {@code name}, {@code memory}, {@code
 * vcpus}, and {@code disk = [ 'phy:/dev/mapper/ioband1,xvda,w', ... ]}. Other settings are taken
 * and do nothing.
 *
 * @param memory in MiB
 */
record XenConfig(String name, int memory, int vcpus, List<Disk> disks) {
  private static final Pattern SETTING =
      Pattern.compile("(?m)^\\s*([A-Za-z_]+)\\s*=\\s*(\\[[^\\]]*\\]|[^\\n]*)");
  private static final Pattern QUOTED = Pattern.compile("'([^']*)'|\"([^\"]*)\"");
  private static final int USUAL_MEMORY = 128;

  /** A virtual disk. */
  record Disk(Backend backend, String path, String device, boolean writable) {}

  /** Who does a virtual disk's I/O. */
  enum Backend {
    /** A thread of the kernel, on a block device. */
    PHY,
    /** A process tapdisk, on an image file. */
    TAP_AIO
  }

  XenConfig {
    disks = List.copyOf(disks);
  }

  /**
   * Reads a configuration.
   *
   * @param file its name, which the guest has where the file does not say
   * @throws IllegalArgumentException saying what is wrong, in one line
   */
  static XenConfig parse(String text, String file) {
    String name = file.replaceFirst("^.*/", "");
    int memory = USUAL_MEMORY;
    int vcpus = 1;
    List<Disk> disks = new ArrayList<>();
    Matcher setting = SETTING.matcher(text.replaceAll("(?m)^\\s*#.*$", ""));
    while (setting.find()) {
      String value = setting.group(2).strip();
      switch (setting.group(1)) {
        case "name" -> name = unquoted(value);
        case "memory" -> memory = number("memory", value);
        case "vcpus" -> vcpus = number("vcpus", value);
        case "disk" -> disks.addAll(disks(value));
        default -> {
          // nothing here depends on it
        }
      }
    }
    return new XenConfig(name, memory, vcpus, disks);
  }

  private static String unquoted(String value) {
    Matcher quoted = QUOTED.matcher(value);
    if (!quoted.find()) {
      return value;
    }
    return quoted.group(1) == null ? quoted.group(2) : quoted.group(1);
  }

  private static int number(String key, String value) {
    String digits = unquoted(value);
    if (!digits.matches("[0-9]{1,7}")) {
      throw new IllegalArgumentException(key + " = " + value + ": a number is wanted");
    }
    return Integer.parseInt(digits);
  }

  private static List<Disk> disks(String value) {
    if (!value.startsWith("[")) {
      throw new IllegalArgumentException("disk = " + value + ": a list [ '...' ] is wanted");
    }
    List<Disk> disks = new ArrayList<>();
    Matcher quoted = QUOTED.matcher(value);
    while (quoted.find()) {
      disks.add(disk(quoted.group(1) == null ? quoted.group(2) : quoted.group(1)));
    }
    return disks;
  }

  private static Disk disk(String text) {
    String[] parts = text.split(",", -1);
    boolean tap = parts[0].startsWith("tap:aio:");
    if (parts.length != 3
        || (!tap && !parts[0].startsWith("phy:"))
        || !List.of("w", "r", "w!").contains(parts[2])) {
      throw new IllegalArgumentException(
          "disk '" + text + "': phy:DEVICE,NAME,w or tap:aio:FILE,NAME,w is wanted");
    }
    String path = parts[0].substring(tap ? "tap:aio:".length() : "phy:".length());
    return new Disk(
        tap ? Backend.TAP_AIO : Backend.PHY,
        path.startsWith("/") ? path : "/dev/" + path,
        parts[1],
        !parts[2].equals("r"));
  }
}

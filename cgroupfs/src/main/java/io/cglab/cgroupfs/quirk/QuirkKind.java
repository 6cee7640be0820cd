package io.cglab.cgroupfs.quirk;

import io.cglab.cgroupfs.kernfs.Interposer;
import io.cglab.core.api.DevNo;
import io.cglab.core.device.Disks;
import java.util.List;
import java.util.Locale;

/** The kinds of quirks, each seen in the wild. */
public enum QuirkKind {
  UNKNOWN_DEVICE("[DEVICE]", "rows of a device, or of the first one, begin with (unknown)") {
    @Override
    Interposer effect(List<String> arguments, Disks disks) {
      return new UnknownDevice(arguments.isEmpty() ? "" : number(arguments.get(0), disks));
    }
  },
  CUT_OFF("FILE TEXT", "lines that begin with TEXT end behind it") {
    @Override
    Interposer effect(List<String> arguments, Disks disks) {
      return new CutOff(arguments.get(0), arguments.get(1));
    }
  },
  JOINED_ROWS("FILE", "several devices stand on one line, all but the last without counters") {
    @Override
    Interposer effect(List<String> arguments, Disks disks) {
      return new JoinedRows(arguments.get(0));
    }
  },
  BUSY_RMDIR("[TIMES]", "the first rmdirs of each cgroup give EBUSY") {
    @Override
    Interposer effect(List<String> arguments, Disks disks) {
      return new BusyRmdir(arguments.isEmpty() ? 1 : count(arguments.get(0)));
    }
  },
  DEVICE_GONE("DEVICE", "no rows of the device in cgroups, ENODEV for writes") {
    @Override
    Interposer effect(List<String> arguments, Disks disks) {
      return new GoneDevice(number(arguments.get(0), disks));
    }
  },
  SHORT_READS("BYTES", "a read of a cgroup's file gives at most so many bytes") {
    @Override
    Interposer effect(List<String> arguments, Disks disks) {
      return new ShortReads(count(arguments.get(0)));
    }
  },
  FILE_GONE("FILE", "the file opens, but reads give ENODEV") {
    @Override
    Interposer effect(List<String> arguments, Disks disks) {
      return new GoneFile(arguments.get(0));
    }
  };

  private final String usage;
  private final String help;

  QuirkKind(String usage, String help) {
    this.usage = usage;
    this.help = help;
  }

  /** The name that shells and annotations know it by, such as {@code cut-off}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Name and arguments, optional ones in brackets. */
  public String usage() {
    return text() + " " + usage;
  }

  /** One line that says what it does. */
  public String help() {
    return help;
  }

  boolean takes(int arguments) {
    int most = usage.split(" ", -1).length;
    int least = usage.startsWith("[") ? 0 : most;
    return arguments >= least && arguments <= most;
  }

  /**
   * What it does to a machine with these disks.
   *
   * @throws IllegalArgumentException if it names a device that there is not
   */
  abstract Interposer effect(List<String> arguments, Disks disks);

  private static String number(String device, Disks disks) {
    DevNo dev = disks.named(device);
    if (dev == null) {
      throw new IllegalArgumentException(
          "no disk " + device + "; this machine has " + String.join(", ", disks.names()));
    }
    return dev.toString();
  }

  private static int count(String text) {
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(text + " is no count of 1 or more");
    }
    return Integer.parseInt(text);
  }
}

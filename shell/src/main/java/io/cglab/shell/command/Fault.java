package io.cglab.shell.command;

import io.cglab.core.Machine;
import io.cglab.core.api.DevNo;
import io.cglab.core.device.Disk;
import io.cglab.core.device.Faults;
import io.cglab.core.device.RandomFaults;
import java.util.List;

/**
 * {@code fault DISK gone | off | error PERCENT [timeout PERCENT]}: what goes wrong on a disk from
 * now on. Requests end in EIO after their usual time, or in ETIMEDOUT after 30 s; on a disk that is
 * gone all end in EIO at once. Which ones fail follows from the machine's seed.
 */
final class Fault {
  private static final int USAGE = 2;
  private static final double PPM_PER_PERCENT = 10_000;
  private static final int MILLION = 1_000_000;

  private Fault() {}

  static int run(Context c, List<String> args) {
    Machine machine = c.kernel().instruments().machine().machine();
    if (args.size() < 2) {
      throw usage();
    }
    String name = args.get(0).startsWith("/dev/") ? args.get(0).substring(5) : args.get(0);
    DevNo dev = machine.disks().named(name);
    Disk disk = dev == null ? null : machine.disks().lookup(dev);
    if (disk == null || !disk.dev().equals(dev)) {
      throw new CommandException(USAGE, args.get(0) + ": no such disk");
    }
    disk.setFaults(faults(machine, disk, args.subList(1, args.size())));
    return 0;
  }

  private static Faults faults(Machine machine, Disk disk, List<String> words) {
    if (words.equals(List.of("off"))) {
      return Faults.NONE;
    }
    if (words.equals(List.of("gone"))) {
      return Faults.GONE;
    }
    int error = 0;
    int timeout = 0;
    for (int i = 0; i < words.size(); i += 2) {
      int ppm = i + 1 < words.size() ? ppm(words.get(i + 1)) : -1;
      if (words.get(i).equals("error") && ppm >= 0) {
        error = ppm;
      } else if (words.get(i).equals("timeout") && ppm >= 0) {
        timeout = ppm;
      } else {
        throw usage();
      }
    }
    if (error > MILLION - timeout) {
      throw new CommandException(USAGE, "more than all requests cannot fail");
    }
    return new RandomFaults(machine.config().seed() + disk.index(), error, timeout);
  }

  /** Parts of a million; -1 for what is no percentage. */
  private static int ppm(String text) {
    if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,6})?%?")) {
      return -1;
    }
    double percent = Double.parseDouble(text.replace("%", ""));
    return percent > 100 ? -1 : (int) Math.round(percent * PPM_PER_PERCENT);
  }

  private static CommandException usage() {
    return new CommandException(
        USAGE, "usage: fault DISK gone | off | error PERCENT [timeout PERCENT]");
  }
}

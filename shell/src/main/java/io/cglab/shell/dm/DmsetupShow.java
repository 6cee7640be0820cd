package io.cglab.shell.dm;

import io.cglab.core.api.DevNo;
import io.cglab.core.dm.MappedDevice;
import io.cglab.shell.command.Context;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The listings of {@code dmsetup}: devices by name, so that they read alike each time. */
final class DmsetupShow {
  private final Context c;
  private final Mapper mapper;
  private final boolean modern;

  DmsetupShow(Context c, Mapper mapper, boolean modern) {
    this.c = c;
    this.mapper = mapper;
    this.modern = modern;
  }

  /**
   * A listing.
   *
   * @param name of the one device that was asked for; empty for all
   */
  int run(String verb, String name, DmsetupArguments arguments) {
    if (verb.equals("targets")) {
      return targets();
    }
    boolean one = !name.isEmpty();
    List<MappedDevice> devices = mapper.devices();
    if (one) {
      MappedDevice device = mapper.find(name);
      if (device == null) {
        c.complain("Device does not exist.");
        c.complain(modern ? "Command failed." : "Command failed");
        return 1;
      }
      devices = List.of(device);
    }
    StringBuilder out = new StringBuilder();
    for (MappedDevice device : devices) {
      show(verb, device, one, arguments.target, out);
    }
    c.write(out.length() == 0 ? "No devices found\n" : out);
    return 0;
  }

  private void show(
      String verb, MappedDevice device, boolean one, @Nullable String target, StringBuilder out) {
    String name = device.name();
    switch (verb) {
      case "ls" -> {
        if (target == null || mapper.table(device).stream().anyMatch(row -> row.is(target))) {
          DevNo dev = device.dev();
          String number = modern ? dev.toString() : dev.major() + ", " + dev.minor();
          out.append(name).append("\t(").append(number).append(")\n");
        }
      }
      case "info" -> info(device, out);
      case "deps" -> {
        out.append(one ? "" : name + ": ");
        out.append(device.members().size()).append(" dependencies\t:");
        for (DevNo dev : device.members()) {
          out.append(" (").append(dev.major()).append(", ").append(dev.minor()).append(')');
        }
        out.append('\n');
      }
      default -> {
        for (Mapper.Row row : verb.equals("table") ? mapper.table(device) : mapper.status(device)) {
          if (target == null || row.is(target)) {
            out.append(one ? "" : name + ": ");
            out.append(row.start()).append(' ').append(row.length()).append(' ');
            out.append(row.target()).append(' ').append(row.text()).append('\n');
          }
        }
      }
    }
  }

  private static void info(MappedDevice device, StringBuilder out) {
    boolean live = !device.liveTable().isEmpty();
    boolean inactive = !device.inactiveTable().isEmpty();
    row(out, "Name", device.name());
    row(out, "State", device.isSuspended() ? "SUSPENDED" : "ACTIVE");
    row(out, "Read Ahead", "256");
    row(
        out,
        "Tables present",
        live ? inactive ? "LIVE & INACTIVE" : "LIVE" : inactive ? "INACTIVE" : "None");
    row(out, "Open count", Integer.toString(device.openCount()));
    row(out, "Event number", "0");
    row(out, "Major, minor", device.dev().major() + ", " + device.dev().minor());
    row(out, "Number of targets", Integer.toString(device.liveTable().size()));
    out.append('\n');
  }

  private static void row(StringBuilder out, String key, String value) {
    out.append(String.format(Locale.ROOT, "%-18s %s%n", key + ":", value));
  }

  private int targets() {
    StringBuilder out = new StringBuilder();
    mapper
        .targets()
        .forEach(
            (name, version) ->
                out.append(String.format(Locale.ROOT, "%-16s v%s%n", name, version)));
    c.write(out);
    return 0;
  }
}

package io.cglab.shell.dm;

import io.cglab.core.dm.ioband.DeviceGroup;
import io.cglab.core.dm.ioband.GroupStatus;
import io.cglab.core.dm.ioband.Ioband;
import io.cglab.core.dm.ioband.IobandDevice;
import io.cglab.core.dm.ioband.IobandGroup;
import io.cglab.core.dm.ioband.IobandProfile;
import io.cglab.core.dm.ioband.PolicyKind;
import java.util.Locale;

/**
 * What {@code dmsetup table} and {@code status} show of an ioband line (dm-ioband.md 2.12, 2.13).
 */
final class IobandStatus {
  private static final long NS_PER_MS = 1_000_000;

  private IobandStatus() {}

  /** The settings behind the device's number: those in force, whatever the line said. */
  static String table(IobandDevice device, IobandProfile profile) {
    DeviceGroup group = device.group();
    StringBuilder out = new StringBuilder();
    out.append(group.id()).append(' ').append(group.ioThrottle());
    out.append(' ').append(group.ioLimit());
    if (profile.isV1()) {
      out.append(' ').append(device.type().word());
      out.append(' ').append(group.policyKind().word()).append(' ').append(group.token());
      for (IobandGroup each : device.groups()) {
        out.append(' ').append(each.isDefault() ? "" : Integer.toString(each.id())).append(':');
        if (group.policyKind() == PolicyKind.RANGE_BW) {
          out.append(each.minimumKbps()).append(':').append(each.maximumKbps());
        } else {
          out.append(each.weight());
        }
      }
    }
    return out.toString();
  }

  /** The device group and the statistics of each group: seven columns, or twelve since 1.13. */
  static String status(IobandDevice device, IobandProfile profile) {
    StringBuilder out = new StringBuilder(device.group().id());
    for (GroupStatus each : device.status()) {
      if (profile == IobandProfile.V1_14) {
        append(out, each.id(), each.reads(), 0, each.readSectors(), each.readNs() / NS_PER_MS);
        append(out, each.writes(), 0, each.writeSectors(), each.writeNs() / NS_PER_MS);
        append(
            out,
            each.held(),
            each.busyNs() / NS_PER_MS,
            (each.readNs() + each.writeNs()) / NS_PER_MS);
      } else {
        append(out, each.id(), each.reads(), each.delayedReads(), each.readSectors());
        append(out, each.writes(), each.delayedWrites(), each.writeSectors());
      }
    }
    return out.toString();
  }

  private static void append(StringBuilder out, long... columns) {
    for (long column : columns) {
      out.append(' ').append(column);
    }
  }

  /** Device groups with their devices and groups, indented. */
  static String tree(Ioband ioband) {
    StringBuilder out = new StringBuilder();
    for (DeviceGroup group : ioband.deviceGroups()) {
      out.append(
          String.format(
              Locale.ROOT,
              "device group %s: io_throttle %d, io_limit %d, token %d%n",
              group.id(),
              group.ioThrottle(),
              group.ioLimit(),
              group.token()));
      for (IobandDevice device : group.members()) {
        out.append("  ").append(device.name()).append(", type ").append(device.type().word());
        out.append('\n');
        for (IobandGroup each : device.groups()) {
          out.append("    ").append(each.isDefault() ? "default" : Integer.toString(each.id()));
          out.append(
              String.format(
                  Locale.ROOT,
                  ": weight %d (%.1f %%), %d tokens, %d held, %d in flight%n",
                  each.weight(),
                  100.0 * each.weight() / Math.max(1, group.totalWeight()),
                  each.tokens(),
                  each.held(),
                  each.inFlight()));
        }
      }
    }
    return out.toString();
  }
}

package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.files.ControlFile.Place.NON_ROOT;
import static io.cglab.cgroupfs.files.ControlFiles.ro;
import static io.cglab.cgroupfs.files.ControlFiles.rw;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.cglab.core.Machine;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.device.Disk;
import io.cglab.core.policy.iothrottle.IoThrottle;
import io.cglab.core.policy.iothrottle.ThrottleRule;
import io.cglab.core.policy.iothrottle.ThrottleRule.Strategy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of io-throttle (dm-ioband.md 5.1): a rule is written as DEV:LIMIT[:STRATEGY[:BUCKET]],
 * where DEV is the path of a whole disk.
 */
final class V1IoThrottleFiles {
  private static final String DEV = "/dev/";
  private static final int MOST_PARTS = 4;

  /** By the number that is written for each. */
  private static final List<Strategy> STRATEGIES =
      List.of(Strategy.LEAKY_BUCKET, Strategy.TOKEN_BUCKET);

  private static final int MS_PER_SECOND = 1000;
  private static final long NS_PER_MS = 1_000_000;

  private V1IoThrottleFiles() {}

  static List<ControlFile> rows() {
    return ImmutableList.of(
        rules("blockio.bandwidth-max", IoThrottle.Kind.BYTES),
        rules("blockio.iops-max", IoThrottle.Kind.IOS),
        ro("blockio.throttlecnt", NON_ROOT, V1IoThrottleFiles::showCounts).of(Controller.BLOCKIO));
  }

  private static ControlFile rules(String name, IoThrottle.Kind kind) {
    return rw(
            name,
            NON_ROOT,
            (context, out) -> show(context, kind, out),
            (context, text) -> write(context, kind, text))
        .of(Controller.BLOCKIO);
  }

  /** MAJOR MINOR LIMIT STRATEGY LEAKY_STAT BUCKET_SIZE BUCKET_FILL TIME_DELTA, times in ticks. */
  private static void show(FileContext context, IoThrottle.Kind kind, StringBuilder out) {
    Machine machine = context.machine();
    for (ThrottleRule rule : machine.ioThrottle().rules(context.cgroup(), kind)) {
      DevNo dev = rule.disk().dev();
      out.append(dev.major()).append(' ').append(dev.minor());
      out.append(' ').append(rule.limit()).append(' ').append(STRATEGIES.indexOf(rule.strategy()));
      out.append(' ').append(rule.leakyStat()).append(' ').append(rule.bucketSize());
      out.append(' ').append(rule.bucketFill());
      out.append(' ').append(ticks(machine, machine.nowNs() - rule.lastNs())).append('\n');
    }
  }

  private static long ticks(Machine machine, long ns) {
    return ns / NS_PER_MS * machine.config().hz() / MS_PER_SECOND;
  }

  private static void write(FileContext context, IoThrottle.Kind kind, byte[] text)
      throws KernelException {
    String line = new String(text, StandardCharsets.ISO_8859_1).strip();
    List<String> parts = Splitter.on(':').splitToList(line);
    if (parts.size() < 2 || parts.size() > MOST_PARTS) {
      throw new KernelException(
          Errno.EINVAL, "DEV:LIMIT[:STRATEGY[:BUCKET]] is wanted, such as /dev/sda:1048576:0");
    }
    Disk disk = disk(context.machine(), parts.get(0));
    long limit = number(parts.get(1));
    long strategy = parts.size() > 2 ? number(parts.get(2)) : 0;
    if (strategy >= STRATEGIES.size()) {
      throw new KernelException(Errno.EINVAL, "strategy 0 is a leaky bucket, 1 a token bucket");
    }
    long bucket = parts.size() > 3 ? number(parts.get(3)) : 0;
    context
        .machine()
        .ioThrottle()
        .set(context.cgroup(), disk, kind, limit, STRATEGIES.get((int) strategy), bucket);
  }

  private static Disk disk(Machine machine, String path) throws KernelException {
    String name = path.startsWith(DEV) ? path.substring(DEV.length()) : "";
    DevNo dev = name.isEmpty() || name.contains(":") ? null : machine.disks().named(name);
    @Nullable Disk disk = dev == null ? null : machine.disks().lookup(dev);
    if (dev == null || disk == null) {
      throw new KernelException(
          Errno.ENODEV, path + " is no disk; a path such as /dev/sda is wanted");
    }
    if (!disk.dev().equals(dev)) {
      throw new KernelException(
          Errno.EINVAL, path + " is a partition; limits are the whole disk's: /dev/" + disk.name());
    }
    return disk;
  }

  private static long number(String text) throws KernelException {
    if (!text.matches("[0-9]{1,18}")) {
      throw new KernelException(
          Errno.EINVAL, "\"" + text + "\" is no number; suffixes are not understood");
    }
    return Long.parseLong(text);
  }

  /** MAJOR MINOR BW_COUNT BW_SLEEP IOPS_COUNT IOPS_SLEEP for each disk with a rule. */
  private static void showCounts(FileContext context, StringBuilder out) {
    Machine machine = context.machine();
    IoThrottle throttle = machine.ioThrottle();
    for (Disk disk : machine.disks().all()) {
      ThrottleRule bytes = throttle.rule(context.cgroup(), disk, IoThrottle.Kind.BYTES);
      ThrottleRule ios = throttle.rule(context.cgroup(), disk, IoThrottle.Kind.IOS);
      if (bytes != null || ios != null) {
        out.append(disk.dev().major()).append(' ').append(disk.dev().minor());
        count(machine, bytes, out);
        count(machine, ios, out);
        out.append('\n');
      }
    }
  }

  private static void count(Machine machine, @Nullable ThrottleRule rule, StringBuilder out) {
    out.append(' ').append(rule == null ? 0 : rule.sleeps());
    out.append(' ').append(rule == null ? 0 : ticks(machine, rule.sleptNs()));
  }
}

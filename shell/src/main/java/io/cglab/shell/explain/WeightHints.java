package io.cglab.shell.explain;

import io.cglab.core.Feature;
import io.cglab.core.api.Errno;
import io.cglab.core.device.Disk;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Weights: three scales, and the two mechanisms that use them. */
final class WeightHints {
  private WeightHints() {}

  static @Nullable String of(Refusal refusal, Scene scene) {
    String text = refusal.text();
    String[] words = text.split("\\s+", -1);
    String value = words[words.length - 1];
    if (refusal.errno() == Errno.EOPNOTSUPP) {
      return ofUnused(refusal, scene, words[0]);
    }
    int equals = value.indexOf('=');
    if (equals >= 0) {
      return "a weight has no key: "
          + DeviceHints.echo(text.replace(value, value.substring(equals + 1)), refusal);
    }
    long weight = Numbers.plain(value);
    if (weight < 0) {
      return "\"" + value + "\" is no weight; " + scale(refusal, scene);
    }
    if (refusal.file().startsWith("blkio.weight")) {
      return weight > 1000 || weight >= 10
          ? scale(refusal, scene)
          : scale(refusal, scene) + "; the least is 10";
    }
    if (refusal.file().contains("bfq") && weight > 1000 && weight <= 10_000) {
      return String.format(
          Locale.ROOT,
          "%s; %d of io.weight's 1 to 10000 is %d on this scale: %s",
          scale(refusal, scene),
          weight,
          bfqOfIoWeight(weight),
          DeviceHints.echo(text.replace(value, Long.toString(bfqOfIoWeight(weight))), refusal));
    }
    return scale(refusal, scene);
  }

  private static String scale(Refusal refusal, Scene scene) {
    String file = refusal.file();
    if (file.contains("bfq")) {
      return file + " takes 1 to 1000 (100 is usual)";
    }
    if (file.startsWith("blkio.") || !scene.has(Feature.IOCOST)) {
      return file.startsWith("blkio.")
          ? file + " takes 10 to 1000 (500 is usual)"
          : file + " takes 1 to 10000 (100 is usual)";
    }
    return file
        + " takes 1 to 10000 (100 is usual); v1's blkio weights are another scale, and a"
        + " weight W of 10 to 1000 is 1 + (W - 10) * 9999 / 990 here, as container runtimes convert";
  }

  /** As systemd converts io.weight for BFQ: 100 stays, 10000 is 1000. */
  static long bfqOfIoWeight(long weight) {
    return weight <= 100 ? weight : 100 + (weight - 100) * 900 / 9900;
  }

  private static @Nullable String ofUnused(Refusal refusal, Scene scene, String dev) {
    Disk disk = scene.disk(dev);
    if (disk == null) {
      return null;
    }
    String name = disk.name();
    if (refusal.file().contains("bfq")) {
      return String.format(
          Locale.ROOT,
          "a weight of one disk needs BFQ on it, and the scheduler of %s is %s: echo bfq >"
              + " /sys/block/%s/queue/scheduler",
          name,
          scene.scheduler(disk),
          name);
    }
    if (refusal.file().startsWith("blkio.weight")
        || refusal.file().startsWith("blkio.leaf")
        || !scene.has(Feature.IOCOST)) {
      return String.format(
          Locale.ROOT,
          "a weight of one disk needs CFQ on it, and the scheduler of %s is %s: echo cfq >"
              + " /sys/block/%s/queue/scheduler",
          name,
          scene.scheduler(disk),
          name);
    }
    return String.format(
        Locale.ROOT,
        "io.weight of one disk needs iocost on it, and it is off on %s: echo \"%s enable=1\" > %s",
        name,
        disk.dev(),
        scene.file(scene.machine().hierarchies().v2().root(), "io.cost.qos"));
  }
}

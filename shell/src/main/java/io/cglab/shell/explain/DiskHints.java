package io.cglab.shell.explain;

import io.cglab.core.api.Errno;
import io.cglab.core.device.Disk;
import io.cglab.core.elevator.Scheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Disks, their queues and their schedulers. */
final class DiskHints {
  private static final int SYS_BLOCK_NAMES = 3;

  private DiskHints() {}

  /** Something below /sys/block or /dev that is not there. */
  static @Nullable String ofMissing(Path path, Scene scene) {
    boolean sys = path.startsWith("/sys");
    int at = sys ? SYS_BLOCK_NAMES - 1 : 1;
    if (path.getNameCount() <= at) {
      return null;
    }
    String name = path.getName(at).toString();
    Disk disk = scene.diskNamed(name);
    if (disk == null) {
      return "no disk of this machine is " + name + "; there are " + scene.disks();
    }
    if (!sys) {
      return null;
    }
    if (!disk.name().equals(name)) {
      return name
          + " is a partition of "
          + disk.name()
          + "; the queue is the whole disk's: /sys/block/"
          + disk.name()
          + "/queue";
    }
    return path.toString().contains("/iosched/")
        ? "tunables belong to a scheduler, and that of "
            + name
            + " is "
            + scene.scheduler(disk)
            + ": ls /sys/block/"
            + name
            + "/queue/iosched"
        : null;
  }

  static @Nullable String ofScheduler(Refusal refusal, Scene scene) {
    List<String> names = new ArrayList<>();
    try {
      Path path = refusal.path();
      String shown = path == null ? "" : Files.readString(path);
      for (String word : shown.strip().split("[\\s\\[\\]]+")) {
        if (!word.isEmpty()) {
          names.add(word);
        }
      }
    } catch (IOException e) {
      return null;
    }
    String wanted = refusal.text();
    String all = "this disk can have " + String.join(", ", names);
    boolean old = List.of("cfq", "deadline", "noop").contains(wanted);
    if (old && names.contains(Scene.name(Scheduler.NONE))) {
      String now = wanted.equals("cfq") ? "bfq" : wanted.equals("noop") ? "none" : "mq-deadline";
      return wanted
          + " went with Linux 5.0"
          + (names.contains(now)
              ? "; what comes nearest is " + now + ": echo " + now + " > " + refusal.path()
              : "; " + all);
    }
    if (wanted.equals("bfq")) {
      return "this kernel was built without BFQ; " + all;
    }
    String near = Nearest.to(wanted, names);
    return "no scheduler is \""
        + wanted
        + "\"; "
        + (near == null ? all : "did you mean " + near + "? echo " + near + " > " + refusal.path());
  }

  static @Nullable String ofRequests(Refusal refusal, Scene scene) {
    Path path = refusal.path();
    if (path == null || path.getNameCount() <= SYS_BLOCK_NAMES || !path.startsWith("/sys/block")) {
      return null;
    }
    Disk disk = scene.diskNamed(path.getName(SYS_BLOCK_NAMES - 1).toString());
    if (disk == null || Numbers.plain(refusal.text()) < 0) {
      return null;
    }
    return scene.scheduler(disk).equals("none")
        ? "without a scheduler there are as many requests as the disk has tags: at most "
            + disk.queueDepth()
            + " on "
            + disk.name()
        : "a queue has 4 to 2048 requests: echo 2048 > " + path;
  }

  /** Writes to a block device. */
  static @Nullable String ofWrite(Refusal refusal, Scene scene) {
    Path path = refusal.path();
    return path != null && path.startsWith("/dev") && refusal.errno() == Errno.ENOSPC
        ? "the device ends there; cat /proc/partitions shows the sizes in KiB"
        : null;
  }

  static @Nullable String ofDirectIo(Refusal refusal, Scene scene) {
    Path path = refusal.path();
    if (path == null || !refusal.command().equals("dd") || !path.startsWith("/dev")) {
      return null;
    }
    return refusal.errno() == Errno.EINVAL
        ? "direct I/O goes in whole sectors of 512 B: bs and the offset must be multiples of it,"
            + " such as bs=4k"
        : null;
  }
}

package io.cglab.shell.prompt;

import io.cglab.cgroupfs.CgroupFs;
import java.util.stream.Collectors;

/** The first lines: which machine, and what to type. */
final class Banner {
  private static final int MANY = 4;

  private Banner() {}

  static String of(CgroupFs machine) {
    String cgroups =
        machine.spec().mounts().stream()
            .filter(mount -> mount.type().startsWith("cgroup"))
            .map(mount -> mount.type())
            .distinct()
            .collect(Collectors.joining(" and "));
    var disks = machine.machine().disks().all();
    String names =
        disks.stream()
            .limit(MANY)
            .map(disk -> disk.name() + " " + disk.dev())
            .collect(Collectors.joining(", "));
    return "cglab: "
        + machine.spec().profile().kernel()
        + (cgroups.isEmpty() ? "" : ", " + cgroups)
        + (names.isEmpty() ? "" : ", disks " + names)
        + (disks.size() > MANY ? ", ..." : "")
        + "\nType help for commands, lesson to learn; Ctrl-D leaves. Time is virtual.";
  }
}

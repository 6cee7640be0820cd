package io.cglab.shell.container;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a machine's cgroups are mounted.
 *
 * @param unified true where {@code /sys/fs/cgroup} is cgroup2 itself; a hybrid machine is v1
 * @param mounts of v1: mount points by controller
 * @param controllers those that a runtime can use
 */
record CgroupSetup(boolean unified, Map<String, String> mounts, List<String> controllers) {
  static final String MOUNT = "/sys/fs/cgroup";

  private static final int OPTIONS_COLUMN = 3;

  static CgroupSetup of(Writes writes) {
    Map<String, String> mounts = new LinkedHashMap<>();
    boolean unified = false;
    for (String line : writes.readIfThere("/proc/mounts").split("\n")) {
      String[] words = line.split(" ");
      if (words.length <= OPTIONS_COLUMN) {
        continue;
      }
      if (words[2].equals("cgroup2") && words[1].equals(MOUNT)) {
        unified = true;
      } else if (words[2].equals("cgroup")) {
        List<String> options = List.of(words[OPTIONS_COLUMN].split(","));
        for (String controller : SplitCgroup.CONTROLLERS) {
          if (options.contains(controller)) {
            mounts.putIfAbsent(controller, words[1]);
          }
        }
      }
    }
    List<String> controllers =
        unified
            ? List.of(writes.readIfThere(MOUNT + "/cgroup.controllers").split(" "))
            : List.copyOf(mounts.keySet());
    return new CgroupSetup(unified, mounts, controllers);
  }

  boolean isEmpty() {
    return !unified && mounts.isEmpty();
  }

  boolean has(String controller) {
    return controllers.contains(controller);
  }

  /** The cgroup of that path, made by the runtime itself. */
  ContainerCgroup at(Writes writes, String path, String runtime) {
    return unified
        ? new UnifiedCgroup(writes, MOUNT, path, false, runtime)
        : new SplitCgroup(writes, mounts, path, runtime);
  }

  /** The cgroup of a systemd unit in a slice, on v2. */
  static ContainerCgroup unit(Writes writes, String slice, String unit, String runtime)
      throws OciException {
    return new UnifiedCgroup(writes, MOUNT, slicePath(slice) + "/" + unit, true, runtime);
  }

  /** The path of a slice: a-b.slice is in a.slice. */
  static String slicePath(String slice) throws OciException {
    String name = slice.endsWith(".slice") ? slice.substring(0, slice.length() - 6) : "/";
    if (name.contains("/") || name.startsWith("-") || name.endsWith("-") || name.contains("--")) {
      throw new OciException("invalid slice name: " + slice);
    }
    StringBuilder path = new StringBuilder();
    for (int dash = name.indexOf('-'); dash > 0; dash = name.indexOf('-', dash + 1)) {
      path.append('/').append(name, 0, dash).append(".slice");
    }
    return path.append('/').append(slice).toString();
  }
}

package io.cglab.shell.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hierarchy that is mounted, from /proc/mounts.
 *
 * @param directory where it is mounted
 * @param controllers those of a v1 hierarchy, or all that v2 has there
 */
record CgroupMount(String directory, boolean unified, List<String> controllers) {
  /** All mounted hierarchies, in order of mounting. */
  static List<CgroupMount> all(Context c) throws IOException {
    List<CgroupMount> mounts = new ArrayList<>();
    for (String line : c.readLines("/proc/mounts")) {
      String[] columns = line.split(" ", -1);
      if (columns[2].equals("cgroup2")) {
        mounts.add(new CgroupMount(columns[1], true, available(c, columns[1])));
      } else if (columns[2].equals("cgroup")) {
        mounts.add(new CgroupMount(columns[1], false, List.of(columns[3].split(","))));
      }
    }
    return mounts;
  }

  private static List<String> available(Context c, String directory) throws IOException {
    List<String> lines = c.readLines(directory + "/cgroup.controllers");
    return lines.isEmpty() || lines.get(0).isEmpty() ? List.of() : List.of(lines.get(0).split(" "));
  }

  /** The hierarchy that has a controller; v2 also for the name {@code cgroup}. Null for none. */
  static @Nullable CgroupMount of(Context c, String controller) throws IOException {
    for (CgroupMount mount : all(c)) {
      boolean core = mount.unified() && controller.equals("cgroup");
      if (core || mount.controllers().contains(controller)) {
        return mount;
      }
    }
    return null;
  }

  /** The hierarchies that the list in {@code CONTROLLER,...:PATH} names; all for a star. */
  static List<CgroupMount> named(Context c, String list) throws IOException {
    if (list.equals("*")) {
      return all(c);
    }
    List<CgroupMount> mounts = new ArrayList<>();
    for (String controller : list.split(",", -1)) {
      CgroupMount mount = of(c, controller);
      if (mount == null) {
        throw new CommandException(
            1, "the controller '" + controller + "' is not mounted in any hierarchy");
      }
      if (!mounts.contains(mount)) {
        mounts.add(mount);
      }
    }
    return mounts;
  }

  /** The directory of a cgroup, whose name may begin with a slash. */
  String path(String cgroup) {
    String name = cgroup.replaceAll("^/+|/+$", "");
    return name.isEmpty() ? directory : directory + "/" + name;
  }

  /**
   * Makes a cgroup and those above it. In v2 the controllers are turned on for it, in all that are
   * above.
   */
  void create(Context c, String cgroup, List<String> wanted) throws IOException {
    String at = directory;
    for (String name : cgroup.replaceAll("^/+|/+$", "").split("/")) {
      if (unified) {
        for (String controller : wanted) {
          if (!controller.equals("*") && !controller.equals("cgroup")) {
            write(c, at + "/cgroup.subtree_control", "+" + controller + "\n");
          }
        }
      }
      at += "/" + name;
      Path path = c.path(at);
      if (!Files.isDirectory(path)) {
        Opener.makeDirectory(path, 0755);
      }
    }
  }

  /** One write(2) to a control file. */
  static void write(Context c, String file, String text) throws IOException {
    try (Closing out = new Closing(Opener.write(c.shell(), file))) {
      out.file().write(Context.bytes(text));
    }
  }
}

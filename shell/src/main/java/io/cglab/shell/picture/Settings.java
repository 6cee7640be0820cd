package io.cglab.shell.picture;

import io.cglab.cgroupfs.CgroupFs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The tree of cgroups of the hierarchy with io, and of each what was set: the writable control
 * files whose content is not that of a new cgroup on a machine like this.
 */
final class Settings {
  private static final int CGROUPS_MAX = 500;
  private static final int OWNER_WRITE = 0200;

  /** Members and what is written to trigger something, which are no settings. */
  private static final Set<String> NO_SETTINGS =
      Set.of("cgroup.procs", "cgroup.threads", "tasks", "cgroup.event_control", "cgroup.kill");

  /** One cgroup: its path, its processes, and file by file what was set. */
  record Entry(String path, int processes, Map<String, String> files) {}

  private Settings() {}

  /** All cgroups, each before those below it; the first {@link #CGROUPS_MAX}. */
  static List<Entry> of(CgroupFs machine) throws IOException {
    try (CgroupFs fresh = CgroupFs.boot(machine.spec())) {
      Map<String, String> ofRoot = read(fresh.root());
      Path below = fresh.root().resolve("cglab-defaults");
      Path control = fresh.root().resolve("cgroup.subtree_control");
      if (Files.exists(control)) {
        enable(fresh.root(), control);
      }
      Files.createDirectory(below);
      Map<String, String> ofOthers = read(below);
      List<Entry> entries = new ArrayList<>();
      walk(machine.root(), machine.root(), ofRoot, ofOthers, entries);
      return entries;
    }
  }

  private static void enable(Path root, Path control) throws IOException {
    String all = Files.readString(root.resolve("cgroup.controllers")).strip();
    for (String controller : all.split("\\s+", 0)) {
      if (!controller.isEmpty()) {
        Files.writeString(control, "+" + controller);
      }
    }
  }

  private static void walk(
      Path root,
      Path directory,
      Map<String, String> ofRoot,
      Map<String, String> ofOthers,
      List<Entry> entries)
      throws IOException {
    if (entries.size() == CGROUPS_MAX) {
      return;
    }
    Map<String, String> defaults = directory.equals(root) ? ofRoot : ofOthers;
    Map<String, String> set = new LinkedHashMap<>();
    read(directory)
        .forEach(
            (name, text) -> {
              if (!text.equals(defaults.getOrDefault(name, ""))) {
                set.put(name, text.strip());
              }
            });
    entries.add(new Entry("/" + root.relativize(directory), processes(directory), set));
    for (Path child : sorted(directory)) {
      if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
        walk(root, child, ofRoot, ofOthers, entries);
      }
    }
  }

  private static int processes(Path directory) {
    try {
      return (int) Files.readString(directory.resolve("cgroup.procs")).lines().distinct().count();
    } catch (IOException threaded) {
      return 0;
    }
  }

  private static List<Path> sorted(Path directory) throws IOException {
    Map<String, Path> byName = new TreeMap<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      children.forEach(child -> byName.put(child.getFileName().toString(), child));
    }
    return List.copyOf(byName.values());
  }

  /** What the settings of a cgroup read, by name; what cannot be read is left out. */
  private static Map<String, String> read(Path directory) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (Path file : sorted(directory)) {
      String name = file.getFileName().toString();
      if (!Files.isRegularFile(file) || NO_SETTINGS.contains(name) || name.endsWith("pressure")) {
        continue;
      }
      if (Files.getAttribute(file, "unix:mode") instanceof Integer mode
          && (mode & OWNER_WRITE) != 0) {
        try {
          texts.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException unreadable) {
          continue; // it is write-only, or the kernel has it not for this cgroup
        }
      }
    }
    return texts;
  }
}

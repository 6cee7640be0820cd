package io.cglab.shell.fio;

import io.cglab.shell.command.Context;
import io.cglab.shell.process.Errors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The {@code cgroup} option: makes the cgroup below the first mount that has io or blkio, gives it
 * its weight, moves the process there, and removes in the end what it made.
 */
final class FioCgroup {
  private final Context c;
  private final List<Path> made = new ArrayList<>();

  FioCgroup(Context c) {
    this.c = c;
  }

  /**
   * Moves a process to its job's cgroup, if it names one.
   *
   * @throws FioException if a file refuses
   */
  void join(JobSpec spec, int pid) throws IOException {
    String name = spec.text("cgroup", "");
    if (name.isEmpty()) {
      return;
    }
    Mount mount = mount();
    String relative = name.replaceFirst("^/+", "");
    Path group = mount.root().resolve(relative);
    Path file = group;
    try {
      if (!Files.isDirectory(group)) {
        Files.createDirectory(group);
        if (!spec.flag("cgroup_nodelete", false)) {
          made.add(group);
        }
      }
      if (spec.has("cgroup_weight")) {
        file = weightFile(group, mount.unified());
        write(file, spec.text("cgroup_weight", ""));
      }
      file = group.resolve("cgroup.procs");
      write(file, Integer.toString(pid));
    } catch (IOException refused) {
      throw new FioException("fio: cgroup " + name + ": " + file + ": " + Errors.text(refused));
    }
  }

  private static Path weightFile(Path group, boolean unified) {
    Path ofV10 = group.resolve("io.weight");
    Path usual = unified || Files.exists(ofV10) ? ofV10 : group.resolve("blkio.weight");
    Path bfq = group.resolve(unified ? "io.bfq.weight" : "blkio.bfq.weight");
    return !Files.exists(usual) && Files.exists(bfq) ? bfq : usual;
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text + "\n", StandardOpenOption.WRITE);
  }

  private record Mount(Path root, boolean unified) {}

  private Mount mount() throws IOException {
    for (String line : Files.readAllLines(c.kernel().fileSystem().getPath("/proc/mounts"))) {
      String[] fields = line.split(" ");
      boolean unified = fields[2].equals("cgroup2");
      List<String> options = List.of(fields[3].split(","));
      boolean blkio =
          fields[2].equals("cgroup") && (options.contains("blkio") || options.contains("io"));
      if (blkio || unified && hasIo(fields[1])) {
        return new Mount(c.kernel().fileSystem().getPath(fields[1]), unified);
      }
    }
    throw new FioException("fio: cgroup: no mount of a hierarchy with io or blkio");
  }

  private boolean hasIo(String root) throws IOException {
    Path controllers = c.kernel().fileSystem().getPath(root, "cgroup.controllers");
    return List.of(Files.readString(controllers).strip().split(" ")).contains("io");
  }

  /** Removes the cgroups that it made, the last first. */
  void remove() {
    Collections.reverse(made);
    for (Path group : made) {
      try {
        Files.deleteIfExists(group);
      } catch (IOException busy) {
        c.complain("fio: cgroup " + group + ": " + Errors.text(busy));
      }
    }
  }
}

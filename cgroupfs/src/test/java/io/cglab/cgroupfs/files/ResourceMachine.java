package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.TestFs;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Task;
import io.cglab.core.resource.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The default machine with all controllers on down to {@code a/b}, or the v1 machine with {@code
 * a/b} in each hierarchy. Texts have the escapes of {@link FilesMachine}.
 */
final class ResourceMachine implements AutoCloseable {
  private static final String ALL = "+cpuset +cpu +io +memory +pids";
  private static final List<String> V1 =
      List.of("cpuset", "cpu,cpuacct", "memory", "devices", "freezer", "pids");

  final TestFs fs;
  private final boolean v2;

  private ResourceMachine(String machine, boolean v2) throws IOException {
    fs = TestFs.boot(machine);
    this.v2 = v2;
    if (v2) {
      fs.write("/sys/fs/cgroup/cgroup.subtree_control", ALL);
      fs.mkdir("/sys/fs/cgroup/a");
      fs.write("/sys/fs/cgroup/a/cgroup.subtree_control", ALL);
      fs.mkdir("/sys/fs/cgroup/a/b");
    } else {
      for (String mount : V1) {
        fs.mkdir("/sys/fs/cgroup/" + mount + "/a");
        fs.mkdir("/sys/fs/cgroup/" + mount + "/a/b");
      }
    }
  }

  static ResourceMachine v2() throws IOException {
    return new ResourceMachine("default", true);
  }

  static ResourceMachine v1() throws IOException {
    return new ResourceMachine("v1", false);
  }

  Resources resources() {
    return fs.fs.machine().resources();
  }

  /** {@code a/pids.max} is a file of the one tree, or of the hierarchy of its controller. */
  Path path(String file) {
    return fs.path(pathText(file));
  }

  private String pathText(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    String controller = name.substring(0, Math.max(0, name.indexOf('.')));
    return "/sys/fs/cgroup/" + (v2 ? "" : mount(controller) + "/") + file;
  }

  private static String mount(String controller) {
    return controller.equals("cpu") || controller.equals("cpuacct") ? "cpu,cpuacct" : controller;
  }

  /** A cgroup such as {@code a} or {@code a/b}. */
  Cgroup cgroup(Controller controller, String path) {
    Cgroup at = fs.fs.machine().hierarchies().of(controller).root();
    for (String name : path.split("/")) {
      Cgroup child = at.child(name);
      assert child != null : path;
      at = child;
    }
    return at;
  }

  /** A new process in a cgroup. */
  Task spawn(Controller controller, String path) throws KernelException {
    Task task = fs.spawn();
    fs.fs.machine().tasks().moveProcess(task, cgroup(controller, path));
    return task;
  }

  String read(String file) {
    return readPath(path(file));
  }

  private static String readPath(Path path) {
    try {
      return Files.readString(path, StandardCharsets.ISO_8859_1).replace('\n', ';');
    } catch (IOException refused) {
      return FilesMachine.errnoOf(refused);
    }
  }

  /** One write(2); {@code ok} or the errno. */
  String write(String file, String text) {
    return writePath(path(file).toString(), text);
  }

  /** The same by a whole path. */
  String writePath(String path, String text) {
    try {
      fs.write(path, new String(FilesMachine.unescaped(text), StandardCharsets.ISO_8859_1));
      return FilesMachine.OK;
    } catch (IOException refused) {
      return FilesMachine.errnoOf(refused);
    }
  }

  /** Writes, and reads the file back if that was taken. */
  String outcome(String file, String text) {
    String written = write(file, text);
    return written.equals(FilesMachine.OK) ? read(file) : written;
  }

  @Override
  public void close() {
    fs.close();
  }
}

package io.cglab.shell.command;

import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.shell.process.Errors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** libcgroup's commands: a cgroup is {@code CONTROLLER[,CONTROLLER...]:PATH}. */
final class Libcgroup {
  private static final Options.Spec CREATE = Options.Spec.of("g:a:t:d:f:s:");
  private static final Options.Spec SET =
      Options.Spec.of("r:").with(Map.of("copy-from", 'c')).strict();
  private static final Options.Spec GET = Options.Spec.of("r:g:nva");
  private static final Options.Spec DELETE = Options.Spec.of("g:r").with(Map.of("recursive", 'r'));
  private static final Options.Spec CLASSIFY = Options.Spec.of("g:s");

  private Libcgroup() {}

  /** The two halves of {@code CONTROLLERS:PATH}. */
  private record Group(String controllers, String path) {
    static Group of(String text) {
      int colon = text.indexOf(':');
      if (colon < 1) {
        throw new CommandException(1, "'" + text + "': expected CONTROLLER:PATH, as in io:web");
      }
      return new Group(text.substring(0, colon), text.substring(colon + 1));
    }

    List<CgroupMount> mounts(Context c) throws IOException {
      return CgroupMount.named(c, controllers);
    }
  }

  private static List<Group> groups(Options options) {
    List<Group> groups = new ArrayList<>();
    options.values('g').forEach(text -> groups.add(Group.of(text)));
    return groups;
  }

  private static int refused(Context c, String message, IOException e) {
    return c.error(message + ": " + Errors.text(e), NioErrors.hintOf(e));
  }

  /** {@code cgcreate -g CONTROLLERS:PATH...}. */
  static int create(Context c, List<String> args) throws IOException {
    List<Group> groups = groups(CREATE.parse(args));
    if (groups.isEmpty()) {
      throw new CommandException(1, "usage: cgcreate -g CONTROLLER:PATH...");
    }
    int status = 0;
    for (Group group : groups) {
      for (CgroupMount mount : group.mounts(c)) {
        try {
          mount.create(c, group.path(), List.of(group.controllers().split(",")));
        } catch (IOException e) {
          status = refused(c, "can't create cgroup " + group.path(), e);
        }
      }
    }
    return status;
  }

  /** {@code cgset -r NAME=VALUE... PATH...}. */
  static int set(Context c, List<String> args) throws IOException {
    Options options = SET.parse(args);
    if (options.values('r').isEmpty() || options.operands().isEmpty()) {
      throw new CommandException(1, "usage: cgset -r NAME=VALUE... PATH...");
    }
    int status = 0;
    for (String path : options.operands()) {
      for (String setting : options.values('r')) {
        int equals = setting.indexOf('=');
        if (equals < 1) {
          throw new CommandException(1, "wrong parameter of option -r: " + setting);
        }
        String name = setting.substring(0, equals);
        try {
          String file = mountOf(c, name).path(path) + "/" + name;
          if (!Files.exists(c.path(file))) {
            status = c.error("cannot open " + file + ": No such file or directory");
            continue;
          }
          CgroupMount.write(c, file, setting.substring(equals + 1) + "\n");
        } catch (IOException e) {
          status = refused(c, "cannot set " + name + " of " + path, e);
        }
      }
    }
    return status;
  }

  /** The hierarchy of a control file, whose name begins with the controller's. */
  private static CgroupMount mountOf(Context c, String file) throws IOException {
    int dot = file.indexOf('.');
    String controller = dot < 0 ? file : file.substring(0, dot);
    CgroupMount mount = CgroupMount.of(c, controller);
    if (mount == null) {
      throw new CommandException(
          1, "the controller '" + controller + "' is not mounted in any hierarchy");
    }
    return mount;
  }

  /** {@code cgget [-nv] -r NAME... PATH...}, or {@code -g CONTROLLER... PATH...} for all files. */
  static int get(Context c, List<String> args) throws IOException {
    Options options = GET.parse(args);
    List<String> paths = new ArrayList<>(options.operands());
    List<String> controllers = new ArrayList<>();
    for (String group : options.values('g')) {
      int colon = group.indexOf(':');
      controllers.addAll(
          List.of(group.substring(0, colon < 0 ? group.length() : colon).split(",")));
      if (colon >= 0) {
        paths.add(group.substring(colon + 1));
      }
    }
    if (paths.isEmpty() || controllers.isEmpty() && options.values('r').isEmpty()) {
      throw new CommandException(
          1, "usage: cgget -r NAME... PATH... or cgget -g CONTROLLER PATH...");
    }
    int status = 0;
    for (String path : paths) {
      StringBuilder out = new StringBuilder();
      out.append(options.has('n') ? "" : path + ":\n");
      List<String> names = new ArrayList<>(options.values('r'));
      for (String controller : controllers) {
        names.addAll(files(c, controller, path));
      }
      for (String name : names) {
        try {
          List<String> lines = c.readLines(mountOf(c, name).path(path) + "/" + name);
          out.append(options.has('v') ? "" : name + ": ");
          out.append(String.join("\n\t", lines)).append('\n');
        } catch (IOException e) {
          if (options.values('r').contains(name)) {
            status = refused(c, "variable file read failed " + name, e);
          }
        }
      }
      c.write(out.append(options.has('n') ? "" : "\n"));
    }
    return status;
  }

  private static List<String> files(Context c, String controller, String path) throws IOException {
    List<String> names = new ArrayList<>();
    for (CgroupMount mount : CgroupMount.named(c, controller)) {
      for (String name : Listing.names(c.path(mount.path(path)))) {
        if (name.startsWith(controller + ".")) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /** {@code cgdelete [-r] [-g] CONTROLLERS:PATH...}: processes move to the cgroup above. */
  static int delete(Context c, List<String> args) throws IOException {
    Options options = DELETE.parse(args);
    List<Group> groups = groups(options);
    options.operands().forEach(text -> groups.add(Group.of(text)));
    if (groups.isEmpty()) {
      throw new CommandException(1, "usage: cgdelete [-r] CONTROLLER:PATH...");
    }
    int status = 0;
    for (Group group : groups) {
      for (CgroupMount mount : group.mounts(c)) {
        try {
          delete(c, mount.path(group.path()), options.has('r'));
        } catch (IOException e) {
          status = refused(c, "cannot remove group '" + group.path() + "'", e);
        }
      }
    }
    return status;
  }

  private static void delete(Context c, String directory, boolean recursive) throws IOException {
    Path path = c.path(directory);
    if (recursive) {
      for (String name : Listing.names(path)) {
        if (Files.isDirectory(path.resolve(name))) {
          delete(c, directory + "/" + name, true);
        }
      }
    }
    String parent = directory.substring(0, directory.lastIndexOf('/'));
    for (String pid : c.readLines(directory + "/cgroup.procs")) {
      CgroupMount.write(c, parent + "/cgroup.procs", pid + "\n");
    }
    Files.delete(path);
  }

  /** {@code cgclassify -g CONTROLLERS:PATH... PID...}. */
  static int classify(Context c, List<String> args) throws IOException {
    Options options = CLASSIFY.parse(args);
    List<Group> groups = groups(options);
    if (groups.isEmpty() || options.operands().isEmpty()) {
      throw new CommandException(1, "usage: cgclassify -g CONTROLLER:PATH... PID...");
    }
    int status = 0;
    for (String pid : options.operands()) {
      for (Group group : groups) {
        status |= join(c, group, pid);
      }
    }
    return status;
  }

  private static int join(Context c, Group group, String pid) throws IOException {
    for (CgroupMount mount : group.mounts(c)) {
      try {
        CgroupMount.write(c, mount.path(group.path()) + "/cgroup.procs", pid + "\n");
      } catch (IOException e) {
        return refused(c, "cannot change group of pid " + pid + " to " + group.path(), e);
      }
    }
    return 0;
  }

  /** Moves the present process into the cgroups of {@code -g CONTROLLERS:PATH}; 0 if it could. */
  static int join(Context c, List<String> groups) throws IOException {
    int status = 0;
    for (String text : groups) {
      status |= join(c, Group.of(text), Integer.toString(c.shell().process().pid()));
    }
    return status;
  }

  /** {@code lscgroup [-g CONTROLLERS:PATH | CONTROLLERS:PATH]...}. */
  static int list(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("g:").parse(args);
    List<Group> groups = groups(options);
    options.operands().forEach(text -> groups.add(Group.of(text)));
    StringBuilder out = new StringBuilder();
    for (CgroupMount mount : groups.isEmpty() ? CgroupMount.all(c) : List.<CgroupMount>of()) {
      below(c, mount, "/", out);
    }
    for (Group group : groups) {
      for (CgroupMount mount : group.mounts(c)) {
        below(c, mount, "/" + group.path().replaceAll("^/+|/+$", ""), out);
      }
    }
    c.write(out);
    return 0;
  }

  private static void below(Context c, CgroupMount mount, String cgroup, StringBuilder out)
      throws IOException {
    List<String> controllers =
        mount.controllers().stream().filter(name -> !name.matches("rw|ro|relatime|.*=.*")).toList();
    out.append(String.join(",", controllers)).append(':').append(cgroup).append('\n');
    Path path = c.path(mount.path(cgroup));
    for (String name : Listing.names(path)) {
      if (Files.isDirectory(path.resolve(name))) {
        below(c, mount, cgroup.equals("/") ? "/" + name : cgroup + "/" + name, out);
      }
    }
  }
}

package io.cglab.shell.command;

import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.core.api.KernelException;
import io.cglab.shell.process.Errors;
import io.cglab.shell.process.ShellProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/**
 * {@code systemd-run --scope} and {@code systemctl set-property}, reduced to what systemd does to
 * cgroup v2 for them; there is no service manager behind them.
 */
final class Systemd {
  private static final Options.Spec RUN =
      Options.Spec.of("p:u:l:qSdGt")
          .with(
              Map.ofEntries(
                  Map.entry("scope", 'S'),
                  Map.entry("property", 'p'),
                  Map.entry("unit", 'u'),
                  Map.entry("slice", 'l'),
                  Map.entry("quiet", 'q'),
                  Map.entry("same-dir", 'd'),
                  Map.entry("collect", 'G'),
                  Map.entry("pty", 't')))
          .strict();

  private Systemd() {}

  private static CgroupMount unified(Context c) throws IOException {
    for (CgroupMount mount : CgroupMount.all(c)) {
      if (mount.unified()) {
        return mount;
      }
    }
    throw new CommandException(1, "this needs cgroup v2, which is not mounted");
  }

  /** {@code a-b.slice} is below {@code a.slice}. */
  private static String slicePath(String slice) {
    String name = slice.endsWith(".slice") ? slice : slice + ".slice";
    if (!name.matches("[A-Za-z0-9:_.\\\\-]+")) {
      throw new CommandException(1, "Invalid unit name: " + slice);
    }
    StringBuilder path = new StringBuilder();
    for (int dash = name.indexOf('-'); dash > 0; dash = name.indexOf('-', dash + 1)) {
      path.append(name, 0, dash).append(".slice/");
    }
    return path.append(name).toString();
  }

  /** {@code systemd-run --scope [-p PROPERTY=VALUE]... [--unit NAME] [--slice NAME] COMMAND}. */
  static int run(Context c, List<String> args) throws IOException {
    Options options = RUN.parse(args);
    List<String> words = options.operands();
    if (words.isEmpty()) {
      throw new CommandException(1, "Command line to execute required.");
    }
    if (!options.has('S')) {
      throw new CommandException(
          1, "services need a service manager; say --scope to run the command in a scope");
    }
    List<UnitProperties.Setting> settings = UnitProperties.settings(c, options.values('p'));
    ShellProcess child;
    try {
      child = c.processes().fork(c.shell().process(), String.join(" ", words));
    } catch (KernelException e) {
      throw new CommandException(1, "Failed to fork: " + e.errno().text());
    }
    String unit = options.value('u', "run-p" + child.pid() + "-i" + child.pid());
    unit = unit.endsWith(".scope") ? unit : unit + ".scope";
    CgroupMount mount = unified(c);
    String cgroup = slicePath(options.value('l', "system.slice")) + "/" + unit;
    String directory = mount.path(cgroup);
    if (Files.exists(c.path(directory))) {
      c.processes().finish(child, 1);
      throw new CommandException(
          1, "Failed to start transient scope unit: Unit " + unit + " was already loaded.");
    }
    try {
      mount.create(c, cgroup, mount.controllers().contains("io") ? List.of("io") : List.of());
      apply(c, directory, settings);
      CgroupMount.write(c, directory + "/cgroup.procs", child.pid() + "\n");
    } catch (IOException e) {
      c.processes().finish(child, 1);
      return c.error(
          "Failed to start transient scope unit: " + Errors.text(e), NioErrors.hintOf(e));
    }
    if (!options.has('q')) {
      c.complain("Running scope as unit: " + unit);
    }
    ShellState state = c.shell().fork(child);
    int status =
        c.processes()
            .run(
                child,
                () -> {
                  try {
                    return c.runner().call(state, words, true);
                  } finally {
                    state.files().closeAll();
                  }
                });
    try {
      Files.delete(c.path(directory));
    } catch (IOException e) {
      // Something runs on in the scope, which stays for it.
      return status;
    }
    return status;
  }

  /** Writes what it can: what is refused systemd notes in its journal, and goes on. */
  private static void apply(Context c, String directory, List<UnitProperties.Setting> settings) {
    for (UnitProperties.Setting setting : settings) {
      try {
        CgroupMount.write(c, directory + "/" + setting.file(), setting.text());
      } catch (IOException e) {
        if (!setting.optional()) {
          c.error(
              "Failed to set '"
                  + setting.file()
                  + "' to '"
                  + setting.text().strip()
                  + "': "
                  + Errors.text(e),
              NioErrors.hintOf(e));
        }
      }
    }
  }

  /** {@code systemctl set-property [--runtime] UNIT PROPERTY=VALUE...}. */
  static int control(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("r").with(Map.of("runtime", 'r')).parse(args);
    List<String> words = options.operands();
    if (words.isEmpty() || !words.get(0).equals("set-property")) {
      throw new CommandException(1, "only set-property is there; no service manager runs here");
    }
    if (words.size() < 3) {
      throw new CommandException(1, "Too few arguments.");
    }
    String unit = words.get(1);
    CgroupMount mount = unified(c);
    String cgroup =
        unit.endsWith(".slice")
            ? slicePath(unit)
            : "system.slice/" + (unit.contains(".") ? unit : unit + ".service");
    if (!Files.isDirectory(c.path(mount.path(cgroup)))) {
      throw new CommandException(
          1, "Failed to set unit properties on " + unit + ": Unit " + unit + " not loaded.");
    }
    apply(c, mount.path(cgroup), UnitProperties.settings(c, words.subList(2, words.size())));
    return 0;
  }
}

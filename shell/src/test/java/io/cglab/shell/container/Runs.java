package io.cglab.shell.container;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.core.api.KernelException;
import io.cglab.shell.Shell;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.process.MemoryFile;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs scripts on machines, and makes ids short. */
final class Runs {
  /** What a script left behind. */
  record Result(int status, String out, String err) {
    /** The lines of stderr that are writes, without their mount point. */
    String writes() {
      StringBuilder lines = new StringBuilder();
      err.lines()
          .filter(line -> line.matches("(echo|mkdir|rmdir) .*"))
          .forEach(line -> lines.append(line.replace("/sys/fs/cgroup/", "")).append('\n'));
      return lines.toString();
    }

    /** Those of runc, with the cgroup's directory as CG: what limits ask for. */
    String limits() {
      StringBuilder lines = new StringBuilder();
      writes()
          .lines()
          .filter(line -> line.startsWith("echo ") && line.contains("ID"))
          .filter(line -> !line.endsWith("cgroup.procs") && !line.endsWith("subtree_control"))
          .forEach(line -> lines.append(line.substring(5)).append('\n'));
      return lines.toString().replaceAll("> \\S*ID(\\.scope)?/", "> ");
    }
  }

  /** Machines by the features that they lack. */
  static final String NO_BFQ = "features: {without: [bfq, bfq_debug]}";

  static final String NO_WEIGHTS = "features: {without: [bfq, bfq_debug, iocost]}";

  private static final Pattern ID = Pattern.compile("\\b[0-9a-f]{64}\\b");
  private static final Pattern UID =
      Pattern.compile("[0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12}");

  private Runs() {}

  /** Runs a script on a built-in machine. */
  static Result on(String machine, String script) {
    return on(MachineSpec.named(machine), script);
  }

  /** Runs a script on the default machine with further lines in its file. */
  static Result with(String features, String script) {
    try {
      String yaml =
          features
              + "\n"
              + "memory: 4G\n"
              + "controllers: {enabled: [cpuset, cpu, io, memory, pids]}\n"
              + "mounts: [{type: cgroup2, on: /sys/fs/cgroup}]\n"
              + "disks: [{name: sda, dev: \"8:0\", size: 256G}]\n";
      return on(MachineSpec.parse(yaml, "test"), script);
    } catch (MalformedFileException e) {
      throw new AssertionError(e);
    }
  }

  private static Result on(MachineSpec spec, String script) {
    try (CgroupFs machine = CgroupFs.boot(spec)) {
      MemoryFile out = new MemoryFile();
      MemoryFile err = new MemoryFile();
      int init = machine.machine().tasks().init().pid();
      try (Shell shell =
          new Shell(Instruments.attached(machine), init, "test", new MemoryFile(), out, err)) {
        int status = shell.script(script);
        return new Result(status, named(out.text()), named(err.text()));
      }
    } catch (IOException | KernelException e) {
      throw new AssertionError(e);
    }
  }

  /** The text with ID for each id and UID for each pod's. */
  private static String named(String text) {
    Matcher ids = ID.matcher(text);
    return UID.matcher(ids.replaceAll("ID")).replaceAll("UID");
  }
}

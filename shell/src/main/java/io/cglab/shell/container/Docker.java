package io.cglab.shell.container;

import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.cgroupfs.machine.YamlCursor;
import io.cglab.shell.command.Context;
import io.cglab.shell.container.Flags.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code docker}: containers as cgroups. */
public final class Docker {
  private static final String DAEMON_FILE = "/etc/docker/daemon.json";
  private static final String NO_DAEMON =
      "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon"
          + " running?";
  private static final int USAGE_STATUS = 125;

  private Docker() {}

  /** The command. */
  public static int run(Context c, List<String> args) throws IOException {
    List<String> rest = new ArrayList<>(args);
    boolean shows = rest.remove("--show-writes") && isBefore(args);
    if (!shows) {
      rest = new ArrayList<>(args);
    }
    if (rest.isEmpty()) {
      c.complain("Usage:  docker [OPTIONS] COMMAND: run, ps, stop, kill, rm, pause, unpause,");
      c.complain("update, inspect, stats, exec, wait, logs; --show-writes shows what is written");
      return 1;
    }
    String command = rest.get(0);
    List<String> words = rest.subList(1, rest.size());
    Engine engine = Engine.of(c.kernel());
    DockerContainers containers = new DockerContainers(c, engine, shows);
    DockerShow show = new DockerShow(c, engine);
    try {
      return switch (command) {
        case "run" -> new DockerRun(c, engine).run(words, shows);
        case "ps" -> show.ps(words);
        case "inspect" -> show.inspect(words);
        case "stats" -> show.stats(words);
        case "logs" -> show.logs(words);
        case "stop" -> containers.stop(words);
        case "kill" -> containers.kill(words);
        case "rm" -> containers.remove(words);
        case "pause" -> containers.pause(words, true);
        case "unpause" -> containers.pause(words, false);
        case "update" -> containers.update(words);
        case "exec" -> containers.exec(words);
        case "wait" -> containers.await(words);
        default -> unknown(c, command);
      };
    } catch (UsageException usage) {
      c.complain(usage.message());
      c.complain("");
      c.complain("Run 'docker " + command + " --help' for more information");
      boolean isFlag = !usage.message().startsWith("docker: ");
      return isFlag && (command.equals("run") || command.equals("exec")) ? USAGE_STATUS : 1;
    }
  }

  /** True where the switch stands before the name of the command, not in a workload. */
  private static boolean isBefore(List<String> args) {
    return args.get(0).equals("--show-writes");
  }

  private static int unknown(Context c, String command) {
    c.complain("docker: unknown command: docker " + command);
    c.complain("");
    c.complain("Run 'docker --help' for more information");
    return 1;
  }

  /** The file operations of a daemon, shown on stderr if that is wanted. */
  static Writes writes(Context c, boolean shows) {
    boolean always = c.shell().variables().get("CGLAB_SHOW_WRITES", "").equals("1");
    return new Writes(c.kernel(), shows || always ? c::complain : line -> {});
  }

  /** What the client prints for a daemon's refusal. */
  static String response(String message) {
    return message.equals(NO_DAEMON) ? message : "Error response from daemon: " + message;
  }

  /** How cgroups are mounted; without any, there is no daemon. */
  static CgroupSetup setup(Writes writes) throws DockerException {
    CgroupSetup setup = CgroupSetup.of(writes);
    if (setup.isEmpty()) {
      throw new DockerException(NO_DAEMON);
    }
    return setup;
  }

  /**
   * The cgroup of a container: of a systemd scope on v2, of the runtime's own on v1, unless {@code
   * /etc/docker/daemon.json} says {@code native.cgroupdriver=cgroupfs}.
   */
  static ContainerCgroup cgroup(Writes writes, CgroupSetup setup, String parent, String id)
      throws DockerException {
    String driver = driver(writes, setup);
    if (driver.equals("cgroupfs")) {
      String above = parent.isEmpty() ? "/docker" : parent.startsWith("/") ? parent : "/" + parent;
      return setup.at(writes, above + "/" + id, "runc");
    }
    if (!setup.unified()) {
      throw new DockerException(
          "the systemd cgroup driver is only there on cgroup v2 here; say cgroupfs in "
              + DAEMON_FILE);
    }
    if (!parent.isEmpty() && (parent.length() <= 6 || !parent.endsWith(".slice"))) {
      throw new DockerException(
          "cgroup-parent for systemd cgroup should be a valid slice named as \"xxx.slice\"");
    }
    String slice = parent.isEmpty() ? "system.slice" : parent;
    try {
      return CgroupSetup.unit(writes, slice, "docker-" + id + ".scope", "runc");
    } catch (OciException e) {
      throw new DockerException(e.message());
    }
  }

  private static String driver(Writes writes, CgroupSetup setup) throws DockerException {
    String usual = setup.unified() ? "systemd" : "cgroupfs";
    String text = writes.readIfThere(DAEMON_FILE);
    if (text.isEmpty()) {
      return usual;
    }
    try {
      YamlCursor options = YamlCursor.parse(DAEMON_FILE, text).map().get("exec-opts");
      if (options != null) {
        for (YamlCursor option : options.list()) {
          if (option.text().startsWith("native.cgroupdriver=")) {
            usual = option.text().substring(option.text().indexOf('=') + 1);
          }
        }
      }
    } catch (MalformedFileException malformed) {
      throw new DockerException(malformed.getMessage() + "");
    }
    if (!usual.equals("systemd") && !usual.equals("cgroupfs")) {
      throw new DockerException("native.cgroupdriver option " + usual + " is invalid");
    }
    return usual;
  }
}

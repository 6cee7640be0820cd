package io.cglab.shell.container;

import io.cglab.shell.command.Context;
import io.cglab.shell.command.Signals;
import io.cglab.shell.container.Flags.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Commands on containers that are there: stop, kill, rm, pause, unpause, update, exec, wait. */
final class DockerContainers {
  private static final int NOT_FOUND = 127;
  private static final long NS = 1_000_000_000L;
  private static final long POLL_NS = NS / 100;

  private final Context c;
  private final Engine engine;
  private final boolean shows;
  private final Runc runc;

  DockerContainers(Context c, Engine engine, boolean shows) {
    this.c = c;
    this.engine = engine;
    this.shows = shows;
    this.runc = new Runc(c);
  }

  /** What is done to one container. */
  private interface Action {
    void run(Container container) throws DockerException, OciException;
  }

  private int each(String command, List<String> names, Action action) throws UsageException {
    if (names.isEmpty()) {
      throw new UsageException("docker: 'docker " + command + "' requires at least 1 argument");
    }
    int status = 0;
    for (String name : names) {
      try {
        action.run(find(name));
        c.write(name + "\n");
      } catch (DockerException e) {
        c.complain("Error response from daemon: " + e.message());
        status = 1;
      } catch (OciException e) {
        c.complain("Error response from daemon: " + e.message() + ": unknown");
        status = 1;
      }
    }
    return status;
  }

  private Container find(String name) throws DockerException {
    Container container = engine.find(name);
    if (container == null) {
      throw new DockerException("No such container: " + name);
    }
    return container;
  }

  private Flags parse(List<String> args, String... forms) throws UsageException {
    return new Flags.Spec(true, forms).parse(args);
  }

  int stop(List<String> args) throws UsageException {
    Flags flags = parse(args, "t,time=", "t,timeout=");
    String seconds = flags.text("time", flags.text("timeout", "10"));
    if (!seconds.matches("[0-9]{1,9}")) {
      throw new UsageException(
          "invalid argument \"" + seconds + "\" for \"-t, --timeout\" flag: not a number");
    }
    long patienceNs = Long.parseLong(seconds) * NS;
    return each("stop", flags.operands(), container -> stop(container, patienceNs));
  }

  /** SIGTERM, then SIGKILL; a container's first process hears no signal that it does not catch. */
  private void stop(Container container, long patienceNs) {
    if (!container.isRunning()) {
      return;
    }
    runc.signal(container, Runc.SIGTERM);
    long end = c.kernel().nowNs() + patienceNs;
    while (container.isRunning() && c.kernel().nowNs() < end) {
      c.processes().sleep(Math.min(POLL_NS, end - c.kernel().nowNs()));
    }
    if (container.isRunning()) {
      runc.signal(container, Runc.SIGKILL);
    }
    runc.await(container);
  }

  int kill(List<String> args) throws UsageException {
    Flags flags = parse(args, "s,signal=");
    String name = flags.text("signal", "KILL");
    Integer signal = Signals.number(name);
    if (signal == null || signal == 0) {
      c.complain("Error response from daemon: Invalid signal: " + name);
      return 1;
    }
    return each(
        "kill",
        flags.operands(),
        container -> {
          if (!container.isRunning()) {
            throw new DockerException(
                "cannot kill container: "
                    + container.name
                    + ": container "
                    + container.id
                    + " is not running");
          }
          runc.signal(container, signal);
          if (signal == Runc.SIGKILL) {
            runc.await(container);
          }
        });
  }

  int remove(List<String> args) throws UsageException {
    Flags flags = parse(args, "f,force");
    return each(
        "rm",
        flags.operands(),
        container -> {
          if (container.isRunning() && !flags.has("force")) {
            throw new DockerException(
                "cannot remove container \"/"
                    + container.name
                    + "\": container is "
                    + (container.state == Container.State.PAUSED ? "paused" : "running")
                    + ": stop the container before removing or force remove");
          }
          if (container.isRunning()) {
            runc.signal(container, Runc.SIGKILL);
            runc.await(container);
          }
          engine.remove(container);
        });
  }

  int pause(List<String> args, boolean frozen) throws UsageException {
    Flags flags = parse(args, "show-writes");
    boolean visible = shows || flags.has("show-writes");
    return each(
        frozen ? "pause" : "unpause",
        flags.operands(),
        container -> {
          if (!container.isRunning()) {
            throw new DockerException("Container " + container.id + " is not running");
          }
          if (frozen == (container.state == Container.State.PAUSED)) {
            throw new DockerException(
                "Container " + container.id + " is " + (frozen ? "already" : "not") + " paused");
          }
          freeze(container, frozen, visible);
        });
  }

  private void freeze(Container container, boolean frozen, boolean visible) throws OciException {
    try {
      cgroup(container, visible).freeze(frozen);
    } catch (OciException e) {
      String verb = frozen ? "pause" : "resume";
      throw e.during(
          "cannot "
              + (frozen ? "pause" : "unpause")
              + " container "
              + container.id
              + ": OCI runtime "
              + verb
              + " failed");
    }
    container.state = frozen ? Container.State.PAUSED : Container.State.RUNNING;
  }

  /** The container's cgroup, for a command that shows what it writes or does not. */
  private ContainerCgroup cgroup(Container container, boolean visible) {
    return container.cgroup.through(Docker.writes(c, visible));
  }

  int update(List<String> args) throws UsageException {
    List<String> forms = new ArrayList<>(ResourceFlags.COMMON);
    forms.add("show-writes");
    Flags flags = parse(args, forms.toArray(new String[0]));
    ResourceFlags wanted = new ResourceFlags(flags);
    Resources asked = wanted.resources();
    long nanoCpus = wanted.nanoCpus();
    boolean visible = shows || flags.has("show-writes");
    return each(
        "update",
        flags.operands(),
        container -> {
          Writes writes = Docker.writes(c, visible);
          HostChecks checks =
              new HostChecks(writes, Docker.setup(writes), text -> c.complain("WARNING: " + text));
          Resources changes = checks.checked(asked, nanoCpus, true);
          long swap = container.resources.memorySwap();
          if (changes.memory() > 0
              && changes.memorySwap() == 0
              && swap > 0
              && changes.memory() > swap) {
            throw new DockerException(
                "Cannot update container "
                    + container.id
                    + ": Memory limit should be smaller than already set memoryswap limit, update"
                    + " the memoryswap at the same time");
          }
          Resources all = container.resources.changedBy(changes);
          if (container.isRunning()) {
            try {
              cgroup(container, visible).set(all);
            } catch (OciException e) {
              throw e.during(
                  "Cannot update container "
                      + container.id
                      + ": runc did not terminate successfully: exit status 1");
            }
          }
          container.resources = all;
        });
  }

  int exec(List<String> args) throws UsageException, IOException {
    Flags flags =
        new Flags.Spec(false, "d,detach", "i,interactive", "t,tty", "show-writes").parse(args);
    List<String> words = flags.operands();
    if (words.size() < 2) {
      throw new UsageException("docker: 'docker exec' requires at least 2 arguments");
    }
    try {
      Container container = find(words.get(0));
      if (container.state != Container.State.RUNNING) {
        throw new DockerException(
            container.state == Container.State.PAUSED
                ? "container " + container.id + " is paused, unpause the container before exec"
                : "container " + container.id + " is not running");
      }
      return runc.exec(
          cgroup(container, shows || flags.has("show-writes")), words.subList(1, words.size()));
    } catch (DockerException e) {
      c.complain("Error response from daemon: " + e.message());
      return 1;
    } catch (OciException e) {
      c.complain("OCI runtime exec failed: exec failed: " + e.message());
      return NOT_FOUND;
    }
  }

  int await(List<String> args) throws UsageException {
    int status = 0;
    for (String name : parse(args).operands()) {
      Container container = engine.find(name);
      if (container == null) {
        c.complain("Error response from daemon: No such container: " + name);
        status = 1;
      } else {
        c.write(runc.await(container) + "\n");
      }
    }
    return status;
  }
}

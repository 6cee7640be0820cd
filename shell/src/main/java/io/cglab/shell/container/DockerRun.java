package io.cglab.shell.container;

import io.cglab.shell.command.Context;
import io.cglab.shell.container.Flags.UsageException;
import io.cglab.shell.process.DeadlockException;
import io.cglab.shell.process.InterruptException;
import java.util.ArrayList;
import java.util.List;

/** {@code docker run [OPTIONS] IMAGE [WORKLOAD...]}. */
final class DockerRun {
  private static final List<String> IDLE = List.of("sleep", "infinity");
  private static final int DAEMON_STATUS = 125;
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  private static final Flags.Spec SPEC = new Flags.Spec(false, forms());

  private static String[] forms() {
    List<String> forms =
        new ArrayList<>(
            List.of(
                "d,detach",
                "i,interactive",
                "t,tty",
                "rm",
                "name=",
                "device-read-bps=",
                "device-write-bps=",
                "device-read-iops=",
                "device-write-iops=",
                "blkio-weight-device=",
                "cgroup-parent=",
                "show-writes"));
    forms.addAll(ResourceFlags.COMMON);
    return forms.toArray(new String[0]);
  }

  private final Context c;
  private final Engine engine;

  DockerRun(Context c, Engine engine) {
    this.c = c;
    this.engine = engine;
  }

  int run(List<String> args, boolean showsWrites) throws UsageException {
    Flags flags = SPEC.parse(args);
    if (flags.operands().isEmpty()) {
      throw new UsageException("docker: 'docker run' requires at least 1 argument");
    }
    ResourceFlags wanted = new ResourceFlags(flags);
    Resources asked = wanted.resources();
    long nanoCpus = wanted.nanoCpus();
    wanted.checkDevices();
    Writes writes = Docker.writes(c, showsWrites || flags.has("show-writes"));
    try {
      CgroupSetup setup = Docker.setup(writes);
      HostChecks checks = new HostChecks(writes, setup, text -> c.complain("WARNING: " + text));
      Resources resources = wanted.withDevices(asked, c.kernel());
      resources = checks.checked(resources, nanoCpus, false);
      Container container = container(flags, writes, setup, resources);
      return start(container, flags.has("detach"));
    } catch (DockerException refused) {
      return refused(refused.message());
    }
  }

  private Container container(Flags flags, Writes writes, CgroupSetup setup, Resources resources)
      throws DockerException {
    String id = engine.newId();
    String name = flags.text("name", engine.nameFor(id));
    checkName(name);
    String parent = flags.text("cgroup-parent", "");
    ContainerCgroup cgroup = Docker.cgroup(writes, setup, parent, id);
    List<String> words = flags.operands();
    List<String> command = words.size() > 1 ? words.subList(1, words.size()) : IDLE;
    Container container =
        new Container(
            id,
            name,
            words.get(0),
            command,
            flags.has("rm"),
            parent,
            c.kernel().nowNs(),
            cgroup,
            resources);
    engine.add(container);
    return container;
  }

  private void checkName(String name) throws DockerException {
    if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]+")) {
      throw new DockerException(
          "Invalid container name (" + name + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
    }
    for (Container other : engine.containers()) {
      if (other.name.equals(name)) {
        throw new DockerException(
            "Conflict. The container name \"/"
                + name
                + "\" is already in use by container \""
                + other.id
                + "\". You have to remove (or rename) that container to be able to reuse that"
                + " name.");
      }
    }
  }

  private int start(Container container, boolean detached) throws DockerException {
    Runc runc = new Runc(c);
    Runnable ended =
        () -> {
          if (container.autoRemove) {
            engine.remove(container);
          }
        };
    try {
      runc.start(container, !detached, ended);
    } catch (OciException e) {
      ended.run();
      throw new DockerException(e.message() + ": unknown");
    }
    if (detached) {
      c.write(container.id + "\n");
      return 0;
    }
    try {
      return runc.await(container);
    } catch (InterruptException | DeadlockException stopped) {
      runc.signal(container, Runc.SIGKILL);
      throw stopped;
    }
  }

  /** The exit status tells whether the daemon or the command inside is to blame. */
  private int refused(String message) {
    c.complain("docker: " + Docker.response(message));
    c.complain("");
    c.complain("Run 'docker run --help' for more information");
    if (message.contains("executable file not found")
        || message.contains("no such file or directory")) {
      return NOT_FOUND;
    }
    return message.contains("permission denied") || message.contains("is a directory")
        ? NOT_EXECUTABLE
        : DAEMON_STATUS;
  }
}

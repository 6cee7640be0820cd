package io.cglab.shell.container;

import io.cglab.shell.process.MemoryFile;
import io.cglab.shell.process.ShellProcess;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A container: what it was made from, and how it fares. */
final class Container {
  /** Where it is in its life. */
  enum State {
    CREATED,
    RUNNING,
    PAUSED,
    EXITED
  }

  private static final int SHORT_ID = 12;

  final String id;
  final String name;
  final String image;
  final List<String> command;
  final boolean autoRemove;
  final String cgroupParent;
  final long createdNs;
  final ContainerCgroup cgroup;

  /** What it printed while nobody was attached. */
  final MemoryFile log = new MemoryFile();

  Resources resources;
  State state = State.CREATED;
  @Nullable ShellProcess process;

  /** Waits for the process and cleans up after it. */
  @Nullable ShellProcess shim;

  int exitCode;
  long startedNs;
  long finishedNs;

  Container(
      String id,
      String name,
      String image,
      List<String> command,
      boolean autoRemove,
      String cgroupParent,
      long createdNs,
      ContainerCgroup cgroup,
      Resources resources) {
    this.id = id;
    this.name = name;
    this.image = image;
    this.command = List.copyOf(command);
    this.autoRemove = autoRemove;
    this.cgroupParent = cgroupParent;
    this.createdNs = createdNs;
    this.cgroup = cgroup;
    this.resources = resources;
  }

  String shortId() {
    return id.substring(0, SHORT_ID);
  }

  boolean isRunning() {
    return state == State.RUNNING || state == State.PAUSED;
  }

  /** Its first process; 0 where it does not run. */
  int pid() {
    ShellProcess running = process;
    return running == null || !isRunning() ? 0 : running.pid();
  }
}

package io.cglab.cgroupfs;

import io.cglab.core.Machine;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.TreeListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * v1's release notification (control-files.md 5.8): the runs of release agents that the kernel has
 * started. Each is started as the super-user, by itself, after the command that emptied the cgroup.
 */
public final class ReleaseAgent implements TreeListener {
  /** The environment of every run. */
  public static final Map<String, String> ENVIRONMENT =
      Map.of("HOME", "/", "PATH", "/sbin:/bin:/usr/sbin:/usr/bin");

  /** How many runs are remembered. */
  public static final int REMEMBERED = 1000;

  /**
   * A run.
   *
   * @param program the hierarchy's release_agent
   * @param argument its one argument: the empty cgroup's path from the root of its hierarchy
   */
  public record Run(String program, String argument) {}

  private final Machine machine;
  private final Deque<Run> runs = new ArrayDeque<>();
  private Consumer<Run> launcher = run -> {};

  ReleaseAgent(Machine machine) {
    this.machine = machine;
  }

  /** The last runs, oldest first. */
  public List<Run> runs() {
    return List.copyOf(runs);
  }

  /**
   * Sets who starts the programs. It is called from the machine's event loop, while the file
   * system's lock is held: it may start a process, but must not wait for it.
   */
  public void setLauncher(Consumer<Run> newLauncher) {
    launcher = newLauncher;
  }

  @Override
  public void released(Cgroup cgroup) {
    String program = cgroup.hierarchy().releaseAgent();
    if (program.isEmpty()) {
      return;
    }
    Run run = new Run(program, cgroup.path());
    if (runs.size() == REMEMBERED) {
      runs.removeFirst();
    }
    runs.addLast(run);
    machine.at(machine.nowNs(), () -> launcher.accept(run));
  }
}

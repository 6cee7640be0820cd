package io.cglab.shell.container;

import io.cglab.core.api.KernelException;
import io.cglab.shell.command.Commands;
import io.cglab.shell.command.Context;
import io.cglab.shell.command.ControlFlow;
import io.cglab.shell.command.ShellState;
import io.cglab.shell.process.Processes;
import io.cglab.shell.process.ShellProcess;
import io.cglab.shell.process.SpecialFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts and ends the processes of containers as containerd's shim and runc do. The shim is a
 * process in the root cgroup: it waits for the container's first process, kills what is left in the
 * cgroup, as the end of a PID namespace does, and removes the cgroup.
 */
final class Runc {
  /** The command of a sandbox, which only holds namespaces. */
  static final List<String> PAUSE = List.of("/pause");

  private static final String SHIM = "containerd-shim-runc-v2";
  static final int SIGKILL = 9;
  static final int SIGTERM = 15;
  private static final long POLL_NS = 1_000_000;

  private final Context c;
  private final Processes processes;

  Runc(Context c) {
    this.c = c;
    this.processes = c.processes();
  }

  /**
   * Starts a container.
   *
   * @param attached whether it prints to the caller's streams, or to its log
   * @param ended runs when it has ended and its cgroup is removed
   * @throws OciException what runc says; the cgroup is removed again
   */
  void start(Container container, boolean attached, Runnable ended) throws OciException {
    ShellProcess shim = null;
    ShellProcess init = null;
    try {
      shim = processes.forkFromInit(SHIM);
      init = processes.fork(shim, String.join(" ", container.command));
      create(container, init);
      container.process = init;
      container.shim = shim;
      container.state = Container.State.RUNNING;
      container.startedNs = c.kernel().nowNs();
      launch(container, init, attached);
      watch(container, init, shim, ended);
    } catch (KernelException refused) {
      abandon(container, init, shim);
      throw new OciException("fork/exec " + SHIM + ": " + refused.errno().text());
    } catch (OciException e) {
      abandon(container, init, shim);
      throw e.during(
          "failed to create task for container: failed to create shim task: OCI runtime create"
              + " failed: runc create failed: unable to start container process");
    }
  }

  private void create(Container container, ShellProcess init) throws OciException {
    try {
      container.cgroup.apply(init.pid());
    } catch (OciException e) {
      throw e.during("unable to apply cgroup configuration");
    }
    try {
      container.cgroup.set(container.resources);
    } catch (OciException e) {
      throw e.during(
          "error during container init: error setting cgroup config for procHooks process");
    }
    String program = container.command.get(0);
    if (!program.contains("/") && Commands.find(program) == null) {
      throw new OciException(
          "error during container init: exec: \""
              + program
              + "\": executable file not found in $PATH");
    }
  }

  private void abandon(
      Container container, @Nullable ShellProcess init, @Nullable ShellProcess shim) {
    if (init != null) {
      processes.finish(init, 1);
    }
    if (shim != null) {
      processes.finish(shim, 1);
    }
    try {
      container.cgroup.remove();
    } catch (OciException busy) {
      // What stands in the way is not this container's.
      return;
    }
  }

  private void launch(Container container, ShellProcess init, boolean attached) {
    ShellState state = c.shell().fork(init);
    try {
      state.files().set(0, SpecialFile.NULL.open());
      if (!attached) {
        state.files().set(1, container.log.retain());
        state.files().set(2, container.log.retain());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    processes.start(init, () -> body(state, container.command));
  }

  private int body(ShellState state, List<String> words) throws IOException {
    try {
      // A signal may have come before the process first runs.
      processes.strands().check();
      if (words.equals(PAUSE)) {
        processes.pause();
      }
      return c.runner().call(state, words, true);
    } catch (ControlFlow.Exit exit) {
      return exit.status();
    } finally {
      state.files().closeAll();
    }
  }

  private void watch(Container container, ShellProcess init, ShellProcess shim, Runnable ended) {
    processes.start(
        shim,
        () -> {
          int status = processes.await(init);
          killAll(container);
          container.exitCode = status;
          container.finishedNs = c.kernel().nowNs();
          container.state = Container.State.EXITED;
          try {
            container.cgroup.remove();
          } catch (OciException busy) {
            // Somebody made a cgroup in it; it stays until that is gone.
            return 1;
          } finally {
            ended.run();
          }
          return 0;
        });
  }

  private void killAll(Container container) {
    for (List<Integer> left = container.cgroup.pids();
        !left.isEmpty();
        left = container.cgroup.pids()) {
      left.forEach(pid -> send(pid, SIGKILL));
      processes.sleep(POLL_NS);
    }
  }

  /**
   * Sends a signal to a container's first process, which hears none that it does not catch, but
   * SIGKILL.
   */
  void signal(Container container, int signal) {
    ShellProcess process = container.process;
    if (process != null
        && container.isRunning()
        && (signal == SIGKILL || process.caught().contains(signal))) {
      send(process.pid(), signal);
    }
  }

  /** Sends a signal; does nothing where the process has just ended. */
  private void send(int pid, int signal) {
    try {
      processes.kill(pid, signal);
    } catch (KernelException gone) {
      return;
    }
  }

  /** Runs a command in a running container and returns its status. */
  int exec(ContainerCgroup cgroup, List<String> words) throws OciException, IOException {
    ShellProcess process;
    try {
      process = processes.forkFromInit(words.get(0));
    } catch (KernelException refused) {
      throw new OciException("fork/exec: " + refused.errno().text());
    }
    try {
      cgroup.join(process.pid());
    } catch (OciException e) {
      processes.finish(process, 1);
      throw e;
    }
    ShellState state = c.shell().fork(process);
    return processes.run(process, () -> body(state, words));
  }

  /** Waits until a container has ended and is cleaned up. */
  int await(Container container) {
    ShellProcess shim = container.shim;
    if (shim != null) {
      processes.await(shim);
    }
    return container.exitCode;
  }
}

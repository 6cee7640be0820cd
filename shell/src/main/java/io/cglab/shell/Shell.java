package io.cglab.shell;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.ReleaseAgent;
import io.cglab.core.api.KernelException;
import io.cglab.shell.command.Context;
import io.cglab.shell.command.ControlFlow;
import io.cglab.shell.command.ShellOption;
import io.cglab.shell.command.ShellState;
import io.cglab.shell.command.Variables;
import io.cglab.shell.lang.Ast;
import io.cglab.shell.lang.Parser;
import io.cglab.shell.lang.SyntaxException;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.process.Descriptor;
import io.cglab.shell.process.Descriptors;
import io.cglab.shell.process.InterruptException;
import io.cglab.shell.process.Processes;
import io.cglab.shell.process.ShellProcess;
import io.cglab.shell.process.SpecialFile;
import io.cglab.shell.process.Strands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A shell on a machine. Prompt, script file and {@code -c} share it: each hands it text, and it
 * runs the text to its end in virtual time.
 */
public final class Shell implements AutoCloseable {
  private static final int SYNTAX_STATUS = 2;
  private static final int INTERRUPTED = 130;

  private final Processes processes;
  private final Interpreter interpreter;
  private final ShellProcess process;
  private final ShellState state;
  private boolean ended;

  /**
   * A shell in the cgroups of {@code parentPid}.
   *
   * @param name {@code $0}, which error messages begin with
   */
  public Shell(
      Instruments instruments,
      int parentPid,
      String name,
      Descriptor in,
      Descriptor out,
      Descriptor err)
      throws KernelException, IOException {
    CgroupFs machine = instruments.machine();
    MachineKernel kernel = new MachineKernel(instruments);
    processes = new Processes(kernel, new Strands(kernel));
    interpreter = new Interpreter(processes);
    process = processes.forkFrom(parentPid, "sh");
    Descriptors files = new Descriptors();
    files.set(0, in);
    files.set(1, out);
    files.set(2, err);
    Variables variables = new Variables();
    variables.set("HOME", "/root");
    variables.set("PATH", "/sbin:/bin:/usr/sbin:/usr/bin");
    variables.set("PWD", "/root");
    variables.export("HOME");
    variables.export("PATH");
    variables.export("PWD");
    state = new ShellState(name, process, variables, machine.fileSystem().getPath("/root"), files);
    machine.releaseAgent().setLauncher(run -> startAgent(machine, run));
  }

  /** Starts a release agent as the kernel does: a process of init's, with nowhere to print to. */
  private void startAgent(CgroupFs machine, ReleaseAgent.Run run) {
    ShellProcess agent;
    try {
      agent = processes.forkFromInit(run.program());
    } catch (KernelException refused) {
      return; // nobody is told that no process could be made
    }
    Descriptors nowhere = new Descriptors();
    try {
      for (int fd = 0; fd <= 2; fd++) {
        nowhere.set(fd, SpecialFile.NULL.open());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Variables environment = new Variables();
    ReleaseAgent.ENVIRONMENT.forEach(
        (key, value) -> {
          environment.set(key, value);
          environment.export(key);
        });
    Path root = machine.fileSystem().getPath("/");
    ShellState alone = new ShellState(run.program(), agent, environment, root, nowhere);
    processes.start(
        agent, () -> interpreter.call(alone, List.of(run.program(), run.argument()), true));
  }

  /** Sets {@code $1} and so on. */
  public Shell withArguments(List<String> arguments) {
    state.setPositional(arguments);
    return this;
  }

  /** As {@code set -e}. */
  public Shell exitingOnError(boolean on) {
    state.set(ShellOption.ERREXIT, on);
    return this;
  }

  /** Whether a refused command is followed by a line that says why. */
  public Shell withHints(boolean on) {
    state.setShowsHints(on);
    return this;
  }

  /** Whether it reports background jobs and leaves line numbers out of its messages. */
  public Shell interactive(boolean on) {
    state.setInteractive(on);
    return this;
  }

  /** The process that the shell is. */
  public int pid() {
    return process.pid();
  }

  /** True once exit was called. */
  public boolean hasEnded() {
    return ended;
  }

  /**
   * Runs a whole script with its trap on EXIT and returns its status. A syntax error is reported
   * before anything of it has run, with status 2.
   */
  public int script(String text) {
    return parsed(text, body -> interpreter.script(state, body));
  }

  /** Runs a line at a prompt; the shell goes on afterwards, unless it {@link #hasEnded}. */
  public int line(String text) {
    return parsed(
        text,
        body -> {
          try {
            int status = interpreter.sequence(state, body);
            processes.strands().settle();
            return status;
          } catch (ControlFlow.Exit exit) {
            ended = true;
            return interpreter.exitTrap(state, exit.status());
          } catch (ControlFlow.Abort abort) {
            return abort.status();
          } catch (ControlFlow stray) {
            return 0;
          } catch (InterruptException interrupted) {
            return INTERRUPTED;
          }
        });
  }

  /** Stops what runs, from any thread. */
  public void interrupt() {
    processes.strands().interrupt();
  }

  private interface Action {
    int run(Ast.Sequence body) throws IOException;
  }

  private int parsed(String text, Action action) {
    Ast.Sequence body;
    try {
      body = Parser.parse(text);
    } catch (SyntaxException e) {
      interpreter.complain(state, Context.syntaxError(state.name(), e));
      state.setLastStatus(SYNTAX_STATUS);
      return SYNTAX_STATUS;
    }
    int[] status = new int[1];
    processes
        .strands()
        .run(
            () -> {
              try {
                status[0] = processes.runShell(process, () -> action.run(body));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    state.setLastStatus(status[0]);
    return status[0];
  }

  @Override
  public void close() {
    processes.strands().close();
    processes.finish(process, state.lastStatus());
  }
}

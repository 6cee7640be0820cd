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
import io.cglab.shell.lang.Chunk;
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
import io.cglab.shell.session.SessionShell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A shell on a machine. Prompt, script file and {@code -c} share it: each hands it text, and it
 * runs the text to its end in virtual time.
 */
public final class Shell implements SessionShell {
  private static final int SYNTAX_STATUS = 2;
  private static final int INTERRUPTED = 130;

  private final MachineKernel kernel;
  private final Processes processes;
  private final Interpreter interpreter;
  private final ShellProcess process;
  private final ShellState state;
  private Pacer pacer = Pacer.NONE;
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
    kernel = new MachineKernel(instruments);
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

  /** Sets variables, which programs have, too. */
  public Shell withVariables(Map<String, String> values) {
    values.forEach(
        (name, value) -> {
          state.variables().set(name, value);
          state.variables().export(name);
        });
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

  /** What {@code history} shows. */
  public Shell withHistory(Supplier<List<String>> lines) {
    state.setHistory(lines);
    return this;
  }

  /** Whether it reports background jobs and leaves line numbers out of its messages. */
  public Shell interactive(boolean on) {
    state.setInteractive(on);
    return this;
  }

  /** What watches the shell's machine. */
  @Override
  public Instruments instruments() {
    return processes.kernel().instruments();
  }

  /** The process that the shell is. */
  public int pid() {
    return process.pid();
  }

  /** True once exit was called. */
  @Override
  public boolean hasEnded() {
    return ended || !kernel.isAlive(process.pid());
  }

  /** Lets virtual time pass no faster than {@code factor} times the wall's; 0 for any speed. */
  public Shell pacedAt(double factor) {
    pacer = factor == 0 ? Pacer.NONE : new Pacer(factor);
    kernel.setPacer(pacer);
    return this;
  }

  /** The working directory. */
  @Override
  public Path cwd() {
    return state.cwd();
  }

  /** The names of its functions. */
  @Override
  public Collection<String> functions() {
    return Collections.unmodifiableSet(state.functions().keySet());
  }

  /**
   * Runs a whole script with its trap on EXIT and returns its status. A syntax error is reported
   * before anything of it has run, with status 2.
   */
  public int script(String text) {
    List<Chunk> chunks;
    try {
      chunks = Parser.chunks(text);
    } catch (SyntaxException e) {
      return complain(e);
    }
    for (Chunk chunk : chunks) {
      chunk(chunk);
      if (ended) {
        break;
      }
    }
    return finish();
  }

  /** Reports a syntax error; returns its status. */
  @Override
  public int complain(SyntaxException e) {
    interpreter.complain(state, Context.syntaxError(state.name(), e));
    state.setLastStatus(SYNTAX_STATUS);
    return SYNTAX_STATUS;
  }

  /** Runs lines of a script; the shell goes on behind them, unless it {@link #hasEnded}. */
  @Override
  public int chunk(Chunk chunk) {
    return running(
        () -> {
          try {
            return interpreter.sequence(state, chunk.body());
          } catch (ControlFlow.Exit exit) {
            return end(exit.status());
          } catch (ControlFlow.Abort abort) {
            return end(abort.status());
          } catch (ControlFlow.Return stray) {
            return end(stray.status());
          } catch (ControlFlow.Loop stray) {
            return end(0);
          } catch (InterruptException interrupted) {
            return INTERRUPTED;
          }
        });
  }

  private int end(int status) {
    ended = true;
    return status;
  }

  /** Runs a line at a prompt; the shell goes on afterwards, unless it {@link #hasEnded}. */
  public int line(String text) {
    try {
      return line(Parser.parse(text));
    } catch (SyntaxException e) {
      return complain(e);
    }
  }

  /** Runs the commands of a line at a prompt; see {@link #line(String)}. */
  @Override
  public int line(Ast.Sequence body) {
    return running(
        () -> {
          try {
            int status = interpreter.sequence(state, body);
            processes.strands().settle();
            return status;
          } catch (ControlFlow.Exit exit) {
            return end(exit.status());
          } catch (ControlFlow.Abort abort) {
            return abort.status();
          } catch (ControlFlow stray) {
            return 0;
          } catch (InterruptException interrupted) {
            return INTERRUPTED;
          }
        });
  }

  /** Runs the trap on EXIT, if there is one; returns the status that the shell ends with. */
  @Override
  public int finish() {
    ended = true;
    return state.traps().containsKey("EXIT")
        ? running(() -> interpreter.exitTrap(state, state.lastStatus()))
        : state.lastStatus();
  }

  /** The status of the last command. */
  @Override
  public int lastStatus() {
    return state.lastStatus();
  }

  /** Stops what runs, from any thread. */
  @Override
  public void interrupt() {
    processes.strands().interrupt();
    pacer.interrupt();
  }

  /** Where and when runs end; for replays. */
  @Override
  public Strands strands() {
    return processes.strands();
  }

  private int running(Processes.Body body) {
    pacer.restart();
    int[] status = new int[1];
    processes
        .strands()
        .run(
            () -> {
              try {
                status[0] = processes.runShell(process, body);
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

package io.cglab.shell;

import io.cglab.core.api.KernelException;
import io.cglab.shell.command.Context;
import io.cglab.shell.command.ControlFlow;
import io.cglab.shell.command.Jobs;
import io.cglab.shell.command.Runner;
import io.cglab.shell.command.ShellOption;
import io.cglab.shell.command.ShellState;
import io.cglab.shell.command.Signals;
import io.cglab.shell.explain.Refusal;
import io.cglab.shell.explain.Scene;
import io.cglab.shell.lang.Ast;
import io.cglab.shell.lang.Parser;
import io.cglab.shell.lang.Redirect;
import io.cglab.shell.lang.SyntaxException;
import io.cglab.shell.process.DeadlockException;
import io.cglab.shell.process.Descriptor;
import io.cglab.shell.process.Descriptors;
import io.cglab.shell.process.InterruptException;
import io.cglab.shell.process.MemoryFile;
import io.cglab.shell.process.Pipe;
import io.cglab.shell.process.Processes;
import io.cglab.shell.process.ShellProcess;
import io.cglab.shell.process.SpecialFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs trees of commands. Holds nothing of its own: all that a shell knows is in the {@link
 * ShellState} that every method takes, so subshells are copies of that.
 */
final class Interpreter implements Runner {
  private static final int SYNTAX_STATUS = 2;
  private static final int FORK_STATUS = 254;
  private static final int SIGINT = 2;
  private static final int SIGQUIT = 3;
  private static final int SIGKILL = 9;
  private static final long NS_PER_S = 1_000_000_000;

  private final Processes processes;
  private final SimpleCommands simple;
  private final CompoundCommands compounds;

  Interpreter(Processes processes) {
    this.processes = processes;
    this.simple = new SimpleCommands(this, processes);
    this.compounds = new CompoundCommands(this, processes);
  }

  // ---- whole scripts

  /** Runs a whole script, with its trap on EXIT; returns its status. */
  int script(ShellState shell, Ast.Sequence body) throws IOException {
    int status = untilExit(shell, () -> sequence(shell, body));
    return exitTrap(shell, status);
  }

  /** Runs a subshell's command, closes its files, returns its status. */
  private int subshell(ShellState shell, Ast body) throws IOException {
    try {
      int status =
          untilExit(
              shell,
              () ->
                  body instanceof Ast.Simple command
                      ? simple.run(shell, command, true)
                      : body instanceof Ast.Subshell inner
                          ? sequence(shell, inner.body())
                          : execute(shell, body));
      return exitTrap(shell, status);
    } finally {
      shell.files().closeAll();
    }
  }

  private static int untilExit(ShellState shell, Processes.Body body) throws IOException {
    int status;
    try {
      status = body.run();
    } catch (ControlFlow.Exit e) {
      status = e.status();
    } catch (ControlFlow.Abort e) {
      status = e.status();
    } catch (ControlFlow.Return e) {
      status = e.status();
    } catch (ControlFlow.Loop e) {
      status = 0;
    }
    shell.setLastStatus(status);
    return status;
  }

  /** Runs the trap on EXIT, if there is one, and lifts it; returns the status to exit with. */
  int exitTrap(ShellState shell, int status) throws IOException {
    String command = shell.traps().remove("EXIT");
    if (command == null || command.isEmpty()) {
      return status;
    }
    shell.setLastStatus(status);
    try {
      evaluate(shell, shell.name() + ": exit trap", command);
    } catch (ControlFlow.Exit e) {
      return e.status();
    } catch (ControlFlow e) {
      return status;
    }
    return status;
  }

  @Override
  public int program(ShellState shell, String text) throws IOException {
    try {
      return script(shell, Parser.parse(text));
    } catch (SyntaxException e) {
      complain(shell, Context.syntaxError(shell.name(), e));
      return SYNTAX_STATUS;
    } finally {
      shell.files().closeAll();
    }
  }

  @Override
  public int evaluate(ShellState shell, String name, String text) throws IOException {
    Ast.Sequence body;
    try {
      body = Parser.parse(text);
    } catch (SyntaxException e) {
      complain(shell, Context.syntaxError(name, e));
      throw new ControlFlow.Abort(SYNTAX_STATUS);
    }
    return sequence(shell, body);
  }

  @Override
  public int call(ShellState shell, List<String> words, boolean inPlace) throws IOException {
    return simple.call(shell, words, inPlace);
  }

  // ---- commands

  int sequence(ShellState shell, Ast.Sequence sequence) throws IOException {
    int status = 0;
    for (Ast.Item item : sequence.items()) {
      status = item.background() ? background(shell, item) : execute(shell, item.command());
      shell.setLastStatus(status);
    }
    return status;
  }

  int execute(ShellState shell, Ast node) throws IOException {
    int status;
    if (node instanceof Ast.Simple command) {
      status = guarded(shell, command.line(), () -> simple.run(shell, command, false));
      shell.setPipeStatus(List.of(status));
      processes.strands().checkInterrupt();
      if (shell.process().hasTrap()) {
        shell.setLastStatus(status);
        checkSignals(shell);
      }
      exitOnError(shell, status);
    } else if (node instanceof Ast.AndOr andOr) {
      status = andOr(shell, andOr);
    } else if (node instanceof Ast.Pipeline pipeline) {
      status = pipeline(shell, pipeline);
    } else if (node instanceof Ast.Sequence sequence) {
      status = sequence(shell, sequence);
    } else if (node instanceof Ast.Group group) {
      status = sequence(shell, group.body());
    } else if (node instanceof Ast.Redirected redirected) {
      status = redirected(shell, redirected);
    } else if (node instanceof Ast.Subshell subshell) {
      status = guarded(shell, subshell.line(), () -> foregroundSubshell(shell, subshell));
      exitOnError(shell, status);
    } else if (node instanceof Ast.Test || node instanceof Ast.Arithmetic) {
      status = compounds.execute(shell, node);
      exitOnError(shell, status);
    } else if (node instanceof Ast.Function function) {
      shell.functions().put(function.name(), function);
      status = 0;
    } else {
      status = compounds.execute(shell, node);
    }
    shell.setLastStatus(status);
    return status;
  }

  private void exitOnError(ShellState shell, int status) throws IOException {
    if (status == 0) {
      return;
    }
    String trap = shell.traps().get("ERR");
    if (trap != null && shell.trapsErrors()) {
      shell.setLastStatus(status);
      shell.enterTested();
      try {
        evaluate(shell, shell.name() + ": error trap", trap);
      } finally {
        shell.leaveTested();
      }
      shell.setLastStatus(status);
    }
    if (shell.exitsOnError()) {
      throw new ControlFlow.Exit(status);
    }
  }

  /** A variable that changes by itself; null for every other. */
  @Nullable String dynamic(ShellState shell, String name) {
    if (name.equals("PPID")) {
      int pid = shell.shellPid();
      return processes.kernel().processes().stream()
          .filter(process -> process.pid() == pid)
          .map(process -> Integer.toString(process.parentPid()))
          .findFirst()
          .orElse(null);
    } else if (shell.has(ShellOption.POSIX)) {
      return null;
    }
    return switch (name) {
      case "RANDOM" ->
          Integer.toString(
              shell.nextRandom(processes.kernel().instruments().machine().spec().config().seed()));
      case "SECONDS" -> Long.toString(processes.kernel().nowNs() / NS_PER_S);
      case "BASHPID" -> Integer.toString(shell.process().pid());
      case "EPOCHSECONDS" -> {
        long seconds = processes.kernel().nowNs() / NS_PER_S;
        yield Long.toString(processes.kernel().bootEpochSeconds() + seconds);
      }
      case "UID", "EUID" -> "0";
      case "HOSTNAME" -> "cglab";
      default -> null;
    };
  }

  /** Reports a deadlock as the failure of the command that waited. */
  private int guarded(ShellState shell, int line, Processes.Body body) throws IOException {
    try {
      return body.run();
    } catch (DeadlockException e) {
      shell.setLine(line);
      complain(shell, shell.errorPrefix() + e.getMessage());
      return 1;
    }
  }

  private int andOr(ShellState shell, Ast.AndOr node) throws IOException {
    int left = tested(shell, () -> execute(shell, node.left()));
    return (left == 0) == node.and() ? execute(shell, node.right()) : left;
  }

  static int tested(ShellState shell, Processes.Body body) throws IOException {
    shell.enterTested();
    try {
      return body.run();
    } finally {
      shell.leaveTested();
    }
  }

  private int redirected(ShellState shell, Ast.Redirected node) throws IOException {
    Descriptors outside = shell.files();
    Descriptors inside = outside.copy();
    try {
      if (!new Redirections(this, shell).apply(node.redirects(), inside)) {
        exitOnError(shell, shell.failure());
        return shell.failure();
      }
      shell.setFiles(inside);
      return execute(shell, node.body());
    } finally {
      shell.setFiles(outside);
      inside.closeAll();
    }
  }

  // ---- processes

  private int foregroundSubshell(ShellState shell, Ast.Subshell node) throws IOException {
    ShellProcess child = fork(shell, node.source());
    if (child == null) {
      return FORK_STATUS;
    }
    ShellState copy = shell.fork(child);
    return processes.run(child, () -> subshell(copy, node.body()));
  }

  /** What a command substitution gave. */
  record Captured(String text, int status) {}

  Captured capture(ShellState shell, Ast.Sequence body) throws IOException {
    Redirect file = fileOnly(body);
    if (file != null) {
      return contents(shell, file);
    }
    ShellProcess child = fork(shell, shell.name());
    if (child == null) {
      return new Captured("", FORK_STATUS);
    }
    ShellState copy = shell.fork(child);
    MemoryFile output = new MemoryFile();
    copy.files().set(1, output);
    int status = processes.run(child, () -> subshell(copy, single(body)));
    return new Captured(substituted(output.text()), status);
  }

  /** The file of {@code $(< file)}, which bash reads without a command; null elsewhere. */
  private static @Nullable Redirect fileOnly(Ast.Sequence body) {
    return single(body) instanceof Ast.Simple simple
            && simple.words().isEmpty()
            && simple.assignments().isEmpty()
            && simple.redirects().size() == 1
            && simple.redirects().get(0).kind() == Redirect.Kind.READ
        ? simple.redirects().get(0)
        : null;
  }

  private Captured contents(ShellState shell, Redirect file) throws IOException {
    Descriptors table = new Descriptors();
    try {
      if (!new Redirections(this, shell).apply(List.of(file), table)) {
        return new Captured("", shell.failure());
      }
      MemoryFile all = new MemoryFile();
      byte[] buffer = new byte[1 << 13];
      for (int n = table.get(file.fd()).read(buffer, 0, buffer.length);
          n > 0;
          n = table.get(file.fd()).read(buffer, 0, buffer.length)) {
        all.write(java.util.Arrays.copyOf(buffer, n));
      }
      return new Captured(substituted(all.text()), 0);
    } finally {
      table.closeAll();
    }
  }

  /** What a command substitution makes of output: no newlines at the end, and no zero bytes. */
  private static String substituted(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '\n') {
      end--;
    }
    return text.substring(0, end).replace("\0", "");
  }

  /** The only command of a body, so that a lone program takes over the process. */
  private static Ast single(Ast.Sequence body) {
    return body.items().size() == 1 && !body.items().get(0).background()
        ? body.items().get(0).command()
        : body;
  }

  private int background(ShellState shell, Ast.Item item) throws IOException {
    List<Ast.Stage> stages =
        item.command() instanceof Ast.Pipeline pipeline && !pipeline.negated()
            ? pipeline.stages()
            : List.of(new Ast.Stage(item.command(), item.source()));
    List<ShellProcess> started = launch(shell, stages, !shell.isInteractive());
    if (started.size() < stages.size()) {
      return FORK_STATUS;
    }
    Jobs.Job job = shell.jobs().add(started, item.source());
    shell.setLastBackground(job.last().pid());
    if (shell.isInteractive()) {
      complain(shell, "[" + job.number() + "] " + job.last().pid());
    }
    return 0;
  }

  private int pipeline(ShellState shell, Ast.Pipeline node) throws IOException {
    int status =
        node.stages().size() == 1
            ? tested(shell, () -> execute(shell, node.stages().get(0).command()))
            : guarded(shell, node.line(), () -> foregroundPipeline(shell, node));
    if (node.negated()) {
      return status == 0 ? 1 : 0;
    }
    exitOnError(shell, status);
    return status;
  }

  private int foregroundPipeline(ShellState shell, Ast.Pipeline node) throws IOException {
    List<ShellProcess> started = launch(shell, node.stages(), false);
    if (started.size() < node.stages().size()) {
      return FORK_STATUS;
    }
    int failed = 0;
    int last = 0;
    List<Integer> statuses = new ArrayList<>();
    try {
      for (ShellProcess process : started) {
        last = processes.await(process);
        statuses.add(last);
        failed = last == 0 ? failed : last;
      }
    } catch (DeadlockException | InterruptException e) {
      started.forEach(this::abandon);
      throw e;
    }
    shell.setPipeStatus(statuses);
    return shell.has(ShellOption.PIPEFAIL) ? failed : last;
  }

  private void abandon(ShellProcess process) {
    try {
      processes.kill(process.pid(), SIGKILL);
    } catch (KernelException e) {
      // It has ended in the meantime, which is all that was wanted.
      return;
    }
  }

  /** Starts the stages of a pipeline; fewer than asked for where a fork was refused. */
  private List<ShellProcess> launch(ShellState shell, List<Ast.Stage> stages, boolean detached)
      throws IOException {
    List<ShellProcess> started = new ArrayList<>();
    Descriptor input = detached ? SpecialFile.NULL.open() : null;
    for (int i = 0; i < stages.size(); i++) {
      Ast.Stage stage = stages.get(i);
      ShellProcess child = fork(shell, stage.source());
      if (child == null) {
        break;
      }
      if (detached) {
        // POSIX: without job control, background commands do not hear the keyboard's signals.
        child.ignored().addAll(List.of(SIGINT, SIGQUIT));
      }
      ShellState copy = shell.fork(child);
      if (input != null) {
        copy.files().set(0, input);
        input = null;
      }
      if (i < stages.size() - 1) {
        Pipe pipe = new Pipe(processes);
        copy.files().set(1, pipe.writeEnd());
        input = pipe.readEnd();
      }
      processes.start(child, () -> subshell(copy, stage.command()));
      started.add(child);
    }
    if (input != null) {
      input.close();
    }
    return started;
  }

  /** A child process; null after reporting that the machine refused one. */
  @Nullable ShellProcess fork(ShellState shell, String source) {
    try {
      return processes.fork(shell.process(), source);
    } catch (KernelException e) {
      complain(shell, shell.errorPrefix() + "fork: " + e.errno().text());
      hint(shell, e.hint());
      return null;
    }
  }

  // ---- signals and messages

  /** Ends the process if it was killed, and runs the traps of signals that came. */
  void checkSignals(ShellState shell) throws IOException {
    processes.strands().check();
    for (int signal = shell.process().takeTrap();
        signal != 0;
        signal = shell.process().takeTrap()) {
      String command = shell.traps().get(Signals.name(signal));
      if (command != null && !command.isEmpty()) {
        int status = shell.lastStatus();
        evaluate(shell, shell.name() + ": trap", command);
        shell.setLastStatus(status);
      }
    }
  }

  void complain(ShellState shell, String line) {
    Descriptor err = shell.files().find(2);
    if (err != null) {
      try {
        err.write((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        // There is nowhere left to say it.
        return;
      }
    }
  }

  /** Remembers a refusal for explain; returns its hint, or null. */
  @Nullable String remember(ShellState shell, Refusal refusal) {
    return shell.refusals().add(refusal, new Scene(processes.kernel().instruments().machine()));
  }

  void hint(ShellState shell, @Nullable String hint) {
    if (hint != null && shell.showsHints()) {
      complain(shell, "hint: " + hint);
    }
  }
}

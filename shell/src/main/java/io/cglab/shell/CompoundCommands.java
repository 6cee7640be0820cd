package io.cglab.shell;

import io.cglab.shell.command.ControlFlow;
import io.cglab.shell.command.Launchers;
import io.cglab.shell.command.ShellState;
import io.cglab.shell.lang.Ast;
import io.cglab.shell.lang.Word;
import io.cglab.shell.process.Processes;
import java.io.IOException;
import java.util.List;

/** Runs choices and loops, {@code ((...))} and {@code [[...]]}. */
final class CompoundCommands {
  private final Interpreter interpreter;
  private final Processes processes;

  CompoundCommands(Interpreter interpreter, Processes processes) {
    this.interpreter = interpreter;
    this.processes = processes;
  }

  int execute(ShellState shell, Ast node) throws IOException {
    if (node instanceof Ast.If choice) {
      return choose(shell, choice);
    } else if (node instanceof Ast.For loop) {
      return forLoop(shell, loop);
    } else if (node instanceof Ast.CountingFor loop) {
      return countingFor(shell, loop);
    } else if (node instanceof Ast.Loop loop) {
      return loop(shell, loop);
    } else if (node instanceof Ast.Case choice) {
      return choose(shell, choice);
    } else if (node instanceof Ast.Arithmetic arithmetic) {
      shell.setLine(node.line());
      long value = new Expander(interpreter, shell).arithmetic(arithmetic.expression());
      return value != 0 ? 0 : 1;
    } else if (node instanceof Ast.Test test) {
      shell.setLine(node.line());
      return new Conditions(interpreter, processes, shell).status(test.condition());
    } else if (node instanceof Ast.Timed timed) {
      long start = processes.kernel().nowNs();
      int status = interpreter.execute(shell, timed.body());
      interpreter.complain(shell, Launchers.real(processes.kernel().nowNs() - start));
      return status;
    }
    throw new AssertionError(node);
  }

  private int choose(ShellState shell, Ast.If node) throws IOException {
    for (Ast.Branch branch : node.branches()) {
      if (Interpreter.tested(shell, () -> interpreter.sequence(shell, branch.condition())) == 0) {
        return interpreter.sequence(shell, branch.body());
      }
    }
    return node.otherwise() == null ? 0 : interpreter.sequence(shell, node.otherwise());
  }

  private int choose(ShellState shell, Ast.Case node) throws IOException {
    shell.setLine(node.line());
    String subject = new Expander(interpreter, shell).string(node.subject());
    int status = 0;
    boolean falls = false;
    for (Ast.Clause clause : node.clauses()) {
      if (!falls && !selects(shell, clause, subject)) {
        continue;
      }
      status = interpreter.sequence(shell, clause.body());
      if (clause.next() == Ast.Next.END) {
        return status;
      }
      falls = clause.next() == Ast.Next.BODY;
    }
    return status;
  }

  private boolean selects(ShellState shell, Ast.Clause clause, String subject) throws IOException {
    for (Word pattern : clause.patterns()) {
      if (new Expander(interpreter, shell).pattern(pattern).matches(subject)) {
        return true;
      }
    }
    return false;
  }

  private int forLoop(ShellState shell, Ast.For node) throws IOException {
    shell.setLine(node.line());
    List<String> values =
        node.words() == null
            ? shell.positional()
            : new Expander(interpreter, shell).fields(node.words());
    int status = 0;
    for (String value : values) {
      shell.variables().set(node.name(), value);
      Round round = round(shell, node.body());
      status = round.status();
      if (round.ends()) {
        break;
      }
    }
    return status;
  }

  private int loop(ShellState shell, Ast.Loop node) throws IOException {
    int status = 0;
    while (true) {
      Round condition = round(shell, node.condition(), true);
      if (condition.ends()) {
        return status;
      }
      if (!condition.repeats() && (condition.status() == 0) == node.until()) {
        return status;
      }
      if (!condition.repeats()) {
        Round round = round(shell, node.body());
        status = round.status();
        if (round.ends()) {
          return status;
        }
      }
      // A loop that waits for what another process does must let it.
      processes.letOthersRun();
    }
  }

  /** How one round of a loop went. */
  private record Round(int status, boolean ends, boolean repeats) {}

  private Round round(ShellState shell, Ast.Sequence body) throws IOException {
    return round(shell, body, false);
  }

  private Round round(ShellState shell, Ast.Sequence body, boolean isTested) throws IOException {
    shell.enterLoop();
    try {
      int status =
          isTested
              ? Interpreter.tested(shell, () -> interpreter.sequence(shell, body))
              : interpreter.sequence(shell, body);
      return new Round(status, false, false);
    } catch (ControlFlow.Loop e) {
      if (e.levels() > 1) {
        throw e.outer();
      }
      return new Round(0, !e.repeats(), e.repeats());
    } finally {
      shell.leaveLoop();
    }
  }

  private int countingFor(ShellState shell, Ast.CountingFor node) throws IOException {
    shell.setLine(node.line());
    new Expander(interpreter, shell).arithmetic(node.first());
    int status = 0;
    while (node.condition().parts().isEmpty()
        || new Expander(interpreter, shell).arithmetic(node.condition()) != 0) {
      Round round = round(shell, node.body());
      status = round.status();
      if (round.ends()) {
        break;
      }
      new Expander(interpreter, shell).arithmetic(node.step());
      processes.letOthersRun();
    }
    return status;
  }
}

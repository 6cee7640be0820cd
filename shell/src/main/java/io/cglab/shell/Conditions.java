package io.cglab.shell;

import io.cglab.shell.command.CommandException;
import io.cglab.shell.command.Context;
import io.cglab.shell.command.Regex;
import io.cglab.shell.command.ShellState;
import io.cglab.shell.command.Test;
import io.cglab.shell.lang.Condition;
import io.cglab.shell.process.Processes;
import java.io.IOException;
import java.util.regex.Matcher;

/** Evaluates {@code [[ condition ]]}: no word is split, and patterns and expressions match. */
final class Conditions {
  private final Interpreter interpreter;
  private final ShellState shell;
  private final Context context;

  Conditions(Interpreter interpreter, Processes processes, ShellState shell) {
    this.interpreter = interpreter;
    this.shell = shell;
    this.context = new Context(processes, interpreter, shell, "[[", shell.errorPrefix() + "[[: ");
  }

  /** 0 where the condition holds, 1 where not, 2 after reporting what is wrong with it. */
  int status(Condition condition) throws IOException {
    try {
      return holds(condition) ? 0 : 1;
    } catch (CommandException e) {
      context.error(e.message());
      return e.status();
    }
  }

  private boolean holds(Condition condition) throws IOException {
    if (condition instanceof Condition.Not not) {
      return !holds(not.condition());
    } else if (condition instanceof Condition.And and) {
      return holds(and.left()) && holds(and.right());
    } else if (condition instanceof Condition.Or or) {
      return holds(or.left()) || holds(or.right());
    } else if (condition instanceof Condition.NotEmpty word) {
      return !expander().string(word.word()).isEmpty();
    } else if (condition instanceof Condition.Unary unary) {
      return Test.unary(context, unary.operator(), expander().string(unary.operand()));
    } else if (condition instanceof Condition.Binary binary) {
      return binary(binary);
    }
    throw new AssertionError(condition);
  }

  private boolean binary(Condition.Binary binary) throws IOException {
    String left = expander().string(binary.left());
    switch (binary.operator()) {
      case "=", "==" -> {
        return expander().pattern(binary.right()).matches(left);
      }
      case "!=" -> {
        return !expander().pattern(binary.right()).matches(left);
      }
      case "=~" -> {
        return matches(left, expander().regex(binary.right()));
      }
      case "-eq", "-ne", "-lt", "-le", "-gt", "-ge" -> {
        // Here, unlike in test, the operands are arithmetic expressions.
        String first = Long.toString(expander().arithmetic(binary.left()));
        String second = Long.toString(expander().arithmetic(binary.right()));
        return Test.binary(context, first, binary.operator(), second);
      }
      default -> {
        return Test.binary(context, left, binary.operator(), expander().string(binary.right()));
      }
    }
  }

  private boolean matches(String text, String expression) {
    Matcher matcher = Regex.compile(expression).matcher(text);
    shell.variables().clearArray("BASH_REMATCH");
    if (!matcher.find()) {
      return false;
    }
    for (int i = 0; i <= matcher.groupCount(); i++) {
      String group = matcher.group(i);
      shell.variables().setElement("BASH_REMATCH", Integer.toString(i), group == null ? "" : group);
    }
    return true;
  }

  private Expander expander() {
    return new Expander(interpreter, shell);
  }
}

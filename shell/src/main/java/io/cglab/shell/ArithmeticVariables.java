package io.cglab.shell;

import io.cglab.shell.command.ShellOption;
import io.cglab.shell.command.ShellState;
import io.cglab.shell.lang.Expression;
import org.jspecify.annotations.Nullable;

/** A shell's variables as an arithmetic expression sees them. */
final class ArithmeticVariables implements Expression.Variables {
  private final Expander expander;
  private final ShellState shell;

  ArithmeticVariables(Expander expander, ShellState shell) {
    this.expander = expander;
    this.shell = shell;
  }

  @Override
  public @Nullable String get(String name) {
    return required(name, expander.get(name));
  }

  @Override
  public @Nullable String element(String name, String key) {
    return required(name, shell.variables().element(name, key));
  }

  private @Nullable String required(String name, @Nullable String value) {
    // dash does not look at set -u here.
    boolean required = shell.has(ShellOption.NOUNSET) && !shell.has(ShellOption.POSIX);
    if (value == null && required) {
      throw expander.unbound(name);
    }
    return value;
  }

  @Override
  public void set(String name, String value) {
    shell.variables().set(name, value);
  }

  @Override
  public void setElement(String name, String key, String value) {
    shell.variables().setElement(name, key, value);
  }

  @Override
  public boolean isAssociative(String name) {
    return shell.variables().isAssociative(name);
  }
}

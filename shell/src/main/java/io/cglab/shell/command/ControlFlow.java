package io.cglab.shell.command;

/** What {@code break}, {@code continue}, {@code return} and {@code exit} throw. */
public abstract sealed class ControlFlow extends RuntimeException {
  private static final long serialVersionUID = 1;

  private ControlFlow() {
    super(null, null, false, false);
  }

  /** Leaves or repeats a loop. */
  public static final class Loop extends ControlFlow {
    private static final long serialVersionUID = 1;
    private final boolean repeat;
    private final int levels;

    Loop(boolean repeat, int levels) {
      this.repeat = repeat;
      this.levels = levels;
    }

    /** True for {@code continue}. */
    public boolean repeats() {
      return repeat;
    }

    /** How many loops out, from 1. */
    public int levels() {
      return levels;
    }

    /** The same for the loop around this one. */
    public Loop outer() {
      return new Loop(repeat, levels - 1);
    }
  }

  /** Leaves a function or a sourced file. */
  public static final class Return extends ControlFlow {
    private static final long serialVersionUID = 1;
    private final int status;

    Return(int status) {
      this.status = status;
    }

    public int status() {
      return status;
    }
  }

  /** Ends the shell or subshell. */
  public static final class Exit extends ControlFlow {
    private static final long serialVersionUID = 1;
    private final int status;

    public Exit(int status) {
      this.status = status;
    }

    public int status() {
      return status;
    }
  }

  /** Ends a script, or the line at a prompt: a parameter was not set, an expression is wrong. */
  public static final class Abort extends ControlFlow {
    private static final long serialVersionUID = 1;
    private final int status;

    public Abort(int status) {
      this.status = status;
    }

    public int status() {
      return status;
    }
  }
}

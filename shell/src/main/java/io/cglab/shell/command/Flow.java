package io.cglab.shell.command;

import java.util.List;

/** {@code break}, {@code continue}, {@code return}, {@code exit}, {@code shift}. */
final class Flow {
  private Flow() {}

  static int leaveLoop(Context c, List<String> args) {
    return loop(c, args, false);
  }

  static int repeatLoop(Context c, List<String> args) {
    return loop(c, args, true);
  }

  private static int loop(Context c, List<String> args, boolean repeat) {
    long levels = args.isEmpty() ? 1 : Numbers.whole(args.get(0));
    if (levels < 1) {
      throw new CommandException(2, "Illegal number: " + args.get(0));
    }
    int depth = c.shell().loopDepth();
    if (depth == 0) {
      return 0;
    }
    throw new ControlFlow.Loop(repeat, (int) Math.min(levels, depth));
  }

  static int leaveFunction(Context c, List<String> args) {
    throw new ControlFlow.Return(status(c, args));
  }

  static int exit(Context c, List<String> args) {
    throw new ControlFlow.Exit(status(c, args));
  }

  private static int status(Context c, List<String> args) {
    if (args.isEmpty()) {
      return c.shell().lastStatus();
    }
    long status = Numbers.whole(args.get(0));
    if (status < 0) {
      c.error("Illegal number: " + args.get(0));
      return 2;
    }
    return (int) (status & 0xff);
  }

  static int shift(Context c, List<String> args) {
    List<String> positional = c.shell().positional();
    long count = args.isEmpty() ? 1 : Numbers.whole(args.get(0));
    if (count < 0) {
      throw new CommandException(2, "Illegal number: " + args.get(0));
    }
    if (count > positional.size()) {
      throw new CommandException(2, "can't shift that many");
    }
    c.shell().setPositional(positional.subList((int) count, positional.size()));
    return 0;
  }
}

package io.cglab.shell.command;

import io.cglab.shell.process.Descriptor;
import java.io.IOException;
import java.util.List;

/** {@code eval}, {@code .}, {@code exec}, {@code command}, {@code type}, {@code umask}. */
final class Evaluate {
  private Evaluate() {}

  static int eval(Context c, List<String> args) throws IOException {
    return args.isEmpty()
        ? 0
        : c.runner().evaluate(c.shell(), c.shell().name() + ": eval", String.join(" ", args));
  }

  static int source(Context c, List<String> args) throws IOException {
    if (args.isEmpty()) {
      throw new CommandException(2, "filename argument required");
    }
    String text;
    try {
      Descriptor file = Opener.read(c.shell(), args.get(0));
      try {
        text = c.readAll(file);
      } finally {
        file.close();
      }
    } catch (IOException e) {
      c.error(args.get(0), e);
      if (c.shell().has(ShellOption.POSIX)) {
        throw new ControlFlow.Abort(2);
      }
      return 1;
    }
    try {
      return c.runner().evaluate(c.shell(), args.get(0), text);
    } catch (ControlFlow.Return e) {
      return e.status();
    }
  }

  /** Without words the interpreter keeps the redirections, and nothing is left to do. */
  static int exec(Context c, List<String> args) throws IOException {
    if (args.isEmpty()) {
      return 0;
    }
    throw new ControlFlow.Exit(c.runner().call(c.shell(), args, true));
  }

  static int command(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("vVp").failing(2).strict().parse(args);
    if (options.operands().isEmpty()) {
      return 0;
    }
    if (!options.has('v') && !options.has('V')) {
      return c.runner().call(c.shell(), options.operands(), false);
    }
    if (options.has('V')) {
      return type(c, options.operands());
    }
    int status = 0;
    for (String name : options.operands()) {
      Commands.Entry entry = Commands.find(name);
      boolean function = c.shell().functions().containsKey(name);
      if (function || entry != null) {
        boolean program = !function && entry != null && !entry.isBuiltin();
        c.write((program ? "/usr/bin/" + name : name) + "\n");
      } else {
        status = 127;
      }
    }
    return status;
  }

  static int type(Context c, List<String> args) {
    int status = 0;
    for (String name : args) {
      Commands.Entry entry = Commands.find(name);
      if (c.shell().functions().containsKey(name)) {
        c.write(name + " is a shell function\n");
      } else if (entry != null) {
        c.write(
            name + (entry.isBuiltin() ? " is a shell builtin\n" : " is /usr/bin/" + name + "\n"));
      } else {
        c.complain(name + ": not found");
        status = 127;
      }
    }
    return status;
  }

  static int umask(Context c, List<String> args) {
    if (args.isEmpty()) {
      c.write(String.format(java.util.Locale.ROOT, "%04o\n", c.shell().umask()));
      return 0;
    }
    if (!args.get(0).matches("[0-7]{1,4}")) {
      throw new CommandException(2, "Illegal mode: " + args.get(0));
    }
    c.shell().setUmask(Integer.parseInt(args.get(0), 8) & 0777);
    return 0;
  }
}

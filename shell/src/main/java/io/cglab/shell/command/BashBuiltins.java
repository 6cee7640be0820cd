package io.cglab.shell.command;

import io.cglab.shell.lang.Expression;
import io.cglab.shell.lang.ExpressionException;
import io.cglab.shell.lang.Names;
import java.io.IOException;
import java.util.List;

/** bash's {@code mapfile}, {@code let} and {@code shopt}. */
final class BashBuiltins {
  private BashBuiltins() {}

  /** {@code mapfile [-t] [-n COUNT] [-s COUNT] [ARRAY]}: the lines of stdin as an array. */
  static int mapfile(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("tn:s:").failing(2).strict().parse(args);
    String name = options.operands().isEmpty() ? "MAPFILE" : options.operands().get(0);
    if (!Names.isName(name)) {
      throw new CommandException(1, "`" + name + "': not a valid identifier");
    }
    long skip = Math.max(0, Numbers.whole(options.value('s', "0")));
    long most = Math.max(0, Numbers.whole(options.value('n', "0")));
    c.shell().variables().clearArray(name);
    Lines lines = new Lines(c.in());
    long read = 0;
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (read++ < skip) {
        continue;
      }
      long index = read - skip - 1;
      if (most > 0 && index >= most) {
        break;
      }
      String value = options.has('t') ? Lines.chomp(line) : line;
      c.shell().variables().setElement(name, Long.toString(index), value);
    }
    return 0;
  }

  /** {@code let EXPRESSION...}: fails where the last one is 0. */
  static int let(Context c, List<String> args) {
    if (args.isEmpty()) {
      throw new CommandException(1, "expression expected");
    }
    long value = 0;
    try {
      for (String arg : args) {
        value = Expression.evaluate(arg, c.shell().variables());
      }
    } catch (ExpressionException e) {
      throw new CommandException(1, String.valueOf(e.getMessage()));
    }
    return value != 0 ? 0 : 1;
  }

  /** {@code shopt [-s|-u|-q] NAME...}: nullglob can be chosen; the rest is as it is. */
  static int shopt(Context c, List<String> args) {
    Options options = Options.Spec.of("suqpo").failing(2).parse(args);
    int status = 0;
    for (String name : options.operands()) {
      if (options.has('o')) {
        ShellOption option = ShellOption.named(name);
        if (option == null) {
          throw new CommandException(2, name + ": invalid option name");
        }
        c.shell().set(option, options.has('s'));
      } else if (name.equals("nullglob")) {
        if (options.has('s') || options.has('u')) {
          c.shell().set(ShellOption.NULLGLOB, options.has('s'));
        } else {
          status = c.shell().has(ShellOption.NULLGLOB) ? status : 1;
        }
      } else if (options.has('s') && !name.equals("inherit_errexit")) {
        // Command substitutions inherit errexit here in any case, as in dash.
        throw new CommandException(1, name + ": not supported; nullglob is");
      }
    }
    return status;
  }
}

package io.cglab.shell.command;

import io.cglab.shell.lang.Names;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** {@code export}, {@code readonly}, {@code local}, {@code unset}. */
final class Declare {
  private Declare() {}

  static int export(Context c, List<String> args) throws IOException {
    Variables variables = c.shell().variables();
    if (list(c, args, "export", variables.exportedNames())) {
      return 0;
    }
    for (String arg : args) {
      variables.export(assign(variables, arg));
    }
    return 0;
  }

  static int readonly(Context c, List<String> args) throws IOException {
    Variables variables = c.shell().variables();
    if (list(c, args, "readonly", variables.readonlyNames())) {
      return 0;
    }
    for (String arg : args) {
      variables.setReadonly(assign(variables, arg));
    }
    return 0;
  }

  static int local(Context c, List<String> args) {
    for (String arg : args) {
      String name = arg.replaceFirst("=(?s:.*)", "");
      if (!Names.isName(name)) {
        throw new CommandException(2, arg + ": bad variable name");
      }
      if (!c.shell().makeLocal(name)) {
        throw new CommandException(2, "not in a function");
      }
      assign(c.shell().variables(), arg);
    }
    return 0;
  }

  static int unset(Context c, List<String> args) {
    Options options = Options.Spec.of("fv").failing(2).strict().parse(args);
    for (String name : options.operands()) {
      if (options.has('f')) {
        c.shell().functions().remove(name);
      } else if (!Names.isName(name)) {
        throw new CommandException(2, name + ": bad variable name");
      } else {
        c.shell().variables().unset(name);
      }
    }
    return 0;
  }

  /** Assigns {@code name=value}, if there is a value; returns the name. */
  private static String assign(Variables variables, String arg) {
    int equals = arg.indexOf('=');
    String name = equals < 0 ? arg : arg.substring(0, equals);
    if (!Names.isName(name)) {
      throw new CommandException(2, arg + ": bad variable name");
    }
    if (equals >= 0) {
      variables.set(name, arg.substring(equals + 1));
    }
    return name;
  }

  private static boolean list(
      Context c, List<String> args, String command, Collection<String> names) {
    if (!args.isEmpty() && !args.equals(List.of("-p"))) {
      return false;
    }
    StringBuilder out = new StringBuilder();
    for (String name : names) {
      String value = c.shell().variables().get(name);
      out.append(command).append(' ').append(name);
      out.append(value == null ? "" : "=" + Quoting.quote(value)).append('\n');
    }
    c.write(out);
    return true;
  }
}

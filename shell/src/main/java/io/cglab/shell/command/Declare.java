package io.cglab.shell.command;

import io.cglab.shell.lang.Names;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** {@code export}, {@code readonly}, {@code local}, {@code declare}, {@code unset}. */
final class Declare {
  private Declare() {}

  static int export(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("npf").failing(2).strict().parse(args);
    Variables variables = c.shell().variables();
    if (options.operands().isEmpty()) {
      list(c, "export", variables.exportedNames());
      return 0;
    }
    for (String arg : options.operands()) {
      if (options.has('n')) {
        variables.unexport(assign(variables, arg));
      } else if (!options.has('f')) {
        variables.export(assign(variables, arg));
      }
    }
    return 0;
  }

  static int readonly(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("paAf").failing(2).strict().parse(args);
    Variables variables = c.shell().variables();
    if (options.operands().isEmpty()) {
      list(c, "readonly", variables.readonlyNames());
      return 0;
    }
    for (String arg : options.operands()) {
      variables.setReadonly(assign(variables, arg));
    }
    return 0;
  }

  static int local(Context c, List<String> args) throws IOException {
    if (!c.shell().isInFunction()) {
      throw new CommandException(2, "not in a function");
    }
    return declare(c, args);
  }

  /** {@code declare} and {@code typeset}: inside a function they make local variables. */
  static int declare(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("aAgiprxfF").failing(2).strict().parse(args);
    Variables variables = c.shell().variables();
    if (options.has('f') || options.has('F')) {
      return functions(c, options.operands());
    }
    if (options.operands().isEmpty() || options.has('p')) {
      return show(c, options.operands());
    }
    for (String arg : options.operands()) {
      String name = arg.replaceFirst("\\+?=(?s:.*)", "");
      if (!Names.isName(name)) {
        throw new CommandException(2, arg + ": bad variable name");
      }
      if (!options.has('g') && c.shell().isInFunction()) {
        c.shell().makeLocal(name);
        if (!c.shell().has(ShellOption.POSIX)) {
          // bash's local variables begin unset, dash's with the value from outside.
          variables.unset(name);
        }
      }
      if (options.has('a') || options.has('A')) {
        variables.declareArray(name, options.has('A'));
      }
      if (options.has('i')) {
        variables.setInteger(name);
      }
      assign(variables, arg);
      if (options.has('x')) {
        variables.export(name);
      }
      if (options.has('r')) {
        variables.setReadonly(name);
      }
    }
    return 0;
  }

  private static int functions(Context c, List<String> names) {
    int status = 0;
    for (String name : names.isEmpty() ? c.shell().functions().keySet() : names) {
      if (c.shell().functions().containsKey(name)) {
        c.write((names.isEmpty() ? "declare -f " : "") + name + "\n");
      } else {
        status = 1;
      }
    }
    return status;
  }

  private static int show(Context c, List<String> names) {
    Variables variables = c.shell().variables();
    StringBuilder out = new StringBuilder();
    int status = 0;
    for (String name : names.isEmpty() ? variables.names() : names) {
      if (variables.isArray(name)) {
        out.append(variables.isAssociative(name) ? "declare -A " : "declare -a ");
        out.append(name).append("=(");
        String gap = "";
        for (Map.Entry<String, String> element : variables.elements(name).entrySet()) {
          out.append(gap).append('[').append(element.getKey()).append("]=");
          out.append(Quoting.doubleQuote(element.getValue()));
          gap = " ";
        }
        out.append(")\n");
      } else if (variables.get(name) == null) {
        status = c.error(name + ": not found");
      } else {
        String flags = variables.flags(name);
        out.append("declare -").append(flags.isEmpty() ? "-" : flags).append(' ').append(name);
        out.append('=').append(Quoting.doubleQuote(variables.get(name, ""))).append('\n');
      }
    }
    c.write(out);
    return status;
  }

  static int unset(Context c, List<String> args) {
    Options options = Options.Spec.of("fv").failing(2).strict().parse(args);
    for (String name : options.operands()) {
      if (options.has('f')) {
        c.shell().functions().remove(name);
      } else if (name.matches("[A-Za-z_][A-Za-z0-9_]*\\[.+\\]")) {
        int bracket = name.indexOf('[');
        String key = name.substring(bracket + 1, name.length() - 1);
        c.shell().variables().unsetElement(name.substring(0, bracket), key);
      } else if (!Names.isName(name)) {
        throw new CommandException(2, name + ": bad variable name");
      } else if (options.has('v') || c.shell().variables().isKnown(name)) {
        c.shell().variables().unset(name);
      } else {
        c.shell().functions().remove(name);
      }
    }
    return 0;
  }

  /** Assigns {@code name=value}, if there is a value; returns the name. */
  private static String assign(Variables variables, String arg) {
    int equals = arg.indexOf('=');
    boolean append = equals > 0 && arg.charAt(equals - 1) == '+';
    String name = equals < 0 ? arg : arg.substring(0, append ? equals - 1 : equals);
    if (!Names.isName(name)) {
      throw new CommandException(2, arg + ": bad variable name");
    }
    if (equals >= 0) {
      variables.set(name, (append ? variables.get(name, "") : "") + arg.substring(equals + 1));
    }
    return name;
  }

  private static void list(Context c, String command, Collection<String> names) {
    StringBuilder out = new StringBuilder();
    for (String name : names) {
      String value = c.shell().variables().get(name);
      out.append(command).append(' ').append(name);
      out.append(value == null ? "" : "=" + Quoting.quote(value)).append('\n');
    }
    c.write(out);
  }
}

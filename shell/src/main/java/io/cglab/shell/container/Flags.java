package io.cglab.shell.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The flags of a docker or kubectl command, parsed as pflag does: {@code --name VALUE}, {@code
 * --name=VALUE}, {@code -nVALUE}, {@code -abc}.
 */
final class Flags {
  private final Map<String, List<String>> given = new LinkedHashMap<>();
  private final List<String> operands = new ArrayList<>();

  private Flags() {}

  /**
   * What a command takes.
   *
   * @param forms {@code name} for a switch, {@code name=} for one with a value, {@code n,name}
   *     where there is a short form
   * @param interspersed whether flags may follow operands
   */
  record Spec(boolean interspersed, String... forms) {
    private String form(String name) throws UsageException {
      for (String form : forms) {
        String bare = form.endsWith("=") ? form.substring(0, form.length() - 1) : form;
        if (List.of(bare.split(",")).contains(name)) {
          return form;
        }
      }
      throw new UsageException((name.length() > 1 ? "--" : "-") + name + ": not supported here");
    }

    Flags parse(List<String> args) throws UsageException {
      Flags flags = new Flags();
      int at = 0;
      while (at < args.size()) {
        String arg = args.get(at++);
        if (arg.equals("--")) {
          flags.operands.addAll(args.subList(at, args.size()));
          break;
        } else if (arg.startsWith("--")) {
          at = flags.parseLong(this, arg.substring(2), args, at);
        } else if (arg.startsWith("-") && arg.length() > 1) {
          at = flags.parseShort(this, arg.substring(1), args, at);
        } else {
          flags.operands.add(arg);
          if (!interspersed) {
            flags.operands.addAll(args.subList(at, args.size()));
            break;
          }
        }
      }
      return flags;
    }
  }

  private int parseLong(Spec spec, String arg, List<String> args, int at) throws UsageException {
    int equals = arg.indexOf('=');
    String name = equals < 0 ? arg : arg.substring(0, equals);
    String form = spec.form(name);
    if (equals >= 0) {
      put(form, arg.substring(equals + 1));
      return at;
    }
    return value(form, "--" + name, args, at);
  }

  private int parseShort(Spec spec, String letters, List<String> args, int at)
      throws UsageException {
    for (int i = 0; i < letters.length(); i++) {
      String form = spec.form(letters.substring(i, i + 1));
      if (!form.endsWith("=")) {
        put(form, "true");
        continue;
      }
      if (i + 1 == letters.length()) {
        return value(form, "'" + letters.charAt(i) + "' in -" + letters, args, at);
      }
      String rest = letters.substring(i + 1);
      put(form, rest.startsWith("=") ? rest.substring(1) : rest);
      return at;
    }
    return at;
  }

  private int value(String form, String name, List<String> args, int at) throws UsageException {
    if (!form.endsWith("=")) {
      put(form, "true");
      return at;
    }
    if (at == args.size()) {
      throw new UsageException("flag needs an argument: " + name);
    }
    put(form, args.get(at));
    return at + 1;
  }

  private void put(String form, String value) {
    String name = form.endsWith("=") ? form.substring(0, form.length() - 1) : form;
    String key = name.substring(name.indexOf(',') + 1);
    given.computeIfAbsent(key, unused -> new ArrayList<>()).add(value);
  }

  boolean has(String name) {
    return given.containsKey(name) && !text(name, "").equals("false");
  }

  /** All values of a flag, in order. */
  List<String> all(String name) {
    return given.getOrDefault(name, List.of());
  }

  /** The last value of a flag. */
  String text(String name, String otherwise) {
    List<String> all = all(name);
    return all.isEmpty() ? otherwise : all.get(all.size() - 1);
  }

  List<String> operands() {
    return operands;
  }

  /** A command line that cannot be understood. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
      super(message, null, false, false);
    }

    String message() {
      return String.valueOf(getMessage());
    }
  }
}

package io.cglab.shell.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options of a command line, parsed as getopt(3) does, and the operands that remain. */
final class Options {
  private final Map<Character, String> given = new LinkedHashMap<>();
  private final Map<Character, List<String>> all = new LinkedHashMap<>();
  private final List<String> operands = new ArrayList<>();

  private Options() {}

  /** What a command takes. */
  record Spec(String letters, Map<String, Character> longNames, int errorStatus, boolean permutes) {
    /** Letters as for getopt(3), a colon behind one that takes a value. */
    static Spec of(String letters) {
      return new Spec(letters, Map.of(), 1, true);
    }

    /** Long names for letters. */
    Spec with(Map<String, Character> names) {
      return new Spec(letters, names, errorStatus, permutes);
    }

    /** The exit status of wrong usage. */
    Spec failing(int status) {
      return new Spec(letters, longNames, status, permutes);
    }

    /** Options end at the first operand. */
    Spec strict() {
      return new Spec(letters, longNames, errorStatus, false);
    }

    Options parse(List<String> args) {
      Options options = new Options();
      int i = 0;
      while (i < args.size()) {
        String arg = args.get(i++);
        if (arg.equals("--")) {
          options.operands.addAll(args.subList(i, args.size()));
          break;
        } else if (arg.startsWith("--")) {
          i = options.parseLong(this, arg, args, i);
        } else if (arg.startsWith("-") && arg.length() > 1) {
          i = options.parseCluster(this, arg, args, i);
        } else if (permutes) {
          options.operands.add(arg);
        } else {
          options.operands.addAll(args.subList(i - 1, args.size()));
          break;
        }
      }
      return options;
    }

    private boolean takesValue(char letter) {
      return letters.indexOf(letter + ":") >= 0;
    }
  }

  private int parseCluster(Spec spec, String arg, List<String> args, int next) {
    for (int j = 1; j < arg.length(); j++) {
      char letter = arg.charAt(j);
      if (letter == ':' || spec.letters().indexOf(letter) < 0) {
        throw new CommandException(spec.errorStatus(), "invalid option -- '" + letter + "'");
      }
      if (!spec.takesValue(letter)) {
        give(letter, "");
        continue;
      }
      if (j + 1 < arg.length()) {
        give(letter, arg.substring(j + 1));
        return next;
      }
      if (next == args.size()) {
        throw new CommandException(
            spec.errorStatus(), "option requires an argument -- '" + letter + "'");
      }
      give(letter, args.get(next));
      return next + 1;
    }
    return next;
  }

  private int parseLong(Spec spec, String arg, List<String> args, int next) {
    int equals = arg.indexOf('=');
    String name = arg.substring(2, equals < 0 ? arg.length() : equals);
    Character letter = spec.longNames().get(name);
    if (letter == null) {
      throw new CommandException(spec.errorStatus(), "unrecognized option '" + arg + "'");
    }
    if (!spec.takesValue(letter)) {
      give(letter, equals < 0 ? "" : arg.substring(equals + 1));
      return next;
    }
    if (equals >= 0) {
      give(letter, arg.substring(equals + 1));
      return next;
    }
    if (next == args.size()) {
      throw new CommandException(
          spec.errorStatus(), "option '--" + name + "' requires an argument");
    }
    give(letter, args.get(next));
    return next + 1;
  }

  private void give(char letter, String value) {
    given.put(letter, value);
    all.computeIfAbsent(letter, l -> new ArrayList<>()).add(value);
  }

  /** All values of an option that may be given several times. */
  List<String> values(char letter) {
    return all.getOrDefault(letter, List.of());
  }

  boolean has(char letter) {
    return given.containsKey(letter);
  }

  @Nullable String value(char letter) {
    return given.get(letter);
  }

  String value(char letter, String otherwise) {
    return given.getOrDefault(letter, otherwise);
  }

  List<String> operands() {
    return operands;
  }

  /** The operands, of which there must be one at least. */
  List<String> someOperands() {
    if (operands.isEmpty()) {
      throw new CommandException(1, "missing operand");
    }
    return operands;
  }
}

package io.cglab.shell.dm;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The command line of dmsetup: options anywhere, the verb, its operands. */
final class DmsetupArguments {
  /** Flags that change nothing here: nobody sleeps in them, and there is no terminal width. */
  private static final Set<String> IDLE =
      Set.of(
          "--noflush",
          "--nolockfs",
          "--noopencount",
          "--noudevsync",
          "--noudevrules",
          "-v",
          "--verbose",
          "-f",
          "--force",
          "--verifyudev");

  @Nullable String target;
  @Nullable String table;
  boolean withoutTable;
  final List<String> words = new ArrayList<>();

  /** What is no option here; null if all was understood. */
  @Nullable String wrong;

  private DmsetupArguments() {}

  static DmsetupArguments parse(List<String> args) {
    DmsetupArguments parsed = new DmsetupArguments();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (arg.equals("--")) {
        parsed.words.addAll(args.subList(i + 1, args.size()));
        break;
      }
      // A number is an operand, be it negative: weight -5 is for the target to refuse.
      if (!arg.startsWith("-") || arg.equals("-") || arg.matches("-[0-9].*")) {
        parsed.words.add(arg);
        continue;
      }
      int equals = arg.indexOf('=');
      String key = equals > 0 ? arg.substring(0, equals) : arg;
      if (IDLE.contains(arg)) {
        continue;
      }
      if (arg.equals("--notable") || arg.equals("-n")) {
        parsed.withoutTable = true;
        continue;
      }
      boolean takesValue = Set.of("--target", "--table").contains(key);
      if (!takesValue || (equals < 0 && i + 1 == args.size())) {
        parsed.wrong =
            takesValue
                ? "option '" + key + "' requires an argument"
                : "unrecognized option '" + arg + "'";
        break;
      }
      String value = equals > 0 ? arg.substring(equals + 1) : args.get(++i);
      if (key.equals("--target")) {
        parsed.target = value;
      } else {
        parsed.table = value;
      }
    }
    return parsed;
  }

  String verb() {
    return words.isEmpty() ? "" : words.get(0);
  }

  /** The words behind the verb. */
  List<String> operands() {
    return words.subList(Math.min(1, words.size()), words.size());
  }
}

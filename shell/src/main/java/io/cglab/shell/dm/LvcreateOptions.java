package io.cglab.shell.dm;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The command line of {@code lvcreate}; options may follow the group, as getopt(3) has it. */
final class LvcreateOptions {
  private static final Map<String, String> LONG =
      Map.of(
          "--name", "-n",
          "--stripes", "-i",
          "--stripesize", "-I",
          "--extents", "-l",
          "--size", "-L");

  @Nullable String name;
  @Nullable String stripes;
  @Nullable String stripeSize;
  @Nullable String extents;
  @Nullable String size;
  @Nullable String group;

  private LvcreateOptions() {}

  static LvcreateOptions parse(List<String> args) throws LvmException {
    LvcreateOptions options = new LvcreateOptions();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (!arg.startsWith("-") || arg.length() < 2) {
        if (options.group != null) {
          throw LvmException.usage(
              arg
                  + ": only a volume group may be named; choosing physical volumes is not"
                  + " supported");
        }
        options.group = arg.replaceFirst("^/dev/", "");
        continue;
      }
      int equals = arg.startsWith("--") ? arg.indexOf('=') : -1;
      String key = equals > 0 ? arg.substring(0, equals) : arg;
      String value = equals > 0 ? arg.substring(equals + 1) : null;
      String letter = LONG.getOrDefault(key, key);
      if (!letter.startsWith("--") && letter.length() > 2) {
        value = letter.substring(2);
        letter = letter.substring(0, 2);
      }
      if (!LONG.containsValue(letter)) {
        throw LvmException.usage("lvcreate: unrecognized option '" + arg + "'");
      }
      if (value == null) {
        if (++i == args.size()) {
          throw LvmException.usage("lvcreate: option requires an argument -- '" + arg + "'");
        }
        value = args.get(i);
      }
      options.set(letter.charAt(1), value);
    }
    return options;
  }

  private void set(char letter, String value) {
    switch (letter) {
      case 'n' -> name = value;
      case 'i' -> stripes = value;
      case 'I' -> stripeSize = value;
      case 'l' -> extents = value;
      default -> size = value;
    }
  }
}

package io.cglab.shell.command;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/**
 * What is said of the machine, and small programs beside: {@code hostname}, {@code nproc}, {@code
 * yes}, {@code mktemp}, {@code printenv}, {@code which}, {@code awk}.
 */
final class Host {
  private static final int YES_LINES = 1024;
  private static final int MISSING = 127;

  private Host() {}

  static int hostname(Context c, List<String> args) {
    Options options = Options.Spec.of("sfi").parse(args);
    if (!options.operands().isEmpty()) {
      throw new CommandException(1, "the name of this machine cannot be changed");
    }
    c.write("cglab\n");
    return 0;
  }

  /** As many processors as /proc/stat lists. */
  static int nproc(Context c, List<String> args) throws IOException {
    Options.Spec.of("a").with(Map.of("all", 'a')).parse(args);
    long count =
        c.readLines("/proc/stat").stream().filter(line -> line.matches("cpu[0-9]+ .*")).count();
    c.write(Math.max(1, count) + "\n");
    return 0;
  }

  /** Writes until nobody reads any more. */
  static int yes(Context c, List<String> args) {
    String line = (args.isEmpty() ? "y" : String.join(" ", args)) + "\n";
    String many = line.repeat(Math.max(1, YES_LINES / line.length()));
    while (true) {
      c.write(many);
      c.processes().letOthersRun();
    }
  }

  /** {@code mktemp [-d] [-t] [TEMPLATE]}: names are counted, not random. */
  static int mktemp(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("dtuqp:").with(Map.of("directory", 'd')).parse(args);
    String template =
        options.operands().isEmpty()
            ? options.value('p', "/tmp") + "/tmp.XXXXXXXXXX"
            : options.has('t') ? "/tmp/" + options.operands().get(0) : options.operands().get(0);
    int end = template.lastIndexOf('X') + 1;
    int start = end;
    while (start > 0 && template.charAt(start - 1) == 'X') {
      start--;
    }
    if (end - start < 3) {
      throw new CommandException(1, "too few X's in template '" + template + "'");
    }
    for (long number = 1; ; number++) {
      String digits = Long.toString(number, Character.MAX_RADIX);
      String unique = "0".repeat(Math.max(0, end - start - digits.length())) + digits;
      String name = template.substring(0, start) + unique + template.substring(end);
      if (Files.exists(c.path(name))) {
        continue;
      }
      if (options.has('d')) {
        Opener.makeDirectory(c.path(name), 0700);
      } else if (!options.has('u')) {
        Opener.write(c.shell(), name).close();
      }
      c.write(name + "\n");
      return 0;
    }
  }

  static int printenv(Context c, List<String> args) {
    Variables variables = c.shell().variables();
    int status = 0;
    for (String name : args.isEmpty() ? variables.exportedNames() : args) {
      if (variables.isExported(name) && variables.get(name) != null) {
        c.write((args.isEmpty() ? name + "=" : "") + variables.get(name, "") + "\n");
      } else {
        status = 1;
      }
    }
    return status;
  }

  static int which(Context c, List<String> args) {
    int status = 0;
    for (String name : Options.Spec.of("as").parse(args).operands()) {
      Commands.Entry entry = Commands.find(name);
      if (entry == null || entry.kind() == Commands.Kind.SPECIAL) {
        status = 1;
      } else {
        c.write("/usr/bin/" + name + "\n");
      }
    }
    return status;
  }

  static int awk(Context c, List<String> args) {
    c.error("there is no awk here; sed, cut, grep, sort and $(( )) are there");
    return MISSING;
  }
}

package io.cglab.shell.dm;

import io.cglab.shell.command.CommandException;
import io.cglab.shell.command.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code modprobe}, {@code lsmod}, {@code depmod} and {@code make modules}: what a manual has one
 * type before the kernel knows dm-ioband. The module is part of this kernel and loaded at boot.
 */
public final class Modules {
  private static final int NO_RULE = 2;

  private Modules() {}

  /** {@code modprobe [-r] MODULE [PARAMETER=VALUE...]}. */
  public static int modprobe(Context c, List<String> args) throws IOException {
    boolean remove = false;
    List<String> words = new ArrayList<>();
    for (String arg : args) {
      if (arg.equals("-r") || arg.equals("--remove")) {
        remove = true;
      } else if (!arg.equals("-v") && !arg.equals("-q") && arg.startsWith("-")) {
        throw new CommandException(1, "unrecognized option '" + arg + "'");
      } else if (!arg.startsWith("-")) {
        words.add(arg);
      }
    }
    if (words.isEmpty()) {
      throw new CommandException(1, "usage: modprobe [-r] MODULE [PARAMETER=VALUE...]");
    }
    String module = words.get(0).replace('-', '_');
    if (module.equals("dm_mod")) {
      return 0;
    }
    if (!module.equals("dm_ioband")) {
      throw new CommandException(1, "FATAL: Module " + words.get(0) + " not found.");
    }
    Mapper mapper = Mapper.of(c);
    if (remove) {
      return mapper.unload() ? 0 : c.error("FATAL: Module dm_ioband is in use.");
    }
    return mapper.load(words.subList(1, words.size()));
  }

  /** {@code lsmod}. */
  public static int lsmod(Context c, List<String> args) {
    StringBuilder out = new StringBuilder("Module                  Size  Used by\n");
    Mapper mapper = Mapper.of(c);
    if (mapper.isLoaded()) {
      out.append(String.format("%-20s %7d  %d%n", "dm_ioband", 24472, mapper.iobandNames().size()));
    }
    out.append(
        String.format(
            "%-20s %7d  %d%s%n",
            "dm_mod", 62136, mapper.devices().size(), mapper.isLoaded() ? " dm_ioband" : ""));
    c.write(out);
    return 0;
  }

  /** {@code depmod [-a]}: the list of modules is right already. */
  public static int depmod(Context c, List<String> args) {
    for (String arg : args) {
      if (!arg.equals("-a") && !arg.equals("--all")) {
        throw new CommandException(1, "unrecognized option '" + arg + "'");
      }
    }
    return 0;
  }

  /** {@code make modules} and {@code make modules_install}: all modules of the kernel are built. */
  public static int make(Context c, List<String> args) {
    if (args.isEmpty()) {
      c.complain("make: *** No targets specified and no makefile found.  Stop.");
      return NO_RULE;
    }
    for (String target : args) {
      if (!target.equals("modules") && !target.equals("modules_install")) {
        c.complain("make: *** No rule to make target '" + target + "'.  Stop.");
        return NO_RULE;
      }
      c.write("make: Nothing to be done for '" + target + "'.\n");
    }
    return 0;
  }
}

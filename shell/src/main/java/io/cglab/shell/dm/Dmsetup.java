package io.cglab.shell.dm;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.dm.MappedDevice;
import io.cglab.shell.command.Context;
import io.cglab.shell.command.Opener;
import io.cglab.shell.process.Descriptor;
import io.cglab.shell.process.Errors;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code dmsetup} with the messages and exit statuses of 2008 (dm-ioband.md 2.0), or of today where
 * the variable DMSETUP_STYLE is {@code modern}. What a target says of itself goes to the kernel's
 * log; where the shell shows hints, its last line is shown under a refused command.
 */
public final class Dmsetup {
  private static final String USAGE =
      """
      Usage:

      dmsetup [--version] [-v|--verbose]
              create <dev_name> [--notable | --table <table> | <table_file>]
              remove [-f|--force] <device>
              remove_all [-f|--force]
              suspend [--noflush] <device>
              resume <device>
              load|reload <device> [--table <table> | <table_file>]
              clear <device>
              message <device> <sector> <message>
              ls [--target <target_type>]
              info [<device>]
              deps [<device>]
              status [<device>] [--target <target_type>]
              table [<device>] [--target <target_type>]
              targets
              version

      Table_file contents may be supplied on stdin. Devices are in /dev/mapper; a manual of 2008
      once calls it /dev/device-mapper.
      """;

  private static final int FAILED = 1;

  /** How many operands a verb takes. */
  private record Count(int least, int most) {
    static Count of(String verb) {
      return switch (verb) {
        case "create", "load", "reload" -> new Count(1, 2);
        case "remove", "suspend", "resume", "clear" -> new Count(1, 1);
        case "message" -> new Count(3, Integer.MAX_VALUE);
        case "info", "deps", "status", "table" -> new Count(0, 1);
        case "ls", "targets", "version", "remove_all", "help" -> new Count(0, 0);
        default -> new Count(-1, -1);
      };
    }
  }

  private final Context c;
  private final Mapper mapper;
  private final boolean modern;

  private Dmsetup(Context c) {
    this.c = c;
    mapper = Mapper.of(c);
    modern = c.shell().variables().get("DMSETUP_STYLE", "").equals("modern");
  }

  public static int run(Context c, List<String> args) throws IOException {
    return new Dmsetup(c).run(args);
  }

  private int run(List<String> args) throws IOException {
    if (args.equals(List.of("--version"))) {
      return version();
    }
    DmsetupArguments arguments = DmsetupArguments.parse(args);
    if (arguments.wrong != null) {
      return usage("dmsetup: " + arguments.wrong);
    }
    String verb = arguments.verb();
    List<String> operands = arguments.operands();
    Count count = Count.of(verb);
    if (count.most() < 0) {
      return usage(verb.isEmpty() ? "No command specified." : "Unknown command");
    }
    if (operands.size() < count.least() || operands.size() > count.most()) {
      return usage("Incorrect number of arguments");
    }
    long logged = mapper.logged();
    String op = verb;
    String name = operands.isEmpty() ? "" : bare(operands.get(0));
    try {
      switch (verb) {
        case "create" -> {
          return create(name, arguments);
        }
        case "load", "reload" -> {
          op = "reload";
          mapper.load(name, table(arguments));
        }
        case "remove" -> mapper.remove(name);
        case "remove_all" -> {
          return removeAll();
        }
        case "suspend" -> mapper.suspend(name);
        case "resume" -> mapper.resume(name);
        case "clear" -> mapper.clear(name);
        case "message" -> message(name, operands);
        case "version" -> {
          return version();
        }
        case "help" -> c.write(USAGE);
        default -> {
          return new DmsetupShow(c, mapper, modern).run(verb, name, arguments);
        }
      }
      return 0;
    } catch (KernelException refused) {
      return refused(op, name, refused, logged);
    } catch (TableText.FormatException wrong) {
      c.complain(String.valueOf(wrong.getMessage()));
      return commandFailed();
    }
  }

  /** NAME may be given with its directory. */
  private static String bare(String name) {
    return name.startsWith("/dev/mapper/") ? name.substring("/dev/mapper/".length()) : name;
  }

  private int usage(String message) {
    c.complain(message);
    c.complain(USAGE.stripTrailing());
    return FAILED;
  }

  private int version() {
    c.write("Library version:   1.02.27 (2008-06-25)\nDriver version:    4.14.0\n");
    return 0;
  }

  private int commandFailed() {
    c.complain(modern ? "Command failed." : "Command failed");
    return FAILED;
  }

  private int refused(String op, String name, KernelException refused, long logged) {
    String line =
        modern
            ? "device-mapper: " + op + " ioctl on " + name + "  failed: " + refused.errno().text()
            : "device-mapper: " + op + " ioctl failed: " + refused.errno().text();
    c.complain(line);
    commandFailed();
    c.hint(line, refused, why(mapper.loggedSince(logged), refused.hint()));
    return FAILED;
  }

  /** What the kernel's log says, and what to do where that does not tell. */
  private static @Nullable String why(@Nullable String said, @Nullable String hint) {
    if (said == null) {
      return hint;
    }
    String log = "the kernel's log: " + said;
    return hint == null || said.endsWith(hint) ? log : log + " (" + hint + ")";
  }

  private List<TableText.Line> table(DmsetupArguments arguments)
      throws IOException, TableText.FormatException {
    if (arguments.table != null) {
      return TableText.parse(arguments.table, "");
    }
    List<String> operands = arguments.operands();
    if (operands.size() < 2) {
      return TableText.parse(c.readAll(c.in()), "on stdin");
    }
    String file = operands.get(1);
    Descriptor in = Opener.read(c.shell(), file);
    try {
      return TableText.parse(c.readAll(in), file);
    } finally {
      in.close();
    }
  }

  /** A device, its table, and then it runs; what fails on the way leaves none. */
  private int create(String name, DmsetupArguments arguments)
      throws IOException, TableText.FormatException {
    List<TableText.Line> lines = List.of();
    if (!arguments.withoutTable) {
      try {
        lines = table(arguments);
      } catch (IOException e) {
        c.complain(
            "Couldn't open '" + arguments.operands().get(1) + "' for reading: " + Errors.text(e));
        return commandFailed();
      }
    }
    long logged = mapper.logged();
    String op = "create";
    try {
      mapper.create(name);
      if (!arguments.withoutTable) {
        op = "reload";
        try {
          mapper.load(name, lines);
          op = "resume";
          mapper.resume(name);
        } catch (KernelException refused) {
          mapper.remove(name);
          throw refused;
        }
        hintAtRest(lines);
      }
      return 0;
    } catch (KernelException refused) {
      return refused(op, name, refused, logged);
    }
  }

  /** An ioband device may be shorter than what it is on, which is seldom meant. */
  private void hintAtRest(List<TableText.Line> lines) throws IOException {
    for (TableText.Line line : lines) {
      long rest = mapper.unreached(line);
      if (rest > 0 && c.shell().showsHints()) {
        c.complain(
            "hint: the last "
                + rest
                + " sectors of "
                + line.params().get(0)
                + " are out of reach: blockdev --getsize tells how many there are");
      }
    }
  }

  private int removeAll() {
    for (MappedDevice device : mapper.devices()) {
      try {
        mapper.remove(device.name());
      } catch (KernelException busy) {
        assert busy.errno() == Errno.EBUSY : busy; // what is open stays, as with the kernel
      }
    }
    return 0;
  }

  private void message(String name, List<String> operands) throws KernelException {
    String sector = operands.get(1);
    if (!sector.matches("[0-9]{1,18}")) {
      throw new KernelException(Errno.EINVAL, "a sector is a number, here mostly 0");
    }
    // As the kernel splits it: what was one word with blanks in it is several.
    String joined = String.join(" ", operands.subList(2, operands.size()));
    mapper.message(name, Long.parseLong(sector), List.of(joined.strip().split("\\s+")));
  }
}

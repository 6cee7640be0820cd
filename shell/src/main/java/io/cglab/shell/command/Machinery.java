package io.cglab.shell.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Who and when one is: {@code date}, {@code uname}, {@code id}, {@code touch}, {@code ln}. */
final class Machinery {
  private static final long NS_PER_S = 1_000_000_000;

  private Machinery() {}

  static int date(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("uI").parse(args);
    long now = c.kernel().nowNs();
    long seconds = c.kernel().bootEpochSeconds() + now / NS_PER_S;
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(seconds, (int) (now % NS_PER_S), ZoneOffset.UTC);
    String format =
        options.operands().isEmpty() ? "+%a %b %e %H:%M:%S UTC %Y" : options.operands().get(0);
    if (!format.startsWith("+")) {
      throw new CommandException(1, "invalid date '" + format + "'");
    }
    StringBuilder out = new StringBuilder();
    for (int i = 1; i < format.length(); i++) {
      char ch = format.charAt(i);
      out.append(
          ch == '%' && i + 1 < format.length() ? field(time, seconds, format.charAt(++i)) : ch);
    }
    c.write(out.append('\n'));
    return 0;
  }

  private static String field(LocalDateTime time, long seconds, char directive) {
    String pattern =
        switch (directive) {
          case 'Y' -> "yyyy";
          case 'm' -> "MM";
          case 'd' -> "dd";
          case 'e' -> "ppd";
          case 'H' -> "HH";
          case 'M' -> "mm";
          case 'S' -> "ss";
          case 'N' -> "nnnnnnnnn";
          case 'a' -> "EEE";
          case 'b' -> "MMM";
          case 'F' -> "yyyy-MM-dd";
          case 'T' -> "HH:mm:ss";
          case 's' -> "";
          default -> throw new CommandException(1, "%" + directive + ": unknown in a format here");
        };
    return pattern.isEmpty()
        ? Long.toString(seconds)
        : time.format(DateTimeFormatter.ofPattern(pattern, Locale.ROOT));
  }

  /** What the terminfo entry of every terminal of today has: home, screen, lines scrolled off. */
  static int clear(Context c, List<String> args) {
    c.write("\033[H\033[2J\033[3J");
    return 0;
  }

  static int uname(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("asnrm").parse(args);
    if (options.has('a')) {
      c.write("Linux cglab 6.12.0 #1 SMP cglab x86_64 GNU/Linux\n");
    } else {
      c.write(
          options.has('r')
              ? "6.12.0\n"
              : options.has('n') ? "cglab\n" : options.has('m') ? "x86_64\n" : "Linux\n");
    }
    return 0;
  }

  static int id(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("ugn").parse(args);
    int pid = c.shell().process().pid();
    int uid =
        c.kernel().processes().stream()
            .filter(process -> process.pid() == pid)
            .mapToInt(process -> process.uid())
            .findFirst()
            .orElse(0);
    if (options.has('u') || options.has('g')) {
      c.write((options.has('n') ? Users.name(uid) : Integer.toString(uid)) + "\n");
    } else {
      String name = uid + "(" + Users.name(uid) + ")";
      c.write("uid=" + name + " gid=" + name + " groups=" + name + "\n");
    }
    return 0;
  }

  static int whoami(Context c, List<String> args) throws IOException {
    return id(c, List.of("-u", "-n"));
  }

  static int touch(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("cam").parse(args);
    int status = 0;
    for (String name : options.someOperands()) {
      try {
        Path path = c.path(name);
        if (Files.exists(path)) {
          long now = c.kernel().nowNs();
          Instant instant =
              Instant.ofEpochSecond(c.kernel().bootEpochSeconds() + now / NS_PER_S, now % NS_PER_S);
          Files.setLastModifiedTime(path, FileTime.from(instant));
        } else if (!options.has('c')) {
          Opener.append(c.shell(), name).close();
        }
      } catch (IOException e) {
        status = c.error("cannot touch '" + name + "'", e);
      }
    }
    return status;
  }

  static int ln(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("sfn").parse(args);
    List<String> names = options.someOperands();
    if (names.size() != 2) {
      throw new CommandException(1, "expected a target and a name");
    }
    try {
      Path link = c.path(names.get(1));
      if (Files.isDirectory(link)) {
        link = link.resolve(names.get(0).replaceAll("^.*/(?=.)", ""));
      }
      if (options.has('f')) {
        Files.deleteIfExists(link);
      }
      if (options.has('s')) {
        Files.createSymbolicLink(link, link.getFileSystem().getPath(names.get(0)));
      } else {
        Files.createLink(link, c.path(names.get(0)));
      }
      return 0;
    } catch (IOException e) {
      return c.error(
          "failed to create "
              + (options.has('s') ? "symbolic" : "hard")
              + " link '"
              + names.get(1)
              + "'",
          e);
    }
  }
}

package io.cglab.shell.command;

import io.cglab.core.api.KernelException;
import io.cglab.shell.process.ProcessInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code pgrep}, {@code pkill} and {@code pidof}: processes by name. */
final class Pgrep {
  private static final Options.Spec OPTIONS =
      Options.Spec.of("xflcnovaP:d:u:")
          .with(
              Map.of(
                  "exact",
                  'x',
                  "full",
                  'f',
                  "list-name",
                  'l',
                  "count",
                  'c',
                  "newest",
                  'n',
                  "oldest",
                  'o',
                  "inverse",
                  'v',
                  "parent",
                  'P',
                  "delimiter",
                  'd'))
          .failing(2);

  private Pgrep() {}

  /** {@code pgrep [-xflcnov] [-P PID,...] [-u USER] [-d TEXT] [PATTERN]}. */
  static int pgrep(Context c, List<String> args) throws IOException {
    Options options = OPTIONS.parse(args);
    List<ProcessInfo> found = matching(c, options);
    if (options.has('c')) {
      c.write(found.size() + "\n");
    } else if (!found.isEmpty()) {
      String delimiter = options.value('d', "\n");
      boolean names = options.has('l') || options.has('a');
      c.write(
          found.stream()
                  .map(process -> process.pid() + (names ? " " + process.name() : ""))
                  .collect(Collectors.joining(delimiter))
              + "\n");
    }
    return found.isEmpty() ? 1 : 0;
  }

  /** {@code pkill [-SIGNAL] [-xfnov] [-P PID,...] [PATTERN]}. */
  static int pkill(Context c, List<String> args) throws IOException {
    List<String> rest = new ArrayList<>(args);
    Integer signal = Signals.number("TERM");
    for (int i = 0; i < rest.size(); i++) {
      String arg = rest.get(i);
      Integer given = arg.matches("-[A-Z0-9]+") ? Signals.number(arg.substring(1)) : null;
      if (arg.equals("--signal") && i + 1 < rest.size()) {
        given = Signals.number(rest.remove(i + 1));
      }
      if (given != null) {
        signal = given;
        rest.remove(i--);
      }
    }
    List<ProcessInfo> found = matching(c, OPTIONS.parse(rest));
    int status = found.isEmpty() ? 1 : 0;
    for (ProcessInfo process : found) {
      try {
        c.processes().kill(process.pid(), signal == null ? 0 : signal);
      } catch (KernelException e) {
        status = c.error("killing pid " + process.pid() + " failed: " + e.errno().text());
      }
    }
    return status;
  }

  private static List<ProcessInfo> matching(Context c, Options options) {
    if (options.operands().size() > 1) {
      throw new CommandException(2, "only one pattern can be provided");
    }
    boolean selects = options.has('P') || options.has('u');
    if (options.operands().isEmpty() && !selects) {
      throw new CommandException(2, "no matching criteria specified");
    }
    Pattern pattern = Regex.compile(options.operands().isEmpty() ? "" : options.operands().get(0));
    Set<String> parents = Stream.of(options.value('P', "").split(",")).collect(Collectors.toSet());
    Set<String> users = Stream.of(options.value('u', "").split(",")).collect(Collectors.toSet());
    List<ProcessInfo> found = new ArrayList<>();
    for (ProcessInfo process : c.kernel().processes()) {
      Matcher matcher = pattern.matcher(process.name());
      boolean matches = options.has('x') ? matcher.matches() : matcher.find();
      matches &= !options.has('P') || parents.contains(Integer.toString(process.parentPid()));
      matches &=
          !options.has('u')
              || users.contains(Users.name(process.uid()))
              || users.contains(Integer.toString(process.uid()));
      if (matches != options.has('v') && process.pid() != c.shell().process().pid()) {
        found.add(process);
      }
    }
    if (found.size() > 1 && (options.has('n') || options.has('o'))) {
      return List.of(found.get(options.has('n') ? found.size() - 1 : 0));
    }
    return found;
  }

  /** {@code pidof [-s] NAME...}: the newest first. */
  static int pidof(Context c, List<String> args) {
    Options options = Options.Spec.of("sxq").parse(args);
    List<String> pids = new ArrayList<>();
    for (ProcessInfo process : c.kernel().processes()) {
      if (options.operands().contains(process.name()) && !process.zombie()) {
        pids.add(0, Integer.toString(process.pid()));
      }
    }
    if (pids.isEmpty()) {
      return 1;
    }
    c.write(String.join(" ", options.has('s') ? pids.subList(0, 1) : pids) + "\n");
    return 0;
  }
}

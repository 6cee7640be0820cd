package io.cglab.shell.command;

import io.cglab.shell.process.Descriptor;
import io.cglab.shell.process.ProcessInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code ps [-e] [-p PID,...] [-o COLUMN,...]}. */
final class Ps {
  private static final Set<String> NUMERIC = Set.of("pid", "ppid", "uid");

  private Ps() {}

  static int run(Context c, List<String> args) throws IOException {
    // BSD style options have no dash: ps ax, ps aux.
    List<String> dashed = args.stream().map(arg -> arg.matches("[aux]+") ? "-e" : arg).toList();
    Options options = Options.Spec.of("eAfp:o:").parse(dashed);
    List<String> columns =
        List.of(
            options
                .value('o', options.has('f') ? "user,pid,ppid,stat,args" : "pid,stat,comm")
                .split("[, ]"));
    List<ProcessInfo> processes = selected(c, options);
    List<List<String>> rows = new ArrayList<>();
    rows.add(columns.stream().map(Ps::heading).toList());
    for (ProcessInfo process : processes) {
      List<String> row = new ArrayList<>();
      for (String column : columns) {
        row.add(value(c, process, column));
      }
      rows.add(row);
    }
    print(c, columns, rows);
    return processes.isEmpty() ? 1 : 0;
  }

  private static List<ProcessInfo> selected(Context c, Options options) {
    List<ProcessInfo> all = c.kernel().processes();
    String pids = options.value('p');
    if (pids != null) {
      Set<String> wanted = Stream.of(pids.split("[, ]")).collect(Collectors.toSet());
      return all.stream().filter(p -> wanted.contains(Integer.toString(p.pid()))).toList();
    }
    // Without -e, as on a terminal: what this shell has started, and the shell.
    return options.has('e') || options.has('A') || options.has('o')
        ? all
        : all.stream().filter(p -> p.pid() >= c.shell().shellPid()).toList();
  }

  private static String heading(String column) {
    int equals = column.indexOf('=');
    if (equals >= 0) {
      return column.substring(equals + 1);
    }
    return switch (column) {
      case "comm", "args", "cmd" -> column.equals("comm") ? "COMMAND" : "CMD";
      default -> column.toUpperCase(Locale.ROOT);
    };
  }

  private static String value(Context c, ProcessInfo process, String column) {
    int equals = column.indexOf('=');
    String name = equals < 0 ? column : column.substring(0, equals);
    return switch (name) {
      case "pid" -> Integer.toString(process.pid());
      case "ppid" -> Integer.toString(process.parentPid());
      case "uid" -> Integer.toString(process.uid());
      case "user" -> Users.name(process.uid());
      case "stat", "state", "s" ->
          process.zombie()
              ? "Z"
              : process.uninterruptible() || c.kernel().isFrozen(process.pid()) ? "D" : "S";
      case "comm", "args", "cmd" -> process.name() + (process.zombie() ? " <defunct>" : "");
      case "cgroup" -> cgroup(c, process.pid());
      default ->
          throw new CommandException(
              1, "error: unknown user-defined format specifier \"" + name + "\"");
    };
  }

  private static String cgroup(Context c, int pid) {
    try {
      Descriptor file = Opener.read(c.shell(), "/proc/" + pid + "/cgroup");
      try {
        return String.join(",", c.readAll(file).strip().split("\n"));
      } finally {
        file.close();
      }
    } catch (IOException e) {
      return "-";
    }
  }

  private static void print(Context c, List<String> columns, List<List<String>> rows)
      throws IOException {
    int[] widths = new int[columns.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder out = new StringBuilder();
    boolean headless = rows.get(0).stream().allMatch(String::isEmpty);
    for (List<String> row : headless ? rows.subList(1, rows.size()) : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = row.get(i);
        String gap = " ".repeat(widths[i] - cell.length());
        String name = columns.get(i).replaceAll("=.*", "");
        line.append(i > 0 ? " " : "").append(NUMERIC.contains(name) ? gap + cell : cell + gap);
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    c.write(out);
  }
}

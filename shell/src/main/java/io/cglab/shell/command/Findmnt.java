package io.cglab.shell.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code findmnt [-nlrJ] [-t TYPE,...] [-o COLUMN,...] [-T PATH] [TARGET]}; {@code mountpoint}. */
final class Findmnt {
  private static final int NOT_A_MOUNTPOINT = 32;
  private static final Options.Spec OPTIONS =
      Options.Spec.of("nlrt:o:T:S:")
          .with(
              Map.of(
                  "noheadings", 'n',
                  "list", 'l',
                  "raw", 'r',
                  "types", 't',
                  "output", 'o',
                  "target", 'T',
                  "source", 'S'));

  /** A line of /proc/self/mountinfo. */
  private record Mount(
      String id, String parent, String target, String options, String type, String source) {
    static Mount of(String line) {
      String[] halves = line.split(" - ", 2);
      String[] left = halves[0].split(" ");
      String[] right = halves[1].split(" ");
      return new Mount(left[0], left[1], left[4], left[5], right[0], right[1]);
    }

    String column(String name) {
      return switch (name) {
        case "TARGET" -> target;
        case "SOURCE" -> source;
        case "FSTYPE" -> type;
        case "OPTIONS", "VFS-OPTIONS" -> options;
        case "ID" -> id;
        case "PARENT" -> parent;
        default -> throw new CommandException(1, "unknown column: " + name);
      };
    }
  }

  private Findmnt() {}

  private static List<Mount> mounts(Context c) throws IOException {
    return c.readLines("/proc/self/mountinfo").stream().map(Mount::of).toList();
  }

  static int run(Context c, List<String> args) throws IOException {
    Options options = OPTIONS.parse(args);
    List<String> columns =
        List.of(
            options.value('o', "TARGET,SOURCE,FSTYPE,OPTIONS").toUpperCase(Locale.ROOT).split(","));
    List<Mount> all = mounts(c);
    List<Mount> chosen = new ArrayList<>(all);
    Set<String> types = Set.of(options.value('t', "").split(","));
    chosen.removeIf(mount -> options.has('t') && !types.contains(mount.type()));
    chosen.removeIf(mount -> options.has('S') && !mount.source().equals(options.value('S')));
    if (!options.operands().isEmpty()) {
      String what = options.operands().get(0);
      chosen.removeIf(mount -> !mount.target().equals(what) && !mount.source().equals(what));
    }
    String below = options.value('T');
    if (below != null) {
      Mount over = over(all, c.path(below).toRealPath());
      chosen.removeIf(mount -> mount != over);
    }
    List<List<String>> rows = new ArrayList<>();
    if (!options.has('n')) {
      rows.add(columns);
    }
    boolean tree = chosen.size() == all.size() && !options.has('l') && !options.has('r');
    for (Mount mount : chosen) {
      boolean top = all.stream().noneMatch(other -> other.id().equals(mount.parent()));
      if (!tree) {
        rows.add(row(mount, columns, ""));
      } else if (top) {
        rows(all, mount, columns, "", "", rows);
      }
    }
    if (chosen.isEmpty()) {
      return 1;
    }
    print(c, rows, options.has('r'));
    return 0;
  }

  /** The mount that a path is in; null below none, as at the root of the tree. */
  private static @Nullable Mount over(List<Mount> mounts, Path path) {
    Mount deepest = null;
    for (Mount mount : mounts) {
      boolean longer = deepest == null || mount.target().length() >= deepest.target().length();
      deepest = path.startsWith(mount.target()) && longer ? mount : deepest;
    }
    return deepest;
  }

  private static List<String> row(Mount mount, List<String> columns, String lead) {
    List<String> row = new ArrayList<>();
    for (String column : columns) {
      row.add((column.equals("TARGET") ? lead : "") + mount.column(column));
    }
    return row;
  }

  private static void rows(
      List<Mount> all,
      Mount mount,
      List<String> columns,
      String lead,
      String nextLead,
      List<List<String>> into) {
    into.add(row(mount, columns, lead));
    List<Mount> below = all.stream().filter(other -> other.parent().equals(mount.id())).toList();
    for (int i = 0; i < below.size(); i++) {
      boolean last = i == below.size() - 1;
      rows(
          all,
          below.get(i),
          columns,
          nextLead + (last ? "└─" : "├─"),
          nextLead + (last ? "  " : "│ "),
          into);
    }
  }

  private static void print(Context c, List<List<String>> rows, boolean raw) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length - 1; i++) {
        widths[i] = raw ? 0 : Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        String cell = row.get(i);
        out.append(i > 0 ? " " : "").append(cell);
        out.append(" ".repeat(Math.max(0, widths[i] - cell.length())));
      }
      out.append('\n');
    }
    c.write(Context.utf8(out.toString()));
  }

  /** {@code mountpoint [-q] DIRECTORY}. */
  static int mountpoint(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("qd").with(Map.of("quiet", 'q')).parse(args);
    String name = options.someOperands().get(0);
    Path path = c.path(name);
    if (!Files.exists(path)) {
      return options.has('q') ? 1 : c.error(name + ": No such file or directory");
    }
    String real = path.toRealPath().toString();
    boolean mounted =
        real.equals("/") || mounts(c).stream().anyMatch(mount -> mount.target().equals(real));
    if (!options.has('q')) {
      c.write(name + (mounted ? " is a mountpoint\n" : " is not a mountpoint\n"));
    }
    return mounted ? 0 : NOT_A_MOUNTPOINT;
  }
}

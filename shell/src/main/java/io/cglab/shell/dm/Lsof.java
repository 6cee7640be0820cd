package io.cglab.shell.dm;

import io.cglab.shell.command.CommandException;
import io.cglab.shell.command.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code lsof [-p PID,...] [FILE...]}: who has a file open, among the processes that serve guests'
 * disks.
 */
public final class Lsof {
  private static final int MINOR_BITS = 20;
  private static final int MINOR_MASK = (1 << MINOR_BITS) - 1;

  private Lsof() {}

  public static int run(Context c, List<String> args) throws IOException {
    List<String> names = new ArrayList<>();
    List<String> pids = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (arg.equals("-p") && i + 1 < args.size()) {
        pids.addAll(List.of(args.get(++i).split(",")));
      } else if (arg.startsWith("-")) {
        throw new CommandException(
            1, "illegal option: " + arg + "; usage: lsof [-p PID] [FILE...]");
      } else {
        names.add(arg);
      }
    }
    List<OpenFile> all = Xen.openFiles(c);
    if (!pids.isEmpty()) {
      all = all.stream().filter(f -> pids.contains(Integer.toString(f.pid()))).toList();
    }
    List<OpenFile> found = new ArrayList<>(names.isEmpty() ? all : List.of());
    boolean missed = false;
    for (String name : names) {
      int before = found.size();
      try {
        for (OpenFile file : all) {
          if (file.is(c.path(name))) {
            found.add(file);
          }
        }
        if (!Files.exists(c.path(name))) {
          throw new NoSuchFileException(name);
        }
      } catch (IOException gone) {
        c.complain("lsof: status error on " + name + ": No such file or directory");
      }
      missed |= found.size() == before;
    }
    show(c, found);
    return found.isEmpty() || missed ? 1 : 0;
  }

  private static void show(Context c, List<OpenFile> files) {
    if (files.isEmpty()) {
      return;
    }
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"COMMAND", "PID", "USER", "  FD  ", "TYPE", "DEVICE", "SIZE", "NODE"});
    for (OpenFile file : files) {
      rows.add(
          new String[] {
            file.command(),
            Integer.toString(file.pid()),
            file.user(),
            String.format("%4d%c ", file.fd(), file.mode()),
            "REG",
            (file.device() >>> MINOR_BITS) + "," + (file.device() & MINOR_MASK),
            Long.toString(file.size()),
            Long.toString(file.inode())
          });
    }
    int[] widths = new int[rows.get(0).length];
    widths[1] = 5; // as lsof has it for short numbers
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      String[] row = rows.get(r);
      for (int i = 0; i < row.length; i++) {
        String gap = " ".repeat(widths[i] - row[i].length());
        out.append(i == 0 ? row[i] + gap : " " + gap + row[i]);
      }
      out.append(' ').append(r == 0 ? "NAME" : files.get(r - 1).path()).append('\n');
    }
    c.write(out);
  }
}

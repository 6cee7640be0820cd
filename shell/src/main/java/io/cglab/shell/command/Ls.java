package io.cglab.shell.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code ls [-1aAdFlnRi] [FILE...]}: one name a line, in byte order. */
final class Ls {
  private static final Options.Spec OPTIONS =
      Options.Spec.of("1aAdFlnRiCrth")
          .with(Map.of("all", 'a', "almost-all", 'A', "directory", 'd', "classify", 'F'))
          .failing(2);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMM ppd HH:mm", Locale.ROOT);

  private record Entry(String name, FileStatus status, String linkTarget) {}

  private final Context c;
  private final Options options;
  private final StringBuilder out = new StringBuilder();
  private int status;

  private Ls(Context c, Options options) {
    this.c = c;
    this.options = options;
  }

  static int run(Context c, List<String> args) throws IOException {
    Options options = OPTIONS.parse(args);
    Ls ls = new Ls(c, options);
    ls.list(options.operands().isEmpty() ? List.of(".") : options.operands());
    c.write(ls.out);
    return ls.status;
  }

  private void list(List<String> names) throws IOException {
    List<Entry> files = new ArrayList<>();
    List<String> directories = new ArrayList<>();
    for (String name : names.stream().sorted().toList()) {
      try {
        boolean follow = !options.has('l') && !options.has('d') && !options.has('F');
        Entry entry = entry(name, c.path(name), follow);
        boolean opens =
            entry.status().isDirectory()
                || entry.status().isLink() && !options.has('l') && Files.isDirectory(c.path(name));
        if (opens && !options.has('d')) {
          directories.add(name);
        } else {
          files.add(entry);
        }
      } catch (IOException e) {
        c.error("cannot access '" + name + "'", e);
        status = 2;
      }
    }
    print(files);
    boolean headings = names.size() > 1 || options.has('R');
    for (String directory : directories) {
      directory(directory, headings);
    }
  }

  private void directory(String name, boolean heading) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try {
      Path path = c.path(name);
      List<String> names = new ArrayList<>(Listing.names(path));
      if (options.has('a')) {
        names.add(0, ".");
        names.add(1, "..");
      }
      for (String child : names) {
        if (!child.startsWith(".") || options.has('a') || options.has('A')) {
          entries.add(entry(child, path.resolve(child), false));
        }
      }
    } catch (IOException e) {
      c.error("cannot open directory '" + name + "'", e);
      status = 2;
      return;
    }
    if (heading) {
      out.append(out.length() > 0 ? "\n" : "").append(name).append(":\n");
    }
    if (options.has('l') || options.has('n')) {
      long blocks = entries.stream().mapToLong(entry -> entry.status().blocks()).sum();
      out.append("total ").append((blocks + 1) / 2).append('\n');
    }
    print(entries);
    if (options.has('R')) {
      for (Entry entry : entries) {
        if (entry.status().isDirectory() && !entry.name().matches("\\.\\.?")) {
          directory(name.replaceAll("/$", "") + "/" + entry.name(), true);
        }
      }
    }
  }

  private static Entry entry(String name, Path path, boolean follow) throws IOException {
    FileStatus fileStatus;
    try {
      fileStatus = FileStatus.of(path, follow);
    } catch (IOException e) {
      if (!follow) {
        throw e;
      }
      fileStatus = FileStatus.of(path, false);
    }
    String target = fileStatus.isLink() ? Files.readSymbolicLink(path).toString() : "";
    return new Entry(name, fileStatus, target);
  }

  private void print(List<Entry> entries) {
    int[] widths = new int[4];
    for (Entry entry : entries) {
      String[] columns = columns(entry.status());
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], columns[i].length());
      }
    }
    List<Entry> ordered = new ArrayList<>(entries);
    if (options.has('r')) {
      java.util.Collections.reverse(ordered);
    }
    for (Entry entry : ordered) {
      line(entry, widths);
    }
  }

  private String[] columns(FileStatus file) {
    boolean numeric = options.has('n');
    return new String[] {
      Integer.toString(file.nlink()),
      numeric ? Integer.toString(file.uid()) : Users.name(file.uid()),
      numeric ? Integer.toString(file.gid()) : Users.name(file.gid()),
      file.isDevice()
          ? (file.rdev() >>> 20) + ", " + (file.rdev() & 0xfffff)
          : Long.toString(file.size())
    };
  }

  private void line(Entry entry, int[] widths) {
    FileStatus file = entry.status();
    if (options.has('i')) {
      out.append(file.ino()).append(' ');
    }
    boolean isLong = options.has('l') || options.has('n');
    if (isLong) {
      String[] columns = columns(file);
      out.append(
          String.format(
              Locale.ROOT,
              "%s %" + widths[0] + "s %-" + widths[1] + "s %-" + widths[2] + "s %" + widths[3]
                  + "s %s ",
              file.modeText(),
              columns[0],
              columns[1],
              columns[2],
              columns[3],
              LocalDateTime.ofEpochSecond(file.modifiedSeconds(), 0, ZoneOffset.UTC).format(TIME)));
    }
    out.append(entry.name());
    if (options.has('F')) {
      boolean program = file.isRegular() && (file.permissions() & 0111) != 0;
      out.append(file.isDirectory() ? "/" : file.isLink() && !isLong ? "@" : program ? "*" : "");
    }
    if (isLong && file.isLink()) {
      out.append(" -> ").append(entry.linkTarget());
    }
    out.append('\n');
  }
}

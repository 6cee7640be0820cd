package io.cglab.shell.command;

import io.cglab.core.file.FileSystem;
import io.cglab.shell.process.BlockDevice;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code df [-ahikT] [FILE...]} of GNU coreutils. */
final class Df {
  private static final Options.Spec OPTIONS =
      Options.Spec.of("ahikT")
          .with(Map.of("all", 'a', "human-readable", 'h', "inodes", 'i', "print-type", 'T'));
  private static final Set<String> LEFT = Set.of("Filesystem", "Type", "Mounted on");
  private static final int KIB = 1024;

  private final Context c;
  private final Options options;
  private final List<List<String>> rows = new ArrayList<>();

  private Df(Context c, Options options) {
    this.c = c;
    this.options = options;
  }

  /**
   * A line of /proc/mounts.
   *
   * @param source as it was given to mount(8)
   */
  record Mounted(String source, String point, String type) {
    /** All of them, in the order of mounting. */
    static List<Mounted> all(Context c) throws IOException {
      List<Mounted> all = new ArrayList<>();
      for (String line : Files.readAllLines(c.path("/proc/mounts"))) {
        String[] columns = line.split(" ", -1);
        all.add(new Mounted(columns[0], columns[1].replace("\\040", " "), columns[2]));
      }
      return all;
    }

    /** The mount that an existing file is in; null for the root file system. */
    static @Nullable Mounted covering(Context c, Path file) throws IOException {
      Path real = file.toRealPath();
      Mounted found = null;
      for (Mounted each : all(c)) {
        Path point = c.path(each.point());
        if (real.startsWith(point) && (found == null || point.startsWith(c.path(found.point())))) {
          found = each;
        }
      }
      return found;
    }

    /** The file system of a disk that is mounted here, or null. */
    @Nullable FileSystem onDisk(Context c) throws IOException {
      BlockDevice device = source.startsWith("/") ? c.kernel().blockDevice(c.path(source)) : null;
      return device == null ? null : c.kernel().fileSystemOn(device.dev());
    }
  }

  static int run(Context c, List<String> args) throws IOException {
    Df df = new Df(c, OPTIONS.parse(args));
    return df.run();
  }

  private int run() throws IOException {
    rows.add(header());
    int status = 0;
    if (options.operands().isEmpty()) {
      List<String> shown = new ArrayList<>();
      for (Mounted mounted : Mounted.all(c)) {
        boolean counts = Files.getFileStore(c.path(mounted.point())).getTotalSpace() > 0;
        if (options.has('a') || (counts && !shown.contains(mounted.source()))) {
          shown.add(mounted.source());
          rows.add(row(mounted));
        }
      }
    }
    for (String name : options.operands()) {
      Path path = c.path(name);
      if (!Files.exists(path)) {
        status = c.error(name + ": No such file or directory");
        continue;
      }
      rows.add(row(mountOf(path)));
    }
    if (rows.size() > 1) {
      print();
    } else if (status == 0) {
      status = c.error("no file systems processed");
    }
    return status;
  }

  /** What a file is in, or what is mounted from a device. */
  private Mounted mountOf(Path path) throws IOException {
    if (c.kernel().blockDevice(path) != null) {
      for (Mounted mounted : Mounted.all(c)) {
        if (mounted.source().equals(path.toString())) {
          return mounted;
        }
      }
    }
    Mounted covering = Mounted.covering(c, path);
    return covering == null ? new Mounted("rootfs", "/", "rootfs") : covering;
  }

  private List<String> header() {
    List<String> header = new ArrayList<>(List.of("Filesystem"));
    if (options.has('T')) {
      header.add("Type");
    }
    header.addAll(
        options.has('i')
            ? List.of("Inodes", "IUsed", "IFree", "IUse%")
            : options.has('h')
                ? List.of("Size", "Used", "Avail", "Use%")
                : List.of("1K-blocks", "Used", "Available", "Use%"));
    header.add("Mounted on");
    return header;
  }

  private List<String> row(Mounted mounted) throws IOException {
    List<String> row = new ArrayList<>(List.of(mounted.source()));
    if (options.has('T')) {
      row.add(mounted.type());
    }
    FileSystem onDisk = mounted.onDisk(c);
    if (options.has('i')) {
      long all = onDisk == null ? 0 : onDisk.inodes();
      long free = onDisk == null ? 0 : onDisk.freeInodes();
      add(row, all, all - free, free, 1);
    } else {
      FileStore store = Files.getFileStore(c.path(mounted.point()));
      boolean isMemory = mounted.point().equals("/");
      long all = isMemory ? 0 : store.getTotalSpace();
      long used = isMemory ? 0 : all - store.getUnallocatedSpace();
      add(row, all, used, isMemory ? 0 : store.getUsableSpace(), KIB);
    }
    row.add(mounted.point());
    return row;
  }

  private void add(List<String> row, long all, long used, long free, int unit) {
    for (long value : new long[] {all, used, free}) {
      row.add(options.has('h') ? human(value) : Long.toString((value + unit - 1) / unit));
    }
    row.add(used + free == 0 ? "-" : (100 * used + used + free - 1) / (used + free) + "%");
  }

  /** As GNU's -h: rounded up, one digit behind the point below 10. */
  static String human(long bytes) {
    if (bytes < KIB) {
      return Long.toString(bytes);
    }
    double rest = bytes;
    int unit = -1;
    while (rest >= KIB) {
      rest /= KIB;
      unit++;
    }
    double tenths = Math.ceil(rest * 10) / 10;
    String digits =
        tenths < 10
            ? String.format(Locale.ROOT, "%.1f", tenths)
            : Long.toString((long) Math.ceil(rest));
    return digits + "KMGTPE".charAt(unit);
  }

  private void print() {
    List<String> header = rows.get(0);
    StringBuilder out = new StringBuilder();
    int[] widths = new int[header.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = header.get(i).equals("Filesystem") ? 14 : LEFT.contains(header.get(i)) ? 4 : 5;
      if (header.get(i).endsWith("%")) {
        widths[i] = 4;
      }
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String blanks = " ".repeat(widths[i] - row.get(i).length());
        boolean left = LEFT.contains(header.get(i));
        line.append(i == 0 ? "" : " ").append(left ? row.get(i) + blanks : blanks + row.get(i));
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    c.write(out);
  }
}

package io.cglab.shell.command;

import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * {@code iostat} of sysstat 12.6: rates of disks and CPUs from /proc/diskstats, /proc/stat and
 * /proc/uptime, since boot and then in intervals of virtual time.
 */
final class Iostat {
  private static final String USAGE =
      """
      Usage: iostat [ options ] [ <interval> [ <count> ] ]
      Options are:
      [ -c ] [ -d ] [ -k | -m ] [ -N ] [ -s ] [ -t ] [ -V ] [ -x ] [ -y ] [ -z ]
      [ -p [ <device> [,...] | ALL ] ] [ <device> [...] | ALL ]\
      """;

  private static final String BASIC =
      "Device             tps    UNIT_read/s    UNIT_wrtn/s    UNIT_dscd/s"
          + "    UNIT_read    UNIT_wrtn    UNIT_dscd\n";
  private static final String SHORT =
      "Device             tps      UNIT/s    rqm/s   await  areq-sz  aqu-sz  %util\n";
  private static final String EXTENDED =
      "Device            r/s     rUNIT/s   rrqm/s  %rrqm r_await rareq-sz"
          + "     w/s     wUNIT/s   wrqm/s  %wrqm w_await wareq-sz"
          + "     d/s     dUNIT/s   drqm/s  %drqm d_await dareq-sz"
          + "     f/s f_await  aqu-sz  %util\n";
  private static final int KIB = 1024;
  private static final double SECTORS_PER_KB = 2;
  private static final double PERCENT = 100;
  private static final double MS_PER_S = 1000;
  private static final long NS_PER_S = 1_000_000_000;

  private final Context c;
  private final Set<Character> flags = new LinkedHashSet<>();
  private final Set<String> names = new LinkedHashSet<>();
  private final Set<String> withPartitions = new LinkedHashSet<>();
  private final List<Long> numbers = new ArrayList<>();
  private boolean all;
  private boolean allPartitions;

  private Iostat(Context c) {
    this.c = c;
  }

  static int run(Context c, List<String> args) throws IOException {
    Iostat iostat = new Iostat(c);
    if (!iostat.parse(new ArrayDeque<>(args))) {
      c.complain(USAGE);
      return 1;
    }
    if (iostat.flags.contains('V')) {
      c.write("sysstat version 12.6.1\n");
      return 0;
    }
    iostat.report();
    return 0;
  }

  // ---- what is asked

  private boolean parse(Deque<String> args) {
    while (!args.isEmpty()) {
      String arg = args.remove();
      if (arg.startsWith("-") && arg.length() > 1) {
        if (!options(arg.substring(1), args)) {
          return false;
        }
      } else if (Numbers.whole(arg) >= 0) {
        numbers.add(Numbers.whole(arg));
      } else if (arg.equals("ALL")) {
        all = true;
      } else {
        names.add(bare(arg));
      }
    }
    boolean units = flags.contains('k') && flags.contains('m');
    boolean noReport = numbers.size() == 2 && numbers.get(1) == 0;
    return !units && !noReport && numbers.size() <= 2;
  }

  private boolean options(String letters, Deque<String> args) {
    for (char letter : letters.toCharArray()) {
      if ("cdkmNstVxyz".indexOf(letter) >= 0) {
        flags.add(letter);
      } else if (letter == 'p') {
        partitions(args);
      } else if (letter == 'h') {
        throw new CommandException(1, "-h is not supported here");
      } else {
        return false;
      }
    }
    return true;
  }

  /** The operand of -p may be missing. */
  private void partitions(Deque<String> args) {
    String next = args.peek();
    if (next == null || next.startsWith("-") || Numbers.whole(next) >= 0) {
      allPartitions = true;
      return;
    }
    args.remove();
    if (next.equals("ALL")) {
      all = true;
      allPartitions = true;
      return;
    }
    for (String name : next.split(",")) {
      withPartitions.add(bare(name));
    }
  }

  private static String bare(String name) {
    return name.startsWith("/dev/") ? name.substring("/dev/".length()) : name;
  }

  private boolean showsCpu() {
    return flags.contains('c') || !flags.contains('d');
  }

  private boolean showsDisks() {
    return flags.contains('d') || !flags.contains('c');
  }

  // ---- the reports

  /** All counters at one time. */
  private record Reading(double uptimeSeconds, long[] cpu, Map<String, DiskCounters> disks) {}

  private Reading read() throws IOException {
    var files = c.kernel().fileSystem();
    String uptime = Files.readString(files.getPath("/proc/uptime")).split(" ")[0];
    String line = Files.readAllLines(files.getPath("/proc/stat")).get(0);
    String[] words = line.strip().split("\\s+");
    long[] cpu = new long[words.length - 1];
    for (int i = 0; i < cpu.length; i++) {
      cpu[i] = Long.parseLong(words[i + 1]);
    }
    return new Reading(Double.parseDouble(uptime), cpu, DiskCounters.read(files));
  }

  private void report() throws IOException {
    long interval = numbers.isEmpty() ? 0 : numbers.get(0);
    long count = numbers.size() == 2 ? numbers.get(1) : interval == 0 ? 1 : Long.MAX_VALUE;
    c.write(header());
    Reading before = new Reading(0, new long[0], Map.of());
    Reading now = read();
    boolean skips = flags.contains('y') && interval > 0;
    if (skips) {
      c.write("\n");
    }
    for (long done = skips ? 0 : 1; ; done++) {
      if (done > 0) {
        c.write(text(before, now));
      }
      if (done >= count || interval == 0) {
        return;
      }
      c.processes().sleep(interval * NS_PER_S);
      before = now;
      now = read();
    }
  }

  private String header() throws IOException {
    long cpus =
        Files.readAllLines(c.kernel().fileSystem().getPath("/proc/stat")).stream()
            .filter(line -> line.matches("cpu[0-9].*"))
            .count();
    return "Linux 6.12.0 (cglab) \t" + date("MM/dd/yy") + " \t_x86_64_\t(" + cpus + " CPU)\n\n";
  }

  private String date(String pattern) {
    long seconds = c.kernel().bootEpochSeconds() + c.kernel().nowNs() / NS_PER_S;
    return LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC)
        .format(DateTimeFormatter.ofPattern(pattern, Locale.ROOT));
  }

  private String text(Reading before, Reading now) {
    StringBuilder out = new StringBuilder();
    if (flags.contains('t')) {
      out.append(date("MM/dd/yy HH:mm:ss")).append('\n');
    }
    if (showsCpu()) {
      cpu(before.cpu(), now.cpu(), out);
    }
    if (showsDisks()) {
      disks(before, now, out);
    }
    return out.append("\n\n").toString();
  }

  /** Columns of /proc/stat: user nice system idle iowait irq softirq steal. */
  private static void cpu(long[] before, long[] now, StringBuilder out) {
    double[] spent = new double[8];
    double total = 0;
    for (int i = 0; i < spent.length && i < now.length; i++) {
      spent[i] = now[i] - (i < before.length ? before[i] : 0);
      total += spent[i];
    }
    double whole = Math.max(1, total);
    out.append("avg-cpu:  %user   %nice %system %iowait  %steal   %idle\n       ");
    double system = spent[2] + spent[5] + spent[6];
    for (double part : new double[] {spent[0], spent[1], system, spent[4], spent[7], spent[3]}) {
      out.append(CFormat.of(" %7.2f", PERCENT * part / whole));
    }
    out.append("\n\n");
  }

  private void disks(Reading before, Reading now, StringBuilder out) {
    String unit = flags.contains('m') ? "MB" : "kB";
    String head = flags.contains('s') ? SHORT : flags.contains('x') ? EXTENDED : BASIC;
    out.append(head.replace("UNIT", unit));
    double seconds = Math.max(0.01, now.uptimeSeconds() - before.uptimeSeconds());
    for (DiskCounters disk : chosen(now.disks().values())) {
      DiskCounters earlier =
          before.disks().getOrDefault(disk.name(), DiskCounters.none(disk.name()));
      DiskCounters since = disk.since(earlier);
      if (flags.contains('z') && since.isUnused()) {
        continue;
      }
      out.append(CFormat.of("%-13s", disk.name()));
      if (flags.contains('s')) {
        brief(since, seconds, out);
      } else if (flags.contains('x')) {
        extended(since, seconds, out);
      } else {
        basic(since, seconds, out);
      }
      out.append('\n');
    }
  }

  /** Named disks, or all that were ever used; partitions only where they are asked for. */
  private List<DiskCounters> chosen(Collection<DiskCounters> known) {
    List<DiskCounters> chosen = new ArrayList<>();
    boolean named = !names.isEmpty() || !withPartitions.isEmpty();
    String disk = "";
    for (DiskCounters row : known) {
      boolean isPartition = !disk.isEmpty() && row.name().matches(disk + "p?[0-9]+");
      disk = isPartition ? disk : row.name();
      boolean wanted =
          names.contains(row.name())
              || withPartitions.contains(disk)
              || (!named && (all || !row.isUnused()) && (!isPartition || allPartitions));
      if (wanted) {
        chosen.add(row);
      }
    }
    return chosen;
  }

  private double kilo(double sectors) {
    double kb = sectors / SECTORS_PER_KB;
    return flags.contains('m') ? kb / KIB : kb;
  }

  private void basic(DiskCounters d, double seconds, StringBuilder out) {
    add(out, 8, (d.reads() + d.writes() + d.discards()) / seconds);
    add(out, 12, kilo(d.readSectors()) / seconds);
    add(out, 12, kilo(d.writeSectors()) / seconds);
    add(out, 12, kilo(d.discardSectors()) / seconds);
    for (long sectors : new long[] {d.readSectors(), d.writeSectors(), d.discardSectors()}) {
      out.append(CFormat.of(" %10d", (long) kilo(sectors)));
    }
  }

  private void brief(DiskCounters d, double seconds, StringBuilder out) {
    double ios = d.reads() + d.writes() + d.discards();
    double sectors = d.readSectors() + d.writeSectors() + d.discardSectors();
    add(out, 8, ios / seconds);
    add(out, 9, kilo(sectors) / seconds);
    add(out, 8, (d.readMerges() + d.writeMerges() + d.discardMerges()) / seconds);
    add(out, 7, ratio(d.readMs() + d.writeMs() + d.discardMs(), ios));
    add(out, 8, ratio(sectors / SECTORS_PER_KB, ios));
    use(d, seconds, out);
  }

  private void extended(DiskCounters d, double seconds, StringBuilder out) {
    long[][] kinds = {
      {d.reads(), d.readSectors(), d.readMerges(), d.readMs()},
      {d.writes(), d.writeSectors(), d.writeMerges(), d.writeMs()},
      {d.discards(), d.discardSectors(), d.discardMerges(), d.discardMs()}
    };
    for (long[] kind : kinds) {
      double ios = kind[0];
      add(out, 7, ios / seconds);
      add(out, 9, kilo(kind[1]) / seconds);
      add(out, 8, kind[2] / seconds);
      add(out, 6, ratio(PERCENT * kind[2], kind[2] + ios));
      add(out, 7, ratio(kind[3], ios));
      add(out, 8, ratio(kind[1] / SECTORS_PER_KB, ios));
    }
    add(out, 7, d.flushes() / seconds);
    add(out, 7, ratio(d.flushMs(), d.flushes()));
    use(d, seconds, out);
  }

  private static void use(DiskCounters d, double seconds, StringBuilder out) {
    add(out, 7, d.queueMs() / MS_PER_S / seconds);
    add(out, 6, PERCENT * d.busyMs() / MS_PER_S / seconds);
  }

  private static double ratio(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }

  private static void add(StringBuilder out, int width, double value) {
    out.append(CFormat.of(" %" + width + ".2f", value));
  }
}

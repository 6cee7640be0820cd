package io.cglab.shell.command;

import io.cglab.cgroupfs.disk.DiskMounts;
import io.cglab.core.file.FileSystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code lsblk [-abdlnpPrtJ] [-o COLUMN,...] [DEVICE...]} of util-linux, from sysfs. */
final class Lsblk {
  private static final Options.Spec OPTIONS =
      Options.Spec.of("abdlnpPrtJo:O")
          .with(
              Map.ofEntries(
                  Map.entry("all", 'a'),
                  Map.entry("bytes", 'b'),
                  Map.entry("nodeps", 'd'),
                  Map.entry("list", 'l'),
                  Map.entry("noheadings", 'n'),
                  Map.entry("output", 'o'),
                  Map.entry("paths", 'p'),
                  Map.entry("pairs", 'P'),
                  Map.entry("raw", 'r'),
                  Map.entry("topology", 't'),
                  Map.entry("json", 'J')));
  private static final String USUAL = "NAME,MAJ:MIN,RM,SIZE,RO,TYPE,MOUNTPOINTS";
  private static final String TOPOLOGY =
      "NAME,ALIGNMENT,MIN-IO,OPT-IO,PHY-SEC,LOG-SEC,ROTA,SCHED,RQ-SIZE,RA,WSAME";
  private static final Set<String> RIGHT =
      Set.of(
          "RM",
          "SIZE",
          "RO",
          "ROTA",
          "RA",
          "RQ-SIZE",
          "LOG-SEC",
          "PHY-SEC",
          "MIN-IO",
          "OPT-IO",
          "ALIGNMENT",
          "DISC-GRAN",
          "DISC-MAX",
          "DISC-ZERO",
          "WSAME",
          "START");
  private static final Set<String> YES_OR_NO = Set.of("RM", "RO", "ROTA", "DISC-ZERO");
  private static final Set<String> NUMBERS =
      Set.of("RA", "RQ-SIZE", "LOG-SEC", "PHY-SEC", "MIN-IO", "OPT-IO", "ALIGNMENT", "START");
  private static final Set<String> SIZES = Set.of("SIZE", "DISC-GRAN", "DISC-MAX", "WSAME");

  /** util-linux leaves room for sizes of five characters. */
  private static final int SIZE_WIDTH = 5;

  private static final int NONE_FOUND = 32;
  private static final int SOME_FOUND = 64;

  /** A line: a device, and what hangs below it. */
  private record Node(SysBlock block, List<Node> below) {}

  private final Options options;
  private final List<String> columns;
  private final Context c;
  private final List<List<String>> rows = new ArrayList<>();

  private Lsblk(Context c, Options options) {
    this.c = c;
    this.options = options;
    String chosen = options.value('o', options.has('t') ? TOPOLOGY : USUAL);
    String all = chosen.startsWith("+") ? USUAL + "," + chosen.substring(1) : chosen;
    this.columns = List.of(all.toUpperCase(Locale.ROOT).split(","));
  }

  static int run(Context c, List<String> args) throws IOException {
    Options options = OPTIONS.parse(args);
    Lsblk lsblk = new Lsblk(c, options);
    List<Node> nodes = new ArrayList<>();
    int status = 0;
    List<SysBlock> disks = SysBlock.disks(c);
    if (options.operands().isEmpty()) {
      for (SysBlock disk : disks) {
        if (options.has('d') || disk.slaves().isEmpty()) {
          nodes.add(lsblk.node(disk, disks));
        }
      }
    }
    for (String operand : options.operands()) {
      SysBlock block = null;
      try {
        block = SysBlock.of(c, c.path(operand));
      } catch (IOException e) {
        status = c.error(operand + ": not a block device");
        continue;
      }
      if (block == null) {
        status = c.error(operand + ": not a block device");
      } else {
        nodes.add(lsblk.node(block, disks));
      }
    }
    StringBuilder out = new StringBuilder();
    if (nodes.isEmpty()) {
      return status == 0 ? 0 : NONE_FOUND;
    } else if (options.has('J')) {
      lsblk.json(nodes, out);
    } else {
      lsblk.table(nodes, out);
    }
    c.write(Context.utf8(out.toString()));
    return status == 0 ? 0 : SOME_FOUND;
  }

  private Node node(SysBlock block, List<SysBlock> disks) throws IOException {
    List<Node> below = new ArrayList<>();
    if (!options.has('d')) {
      for (SysBlock partition : block.partitions()) {
        below.add(node(partition, disks));
      }
      for (SysBlock other : disks) {
        if (other.slaves().contains(block.kernelName())) {
          below.add(node(other, disks));
        }
      }
    }
    return new Node(block, below);
  }

  private boolean isFlat() {
    return options.has('l') || options.has('r') || options.has('P');
  }

  // ---- values

  private String value(SysBlock block, String column) {
    return switch (column) {
      case "NAME" -> options.has('p') ? block.path() : block.name();
      case "KNAME" -> (options.has('p') ? "/dev/" : "") + block.kernelName();
      case "PATH" -> block.path();
      case "PKNAME" -> {
        SysBlock disk = block.disk();
        yield disk == null ? "" : disk.kernelName();
      }
      case "MAJ:MIN" -> block.attribute("dev");
      case "RM" -> removable(block);
      case "RO" -> block.attribute("ro");
      case "SIZE" -> size(block.sectors() * 512);
      case "TYPE" -> block.type();
      case "ROTA" -> block.queue("rotational");
      case "SCHED" -> block.queue("scheduler").replaceAll(".*\\[(.*)\\].*", "$1");
      case "RQ-SIZE" -> block.queue("nr_requests");
      case "RA" -> block.queue("read_ahead_kb");
      case "LOG-SEC" -> block.queue("logical_block_size");
      case "PHY-SEC" -> block.queue("physical_block_size");
      case "MIN-IO" -> block.queue("minimum_io_size");
      case "OPT-IO" -> block.queue("optimal_io_size");
      case "ALIGNMENT" -> block.attribute("alignment_offset");
      case "DISC-GRAN" -> size(block.queueNumber("discard_granularity"));
      case "DISC-MAX" -> size(block.queueNumber("discard_max_bytes"));
      case "DISC-ZERO" -> block.queue("discard_zeroes_data");
      case "WSAME" -> size(block.queueNumber("write_same_max_bytes"));
      case "START" -> block.attribute("start");
      case "MOUNTPOINT", "MOUNTPOINTS" -> mountPoint(block);
      case "FSTYPE" -> fileSystem(block);
      case "LABEL", "UUID", "MODEL", "SERIAL", "TRAN" -> "";
      default -> throw new CommandException(1, "unknown column: " + column);
    };
  }

  /** Where the device is mounted; of several places the last. */
  private String mountPoint(SysBlock block) {
    String point = "";
    try {
      for (Df.Mounted mounted : Df.Mounted.all(c)) {
        FileSystem found = mounted.onDisk(c);
        point = found != null && found.dev().equals(block.dev()) ? mounted.point() : point;
      }
    } catch (IOException e) {
      return "";
    }
    return point;
  }

  private String fileSystem(SysBlock block) {
    FileSystem found = c.kernel().fileSystemOn(block.dev());
    return found == null ? "" : DiskMounts.nameOf(found.type());
  }

  private static String removable(SysBlock block) {
    SysBlock disk = block.disk();
    String removable = (disk == null ? block : disk).attribute("removable");
    return removable.isEmpty() ? "0" : removable;
  }

  private String size(long bytes) {
    return options.has('b') ? Long.toString(bytes) : shortSize(bytes);
  }

  /** As util-linux writes a size: one decimal, where it is not 0. */
  static String shortSize(long bytes) {
    int power = 0;
    while (power < 6 && bytes >> (10 * (power + 1)) > 0) {
      power++;
    }
    long whole = bytes >> (10 * power);
    long rest = bytes - (whole << (10 * power));
    long tenths = power == 0 ? 0 : ((rest >> (10 * (power - 1))) * 1000 / 1024 + 50) / 100;
    if (tenths == 10) {
      whole++;
      tenths = 0;
    }
    return whole + (tenths > 0 ? "." + tenths : "") + "BKMGTPE".charAt(power);
  }

  // ---- output

  private void table(List<Node> nodes, StringBuilder out) {
    boolean heads = !options.has('n') && !options.has('P');
    if (heads) {
      rows.add(columns);
    }
    for (Node node : nodes) {
      rows(node, "", "");
    }
    if (options.has('P')) {
      pairs(out);
      return;
    }
    int[] widths = new int[columns.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (int i = 0; i < widths.length; i++) {
      // A heading makes room even where it is not printed.
      widths[i] = Math.max(widths[i], columns.get(i).length());
      boolean sized = SIZES.contains(columns.get(i)) && !options.has('b');
      widths[i] = options.has('r') ? 0 : Math.max(widths[i], sized ? SIZE_WIDTH : 0);
    }
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        String cell = row.get(i);
        boolean right = RIGHT.contains(columns.get(i));
        String gap = " ".repeat(Math.max(0, widths[i] - cell.length()));
        boolean last = i == widths.length - 1;
        out.append(i > 0 ? " " : "").append(right ? gap + cell : last ? cell : cell + gap);
      }
      out.append('\n');
    }
  }

  private void rows(Node node, String lead, String nextLead) {
    List<String> row = new ArrayList<>();
    for (String column : columns) {
      String value = value(node.block(), column);
      if (column.equals("NAME") && !isFlat()) {
        value = lead + value;
      } else if (column.equals("MAJ:MIN") && !options.has('r') && !options.has('P')) {
        String[] numbers = value.split(":", 2);
        value = String.format(Locale.ROOT, "%3s:%-3s", numbers[0], numbers[numbers.length - 1]);
      }
      row.add(value);
    }
    rows.add(row);
    List<Node> below = node.below();
    for (int i = 0; i < below.size(); i++) {
      boolean last = i == below.size() - 1;
      rows(below.get(i), nextLead + (last ? "└─" : "├─"), nextLead + (last ? "  " : "│ "));
    }
  }

  private void pairs(StringBuilder out) {
    for (List<String> row : rows) {
      for (int i = 0; i < columns.size(); i++) {
        out.append(i > 0 ? " " : "").append(columns.get(i)).append("=\"");
        out.append(row.get(i)).append('"');
      }
      out.append('\n');
    }
  }

  private void json(List<Node> nodes, StringBuilder out) {
    out.append("{\n   \"blockdevices\": [\n");
    list(nodes, "      ", out);
    out.append("   ]\n}\n");
  }

  private void list(List<Node> nodes, String indent, StringBuilder out) {
    for (int k = 0; k < nodes.size(); k++) {
      Node node = nodes.get(k);
      out.append(k == 0 ? indent + "{\n" : ",{\n");
      for (int i = 0; i < columns.size(); i++) {
        String name = columns.get(i).toLowerCase(Locale.ROOT);
        out.append(indent).append("   \"").append(name).append("\": ");
        out.append(jsonValue(node.block(), columns.get(i), indent));
        boolean more = i < columns.size() - 1 || !node.below().isEmpty();
        out.append(more ? ",\n" : "\n");
      }
      if (!node.below().isEmpty()) {
        out.append(indent).append("   \"children\": [\n");
        list(node.below(), indent + "      ", out);
        out.append(indent).append("   ]\n");
      }
      out.append(indent).append('}');
    }
    out.append('\n');
  }

  private String jsonValue(SysBlock block, String column, String indent) {
    if (column.equals("MOUNTPOINTS")) {
      String point = mountPoint(block);
      String quoted = point.isEmpty() ? "null" : "\"" + point + "\"";
      return "[\n" + indent + "       " + quoted + "\n" + indent + "   ]";
    }
    String value = value(block, column);
    if (YES_OR_NO.contains(column)) {
      return value.equals("1") ? "true" : "false";
    }
    boolean number = NUMBERS.contains(column) || options.has('b') && SIZES.contains(column);
    return value.isEmpty() ? "null" : number ? value : '"' + value + '"';
  }
}

package io.cglab.shell.command;

import io.cglab.shell.process.Descriptor;
import io.cglab.shell.process.FileDescription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code blockdev [-qv] COMMAND... DEVICE...} and {@code blockdev --report [DEVICE...]}. */
final class Blockdev {
  private static final int SECTOR_BYTES = 512;

  /** The block size of a device without a file system on it. */
  private static final int BLOCK_BYTES = 4096;

  private Blockdev() {}

  static int run(Context c, List<String> args) throws IOException {
    if (args.contains("--report")) {
      return report(c, args.stream().filter(arg -> !arg.startsWith("-")).toList());
    }
    List<String> commands = new ArrayList<>();
    int at = 0;
    for (; at < args.size() && args.get(at).startsWith("-"); at++) {
      String command = args.get(at);
      if (command.equals("-q") || command.equals("-v")) {
        continue;
      }
      boolean takesValue = command.equals("--setra") || command.equals("--setfra");
      if (takesValue && at + 1 < args.size()) {
        command += " " + args.get(++at);
      }
      commands.add(command);
    }
    List<String> devices = args.subList(at, args.size());
    if (devices.isEmpty() && !commands.isEmpty()) {
      throw new CommandException(1, "no device specified");
    }
    if (commands.isEmpty()) {
      throw new CommandException(
          1, "usage: blockdev [--getsz|--getsize64|--getss|--getra|--getro|...] DEVICE...");
    }
    int status = 0;
    for (String device : devices) {
      SysBlock block = find(c, device);
      if (block == null) {
        status = 1;
        continue;
      }
      for (String command : commands) {
        status |= command(c, block, device, command);
      }
    }
    return status;
  }

  private static @Nullable SysBlock find(Context c, String device) {
    try {
      SysBlock block = SysBlock.of(c, c.path(device));
      if (block == null) {
        c.error("ioctl error on BLKGETSIZE64: Inappropriate ioctl for device");
      }
      return block;
    } catch (IOException e) {
      c.error("cannot open " + device, e);
      return null;
    }
  }

  private static int command(Context c, SysBlock block, String device, String command)
      throws IOException {
    if (command.startsWith("--setra ")) {
      return setReadAhead(c, block, command.substring("--setra ".length()));
    }
    long bytes = block.sectors() * SECTOR_BYTES;
    Object value =
        switch (command) {
          case "--getsz", "--getsize" -> block.sectors();
          case "--getsize64" -> bytes;
          case "--getss" -> block.queueNumber("logical_block_size");
          case "--getpbsz" -> block.queueNumber("physical_block_size");
          case "--getbsz" -> BLOCK_BYTES;
          case "--getra", "--getfra" -> readAhead(block);
          case "--getro" -> block.attribute("ro");
          case "--getiomin" -> block.queueNumber("minimum_io_size");
          case "--getioopt" -> block.queueNumber("optimal_io_size");
          case "--getmaxsect" -> block.queueNumber("max_sectors_kb") * 2;
          case "--getalignoff" -> Math.max(0, Numbers.whole(block.attribute("alignment_offset")));
          case "--getdiscardzeroes" -> block.queueNumber("discard_zeroes_data");
          case "--flushbufs" -> flush(c, device);
          case "--rereadpt" -> "";
          default -> throw new CommandException(1, "Unknown command: " + command);
        };
    String text = value.toString();
    c.write(text.isEmpty() ? "" : text + "\n");
    return 0;
  }

  /** Writes what is dirty of the device. */
  private static String flush(Context c, String device) throws IOException {
    Descriptor opened = Opener.read(c.shell(), device);
    try {
      if (opened instanceof FileDescription file) {
        file.sync(false);
      }
      return "";
    } finally {
      opened.close();
    }
  }

  /** Sectors of 512 B. */
  private static long readAhead(SysBlock block) {
    return block.queueNumber("read_ahead_kb") * 2;
  }

  private static int setReadAhead(Context c, SysBlock block, String sectors) throws IOException {
    long count = Numbers.whole(sectors);
    if (count < 0) {
      throw new CommandException(1, "failed to parse command argument: '" + sectors + "'");
    }
    SysBlock disk = block.disk();
    String name = (disk == null ? block : disk).kernelName();
    String file = "/sys/block/" + name + "/queue/read_ahead_kb";
    try (Closing out = new Closing(Opener.write(c.shell(), file))) {
      out.file().write(Context.bytes(count / 2 + "\n"));
      return 0;
    } catch (IOException e) {
      return c.error(file, e);
    }
  }

  private static int report(Context c, List<String> devices) throws IOException {
    List<SysBlock> blocks = new ArrayList<>();
    int status = 0;
    for (String device : devices) {
      SysBlock block = find(c, device);
      if (block == null) {
        status = 1;
      } else {
        blocks.add(block);
      }
    }
    if (devices.isEmpty()) {
      for (SysBlock disk : SysBlock.disks(c)) {
        blocks.add(disk);
        blocks.addAll(disk.partitions());
      }
    }
    StringBuilder out = new StringBuilder();
    out.append("RO    RA   SSZ   BSZ        StartSec            Size   Device\n");
    for (SysBlock block : blocks) {
      String start = block.attribute("start");
      out.append(
          String.format(
              Locale.ROOT,
              "%s %5d %5d %5d %15s %15d   %s\n",
              block.attribute("ro").equals("1") ? "ro" : "rw",
              readAhead(block),
              block.queueNumber("logical_block_size"),
              BLOCK_BYTES,
              start.isEmpty() ? "0" : start,
              block.sectors() * SECTOR_BYTES,
              block.path()));
    }
    c.write(out);
    return status;
  }
}

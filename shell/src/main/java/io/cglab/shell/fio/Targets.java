package io.cglab.shell.fio;

import io.cglab.core.api.DevNo;
import io.cglab.core.task.Blocks;
import io.cglab.core.task.Pattern;
import io.cglab.core.task.Pattern.Region;
import io.cglab.shell.command.Context;
import io.cglab.shell.process.BlockDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The disks and partitions that a job works on.
 *
 * @param names the disks, as in /proc/diskstats; a partition counts with its disk
 * @param discards all of them can discard
 */
record Targets(List<BlockDevice> devices, List<String> names, boolean discards) {
  static final int SECTOR = 512;

  private static final int KIND_WRITE = 1;
  private static final int KIND_TRIM = 2;

  /**
   * Finds them.
   *
   * @throws FioException if a file is no disk
   */
  static Targets of(Context c, JobSpec spec) throws IOException {
    List<String> files = spec.files();
    if (files.isEmpty()) {
      throw new FioException(
          "fio: "
              + spec.name()
              + ": no filename: ordinary files have no simulated disk below them; use a device,"
              + " such as --filename=/dev/sda");
    }
    List<BlockDevice> devices = new ArrayList<>();
    List<String> names = new ArrayList<>();
    boolean discards = true;
    for (String file : files) {
      BlockDevice device = c.kernel().blockDevice(c.path(file));
      if (device == null) {
        throw new FioException(
            "fio: "
                + file
                + (file.startsWith("/dev/")
                    ? ": no such disk or partition"
                    : ": ordinary files have no simulated disk below them; use a device, such as"
                        + " --filename=/dev/sda"));
      }
      devices.add(device);
      Path node = c.kernel().fileSystem().getPath("/sys/dev/block/" + device.dev()).toRealPath();
      String disk = node.getName(2).toString();
      if (!names.contains(disk)) {
        names.add(disk);
      }
      Path most = c.kernel().fileSystem().getPath("/sys/block", disk, "queue", "discard_max_bytes");
      discards &= Files.exists(most) && !Files.readString(most).strip().equals("0");
    }
    return new Targets(List.copyOf(devices), List.copyOf(names), discards);
  }

  List<DevNo> numbers() {
    return devices.stream().map(BlockDevice::dev).toList();
  }

  /**
   * What a clone of a job does.
   *
   * @param clone which one, from 0
   * @throws FioException if the job leaves nothing to do
   */
  Pattern pattern(JobSpec spec, int clone, long seed) {
    Blocks[] blocks = spec.blocks();
    RwMode rw = spec.rw();
    int unit = smallest(rw, blocks);
    List<Region> regions = new ArrayList<>();
    long total = 0;
    for (int i = 0; i < devices.size(); i++) {
      long whole = devices.get(i).sizeBytes();
      long offset = spec.part("offset", whole, 0) + clone * spec.part("offset_increment", whole, 0);
      offset = Math.max(0, offset / SECTOR * SECTOR);
      long size = spec.part("size", whole, 0);
      if (spec.has("size") && !spec.text("size", "").endsWith("%")) {
        size /= devices.size();
        if (size > 0 && size < unit) {
          throw tooSmall(size, unit);
        }
      }
      long room = whole - offset;
      long bytes = Math.max(0, size == 0 ? room : Math.min(size, room)) / unit * unit;
      regions.add(new Region(i, offset, bytes));
      total += bytes;
    }
    if (total == 0) {
      throw new FioException("fio: " + spec.name() + ": no I/O to do: offset or size is beyond");
    }
    long most = spec.part("io_size", total, 0);
    long limit = (most > 0 ? most : total) * Math.max(1, spec.number("loops", 1));
    long[] rates = spec.rates();
    return new Pattern(
        rw.kind(),
        rw.isRandom(),
        !spec.flag("norandommap", false),
        spec.readPercent(),
        blocks[0],
        blocks[KIND_WRITE],
        blocks[KIND_TRIM],
        regions,
        spec.flag("time_based", false) && spec.time("runtime") > 0 ? Long.MAX_VALUE : limit,
        rates[0],
        rates[KIND_WRITE],
        rates[KIND_TRIM],
        Math.max(spec.number("fsync", 0), spec.number("fdatasync", 0)),
        spec.flag("end_fsync", false),
        seed);
  }

  private static FioException tooSmall(long size, int unit) {
    return new FioException(
        "fio: size too small, must not be less than minimum block size: " + size + " < " + unit);
  }

  private static int smallest(RwMode rw, Blocks[] blocks) {
    return switch (rw.kind()) {
      case READ -> blocks[0].smallest();
      case WRITE -> blocks[KIND_WRITE].smallest();
      case TRIM, TRIM_WRITE -> blocks[KIND_TRIM].smallest();
      case MIX -> Math.min(blocks[0].smallest(), blocks[KIND_WRITE].smallest());
    };
  }
}

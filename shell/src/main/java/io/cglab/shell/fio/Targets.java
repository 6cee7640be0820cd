package io.cglab.shell.fio;

import io.cglab.core.api.DevNo;
import io.cglab.core.file.Inode;
import io.cglab.core.task.Blocks;
import io.cglab.core.task.Job;
import io.cglab.core.task.Pattern;
import io.cglab.core.task.Pattern.Region;
import io.cglab.shell.command.Context;
import io.cglab.shell.process.BlockDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a clone of a job works on: disks and partitions, or files.
 *
 * @param devices the disks and partitions; empty for files
 * @param files the files; empty for devices
 * @param names the disks, as in /proc/diskstats; a partition counts with its disk
 * @param discards all of them can discard
 */
record Targets(List<BlockDevice> devices, List<Inode> files, List<String> names, boolean discards) {
  static final int SECTOR = 512;

  private static final int KIND_WRITE = 1;
  private static final int KIND_TRIM = 2;

  /**
   * Finds them, and makes files.
   *
   * @param clone which one, from 0
   * @param log takes lines about files that are made
   * @throws FioException if something is neither a disk nor on one, or cannot be made
   */
  static Targets of(Context c, JobSpec spec, int clone, Consumer<String> log) throws IOException {
    List<String> given = spec.files();
    if (!given.isEmpty() && c.kernel().blockDevice(c.path(given.get(0))) != null) {
      return devices(c, given);
    }
    List<Inode> files =
        given.stream().anyMatch(name -> name.startsWith("/dev/"))
            ? null
            : FileSetup.make(c, spec, given.isEmpty() ? spec.ownFiles(clone) : given, log);
    if (files != null) {
      List<String> names =
          files.stream().map(f -> f.fileSystem().disk().name()).distinct().toList();
      return new Targets(List.of(), List.copyOf(files), names, false);
    }
    if (given.isEmpty()) {
      throw new FioException(
          "fio: "
              + spec.name()
              + ": no filename: ordinary files have no simulated disk below them; use a device,"
              + " such as --filename=/dev/sda, or a directory where a disk is mounted");
    }
    return devices(c, given);
  }

  private static Targets devices(Context c, List<String> files) throws IOException {
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
                        + " --filename=/dev/sda, or a file where a disk is mounted"));
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
    return new Targets(List.copyOf(devices), List.of(), List.copyOf(names), discards);
  }

  /** A job on them that does nothing yet. */
  Job job(boolean direct) {
    if (!files.isEmpty()) {
      return Job.direct(files.get(0)).files(files).buffered(!direct);
    }
    List<DevNo> numbers = devices.stream().map(BlockDevice::dev).toList();
    return Job.direct(numbers.get(0)).devices(numbers).buffered(!direct);
  }

  private int count() {
    return files.isEmpty() ? devices.size() : files.size();
  }

  /** How much of one there is, or will be. */
  private long whole(JobSpec spec, int i) {
    if (files.isEmpty()) {
      return devices.get(i).sizeBytes();
    }
    long size = files.get(i).size() / SECTOR * SECTOR;
    boolean isFixed = !spec.has("size") || spec.text("size", "").endsWith("%");
    return isFixed ? size : Math.max(size, spec.part("offset", size, 0) + spec.part("size", 0, 0));
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
    for (int i = 0; i < count(); i++) {
      long whole = whole(spec, i);
      long offset = spec.part("offset", whole, 0) + clone * spec.part("offset_increment", whole, 0);
      offset = Math.max(0, offset / SECTOR * SECTOR);
      long size = spec.part("size", whole, 0);
      if (spec.has("size") && !spec.text("size", "").endsWith("%")) {
        size /= count();
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

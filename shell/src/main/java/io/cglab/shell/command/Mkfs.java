package io.cglab.shell.command;

import io.cglab.cgroupfs.disk.DiskMounts;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.file.FileSystem;
import io.cglab.core.file.FileSystemType;
import io.cglab.shell.process.BlockDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;

/**
 * {@code mkfs}, {@code mkfs.ext2}, {@code mkfs.ext3}, {@code mkfs.ext4} and {@code mkfs.xfs}, with
 * the output of e2fsprogs 1.47 and xfsprogs 6.1. What they write to the disk is not simulated.
 */
final class Mkfs {
  private static final String BANNER = "mke2fs 1.47.0 (5-Feb-2023)";
  private static final Options.Spec EXT = Options.Spec.of("t:b:qFvjL:U:E:");
  private static final Options.Spec XFS = Options.Spec.of("fqKL:");
  private static final String BLOCK_SIZE = "4096";
  private static final long BLOCKS_PER_GROUP = 32768;
  private static final long XFS_LEAST_BYTES = 300L << 20;
  private static final long XFS_LEAST_LOG = 16384;
  private static final String DONE = "done                            \n";

  private Mkfs() {}

  /** {@code mkfs [-t TYPE] [OPTION...] DEVICE}: runs the type's own program. */
  static int front(Context c, List<String> args) throws IOException {
    List<String> rest = new ArrayList<>(args);
    String type = "ext2";
    if (!rest.isEmpty() && (rest.get(0).equals("-t") || rest.get(0).equals("--type"))) {
      if (rest.size() < 2) {
        throw new CommandException(1, "option requires an argument -- 't'");
      }
      type = rest.get(1);
      rest = rest.subList(2, rest.size());
    } else if (!rest.isEmpty() && rest.get(0).startsWith("--type=")) {
      type = rest.remove(0).substring("--type=".length());
    }
    if (rest.isEmpty()) {
      throw new CommandException(1, "no device specified");
    }
    String program = "mkfs." + type;
    if (Commands.find(program) == null) {
      throw new CommandException(1, "failed to execute " + program + ": No such file or directory");
    }
    List<String> words = new ArrayList<>(List.of(program));
    words.addAll(rest);
    return c.runner().call(c.shell(), words, false);
  }

  static int ext2(Context c, List<String> args) throws IOException {
    return ext(c, "ext2", args);
  }

  static int ext3(Context c, List<String> args) throws IOException {
    return ext(c, "ext3", args);
  }

  static int ext4(Context c, List<String> args) throws IOException {
    return ext(c, "ext4", args);
  }

  private static int ext(Context c, String usual, List<String> args) throws IOException {
    Options options = EXT.parse(args);
    String named = options.value('t', usual.equals("ext2") && options.has('j') ? "ext3" : usual);
    FileSystemType type = named.startsWith("ext") ? DiskMounts.type(named) : null;
    if (type == null) {
      throw new CommandException(1, "this makes ext2, ext3 and ext4, not " + named);
    }
    if (!options.value('b', BLOCK_SIZE).equals(BLOCK_SIZE)) {
      throw new CommandException(1, "only blocks of 4096 bytes are simulated");
    }
    if (options.operands().size() != 1) {
      throw new CommandException(
          1, "one device is expected: mkfs." + named + " [-F] [-q] [-L LABEL] DEVICE");
    }
    String name = options.operands().get(0);
    if (!options.has('q')) {
      c.complain(BANNER);
    }
    Path path = c.path(name);
    if (!Files.exists(path)) {
      c.complain("The file " + name + " does not exist and no size was specified.");
      return 1;
    }
    BlockDevice device = c.kernel().blockDevice(path);
    if (device == null) {
      return c.error(name + " is no simulated disk or partition");
    }
    FileSystem before = c.kernel().fileSystemOn(device.dev());
    if (before != null && before.mounts() == 0 && !options.has('q')) {
      c.write(name + " contains a " + DiskMounts.nameOf(before.type()) + " file system\n");
    }
    try {
      FileSystem made = c.kernel().format(device.dev(), type);
      if (!options.has('q')) {
        c.write(report(made, discards(c, device), uuid(c, options, made)));
      }
      return 0;
    } catch (KernelException refused) {
      if (refused.errno() == Errno.EBUSY) {
        c.complain(name + " is mounted; will not make a filesystem here!");
        return 1;
      }
      if (refused.errno() == Errno.ENOSPC) {
        return c.error("Filesystem too small for a journal");
      }
      return c.refused("could not make it on " + name, refused);
    }
  }

  private static boolean discards(Context c, BlockDevice device) throws IOException {
    Path node = c.path("/sys/dev/block/" + device.dev()).toRealPath();
    Path most =
        c.path("/sys/block").resolve(node.getName(2)).resolve("queue").resolve("discard_max_bytes");
    return Files.exists(most) && !Files.readString(most).strip().equals("0");
  }

  /** Another one each time, the same in each run. */
  private static String uuid(Context c, Options options, FileSystem made) {
    long seed = made.dev().packed() * 31L + made.type().name().hashCode() + c.kernel().nowNs();
    SplittableRandom random = new SplittableRandom(seed);
    long high = (random.nextLong() & ~0xf000L) | 0x4000L;
    long low = (random.nextLong() & ~(3L << 62)) | (2L << 62);
    return options.value('U', new UUID(high, low).toString());
  }

  private static String report(FileSystem made, boolean discards, String uuid) {
    StringBuilder out = new StringBuilder();
    if (discards) {
      out.append("Discarding device blocks: ").append(DONE);
    }
    out.append("Creating filesystem with ").append(made.blocks()).append(" 4k blocks and ");
    out.append(made.inodes()).append(" inodes\nFilesystem UUID: ").append(uuid).append('\n');
    List<String> backups = backups(made.blocks());
    if (!backups.isEmpty()) {
      out.append("Superblock backups stored on blocks: ");
      for (int i = 0; i < backups.size(); i++) {
        out.append(i % 8 == 0 ? "\n\t" : "").append(backups.get(i));
        out.append(i + 1 < backups.size() ? ", " : "");
      }
      out.append('\n');
    }
    out.append("\nAllocating group tables: ").append(DONE);
    out.append("Writing inode tables: ").append(DONE);
    if (made.journalBlocks() > 0) {
      out.append("Creating journal (").append(made.journalBlocks()).append(" blocks): done\n");
    }
    out.append("Writing superblocks and filesystem accounting information: done\n\n");
    return out.toString();
  }

  /** The first blocks of the groups with a copy of the superblock: 1, and powers of 3, 5, 7. */
  private static List<String> backups(long blocks) {
    TreeSet<Long> groups = new TreeSet<>(List.of(1L));
    for (long base : new long[] {3, 5, 7}) {
      for (long group = base; group * BLOCKS_PER_GROUP < blocks; group *= base) {
        groups.add(group);
      }
    }
    return groups.stream()
        .map(group -> group * BLOCKS_PER_GROUP)
        .filter(block -> block < blocks)
        .map(block -> Long.toString(block))
        .toList();
  }

  static int xfs(Context c, List<String> args) throws IOException {
    Options options = XFS.parse(args);
    if (options.operands().size() != 1) {
      throw new CommandException(1, "one device is expected: mkfs.xfs [-f] [-q] DEVICE");
    }
    String name = options.operands().get(0);
    Path path = c.path(name);
    if (!Files.exists(path)) {
      c.complain("Error accessing specified device " + name + ": No such file or directory");
      return 1;
    }
    BlockDevice device = c.kernel().blockDevice(path);
    if (device == null) {
      return c.error(name + " is no simulated disk or partition");
    }
    FileSystem before = c.kernel().fileSystemOn(device.dev());
    if (before != null && before.mounts() > 0) {
      return c.error(name + " contains a mounted filesystem");
    }
    if (before != null && !options.has('f')) {
      String type = DiskMounts.nameOf(before.type());
      c.error(name + " appears to contain an existing filesystem (" + type + ").");
      return c.error("Use the -f option to force overwrite.");
    }
    if (device.sizeBytes() < XFS_LEAST_BYTES) {
      c.complain("Filesystem must be larger than 300MB.");
      return 1;
    }
    try {
      FileSystem made = c.kernel().format(device.dev(), FileSystemType.XFS);
      if (!options.has('q')) {
        c.write(xfsReport(name, made.blocks()));
      }
      return 0;
    } catch (KernelException refused) {
      return c.refused("could not make it on " + name, refused);
    }
  }

  private static String xfsReport(String name, long blocks) {
    long groups = 4;
    long perGroup = (blocks + groups - 1) / groups;
    long log = Math.max(XFS_LEAST_LOG, Math.min(blocks / 2048, 521728));
    return String.format(
        Locale.ROOT,
        """
        meta-data=%-22s isize=512    agcount=%d, agsize=%d blks
                 =                       sectsz=512   attr=2, projid32bit=1
                 =                       crc=1        finobt=1, sparse=1, rmapbt=0
                 =                       reflink=1    bigtime=1 inobtcount=1 nrext64=0
        data     =                       bsize=4096   blocks=%d, imaxpct=25
                 =                       sunit=0      swidth=0 blks
        naming   =version 2              bsize=4096   ascii-ci=0, ftype=1
        log      =internal log           bsize=4096   blocks=%d, version=2
                 =                       sectsz=512   sunit=0 blks, lazy-count=1
        realtime =none                   extsz=4096   blocks=0, rtextents=0
        """,
        name,
        groups,
        perGroup,
        blocks,
        log);
  }
}

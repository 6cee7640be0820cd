package io.cglab.cgroupfs.host;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.device.Partition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** The files of /sys/block/DISK and of its partitions (control-files.md 7.1). */
final class BlockFiles {
  private static final int SCSI_DISK = 8;
  private static final int EXTENDED = 259;
  private static final int SCSI_MINORS = 16;

  private static final Set<String> UEVENTS =
      ImmutableSet.of("add", "remove", "change", "move", "online", "offline", "bind", "unbind");

  static final List<SysFile<Block>> TABLE =
      ImmutableList.of(
          SysFile.<Block>text("dev", block -> block.dev().toString()),
          SysFile.number("size", Block::sectors),
          SysFile.<Block>constant("ro", "0"),
          SysFile.<Block>constant("removable", "0").in(Block::isDisk),
          SysFile.<Block>constant("hidden", "0").in(Block::isDisk),
          SysFile.number("range", BlockFiles::minors).in(Block::isDisk),
          SysFile.<Block>constant("ext_range", "256").in(Block::isDisk),
          SysFile.lines("stat", BlockStat::show),
          SysFile.lines("inflight", BlockStat::showInFlight),
          SysFile.<Block>constant("alignment_offset", "0"),
          SysFile.<Block>constant("discard_alignment", "0"),
          SysFile.<Block>constant("capability", "0").in(Block::isDisk),
          SysFile.number("diskseq", BlockFiles::sequence)
              .in(block -> block.isDisk() && block.hasNewerFiles()),
          SysFile.number("start", BlockFiles::start).in(Block::isPartition),
          SysFile.number("partition", BlockFiles::partitionNumber).in(Block::isPartition),
          SysFile.lines("uevent", BlockFiles::showUevent).writtenBy(BlockFiles::raiseUevent));

  private BlockFiles() {}

  private static long sequence(Block block) {
    return block.disk().index() + 1L;
  }

  /** How many minors the driver sets aside for partitions. */
  private static long minors(Block block) {
    return switch (block.dev().major()) {
      case SCSI_DISK -> SCSI_MINORS;
      case EXTENDED -> 0;
      default -> 1;
    };
  }

  private static long start(Block block) {
    Partition partition = block.partition();
    return partition == null ? 0 : partition.start();
  }

  private static long partitionNumber(Block block) {
    Partition partition = block.partition();
    return partition == null ? 0 : partition.number();
  }

  private static void showUevent(Block block, StringBuilder out) {
    out.append("MAJOR=").append(block.dev().major());
    out.append("\nMINOR=").append(block.dev().minor());
    out.append("\nDEVNAME=").append(block.name());
    out.append("\nDEVTYPE=").append(block.isDisk() ? "disk" : "partition");
    if (block.hasNewerFiles()) {
      out.append("\nDISKSEQ=").append(sequence(block));
    }
    if (block.isPartition()) {
      out.append("\nPARTN=").append(partitionNumber(block));
    }
    out.append('\n');
  }

  /** Nobody listens for events here, so a well-formed one has no effect. */
  private static void raiseUevent(Block block, byte[] text) throws KernelException {
    String line = new String(text, StandardCharsets.ISO_8859_1);
    String action = line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
    if (!UEVENTS.contains(action)) {
      throw new KernelException(Errno.EINVAL, "one of " + String.join(", ", UEVENTS));
    }
  }
}

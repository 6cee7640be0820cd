package io.cglab.cgroupfs.host;

import com.google.common.collect.ImmutableList;
import io.cglab.cgroupfs.text.Input;
import io.cglab.core.Feature;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.dm.MappedDevice;
import io.cglab.core.dm.TargetSpec;
import io.cglab.core.elevator.QueueAttributes;
import io.cglab.core.elevator.QueueAttributes.WriteCache;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The files of /sys/block/DISK/queue (control-files.md 7.2). */
final class QueueFiles {
  private static final int SECTOR = 512;
  private static final int PAGE_KIB = 4;
  private static final int SEGMENT_BYTES = 65_536;
  private static final long LONGEST_US = Long.MAX_VALUE / 1000;

  private static final List<SysFile<Block>> DRIVEN =
      ImmutableList.of(
          SysFile.lines("scheduler", SchedulerFile::show)
              .writtenBy(SchedulerFile::write)
              .in(QueueFiles::isRequestBased),
          SysFile.<Block>number("nr_requests", block -> block.queue().nrRequests())
              .takesNumber((block, value) -> block.queue().setNrRequests(value))
              .in(QueueFiles::isRequestBased),
          SysFile.<Block>number("nr_group_requests", block -> block.queue().nrGroupRequests())
              .takesNumber((block, value) -> block.queue().setNrGroupRequests(value))
              .in(block -> isRequestBased(block) && block.has(Feature.IO_CONTROLLER_V10)),
          flag("rotational", block -> block.disk().isRotational())
              .takesNumber((block, value) -> block.disk().setRotational(value != 0)),
          flag("iostats", block -> of(block).ioStats())
              .takesNumber((block, value) -> of(block).setIoStats(value != 0)),
          flag("add_random", block -> of(block).addRandom())
              .takesNumber((block, value) -> of(block).setAddRandom(value != 0)),
          flag("stable_writes", block -> of(block).stableWrites())
              .takesNumber((block, value) -> of(block).setStableWrites(value != 0))
              .in(Block::hasNewerFiles),
          number("rq_affinity", block -> of(block).rqAffinity())
              .takesNumber((block, value) -> of(block).setRqAffinity(value)),
          number("nomerges", block -> block.queue().noMerges())
              .takesNumber((block, value) -> block.queue().setNoMerges(value)),
          number("read_ahead_kb", block -> of(block).readAheadKib())
              .takesNumber((block, value) -> of(block).setReadAheadKib(value)),
          number("max_sectors_kb", block -> block.disk().maxSectors() / 2)
              .takesNumber(QueueFiles::setMaxSectors),
          SysFile.<Block>text(
                  "write_cache",
                  block ->
                      of(block).writeCache() == WriteCache.WRITE_BACK
                          ? "write back"
                          : "write through")
              .writtenBy(QueueFiles::setWriteCache),
          number("io_timeout", block -> of(block).ioTimeoutMs())
              .takesNumber(QueueFiles::setIoTimeout)
              .in(Block::hasNewerFiles),
          number("wbt_lat_usec", block -> block.machine().wbt().latencyUs(block.disk()))
              .writtenBy(QueueFiles::setWbtLatency)
              .in(block -> isRequestBased(block) && block.has(Feature.WBT)),
          number("max_hw_sectors_kb", block -> block.disk().config().maxHwSectors() / 2),
          number("max_segments", block -> block.disk().maxSegments()));

  private static final int PAGE = 4096;

  private static final List<SysFile<Block>> FIXED =
      ImmutableList.of(
          number("logical_block_size", block -> SECTOR),
          number("physical_block_size", block -> SECTOR),
          number("hw_sector_size", block -> SECTOR),
          number("minimum_io_size", block -> Math.max(SECTOR, chunkBytes(block))),
          number("optimal_io_size", QueueFiles::stripeBytes),
          number("max_segment_size", block -> SEGMENT_BYTES),
          number("max_integrity_segments", block -> 0),
          number("max_discard_segments", block -> 1),
          number("discard_granularity", block -> discardBytes(block) > 0 ? PAGE : 0),
          number("discard_max_bytes", QueueFiles::discardBytes),
          number("discard_max_hw_bytes", QueueFiles::discardBytes),
          number("discard_zeroes_data", block -> 0),
          number("write_same_max_bytes", block -> 0),
          number("write_zeroes_max_bytes", block -> 0),
          number("zone_append_max_bytes", block -> 0).in(Block::hasNewerFiles),
          number("zone_write_granularity", block -> 0).in(Block::hasNewerFiles),
          number("chunk_sectors", block -> 0),
          SysFile.<Block>constant("zoned", "none"),
          number("nr_zones", block -> 0).in(Block::hasNewerFiles),
          number("max_open_zones", block -> 0).in(Block::hasNewerFiles),
          number("max_active_zones", block -> 0).in(Block::hasNewerFiles),
          number("fua", block -> 0),
          number("dax", block -> 0),
          number("virt_boundary_mask", block -> 0).in(Block::hasNewerFiles),
          number("dma_alignment", block -> SECTOR - 1).in(Block::hasNewerFiles));

  static final List<SysFile<Block>> TABLE =
      ImmutableList.<SysFile<Block>>builder().addAll(DRIVEN).addAll(FIXED).build();

  private QueueFiles() {}

  private static boolean isRequestBased(Block block) {
    return block.disk().isRequestBased();
  }

  private static TargetSpec.@Nullable Striped stripes(Block block) {
    MappedDevice device = block.machine().mapper().of(block.disk());
    return device == null ? null : device.stripes();
  }

  /** A chunk of a striped volume; 0 for any other disk. */
  private static long chunkBytes(Block block) {
    TargetSpec.Striped striped = stripes(block);
    return striped == null ? 0 : (long) striped.chunkSectors() * SECTOR;
  }

  /** A chunk of each member. */
  private static long stripeBytes(Block block) {
    TargetSpec.Striped striped = stripes(block);
    return striped == null ? 0 : chunkBytes(block) * striped.legs().size();
  }

  private static QueueAttributes of(Block block) {
    return block.queue().attributes();
  }

  private static SysFile<Block> number(String name, ToLongFunction<Block> value) {
    return SysFile.number(name, value);
  }

  private static SysFile<Block> flag(String name, Predicate<Block> value) {
    return SysFile.number(name, block -> value.test(block) ? 1 : 0);
  }

  private static void setMaxSectors(Block block, long kib) throws KernelException {
    if (kib != 0 && kib < PAGE_KIB) {
      throw new KernelException(Errno.EINVAL, "a request holds at least a page");
    }
    long sectors = kib == 0 ? block.disk().config().maxSectors() : kib * 2;
    block.disk().setMaxSectors((int) Math.min(sectors, Integer.MAX_VALUE));
  }

  private static void setWriteCache(Block block, byte[] text) throws KernelException {
    Input in = new Input(text);
    if (in.acceptPrefix("write back")) {
      of(block).setWriteCache(WriteCache.WRITE_BACK);
    } else if (in.acceptPrefix("write through") || in.acceptPrefix("none")) {
      of(block).setWriteCache(WriteCache.WRITE_THROUGH);
    } else {
      throw new KernelException(Errno.EINVAL, "write back or write through");
    }
  }

  /** A decimal number with its sign, in us: 0 is off, −1 the default. */
  private static void setWbtLatency(Block block, byte[] text) throws KernelException {
    boolean negative = text.length > 0 && text[0] == '-';
    long us = SysNumber.decimal(negative ? Arrays.copyOfRange(text, 1, text.length) : text);
    if (us < 0 || us > LONGEST_US || (negative && us > 1)) {
      throw new KernelException(Errno.EINVAL, "a number of us, 0 for off or -1 for the default");
    }
    block.machine().wbt().setLatencyUs(block.disk(), negative ? -us : us);
  }

  private static void setIoTimeout(Block block, long ms) throws KernelException {
    if (ms == 0) {
      throw new KernelException(Errno.EINVAL, "at least 1 ms");
    }
    of(block).setIoTimeoutMs(ms);
  }

  private static long discardBytes(Block block) {
    return block.disk().config().model().discardMaxBytes();
  }
}

package io.cglab.cgroupfs.host;

import com.google.common.collect.ImmutableList;
import io.cglab.core.elevator.BfqTunables;
import io.cglab.core.elevator.CfqTunables;
import io.cglab.core.elevator.CfqTunables.Time;
import io.cglab.core.elevator.DeadlineTunables;
import io.cglab.core.elevator.KyberTunables;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/** The files of queue/iosched, a table for each scheduler (control-files.md 7.4). */
final class TunableFiles {
  private static final long NS_PER_US = 1000;
  private static final long NS_PER_MS = 1_000_000;

  private static final Set<String> PRIO = Set.of("prio_aging_expire", "async_depth");

  private TunableFiles() {}

  static final List<SysFile<BfqTunables>> BFQ =
      ImmutableList.of(
          SysFile.<BfqTunables>number("fifo_expire_sync", BfqTunables::fifoExpireSyncMs)
              .takesDecimal(BfqTunables::setFifoExpireSyncMs),
          SysFile.<BfqTunables>number("fifo_expire_async", BfqTunables::fifoExpireAsyncMs)
              .takesDecimal(BfqTunables::setFifoExpireAsyncMs),
          SysFile.<BfqTunables>number("back_seek_max", BfqTunables::backSeekMaxKib)
              .takesDecimal(BfqTunables::setBackSeekMaxKib),
          SysFile.<BfqTunables>number("back_seek_penalty", BfqTunables::backSeekPenalty)
              .takesDecimal(BfqTunables::setBackSeekPenalty),
          SysFile.<BfqTunables>number("slice_idle", bfq -> bfq.sliceIdleNs() / NS_PER_MS)
              .takesDecimal(BfqTunables::setSliceIdleMs),
          SysFile.<BfqTunables>number("slice_idle_us", bfq -> bfq.sliceIdleNs() / NS_PER_US)
              .takesDecimal(BfqTunables::setSliceIdleUs),
          SysFile.<BfqTunables>number("max_budget", BfqTunables::maxBudget)
              .takesDecimal(BfqTunables::setMaxBudget),
          SysFile.<BfqTunables>number("timeout_sync", BfqTunables::timeoutSyncMs)
              .takesDecimal(BfqTunables::setTimeoutSyncMs),
          SysFile.<BfqTunables>number("strict_guarantees", bfq -> bfq.strictGuarantees() ? 1 : 0)
              .takesDecimal(BfqTunables::setStrictGuarantees),
          SysFile.<BfqTunables>number("low_latency", bfq -> bfq.lowLatency() ? 1 : 0)
              .takesDecimal(BfqTunables::setLowLatency));

  static final List<SysFile<DeadlineTunables>> MQ_DEADLINE =
      ImmutableList.of(
          deadline("read_expire", DeadlineTunables::readExpireMs)
              .takesInteger((of, ms) -> of.setReadExpireMs((int) ms)),
          deadline("write_expire", DeadlineTunables::writeExpireMs)
              .takesInteger((of, ms) -> of.setWriteExpireMs((int) ms)),
          deadline("prio_aging_expire", DeadlineTunables::prioAgingExpireMs)
              .takesInteger((of, ms) -> of.setPrioAgingExpireMs((int) ms)),
          deadline("writes_starved", DeadlineTunables::writesStarved)
              .takesInteger((of, times) -> of.setWritesStarved((int) times)),
          deadline("front_merges", of -> of.frontMerges() ? 1 : 0)
              .takesInteger((of, value) -> of.setFrontMerges((int) value)),
          deadline("async_depth", DeadlineTunables::asyncDepth)
              .takesInteger((of, tags) -> of.setAsyncDepth((int) tags)),
          deadline("fifo_batch", DeadlineTunables::fifoBatch)
              .takesInteger((of, requests) -> of.setFifoBatch((int) requests)));

  /** deadline, and mq-deadline before it knew priorities. */
  static final List<SysFile<DeadlineTunables>> DEADLINE =
      MQ_DEADLINE.stream()
          .filter(file -> !PRIO.contains(file.name()))
          .collect(ImmutableList.toImmutableList());

  /**
   * CFQ's (schedulers-and-devices.md 7), with times in us beside those in ms as since 4.8. How
   * numbers are written is taken from BFQ's; no record checks them.
   */
  static final List<SysFile<CfqTunables>> CFQ =
      ImmutableList.of(
          SysFile.<CfqTunables>number("quantum", CfqTunables::quantum)
              .takesDecimal(CfqTunables::setQuantum),
          inMs("fifo_expire_sync", Time.FIFO_EXPIRE_SYNC),
          inMs("fifo_expire_async", Time.FIFO_EXPIRE_ASYNC),
          SysFile.<CfqTunables>number("back_seek_max", CfqTunables::backSeekMaxKib)
              .takesDecimal(CfqTunables::setBackSeekMaxKib),
          SysFile.<CfqTunables>number("back_seek_penalty", CfqTunables::backSeekPenalty)
              .takesDecimal(CfqTunables::setBackSeekPenalty),
          inMs("slice_sync", Time.SLICE_SYNC),
          inUs("slice_sync_us", Time.SLICE_SYNC),
          inMs("slice_async", Time.SLICE_ASYNC),
          inUs("slice_async_us", Time.SLICE_ASYNC),
          SysFile.<CfqTunables>number("slice_async_rq", CfqTunables::sliceAsyncRq)
              .takesDecimal(CfqTunables::setSliceAsyncRq),
          inMs("slice_idle", Time.SLICE_IDLE),
          inUs("slice_idle_us", Time.SLICE_IDLE),
          inMs("group_idle", Time.GROUP_IDLE),
          inUs("group_idle_us", Time.GROUP_IDLE),
          SysFile.<CfqTunables>number("low_latency", cfq -> cfq.lowLatency() ? 1 : 0)
              .takesDecimal(CfqTunables::setLowLatency),
          inMs("target_latency", Time.TARGET_LATENCY));

  private static SysFile<CfqTunables> inMs(String name, Time time) {
    return SysFile.<CfqTunables>number(name, cfq -> cfq.ns(time) / NS_PER_MS)
        .takesDecimal((cfq, ms) -> cfq.setMs(time, ms));
  }

  private static SysFile<CfqTunables> inUs(String name, Time time) {
    return SysFile.<CfqTunables>number(name, cfq -> cfq.ns(time) / NS_PER_US)
        .takesDecimal((cfq, us) -> cfq.setUs(time, us));
  }

  static final List<SysFile<KyberTunables>> KYBER =
      ImmutableList.of(
          SysFile.<KyberTunables>number("read_lat_nsec", KyberTunables::readLatNs)
              .takesDecimal(KyberTunables::setReadLatNs),
          SysFile.<KyberTunables>number("write_lat_nsec", KyberTunables::writeLatNs)
              .takesDecimal(KyberTunables::setWriteLatNs));

  private static SysFile<DeadlineTunables> deadline(
      String name, ToIntFunction<DeadlineTunables> value) {
    return SysFile.text(name, of -> Integer.toString(value.applyAsInt(of)));
  }
}

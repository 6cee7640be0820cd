package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.files.ControlFile.Place.ANY;

import com.google.common.collect.ImmutableList;
import io.cglab.core.Feature;
import io.cglab.core.Machine;
import io.cglab.core.block.RwStat;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.elevator.CfqStats;
import io.cglab.core.elevator.CfqStats.Counter;
import io.cglab.core.elevator.CfqStats.Gauge;
import io.cglab.core.elevator.CfqWeights.Share;
import io.cglab.core.elevator.Scheduler;
import java.util.List;

/**
 * v1's files of the CFQ era and what CFQ counts on the disks that it schedules (control-files.md
 * 2.5; names and texts were verified in kernels of that era, not recorded). As with BFQ's, a record
 * without I/O has its lines, and a recursive file includes what removed descendants left.
 */
final class V1CfqFiles {
  private static final int SECTOR = 512;

  private V1CfqFiles() {}

  /** All, with weights first; the order of their making in the kernel is not known here. */
  static final List<ControlFile> ALL =
      ImmutableList.of(
          weight("weight", new CfqWeightFile(Share.GROUP)),
          weightDevice("weight_device", new CfqWeightFile(Share.GROUP)),
          weight("leaf_weight", new CfqWeightFile(Share.LEAF)),
          weightDevice("leaf_weight_device", new CfqWeightFile(Share.LEAF)),
          stat("time", time(false)),
          stat("sectors", sectors(false)),
          stat("io_service_bytes", counter(Counter.SERVICE_BYTES, false)),
          stat("io_serviced", counter(Counter.SERVICED, false)),
          stat("io_service_time", counter(Counter.SERVICE_TIME, false)),
          stat("io_wait_time", counter(Counter.WAIT_TIME, false)),
          stat("io_merged", counter(Counter.MERGED, false)),
          stat("io_queued", counter(Counter.QUEUED, false)),
          stat("time_recursive", time(true)),
          stat("sectors_recursive", sectors(true)),
          stat("io_service_bytes_recursive", counter(Counter.SERVICE_BYTES, true)),
          stat("io_serviced_recursive", counter(Counter.SERVICED, true)),
          stat("io_service_time_recursive", counter(Counter.SERVICE_TIME, true)),
          stat("io_wait_time_recursive", counter(Counter.WAIT_TIME, true)),
          stat("io_merged_recursive", counter(Counter.MERGED, true)),
          stat("io_queued_recursive", counter(Counter.QUEUED, true)),
          debug("avg_queue_size", Gauge.AVG_QUEUE_SIZE),
          debug("group_wait_time", Gauge.GROUP_WAIT_TIME),
          debug("idle_time", Gauge.IDLE_TIME),
          debug("empty_time", Gauge.EMPTY_TIME),
          debug("dequeue", Gauge.DEQUEUE),
          debug("unaccounted_time", Gauge.UNACCOUNTED_TIME));

  private static ControlFile weight(String name, CfqWeightFile file) {
    return ControlFiles.io(
        "blkio." + name, ANY, Feature.CFQ, file::showDefault, file::writeDefault);
  }

  private static ControlFile weightDevice(String name, CfqWeightFile file) {
    return ControlFiles.io(
            "blkio." + name, ANY, Feature.CFQ, file::showOverrides, file::writeOverride)
        .taking(Grammar.device("default"));
  }

  private static ControlFile stat(String name, ControlFile.Reader reader) {
    return ControlFiles.ro("blkio." + name, ANY, reader).of(Controller.IO).with(Feature.CFQ);
  }

  private static ControlFile debug(String name, Gauge gauge) {
    return stat(
            name,
            ScheduledRecords.numbers(
                Scheduler.CFQ, (machine, blkg) -> machine.cfqStats().gauge(blkg, gauge)))
        .with(Feature.CFQ_DEBUG);
  }

  private static ControlFile.Reader counter(Counter counter, boolean recursive) {
    return ScheduledRecords.counts(
        Scheduler.CFQ, (machine, blkg) -> sum(machine, blkg, counter, recursive));
  }

  private static ControlFile.Reader sectors(boolean recursive) {
    return ScheduledRecords.numbers(
        Scheduler.CFQ,
        (machine, blkg) -> {
          RwStat bytes = sum(machine, blkg, Counter.SERVICE_BYTES, recursive);
          return (bytes.read() + bytes.write()) / SECTOR;
        });
  }

  private static ControlFile.Reader time(boolean recursive) {
    return ScheduledRecords.numbers(
        Scheduler.CFQ,
        (machine, blkg) -> {
          CfqStats stats = machine.cfqStats();
          long[] sum = new long[1];
          ScheduledRecords.withThoseBelow(
              machine,
              blkg,
              recursive,
              each ->
                  sum[0] +=
                      stats.gauge(each, Gauge.TIME) + (recursive ? stats.removedTime(each) : 0));
          return sum[0];
        });
  }

  private static RwStat sum(Machine machine, int blkg, Counter counter, boolean recursive) {
    CfqStats stats = machine.cfqStats();
    RwStat sum = new RwStat();
    ScheduledRecords.withThoseBelow(
        machine,
        blkg,
        recursive,
        each -> {
          stats.addOwn(each, counter, sum);
          if (recursive) {
            stats.addRemoved(each, counter, sum);
          }
        });
    return sum;
  }
}

package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.files.ControlFile.Place.ANY;
import static io.cglab.cgroupfs.files.ControlFile.Place.NON_ROOT;
import static io.cglab.cgroupfs.files.ControlFile.Place.ROOT;
import static io.cglab.cgroupfs.files.ControlFiles.io;
import static io.cglab.cgroupfs.files.ControlFiles.ro;
import static io.cglab.cgroupfs.files.ControlFiles.rw;
import static io.cglab.cgroupfs.files.ControlFiles.wo;

import com.google.common.collect.ImmutableList;
import io.cglab.cgroupfs.files.Grammar.First;
import io.cglab.cgroupfs.files.V1ThrottleFiles.Limit;
import io.cglab.core.Feature;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.elevator.BfqStats.Counter;
import io.cglab.core.elevator.BfqStats.Gauge;
import io.cglab.core.policy.throttle.BlkThrottle;
import java.util.List;

/** v1's half of the table of control files (control-files.md 2.3 to 2.5). */
final class V1ControlFiles {
  private V1ControlFiles() {}

  private static final List<ControlFile> CORE =
      ImmutableList.of(
          rw("cgroup.procs", ANY, V1CoreFiles::showProcs, V1CoreFiles::moveProcess)
              .taking(Grammar.of(First.PROCESS)),
          rw("cgroup.clone_children", ANY, V1CoreFiles::showClone, V1CoreFiles::setClone)
              .taking(ControlFiles.SWITCH),
          ro("cgroup.sane_behavior", ROOT, V1CoreFiles::showSaneBehavior),
          rw("tasks", ANY, V1CoreFiles::showTasks, V1CoreFiles::moveThread)
              .taking(Grammar.of(First.PROCESS)),
          rw("notify_on_release", ANY, V1CoreFiles::showNotify, V1CoreFiles::setNotify)
              .taking(ControlFiles.SWITCH),
          rw("release_agent", ROOT, V1CoreFiles::showAgent, V1CoreFiles::setAgent));

  private static final List<ControlFile> BLKIO =
      ImmutableList.of(
          wo("blkio.reset_stats", ANY, V1BfqFiles::resetStats).of(Controller.IO),
          limit("read_bps_device", Limit.READ_BPS),
          limit("write_bps_device", Limit.WRITE_BPS),
          limit("read_iops_device", Limit.READ_IOPS),
          limit("write_iops_device", Limit.WRITE_IOPS),
          throttled("io_service_bytes", BlkThrottle::serviceBytes, false),
          throttled("io_service_bytes_recursive", BlkThrottle::serviceBytes, true),
          throttled("io_serviced", BlkThrottle::serviced, false),
          throttled("io_serviced_recursive", BlkThrottle::serviced, true),
          io("blkio.prio.class", ANY, Feature.IOPRIO, PrioClassFile::show, PrioClassFile::write)
              .taking(PrioClassFile.GRAMMAR),
          io(
              "blkio.bfq.weight",
              NON_ROOT,
              Feature.BFQ,
              BfqWeightFile::showDefault,
              BfqWeightFile::writeDefault),
          io(
                  "blkio.bfq.weight_device",
                  NON_ROOT,
                  Feature.BFQ,
                  BfqWeightFile::show,
                  BfqWeightFile::write)
              .taking(Grammar.device("default")));

  private static final List<ControlFile> BFQ =
      ImmutableList.of(
          bfq("io_service_bytes", V1BfqFiles.counter(Counter.SERVICE_BYTES, false)),
          bfq("io_serviced", V1BfqFiles.counter(Counter.SERVICED, false)),
          bfqDebug("time", V1BfqFiles.time()),
          bfqDebug("sectors", V1BfqFiles.sectors(false)),
          bfqDebug("io_service_time", V1BfqFiles.counter(Counter.SERVICE_TIME, false)),
          bfqDebug("io_wait_time", V1BfqFiles.counter(Counter.WAIT_TIME, false)),
          bfqDebug("io_merged", V1BfqFiles.counter(Counter.MERGED, false)),
          bfqDebug("io_queued", V1BfqFiles.counter(Counter.QUEUED, false)),
          bfq("io_service_bytes_recursive", V1BfqFiles.counter(Counter.SERVICE_BYTES, true)),
          bfq("io_serviced_recursive", V1BfqFiles.counter(Counter.SERVICED, true)),
          bfqDebug("time_recursive", V1BfqFiles.time()),
          bfqDebug("sectors_recursive", V1BfqFiles.sectors(true)),
          bfqDebug("io_service_time_recursive", V1BfqFiles.counter(Counter.SERVICE_TIME, true)),
          bfqDebug("io_wait_time_recursive", V1BfqFiles.counter(Counter.WAIT_TIME, true)),
          bfqDebug("io_merged_recursive", V1BfqFiles.counter(Counter.MERGED, true)),
          bfqDebug("io_queued_recursive", V1BfqFiles.counter(Counter.QUEUED, true)),
          bfqDebug("avg_queue_size", V1BfqFiles.gauge(Gauge.AVG_QUEUE_SIZE)),
          bfqDebug("group_wait_time", V1BfqFiles.gauge(Gauge.GROUP_WAIT_TIME)),
          bfqDebug("idle_time", V1BfqFiles.gauge(Gauge.IDLE_TIME)),
          bfqDebug("empty_time", V1BfqFiles.gauge(Gauge.EMPTY_TIME)),
          bfqDebug("dequeue", V1BfqFiles.gauge(Gauge.DEQUEUE)));

  /** All, in the order in which the kernel makes them. */
  static final List<ControlFile> ALL =
      ControlFiles.concat(
          CORE,
          V1CpusetFiles.rows(),
          V1CpuFiles.rows(),
          BLKIO,
          V1CfqFiles.ALL,
          V10Files.ALL,
          BFQ,
          V1MemoryFiles.rows(),
          V1DevicesFiles.rows(),
          V1FreezerFiles.rows(),
          PidsFiles.v1Rows(),
          V1BioFiles.rows(),
          V1IoThrottleFiles.rows());

  private static ControlFile limit(String name, Limit limit) {
    return io("blkio.throttle." + name, ANY, Feature.THROTTLE, limit::show, limit::write)
        .taking(Grammar.device());
  }

  private static ControlFile throttled(
      String name, V1ThrottleFiles.Counter counter, boolean recursive) {
    return ro("blkio.throttle." + name, ANY, V1ThrottleFiles.statistics(counter, recursive))
        .of(Controller.IO)
        .with(Feature.THROTTLE);
  }

  private static ControlFile bfq(String name, ControlFile.Reader reader) {
    return ro("blkio.bfq." + name, ANY, reader).of(Controller.IO).with(Feature.BFQ);
  }

  private static ControlFile bfqDebug(String name, ControlFile.Reader reader) {
    return bfq(name, reader).with(Feature.BFQ_DEBUG);
  }
}

package io.cglab.core;

import io.cglab.core.api.IoMax;
import io.cglab.core.api.KernelException;
import io.cglab.core.device.Disk;
import io.cglab.core.policy.iocost.CostModel;
import io.cglab.core.policy.iocost.QosParams;

/** Policies of a benchmark's disk that look at every bio; their limits are far away. */
final class Policies {
  /** A rate of bytes that no benchmark reaches. */
  static final long FAR_BPS = 1L << 50;

  private static final int FAR_IOPS = 1 << 30;
  private static final long FAR_NS = 1_000_000_000;
  private static final int WHOLE_PPM = QosParams.WHOLE_PPM;

  private Policies() {}

  /** io.max with limits of reads, so many bytes and more I/Os a second than anybody does. */
  static void throttle(Machine machine, Disk disk, int blkg, long bps) {
    machine.throttle().activate(disk);
    machine.throttle().setLimits(blkg, IoMax.NONE.withRbps(bps).withRiops(IoMax.MAX_IOPS - 1));
  }

  /** iocost at a fixed rate, with a model of a disk that is faster than any. */
  static void cost(Machine machine, Disk disk) throws KernelException {
    CostModel fast = new CostModel(FAR_BPS, FAR_IOPS, FAR_IOPS, FAR_BPS, FAR_IOPS, FAR_IOPS);
    machine.iocost().settings().setModel(disk, true, fast);
    QosParams qos = new QosParams(0, 25_000, 0, 25_000, WHOLE_PPM, WHOLE_PPM);
    machine.iocost().settings().setQos(disk, true, true, qos);
  }

  /** io.latency with a target that is always met. */
  static void latency(Machine machine, Disk disk, int blkg) {
    machine.latencyTargets().activate(disk);
    machine.latencyTargets().setTarget(blkg, FAR_NS);
  }
}

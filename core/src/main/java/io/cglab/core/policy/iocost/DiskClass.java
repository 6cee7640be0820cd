package io.cglab.core.policy.iocost;

import io.cglab.core.device.Disk;

/** Kinds of disks that the kernel has parameters for (control-files.md 3.5). */
public enum DiskClass {
  HDD(250_000, new CostModel(174_019_176, 41_708, 370, 178_075_866, 42_705, 378)),
  /** A solid disk that takes one request at a time. */
  SSD_QD1(25_000, new CostModel(245_855_193, 61_575, 6_946, 141_365_009, 33_716, 26_796)),
  SSD_DEFAULT(25_000, new CostModel(488_636_629, 8_932, 8_518, 427_891_549, 28_755, 21_940)),
  /** A solid disk that was seen to be much faster than {@link #SSD_DEFAULT}. */
  SSD_FAST(5_000, new CostModel(3_102_524_156L, 724_816, 778_122, 1_742_780_862, 425_702, 443_193));

  private final QosParams qos;
  private final CostModel model;

  DiskClass(long latencyUs, CostModel model) {
    this.qos = QosParams.builtIn(latencyUs);
    this.model = model;
  }

  public QosParams qos() {
    return qos;
  }

  public CostModel model() {
    return model;
  }

  /** The class that a disk is taken for before anybody has seen it work. */
  static DiskClass of(Disk disk) {
    if (disk.isRotational()) {
      return HDD;
    }
    return disk.queueDepth() == 1 ? SSD_QD1 : SSD_DEFAULT;
  }
}

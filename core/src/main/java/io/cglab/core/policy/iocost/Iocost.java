package io.cglab.core.policy.iocost;

import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.cgroup.Hierarchies;
import io.cglab.core.device.Disk;

/** iocost: proportional shares of modelled device time (throttle-and-qos.md 4). */
public final class Iocost {
  private final IocostSettings settings = new IocostSettings();
  private final IocostWeights weights;

  /** The policy for all disks and cgroups of a machine. */
  public Iocost(BlkgTable blkgs, Hierarchies hierarchies) {
    weights = new IocostWeights(blkgs);
    hierarchies.addListener(weights);
  }

  /** io.cost.qos and io.cost.model. */
  public IocostSettings settings() {
    return settings;
  }

  /** io.weight. */
  public IocostWeights weights() {
    return weights;
  }

  /** True if iocost was ever set up on the disk. */
  public boolean isActive(Disk disk) {
    return settings.of(disk) != null;
  }

  /** True if iocost controls the disk. */
  public boolean isEnabled(Disk disk) {
    DiskSettings of = settings.of(disk);
    return of != null && of.enabled();
  }

  /** Speed of the disk's virtual time in ppm of its model; 100 % until a period adjusts it. */
  public int vratePpm(Disk disk) {
    assert isEnabled(disk) : "not controlled: " + disk.name();
    return QosParams.WHOLE_PPM;
  }

  /** What was done to a record; nothing before a period has charged it. */
  public IocostStat stat(int blkg) {
    return IocostStat.ZERO;
  }
}

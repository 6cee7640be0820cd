package io.cglab.core.device;

import io.cglab.core.api.DevNo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A registered disk: what does not change, its limits, and its own statistics. */
public final class Disk {
  private final int index;
  private DiskConfig config;
  private final Device device;
  private final DiskStats stats = new DiskStats();
  private Faults faults = Faults.NONE;
  private int maxSectors;
  private boolean rotational;

  Disk(int index, DiskConfig config, Device device) {
    this.index = index;
    this.config = config;
    this.device = device;
    this.maxSectors = config.maxSectors();
    this.rotational = config.rotational();
  }

  /** Position in order of registration, from 0. */
  public int index() {
    return index;
  }

  public String name() {
    return config.name();
  }

  public DevNo dev() {
    return config.dev();
  }

  /** Capacity in sectors of 512 B. */
  public long sectors() {
    return config.sectors();
  }

  /** A disk that is mapped to others follows them: its size and its limits change. */
  public void become(DiskConfig now) {
    config = now;
    maxSectors = now.maxSectors();
    rotational = now.rotational();
  }

  /** True for a spinning disk, or one that queue/rotational calls so. */
  public boolean isRotational() {
    return rotational;
  }

  public void setRotational(boolean spins) {
    rotational = spins;
  }

  /** False for drivers without a request queue: no tags, no scheduler. */
  public boolean isRequestBased() {
    return config.requestBased();
  }

  /** Requests that the hardware takes at once. */
  public int queueDepth() {
    return config.queueDepth();
  }

  /** The largest request in sectors; longer bios are split. */
  public int maxSectors() {
    return maxSectors;
  }

  /** Sets the largest request: 1 to {@link DiskConfig#maxHwSectors()} sectors. */
  public void setMaxSectors(int sectors) {
    maxSectors = Math.max(1, Math.min(sectors, config.maxHwSectors()));
  }

  /** The largest number of 4 KiB segments of a request. */
  public int maxSegments() {
    return config.maxSegments();
  }

  /** The device behind the queue. */
  public Device device() {
    return device;
  }

  /** What goes wrong on it; {@link Faults#NONE} at first. */
  public Faults faults() {
    return faults;
  }

  /** From now on this goes wrong. */
  public void setFaults(Faults newFaults) {
    faults = newFaults;
  }

  public List<Partition> partitions() {
    return config.partitions();
  }

  public DiskConfig config() {
    return config;
  }

  public DiskStats stats() {
    return stats;
  }

  /** Returns the partition with this number, or null if it is the disk's own or another's. */
  public @Nullable Partition partition(DevNo dev) {
    for (Partition partition : config.partitions()) {
      if (partition.dev().equals(dev)) {
        return partition;
      }
    }
    return null;
  }
}

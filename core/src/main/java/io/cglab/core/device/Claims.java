package io.cglab.core.device;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who has which disk or partition open, and who claims it for itself: what is open is not removed,
 * and what is mounted is not mapped.
 */
public final class Claims {
  /** Who may claim a device. Those of one kind share it, those of different kinds do not. */
  public enum Holder {
    /** A table of the device mapper. */
    MAPPER,
    /** A mounted file system. */
    MOUNT
  }

  private static final class Openings {
    int opens;
    final Map<Holder, Integer> claims = new EnumMap<>(Holder.class);
  }

  private final Disks disks;
  private final Map<DevNo, Openings> openings = new TreeMap<>();

  public Claims(Disks disks) {
    this.disks = disks;
  }

  /** open(2) by somebody who claims nothing, such as a running job. */
  public void open(DevNo dev) {
    of(dev).opens++;
  }

  /** The counterpart of {@link #open}. */
  public void close(DevNo dev) {
    of(dev).opens--;
    forget(dev);
  }

  /**
   * Opens a disk or partition for a holder. What is claimed is not claimed by another kind, nor its
   * partitions, nor the disk that it is part of.
   *
   * @throws KernelException EBUSY if another kind of holder has it
   */
  public void claim(DevNo dev, Holder holder) throws KernelException {
    checkFree(dev, holder);
    Disk disk = disks.lookup(dev);
    if (disk != null) {
      checkFree(disk.dev(), holder);
      for (Partition partition : disk.partitions()) {
        if (disk.dev().equals(dev)) {
          checkFree(partition.dev(), holder);
        }
      }
    }
    of(dev).claims.merge(holder, 1, Integer::sum);
  }

  private void checkFree(DevNo dev, Holder holder) throws KernelException {
    if (isClaimed(dev) && !isClaimedBy(dev, holder)) {
      throw new KernelException(Errno.EBUSY, disks.nameOf(dev) + " is in use already");
    }
  }

  /** The counterpart of {@link #claim}. */
  public void release(DevNo dev, Holder holder) {
    of(dev).claims.computeIfPresent(holder, (of, count) -> count == 1 ? null : count - 1);
    forget(dev);
  }

  /** True if somebody has claimed the device itself. */
  public boolean isClaimed(DevNo dev) {
    Openings at = openings.get(dev);
    return at != null && !at.claims.isEmpty();
  }

  /** True if a holder of this kind has claimed the device itself. */
  public boolean isClaimedBy(DevNo dev, Holder holder) {
    Openings at = openings.get(dev);
    return at != null && at.claims.containsKey(holder);
  }

  /** How often the device is open, claims included: what dmsetup info calls open count. */
  public int count(DevNo dev) {
    Openings at = openings.get(dev);
    int count = at == null ? 0 : at.opens;
    if (at != null) {
      for (int claims : at.claims.values()) {
        count += claims;
      }
    }
    return count;
  }

  private Openings of(DevNo dev) {
    return openings.computeIfAbsent(dev, none -> new Openings());
  }

  private void forget(DevNo dev) {
    Openings at = of(dev);
    if (at.opens == 0 && at.claims.isEmpty()) {
      openings.remove(dev);
    }
  }
}

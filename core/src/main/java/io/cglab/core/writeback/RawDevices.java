package io.cglab.core.writeback;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.device.Claims;
import io.cglab.core.device.Disk;
import io.cglab.core.device.Disks;
import io.cglab.core.device.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Disks and partitions that are read and written through memory. A partition and its disk are two
 * files, with pages of their own. Pages are there while somebody has the device open: whoever
 * closes it last waits until they are written, and then they go, and it is nobody's again.
 */
public final class RawDevices {
  private final Disks disks;
  private final Claims claims;
  private final PageCache cache;
  private final Map<DevNo, CachedFile> files = new TreeMap<>();

  public RawDevices(Disks disks, Claims claims, PageCache cache) {
    this.disks = disks;
    this.claims = claims;
    this.cache = cache;
  }

  Claims claims() {
    return claims;
  }

  /**
   * What is cached of a device; begins to cache it if nothing is.
   *
   * @throws KernelException ENXIO if there is no disk or partition of this number
   */
  public CachedFile of(DevNo dev) throws KernelException {
    CachedFile known = files.get(dev);
    if (known != null) {
      return known;
    }
    Disk disk = disks.lookup(dev);
    if (disk == null) {
      throw new KernelException(Errno.ENXIO, "no disk " + dev);
    }
    Partition partition = disk.partition(dev);
    RawDevice device =
        partition == null
            ? new RawDevice(this, dev, disk, 0, disk.sectors())
            : new RawDevice(this, dev, disk, partition.start(), partition.sectors());
    CachedFile made = cache.cache(device);
    files.put(dev, made);
    return made;
  }

  /** What is cached of a device; null for nothing. */
  public @Nullable CachedFile cached(DevNo dev) {
    return files.get(dev);
  }

  /** What whoever closes the device now, having it open once, has to write before. */
  public List<CachedFile> flushedByClosing(DevNo dev) {
    List<CachedFile> last = new ArrayList<>();
    for (DevNo each : closedWith(dev)) {
      CachedFile file = files.get(each);
      if (file != null && openings(each) == 1) {
        last.add(file);
      }
    }
    return last;
  }

  /**
   * Closes a device. What is cached of it goes if nobody has it open any more; what is dirty even
   * so, its last user having been killed, is written first.
   */
  public void close(DevNo dev) {
    claims.close(dev);
    for (DevNo each : closedWith(dev)) {
      CachedFile file = files.get(each);
      if (file != null
          && openings(each) == 0
          && !cache.sync(backing -> backing == file.backing, now -> forgetUnused(each, file))) {
        forgetUnused(each, file);
      }
    }
  }

  private void forgetUnused(DevNo dev, CachedFile file) {
    if (openings(dev) > 0
        || files.get(dev) != file
        || cache.await(file, 0, Long.MAX_VALUE, true, now -> forgetUnused(dev, file))
        || cache.await(file, 0, Long.MAX_VALUE, false, now -> forgetUnused(dev, file))) {
      return;
    }
    files.remove(dev);
    cache.forget(file);
  }

  /** A device and, as it is open with each of its partitions, the disk that it is part of. */
  private List<DevNo> closedWith(DevNo dev) {
    Disk disk = disks.lookup(dev);
    return disk == null || disk.dev().equals(dev) ? List.of(dev) : List.of(dev, disk.dev());
  }

  private int openings(DevNo dev) {
    int count = claims.count(dev);
    Disk disk = disks.lookup(dev);
    if (disk != null && disk.dev().equals(dev)) {
      for (Partition partition : disk.partitions()) {
        count += claims.count(partition.dev());
      }
    }
    return count;
  }
}

package io.cglab.core.writeback;

import io.cglab.core.api.DevNo;
import io.cglab.core.device.Disk;
import java.util.List;

/** A disk or partition as one file: its pages are in a row, and it does not grow. */
final class RawDevice implements Backing {
  private static final int MOST_VECTORS = 256;
  private static final int SECTOR_BYTES = 512;
  private static final int SECTORS_PER_PAGE = PAGE_BYTES / SECTOR_BYTES;

  private final RawDevices all;
  final DevNo dev;
  private final Disk disk;
  private final long firstSector;
  private final long bytes;

  RawDevice(RawDevices all, DevNo dev, Disk disk, long firstSector, long sectors) {
    this.all = all;
    this.dev = dev;
    this.disk = disk;
    this.firstSector = firstSector;
    this.bytes = sectors * SECTOR_BYTES;
  }

  @Override
  public Disk disk() {
    return disk;
  }

  @Override
  public long size() {
    return bytes;
  }

  @Override
  public long reserve(long offset, long wanted) {
    return Math.max(0, Math.min(wanted, bytes - offset));
  }

  @Override
  public void extendTo(long size) {
    // it is as long as it is
  }

  @Override
  public long sectorToRead(long page) {
    return sector(page);
  }

  @Override
  public long sector(long page) {
    return firstSector + page * SECTORS_PER_PAGE;
  }

  @Override
  public long run(long page, long most) {
    return most;
  }

  @Override
  public void allocate(long page, long pages) {
    // all of it is there
  }

  @Override
  public int mostBioPages() {
    return MOST_VECTORS;
  }

  @Override
  public boolean isChargedToOwners() {
    return true;
  }

  @Override
  public long bytes(long start, long end) {
    return Math.min(end * PAGE_BYTES, bytes) - start * PAGE_BYTES;
  }

  @Override
  public void open() {
    all.claims().open(dev);
  }

  @Override
  public void close() {
    all.close(dev);
  }

  @Override
  public List<CachedFile> flushedByClosing() {
    return all.flushedByClosing(dev);
  }
}

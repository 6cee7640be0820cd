package io.cglab.core.device;

import io.cglab.core.api.Op;

/**
 * A disk in memory whose driver copies each sector, one request after another, and finds the place
 * of each by going over the request's pages from the first on: so large requests take more than
 * their share. Then it answers after a delay, as {@link ScsiDebug} does. The disk on which
 * writeback was recorded is such a one.
 *
 * @param delayNs from the end of copying to the answer
 * @param sectorNs copying a sector
 * @param stepNs going over a page
 */
public record CopiedDisk(long delayNs, long sectorNs, long stepNs) implements DeviceModel {
  private static final int SECTORS_PER_PAGE = 8;

  public CopiedDisk {
    if (delayNs < 0 || sectorNs < 0 || stepNs < 0) {
      throw new IllegalArgumentException("negative time");
    }
  }

  @Override
  public Device device(DiskConfig disk, long seed, int hz) {
    return new Copier();
  }

  /** Busy until the last copy ends. */
  private final class Copier implements Device {
    private long freeNs;

    @Override
    public long complete(Op op, long sector, int sectors, long nowNs) {
      long steps = (long) sectors * sectors / (2 * SECTORS_PER_PAGE);
      boolean copies = op == Op.READ || op == Op.WRITE;
      freeNs = Math.max(nowNs, freeNs) + (copies ? sectors * sectorNs + steps * stepNs : 0);
      return freeNs + delayNs;
    }
  }
}

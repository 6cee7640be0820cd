package io.cglab.core.device;

import org.jspecify.annotations.Nullable;

/**
 * A solid-state drive (schedulers-and-devices.md 5.3): flash channels that work side by side, one
 * link that all data crosses, and a buffer that hides how long flash takes to be programmed. {@link
 * SsdDevice} has the formulas. The defaults are those of the specification.
 *
 * @param channels flash channels, 1 to {@value #MOST_CHANNELS}; a page of 4 KiB lies on channel
 *     (sector / 8) mod {@code channels}
 * @param readNs time of a channel to read a page (tR), ns
 * @param programNs time of a channel to program a page (tP), ns
 * @param commandNs overhead of each command, ns
 * @param ackNs from a write's last page in the buffer to its acknowledgement, ns
 * @param bufferBytes size of the write buffer, at least a page
 * @param linkMegabytes what the link carries, 10⁶ B/s, at least 1
 * @param collection garbage collection; null for a drive that never has to collect
 */
public record Ssd(
    int channels,
    int readNs,
    int programNs,
    int commandNs,
    int ackNs,
    long bufferBytes,
    int linkMegabytes,
    @Nullable Collection collection)
    implements DeviceModel {
  public static final int MOST_CHANNELS = 1024;
  public static final int SATA_MEGABYTES = 550;
  public static final int NVME_MEGABYTES = 3200;

  /** Commands that a SATA drive takes at once. */
  public static final int SATA_DEPTH = 32;

  /** Commands that a queue of an NVMe drive takes at once. */
  public static final int NVME_DEPTH = 1023;

  /** The largest write buffer. */
  public static final long MOST_BUFFER_BYTES = 1L << 30;

  static final int PAGE_BYTES = 4096;

  /** What a SATA drive takes: 65535 sectors for each of 64 ranges of a command. */
  private static final long DISCARD_MAX_BYTES = 64L * 65_535 * 512;

  /**
   * Garbage collection.
   *
   * @param lowPercent it runs while fewer of the drive's pages than this share are free (gcLow), 1
   *     to 50
   * @param sparePercent pages that the drive has beyond its capacity, as a share of the capacity, 1
   *     to 100
   * @param eraseNs time of a channel to erase a block of 256 pages, ns
   */
  public record Collection(int lowPercent, int sparePercent, int eraseNs) {
    /** 5 % free pages, 7 % beyond the capacity, 3 ms. */
    public static final Collection DEFAULT = new Collection(5, 7, 3_000_000);

    public Collection {
      if (lowPercent < 1 || lowPercent > 50) {
        throw new IllegalArgumentException("gcLow out of range 1 to 50 %: " + lowPercent);
      }
      if (sparePercent < 1 || sparePercent > 100) {
        throw new IllegalArgumentException("spare pages out of range 1 to 100 %: " + sparePercent);
      }
      if (eraseNs < 0) {
        throw new IllegalArgumentException("negative erase time: " + eraseNs);
      }
    }
  }

  public Ssd {
    if (channels < 1 || channels > MOST_CHANNELS) {
      throw new IllegalArgumentException("channels out of range 1 to 1024: " + channels);
    }
    if (readNs < 0 || programNs < 0 || commandNs < 0 || ackNs < 0) {
      throw new IllegalArgumentException("negative time");
    }
    if (bufferBytes < PAGE_BYTES || bufferBytes > MOST_BUFFER_BYTES) {
      throw new IllegalArgumentException("buffer out of range 4 KiB to 1 GiB: " + bufferBytes);
    }
    if (linkMegabytes < 1) {
      throw new IllegalArgumentException("link below 1 MB/s: " + linkMegabytes);
    }
  }

  /** A SATA drive: 8 channels, 60 us to read, 220 us to program, 8 MiB of buffer, 550 MB/s. */
  public static Ssd sata() {
    return new Ssd(8, 60_000, 220_000, 8_000, 15_000, 8 << 20, SATA_MEGABYTES, null);
  }

  /** The same flash behind 3200 MB/s. */
  public static Ssd nvme() {
    return new Ssd(8, 60_000, 220_000, 8_000, 15_000, 8 << 20, NVME_MEGABYTES, null);
  }

  /** The same drive with garbage collection. */
  public Ssd collecting(Collection how) {
    return new Ssd(channels, readNs, programNs, commandNs, ackNs, bufferBytes, linkMegabytes, how);
  }

  @Override
  public long discardMaxBytes() {
    return DISCARD_MAX_BYTES;
  }

  @Override
  public Device device(DiskConfig disk, long seed, int hz) {
    return new SsdDevice(this, disk.sectors());
  }
}

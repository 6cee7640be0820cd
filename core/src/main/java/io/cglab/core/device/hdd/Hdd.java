package io.cglab.core.device.hdd;

import io.cglab.core.device.Device;
import io.cglab.core.device.DeviceModel;
import io.cglab.core.device.DiskConfig;

/**
 * A disk with one actuator (schedulers-and-devices.md 5.1, 5.2, 5.4; after Ruemmler and Wilkes, "An
 * introduction to disk drive modeling", 1994). {@link HddDevice} is it at work. All parameters are
 * above 0 where they do not say otherwise.
 *
 * @param platters how data lies on it
 * @param arm how long a seek takes
 * @param link what a command costs beside the mechanics
 * @param readAhead what is read beyond a command's end
 * @param queue native command queueing
 * @param cache writes that are acknowledged before they are on the platters
 */
public record Hdd(
    Platters platters, Arm arm, Link link, ReadAhead readAhead, Queue queue, Cache cache)
    implements DeviceModel {
  /** The largest number of commands that a drive takes at once. */
  public static final int MOST_QUEUED = 1024;

  /** The largest number of commands in the write cache: each choice of a destage looks at all. */
  public static final int MOST_CACHED = 16_384;

  /**
   * Geometry. Sectors of a track fall in a line from the outermost track, where sector 0 is, to the
   * innermost.
   *
   * @param rpm turns a minute
   * @param outerSpt sectors of 512 B on the outermost track (spt0)
   * @param innerSpt on the innermost (spt1), at most {@code outerSpt}
   * @param zones equal ranges of sectors that have one track length each; 0 for tracks that each
   *     have their own
   */
  public record Platters(int rpm, int outerSpt, int innerSpt, int zones) {
    private static final int MOST_RPM = 100_000;
    private static final int MOST_ZONES = 1000;

    public Platters {
      atLeastOne("rpm", rpm);
      atLeastOne("spt1", innerSpt);
      if (rpm > MOST_RPM) {
        throw new IllegalArgumentException("rpm above " + MOST_RPM + ": " + rpm);
      }
      if (innerSpt > outerSpt) {
        throw new IllegalArgumentException("spt1 above spt0: " + innerSpt + ", " + outerSpt);
      }
      if (zones < 0 || zones > MOST_ZONES) {
        throw new IllegalArgumentException("zones out of range 0 to 1000: " + zones);
      }
    }
  }

  /**
   * A seek over the part d of the disk takes a + b·√d + c·d; within a track, nothing.
   *
   * @param aNs a in ns, at least 0
   * @param bNs b in ns, at least 0
   * @param cNs c in ns, at least 0
   * @param settleNs what a write takes more (wSettle), at least 0
   */
  public record Arm(long aNs, long bNs, long cNs, long settleNs) {
    /** Means of √d and of d over a whole disk. */
    private static final double MEAN_ROOT = 8.0 / 15;

    private static final double MEAN = 1.0 / 3;

    public Arm {
      if (aNs < 0 || bNs < 0 || cNs < 0 || settleNs < 0) {
        throw new IllegalArgumentException("negative seek time");
      }
    }

    /**
     * The curve through the values of a data sheet: to the next track, on average over uniform
     * points, and over the whole disk, in ns.
     *
     * @throws IllegalArgumentException if no curve with b and c of at least 0 goes through them
     */
    public static Arm fitted(long trackNs, long averageNs, long fullNs) {
      // b·8/15 + c/3 = average - a, b + c = full - a
      double rest = fullNs - trackNs;
      double b = (averageNs - trackNs - rest * MEAN) / (MEAN_ROOT - MEAN);
      if (b < 0 || b > rest) {
        throw new IllegalArgumentException(
            "no seek curve goes through " + trackNs + ", " + averageNs + ", " + fullNs + " ns");
      }
      return new Arm(trackNs, Math.round(b), Math.round(rest - b), 0);
    }
  }

  /**
   * The controller, which serves one command after another, beside the mechanics.
   *
   * @param readNs cost of a read (cmdRead), ns
   * @param writeNs cost of a write (cmdWrite), ns
   * @param megabytes what the bus carries (busRate), 10⁶ B/s
   */
  public record Link(long readNs, long writeNs, int megabytes) {
    public Link {
      positive("cmdRead", readNs);
      positive("cmdWrite", writeNs);
      atLeastOne("busRate", megabytes);
    }
  }

  /**
   * Read-ahead.
   *
   * @param trigger how many reads must follow each other on the disk, the last of them from the
   *     platters, before it reads ahead (raTrigger): 1 for always
   * @param sectors how far it reads beyond the last one that it served (raAhead)
   */
  public record ReadAhead(int trigger, int sectors) {
    public ReadAhead {
      atLeastOne("raTrigger", trigger);
      atLeastOne("raAhead", sectors);
    }
  }

  /** Which command the mechanics serve next. */
  public enum Order {
    /** The one that came first. */
    FIFO,
    /** The one with the least seek and rotation; one that is too old comes first. */
    SPTF,
    /** The next one in the direction of higher sectors, then from the lowest. */
    CLOOK
  }

  /**
   * Native command queueing.
   *
   * @param depth commands outstanding at most (ncq), up to {@value Hdd#MOST_QUEUED}
   * @param ageNs from when on a command comes first with {@link Order#SPTF} (ncqAge), ns
   */
  public record Queue(int depth, Order order, long ageNs) {
    public Queue {
      atLeastOne("ncq", depth);
      positive("ncqAge", ageNs);
      if (depth > MOST_QUEUED) {
        throw new IllegalArgumentException("ncq above " + MOST_QUEUED + ": " + depth);
      }
    }
  }

  /**
   * The write cache.
   *
   * @param enabled false for a drive that acknowledges what is on the platters (WCE off)
   * @param bytes how much it holds (wcBytes)
   * @param commands how many it holds (wcCmds), up to {@value Hdd#MOST_CACHED}
   * @param high above this fill it is drained (wcHigh): at most 1
   * @param low until it is below this one (wcLow): at most {@code high}
   * @param readsPerDestage reads between two writes to the platters while reads wait
   * @param anticipateNs how long a drained drive waits after a read for another (readAnticipate)
   * @param idleNs from the last read until it is written out without need (destageIdle)
   */
  public record Cache(
      boolean enabled,
      long bytes,
      int commands,
      double high,
      double low,
      int readsPerDestage,
      long anticipateNs,
      long idleNs) {
    public Cache {
      positive("wcBytes", bytes);
      atLeastOne("wcCmds", commands);
      atLeastOne("readsPerDestage", readsPerDestage);
      positive("readAnticipate", anticipateNs);
      positive("destageIdle", idleNs);
      if (commands > MOST_CACHED) {
        throw new IllegalArgumentException("wcCmds above " + MOST_CACHED + ": " + commands);
      }
      if (!(low > 0 && low <= high && high <= 1)) {
        throw new IllegalArgumentException(
            "wcLow and wcHigh must be above 0, in order and at most 1: " + low + ", " + high);
      }
    }
  }

  private static void atLeastOne(String name, int value) {
    positive(name, value);
  }

  private static void positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be above 0: " + value);
    }
  }

  /** The sectors of {@link #sata2009()}: 500 GB. */
  public static final long SATA_2009_SECTORS = 976_773_168;

  /**
   * The disk of 2009: 7200 turns a minute, a queue of 31, a cache of 16 MiB, calibrated against the
   * tables of a posting of that year (5.4).
   */
  public static Hdd sata2009() {
    return new Hdd(
        new Platters(7200, 1546, 773, 0),
        new Arm(3_600_000, 4_600_000, 9_000_000, 0),
        new Link(60_000, 119_000, 300),
        new ReadAhead(2, 1024),
        new Queue(31, Order.FIFO, 300_000_000),
        new Cache(true, 16 << 20, 64, 0.97, 0.96, 4, 1_000_000, 15_000_000));
  }

  /** The same disk with another queue. */
  public Hdd with(Queue other) {
    return new Hdd(platters, arm, link, readAhead, other, cache);
  }

  /** The same disk with another cache. */
  public Hdd with(Cache other) {
    return new Hdd(platters, arm, link, readAhead, queue, other);
  }

  /** The same disk with other read-ahead. */
  public Hdd with(ReadAhead other) {
    return new Hdd(platters, arm, link, other, queue, cache);
  }

  /** The same disk with another arm. */
  public Hdd with(Arm other) {
    return new Hdd(platters, other, link, readAhead, queue, cache);
  }

  /** The same disk with other platters. */
  public Hdd with(Platters other) {
    return new Hdd(other, arm, link, readAhead, queue, cache);
  }

  @Override
  public boolean rotational() {
    return true;
  }

  @Override
  public boolean cachesWrites() {
    return cache.enabled();
  }

  @Override
  public Device device(DiskConfig disk, long seed, int hz) {
    if (disk.queueDepth() > queue.depth()) {
      throw new IllegalArgumentException(
          disk.name()
              + ": the drive takes "
              + queue.depth()
              + " commands at once, not "
              + disk.queueDepth());
    }
    if (disk.sectors() < 1) {
      throw new IllegalArgumentException(disk.name() + ": a disk without sectors");
    }
    return new HddDevice(this, disk.sectors());
  }
}

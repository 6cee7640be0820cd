package io.cglab.core.elevator;

/** Whether a thread jumps about (schedulers-and-devices.md 3.1). */
abstract class CfqSeeks {
  /** Sectors: a request that is nearer is close, a thread whose requests are is not seeky. */
  static final long NEAR = 8192;

  private long lastEnd;

  /** A request arrives. */
  final void arrived(long sector, int sectors) {
    if (lastEnd != 0) {
      observe(Math.abs(sector - lastEnd), sectors);
    } else {
      observe(0, sectors);
    }
    lastEnd = sector + sectors;
  }

  abstract void observe(long distance, int sectors);

  abstract boolean isSeeky();

  /** How far away a request may be for it to be taken as the thread's own. */
  abstract long nearSectors();

  /** True if enough was seen to believe {@link #isSeeky}. */
  abstract boolean isKnown();

  /** The decayed mean of Linux 2.6.31. */
  static final class Mean extends CfqSeeks {
    private static final int ENOUGH = 80;
    private static final int FIRST = 60;
    private static final long FIRST_SPREAD = 1 << 21;
    private static final long SPREAD = 1 << 17;

    private long samples;
    private long total;
    private long mean;

    @Override
    void observe(long distance, int sectors) {
      long most = 4 * mean + (samples <= FIRST ? FIRST_SPREAD : SPREAD);
      samples = (7 * samples + 256) / 8;
      total = (7 * total + 256 * Math.min(distance, most)) / 8;
      mean = (total + samples / 2) / samples;
    }

    @Override
    boolean isSeeky() {
      return mean > NEAR;
    }

    boolean isEmpty() {
      return samples == 0;
    }

    long mean() {
      return mean;
    }

    @Override
    long nearSectors() {
      return isKnown() ? mean : NEAR;
    }

    @Override
    boolean isKnown() {
      return samples > ENOUGH;
    }
  }

  /** The last 32 requests of later kernels, a bit for each. */
  static final class History extends CfqSeeks {
    private static final long FAR = 800;
    private static final int SMALL_SECTORS = 64;
    private static final int MOST_FAR = 4;

    private final boolean rotational;
    private int bits;

    History(boolean rotational) {
      this.rotational = rotational;
    }

    @Override
    void observe(long distance, int sectors) {
      boolean slow = rotational ? distance > FAR : sectors < SMALL_SECTORS;
      bits = bits << 1 | (slow ? 1 : 0);
    }

    @Override
    boolean isSeeky() {
      return Integer.bitCount(bits) > MOST_FAR;
    }

    @Override
    long nearSectors() {
      return NEAR;
    }

    @Override
    boolean isKnown() {
      return true;
    }
  }
}

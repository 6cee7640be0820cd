package io.cglab.core.api;

/**
 * Limits of one cgroup on one device: bytes per second and I/Os per second, reads and writes. All
 * are unsigned; {@link #MAX_BPS} and {@link #MAX_IOPS} mean "no limit". In v1 an iops limit may be
 * 0 (spec/control-files.md 3.8).
 */
public record IoMax(long rbps, long wbps, long riops, long wiops) {
  /** No limit in bytes per second: the largest unsigned 64-bit number. */
  public static final long MAX_BPS = -1L;

  /** No limit in I/Os per second: the largest unsigned 32-bit number. */
  public static final long MAX_IOPS = 0xffff_ffffL;

  /** No limit at all. */
  public static final IoMax NONE = new IoMax(MAX_BPS, MAX_BPS, MAX_IOPS, MAX_IOPS);

  public IoMax withRbps(long bps) {
    return new IoMax(bps, wbps, riops, wiops);
  }

  public IoMax withWbps(long bps) {
    return new IoMax(rbps, bps, riops, wiops);
  }

  public IoMax withRiops(long iops) {
    return new IoMax(rbps, wbps, iops, wiops);
  }

  public IoMax withWiops(long iops) {
    return new IoMax(rbps, wbps, riops, iops);
  }
}

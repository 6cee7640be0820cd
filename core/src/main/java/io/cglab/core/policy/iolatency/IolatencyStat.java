package io.cglab.core.policy.iolatency;

/**
 * What io.stat shows of a record (control-files.md 4.2).
 *
 * @param missed bios of the present window that missed the target
 * @param total bios of the present window
 * @param depth bios that may be in flight; {@link Integer#MAX_VALUE} for any number
 * @param averageNs moving average of the windows' means in ns; 0 on a disk that does not rotate
 */
public record IolatencyStat(long missed, long total, int depth, long averageNs) {
  /** Of a record that is not measured. */
  static final IolatencyStat ZERO = new IolatencyStat(0, 0, Integer.MAX_VALUE, 0);
}

package io.cglab.core.writeback;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;

/**
 * When dirty pages are written back, as /proc/sys/vm/dirty_* says (control-files.md 7.5). Each of
 * the two limits is either a share of memory or a number of bytes: setting one to another value
 * sets its twin to 0.
 */
public final class DirtySettings {
  private static final int PAGE_SHIFT = 12;
  private static final long LEAST_BYTES = 2L << PAGE_SHIFT;
  private static final long MOST_PAGES = 0xffff_ffffL;
  private static final int PERCENT = 100;

  private int ratio = 20;
  private long bytes;
  private int backgroundRatio = 10;
  private long backgroundBytes;
  private int expireCentiseconds = 3000;
  private int writebackCentiseconds = 500;
  private int timeExpireSeconds = 43_200;
  private Runnable intervalChanged = () -> {};

  /** Sets who is told of another {@link #writebackCentiseconds} that is not 0. */
  void onIntervalChanged(Runnable told) {
    intervalChanged = told;
  }

  /** Percent of memory that may be dirty before writers wait; 0 if {@link #bytes} says it. */
  public int ratio() {
    return ratio;
  }

  /**
   * Sets {@link #ratio}, 0 to 100.
   *
   * @throws KernelException EINVAL out of range
   */
  public void setRatio(long percent) throws KernelException {
    int before = ratio;
    ratio = (int) checked(percent, 0, PERCENT);
    if (ratio != before) {
      bytes = 0;
    }
  }

  /** Bytes that may be dirty before writers wait, unsigned; 0 if {@link #ratio} says it. */
  public long bytes() {
    return bytes;
  }

  /**
   * Sets {@link #bytes}, unsigned, at least two pages.
   *
   * @throws KernelException EINVAL for less, ERANGE for more pages than 32 bits count
   */
  public void setBytes(long newBytes) throws KernelException {
    checkBytes(newBytes, LEAST_BYTES);
    if (newBytes != bytes) {
      ratio = 0;
    }
    bytes = newBytes;
  }

  /** As {@link #ratio}, for the flusher to begin; 0 if {@link #backgroundBytes} says it. */
  public int backgroundRatio() {
    return backgroundRatio;
  }

  /**
   * Sets {@link #backgroundRatio}, 0 to 100.
   *
   * @throws KernelException EINVAL out of range
   */
  public void setBackgroundRatio(long percent) throws KernelException {
    backgroundRatio = (int) checked(percent, 0, PERCENT);
    backgroundBytes = 0;
  }

  /** As {@link #bytes}, for the flusher to begin; 0 if {@link #backgroundRatio} says it. */
  public long backgroundBytes() {
    return backgroundBytes;
  }

  /**
   * Sets {@link #backgroundBytes}, unsigned, at least 1.
   *
   * @throws KernelException EINVAL for 0, ERANGE for more pages than 32 bits count
   */
  public void setBackgroundBytes(long newBytes) throws KernelException {
    checkBytes(newBytes, 1);
    backgroundBytes = newBytes;
    backgroundRatio = 0;
  }

  /** Age in 1/100 s from which a dirty page is written back. */
  public int expireCentiseconds() {
    return expireCentiseconds;
  }

  /**
   * Sets {@link #expireCentiseconds}, 0 or more.
   *
   * @throws KernelException EINVAL out of range
   */
  public void setExpireCentiseconds(long age) throws KernelException {
    expireCentiseconds = (int) checked(age, 0, Integer.MAX_VALUE);
  }

  /** Time between two rounds of the flusher in 1/100 s; 0 for none. */
  public int writebackCentiseconds() {
    return writebackCentiseconds;
  }

  /**
   * Sets {@link #writebackCentiseconds}; any number of 32 bits.
   *
   * @throws KernelException EINVAL out of range
   */
  public void setWritebackCentiseconds(long interval) throws KernelException {
    int before = writebackCentiseconds;
    writebackCentiseconds = (int) checked(interval, Integer.MIN_VALUE, Integer.MAX_VALUE);
    if (writebackCentiseconds != 0 && writebackCentiseconds != before) {
      intervalChanged.run();
    }
  }

  /** Age in s from which a time stamp that alone is dirty is written back. */
  public int timeExpireSeconds() {
    return timeExpireSeconds;
  }

  /**
   * Sets {@link #timeExpireSeconds}, 0 or more.
   *
   * @throws KernelException EINVAL out of range
   */
  public void setTimeExpireSeconds(long age) throws KernelException {
    timeExpireSeconds = (int) checked(age, 0, Integer.MAX_VALUE);
  }

  private static long checked(long value, long lowest, long highest) throws KernelException {
    if (value < lowest || value > highest) {
      throw new KernelException(Errno.EINVAL, "from " + lowest + " to " + highest);
    }
    return value;
  }

  private static void checkBytes(long value, long least) throws KernelException {
    if (Long.compareUnsigned(value, least) < 0) {
      throw new KernelException(Errno.EINVAL, "at least " + least + " bytes");
    }
    // Rounding up to pages wraps within the very last page, which therefore counts as none.
    long pages = (value + (1L << PAGE_SHIFT) - 1) >>> PAGE_SHIFT;
    if (pages > MOST_PAGES) {
      throw new KernelException(Errno.ERANGE, "more pages than any machine has");
    }
  }
}

package io.cglab.core.elevator;

/** What a disk's queue directory keeps beside its scheduler (control-files.md 7.2). */
public final class QueueAttributes {
  /** How the device keeps what was written to it. */
  public enum WriteCache {
    /** It may still be in a volatile cache: flushes count. */
    WRITE_BACK,
    WRITE_THROUGH
  }

  private static final int PAGE_KIB = 4;
  private static final int MOST_AFFINITY = 2;

  private boolean ioStats = true;
  private boolean addRandom;
  private boolean stableWrites;
  private int rqAffinity = 1;
  private long readAheadKib = 128;
  private long ioTimeoutMs = 30_000;
  private WriteCache writeCache = WriteCache.WRITE_THROUGH;

  QueueAttributes() {}

  /** True if the disk's I/O is counted. */
  public boolean ioStats() {
    return ioStats;
  }

  public void setIoStats(boolean on) {
    ioStats = on;
  }

  /** True if the disk's interrupts feed the random pool. */
  public boolean addRandom() {
    return addRandom;
  }

  public void setAddRandom(boolean on) {
    addRandom = on;
  }

  /** True if pages under writeback must not change. */
  public boolean stableWrites() {
    return stableWrites;
  }

  public void setStableWrites(boolean on) {
    stableWrites = on;
  }

  /** 0 completes anywhere, 1 in the submitter's group of CPUs, 2 on its very CPU. */
  public int rqAffinity() {
    return rqAffinity;
  }

  /** Sets {@link #rqAffinity}; larger numbers than 2 change nothing. */
  public void setRqAffinity(long value) {
    if (value >= 0 && value <= MOST_AFFINITY) {
      rqAffinity = (int) value;
    }
  }

  /** How far files are read ahead, in KiB. */
  public long readAheadKib() {
    return readAheadKib;
  }

  /** Sets {@link #readAheadKib}, rounded down to pages. */
  public void setReadAheadKib(long kib) {
    readAheadKib = kib / PAGE_KIB * PAGE_KIB;
  }

  /** After how many ms a request is given up. */
  public long ioTimeoutMs() {
    return ioTimeoutMs;
  }

  public void setIoTimeoutMs(long ms) {
    ioTimeoutMs = ms;
  }

  public WriteCache writeCache() {
    return writeCache;
  }

  public void setWriteCache(WriteCache cache) {
    writeCache = cache;
  }
}

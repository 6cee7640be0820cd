package io.cglab.core.elevator;

/**
 * Tunables of mq-deadline, in the units of its sysfs files (control-files.md 7.4). Setters clamp to
 * the range given.
 */
public final class DeadlineTunables {
  private int readExpireMs = 500;
  private int writeExpireMs = 5000;
  private int prioAgingExpireMs = 10_000;
  private int writesStarved = 2;
  private boolean frontMerges = true;
  private int fifoBatch = 16;
  private int asyncDepth;

  DeadlineTunables(int nrRequests) {
    asyncDepth = nrRequests;
  }

  public int readExpireMs() {
    return readExpireMs;
  }

  public void setReadExpireMs(int ms) {
    readExpireMs = Math.max(0, ms);
  }

  public int writeExpireMs() {
    return writeExpireMs;
  }

  public void setWriteExpireMs(int ms) {
    writeExpireMs = Math.max(0, ms);
  }

  public int prioAgingExpireMs() {
    return prioAgingExpireMs;
  }

  public void setPrioAgingExpireMs(int ms) {
    prioAgingExpireMs = Math.max(0, ms);
  }

  /** How often reads win before a write does; any number. */
  public int writesStarved() {
    return writesStarved;
  }

  public void setWritesStarved(int times) {
    writesStarved = times;
  }

  public boolean frontMerges() {
    return frontMerges;
  }

  public void setFrontMerges(int value) {
    frontMerges = value > 0;
  }

  public int fifoBatch() {
    return fifoBatch;
  }

  public void setFifoBatch(int requests) {
    fifoBatch = Math.max(0, requests);
  }

  /** Tags that writes and asynchronous operations may use, at least 1. */
  public int asyncDepth() {
    return asyncDepth;
  }

  public void setAsyncDepth(int tags) {
    asyncDepth = Math.max(1, tags);
  }
}

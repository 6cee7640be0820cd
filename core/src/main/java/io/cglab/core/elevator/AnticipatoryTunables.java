package io.cglab.core.elevator;

/**
 * Tunables of the anticipatory scheduler (schedulers-and-devices.md 7), times in ms, at least 0.
 */
public final class AnticipatoryTunables {
  private long readExpireMs = 125;
  private long writeExpireMs = 250;
  private long readBatchExpireMs = 500;
  private long writeBatchExpireMs = 125;
  private long anticExpireMs = 6;

  AnticipatoryTunables() {}

  public long readExpireMs() {
    return readExpireMs;
  }

  public void setReadExpireMs(long ms) {
    readExpireMs = BfqTunables.clamp(ms, 0);
  }

  public long writeExpireMs() {
    return writeExpireMs;
  }

  public void setWriteExpireMs(long ms) {
    writeExpireMs = BfqTunables.clamp(ms, 0);
  }

  /** How long reads are served before writes get a batch. */
  public long readBatchExpireMs() {
    return readBatchExpireMs;
  }

  public void setReadBatchExpireMs(long ms) {
    readBatchExpireMs = BfqTunables.clamp(ms, 0);
  }

  public long writeBatchExpireMs() {
    return writeBatchExpireMs;
  }

  public void setWriteBatchExpireMs(long ms) {
    writeBatchExpireMs = BfqTunables.clamp(ms, 0);
  }

  /** How long a task is waited for; 0 makes the scheduler much like deadline. */
  public long anticExpireMs() {
    return anticExpireMs;
  }

  public void setAnticExpireMs(long ms) {
    anticExpireMs = BfqTunables.clamp(ms, 0);
  }
}

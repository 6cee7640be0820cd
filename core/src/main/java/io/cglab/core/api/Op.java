package io.cglab.core.api;

/** What a bio asks of the device. */
public enum Op {
  READ,
  WRITE,
  FLUSH,
  DISCARD,
  SECURE_ERASE,
  WRITE_ZEROES;

  /**
   * True for every operation that limits count as a write; discards too (throttle-and-qos.md 0.1).
   */
  public boolean isWrite() {
    return this != READ;
  }
}

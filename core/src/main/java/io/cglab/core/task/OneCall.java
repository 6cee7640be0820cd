package io.cglab.core.task;

import io.cglab.core.api.Op;

/** One I/O, at once. */
final class OneCall implements IoSource {
  private final Op op;
  private final long offset;
  private final int bytes;
  private boolean taken;

  OneCall(Op op, long offset, int bytes) {
    this.op = op;
    this.offset = offset;
    this.bytes = bytes;
  }

  @Override
  public long nextNs(long now) {
    return taken ? NEVER : now;
  }

  @Override
  public Op op() {
    return op;
  }

  @Override
  public int file() {
    return 0;
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public int bytes() {
    return bytes;
  }

  @Override
  public void take() {
    taken = true;
  }
}

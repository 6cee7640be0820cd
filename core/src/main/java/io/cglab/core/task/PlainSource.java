package io.cglab.core.task;

import io.cglab.core.api.Op;
import java.util.SplittableRandom;

/** I/Os of one size on one device, in a row or at random, as {@link Job} describes them. */
final class PlainSource implements IoSource {
  private final Op op;
  private final long count;
  private final long first;
  private final int blockSize;
  private final boolean isRandom;
  private final boolean wraps;
  private final long lengthBytes;
  private final SplittableRandom random;
  private long next;
  private long taken;
  private boolean prepared;
  private long offset;
  private int bytes;

  PlainSource(Job job, long lengthBytes) {
    op = job.op();
    count = job.count();
    first = job.offset();
    blockSize = job.blockSize();
    isRandom = job.randomOffsets();
    wraps = job.asyncIo();
    this.lengthBytes = lengthBytes;
    random = new SplittableRandom(job.seed());
    next = first;
  }

  @Override
  public long nextNs(long now) {
    if (prepared) {
      return now;
    }
    if (op == Op.FLUSH) {
      return taken >= count ? NEVER : now;
    }
    if (taken >= count || first >= lengthBytes) {
      return NEVER;
    }
    if (!wraps && !isRandom && next >= lengthBytes) {
      return NEVER;
    }
    int size = blockSize;
    if (isRandom) {
      long blocks = Math.max(1, (lengthBytes - first) / size);
      offset = first + random.nextLong(blocks) * size;
    } else {
      if (next + size > lengthBytes && wraps) {
        next = first;
      }
      offset = next;
      next += size;
    }
    bytes = (int) Math.max(0, Math.min(size, lengthBytes - offset));
    prepared = true;
    return now;
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
    prepared = false;
    taken++;
  }
}

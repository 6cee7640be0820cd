package io.cglab.core.task;

import io.cglab.core.api.Op;
import java.util.SplittableRandom;

/** I/Os of one size on one device, in a row or at random, as {@link Job} describes them. */
final class PlainSource implements IoSource {
  private final Job job;
  private final long lengthBytes;
  private final SplittableRandom random;
  private long next;
  private long taken;
  private boolean prepared;
  private long offset;
  private int bytes;

  PlainSource(Job job, long lengthBytes) {
    this.job = job;
    this.lengthBytes = lengthBytes;
    random = new SplittableRandom(job.seed());
    next = job.offset();
  }

  @Override
  public long nextNs(long now) {
    if (prepared) {
      return now;
    }
    if (job.op() == Op.FLUSH) {
      return taken >= job.count() ? NEVER : now;
    }
    if (taken >= job.count() || job.offset() >= lengthBytes) {
      return NEVER;
    }
    if (!job.asyncIo() && !job.randomOffsets() && next >= lengthBytes) {
      return NEVER;
    }
    int size = job.blockSize();
    if (job.randomOffsets()) {
      long blocks = Math.max(1, (lengthBytes - job.offset()) / size);
      offset = job.offset() + random.nextLong(blocks) * size;
    } else {
      if (next + size > lengthBytes && job.asyncIo()) {
        next = job.offset();
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
    return job.op();
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

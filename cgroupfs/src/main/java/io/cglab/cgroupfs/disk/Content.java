package io.cglab.cgroupfs.disk;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What is in a file: its first MiB, as far as that was written to. All behind it reads as zeros,
 * whatever was written there.
 */
final class Content {
  /** Bytes that are kept of a file. */
  static final int KEPT_BYTES = 1 << 20;

  private static final byte[] NOTHING = {};

  /** Up to the last byte that is not zero, and some zeros. */
  private byte[] bytes = NOTHING;

  /** Takes all that remains in {@code src}, which goes to {@code position}. */
  void write(ByteBuffer src, long position) {
    if (position < KEPT_BYTES) {
      int at = (int) position;
      int count = Math.min(src.remaining(), KEPT_BYTES - at);
      int used = count;
      while (used > 0 && src.get(src.position() + used - 1) == 0) {
        used--;
      }
      if (at + used > bytes.length) {
        int longer = Math.max(at + used, Math.min(KEPT_BYTES, 2 * bytes.length));
        bytes = Arrays.copyOf(bytes, longer);
      }
      int stored = Math.max(0, Math.min(count, bytes.length - at));
      src.get(src.position(), bytes, at < bytes.length ? at : 0, stored);
    }
    src.position(src.limit());
  }

  /** Puts {@code count} bytes from {@code position} on into {@code dst}. */
  void read(ByteBuffer dst, long position, int count) {
    int known = (int) Math.max(0, Math.min(count, bytes.length - position));
    if (known > 0) {
      dst.put(bytes, (int) position, known);
    }
    for (int i = known; i < count; i++) {
      dst.put((byte) 0);
    }
  }

  /** What is behind reads as zeros from now on. */
  void truncate(long size) {
    if (size < bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) size);
    }
  }

  /** These bytes read as zeros from now on. */
  void zero(long from, long count) {
    int first = (int) Math.min(from, bytes.length);
    int end = (int) Math.min(bytes.length, from + Math.min(count, KEPT_BYTES));
    if (end > first) {
      Arrays.fill(bytes, first, end, (byte) 0);
    }
  }
}

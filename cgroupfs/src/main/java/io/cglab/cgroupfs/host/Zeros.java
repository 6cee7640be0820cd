package io.cglab.cgroupfs.host;

import java.nio.ByteBuffer;

/** Fills buffers with zeros. */
final class Zeros {
  private static final byte[] BLOCK = new byte[8192];

  private Zeros() {}

  static void put(ByteBuffer dst, int count) {
    for (int left = count; left > 0; left -= BLOCK.length) {
      dst.put(BLOCK, 0, Math.min(left, BLOCK.length));
    }
  }
}

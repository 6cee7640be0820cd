package io.cglab.shell;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that hands out one line a read, so that a reader who buffers takes no line that is for
 * the next one.
 */
final class LineInput extends FilterInputStream {
  LineInput(InputStream in) {
    super(in);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = 0;
    while (count < length) {
      int next = in.read();
      if (next < 0) {
        return count == 0 ? -1 : count;
      }
      into[offset + count++] = (byte) next;
      if (next == '\n') {
        break;
      }
    }
    return count;
  }

  /** Nothing, since more may be another's. */
  @Override
  public int available() {
    return 0;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}

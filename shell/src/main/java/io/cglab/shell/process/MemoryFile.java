package io.cglab.shell.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes in memory: what {@code $(...)} collects, and what a here-document holds. */
public final class MemoryFile extends Descriptor {
  private final byte[] input;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private int at;

  /** Reads the text, a character a byte. */
  public MemoryFile(String text) {
    input = text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Empty to read, and ready to collect. */
  public MemoryFile() {
    this("");
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    int count = Math.min(length, input.length - at);
    System.arraycopy(input, at, into, offset, count);
    at += count;
    return count;
  }

  @Override
  public void write(byte[] bytes) {
    output.write(bytes, 0, bytes.length);
  }

  /** What was written, a character a byte. */
  public String text() {
    return output.toString(StandardCharsets.ISO_8859_1);
  }
}

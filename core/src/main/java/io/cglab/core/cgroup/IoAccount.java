package io.cglab.core.cgroup;

/** What a process has read and written since it began, as /proc/PID/io says. */
public final class IoAccount {
  private long readCalls;
  private long writeCalls;
  private long readChars;
  private long wroteChars;
  private long readBytes;
  private long wroteBytes;

  /** A read or write system call has moved {@code bytes}. */
  public void countCall(boolean write, long bytes) {
    if (write) {
      writeCalls++;
      wroteChars += bytes;
    } else {
      readCalls++;
      readChars += bytes;
    }
  }

  /** It has asked a block device for {@code bytes}. */
  public void countStorage(boolean write, long bytes) {
    if (write) {
      wroteBytes += bytes;
    } else {
      readBytes += bytes;
    }
  }

  public long readCalls() {
    return readCalls;
  }

  public long writeCalls() {
    return writeCalls;
  }

  /** Bytes that read calls have given it. */
  public long readChars() {
    return readChars;
  }

  /** Bytes that write calls have taken from it. */
  public long wroteChars() {
    return wroteChars;
  }

  /** Bytes that it had block devices read. */
  public long readBytes() {
    return readBytes;
  }

  /** Bytes that it had block devices write. */
  public long wroteBytes() {
    return wroteBytes;
  }
}

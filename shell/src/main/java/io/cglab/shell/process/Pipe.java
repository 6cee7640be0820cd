package io.cglab.shell.process;

import io.cglab.core.api.Errno;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A pipe of 64 KiB. A reader waits while it is empty, a writer while it is full. */
public final class Pipe {
  private static final int CAPACITY = 64 << 10;

  private final Processes processes;
  private final byte[] ring = new byte[CAPACITY];
  private final List<Strand> waiting = new ArrayList<>();
  private final Descriptor readEnd = new ReadEnd();
  private final Descriptor writeEnd = new WriteEnd();
  private int head;
  private int size;
  private boolean readable = true;
  private boolean writable = true;

  public Pipe(Processes processes) {
    this.processes = processes;
  }

  public Descriptor readEnd() {
    return readEnd;
  }

  public Descriptor writeEnd() {
    return writeEnd;
  }

  private void await() {
    waiting.add(processes.strands().current());
    processes.strands().park();
  }

  private void wakeAll() {
    for (Strand strand : waiting) {
      processes.strands().unpark(strand);
    }
    waiting.clear();
  }

  private final class ReadEnd extends Descriptor {
    @Override
    public int read(byte[] into, int offset, int length) {
      while (size == 0 && writable) {
        await();
      }
      int count = Math.min(length, size);
      for (int i = 0; i < count; i++) {
        into[offset + i] = ring[head];
        head = (head + 1) % CAPACITY;
      }
      size -= count;
      if (count > 0) {
        wakeAll();
      }
      return count;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      throw Errors.of("pipe", Errno.EBADF);
    }

    @Override
    protected void release() {
      readable = false;
      wakeAll();
    }
  }

  private final class WriteEnd extends Descriptor {
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      throw Errors.of("pipe", Errno.EBADF);
    }

    @Override
    public void write(byte[] bytes) {
      int at = 0;
      while (at < bytes.length) {
        while (size == CAPACITY && readable) {
          await();
        }
        if (!readable) {
          processes.breakPipe();
        }
        int count = Math.min(bytes.length - at, CAPACITY - size);
        for (int i = 0; i < count; i++) {
          ring[(head + size + i) % CAPACITY] = bytes[at + i];
        }
        size += count;
        at += count;
        wakeAll();
      }
    }

    @Override
    protected void release() {
      writable = false;
      wakeAll();
    }
  }
}

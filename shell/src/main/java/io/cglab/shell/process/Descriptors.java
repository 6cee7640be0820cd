package io.cglab.shell.process;

import io.cglab.core.api.Errno;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A process's table of descriptors. */
public final class Descriptors {
  private final TreeMap<Integer, Descriptor> byNumber = new TreeMap<>();

  /** A table with the same open files, each with one holder more. */
  public Descriptors copy() {
    Descriptors copy = new Descriptors();
    byNumber.forEach((number, file) -> copy.byNumber.put(number, file.retain()));
    return copy;
  }

  public @Nullable Descriptor find(int number) {
    return byNumber.get(number);
  }

  /** Returns the file, or fails with EBADF. */
  public Descriptor get(int number) throws IOException {
    Descriptor file = byNumber.get(number);
    if (file == null) {
      throw Errors.of(Integer.toString(number), Errno.EBADF);
    }
    return file;
  }

  /** Puts {@code file} at {@code number}, taking over the caller's reference. */
  public void set(int number, Descriptor file) throws IOException {
    Descriptor previous = byNumber.put(number, file);
    if (previous != null) {
      previous.close();
    }
  }

  public void close(int number) throws IOException {
    Descriptor previous = byNumber.remove(number);
    if (previous != null) {
      previous.close();
    }
  }

  /** Closes all. */
  public void closeAll() throws IOException {
    Map<Integer, Descriptor> files = new TreeMap<>(byNumber);
    byNumber.clear();
    for (Descriptor file : files.values()) {
      file.close();
    }
  }
}

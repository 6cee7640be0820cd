package io.cglab.cgroupfs.kernfs;

import java.io.IOException;

/** A piece of file work that returns a value. */
@FunctionalInterface
public interface IoCallable<T> {
  T call() throws IOException;
}

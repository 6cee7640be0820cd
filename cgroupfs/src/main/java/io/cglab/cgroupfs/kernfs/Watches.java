package io.cglab.cgroupfs.kernfs;

import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The directories of a file system that somebody watches. */
final class Watches {
  private final List<KernWatchService.Key> keys = new CopyOnWriteArrayList<>();

  boolean isEmpty() {
    return keys.isEmpty();
  }

  void add(KernWatchService.Key key) {
    keys.add(key);
  }

  void remove(KernWatchService.Key key) {
    keys.remove(key);
  }

  /** Something happened to the file of these canonical names. */
  void raise(List<String> names, WatchEvent.Kind<Path> kind) {
    for (KernWatchService.Key key : keys) {
      key.raiseIfInside(names, kind);
    }
  }

  void close() {
    for (KernWatchService.Key key : keys) {
      key.cancel();
    }
  }
}

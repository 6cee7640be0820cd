package io.cglab.cgroupfs.kernfs;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.Watchable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Watches directories of one file system; events come at once, from whoever causes them. */
final class KernWatchService implements WatchService {
  private final KernFileSystem fileSystem;
  private final LinkedBlockingQueue<Key> signalled = new LinkedBlockingQueue<>();
  private volatile boolean open = true;

  KernWatchService(KernFileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  KernFileSystem fileSystem() {
    return fileSystem;
  }

  WatchKey register(KernPath directory, WatchEvent.Kind<?>[] kinds) throws IOException {
    checkOpen();
    List<String> names = KernPath.of(directory.toRealPath()).canonical();
    Key key = new Key(directory, names, Set.of(kinds));
    fileSystem.watches().add(key);
    return key;
  }

  private void checkOpen() {
    if (!open) {
      throw new ClosedWatchServiceException();
    }
  }

  @Override
  public void close() {
    open = false;
  }

  @Override
  public @Nullable WatchKey poll() {
    checkOpen();
    return signalled.poll();
  }

  @Override
  public @Nullable WatchKey poll(long timeout, TimeUnit unit) throws InterruptedException {
    checkOpen();
    return signalled.poll(timeout, unit);
  }

  @Override
  public WatchKey take() throws InterruptedException {
    checkOpen();
    return signalled.take();
  }

  /** An event on a name in the watched directory. */
  private record Event(WatchEvent.Kind<Path> kind, Path context, int count)
      implements WatchEvent<Path> {}

  /** One watched directory. */
  final class Key implements WatchKey {
    private final KernPath directory;
    private final List<String> names;
    private final Set<WatchEvent.Kind<?>> kinds;
    private final List<WatchEvent<?>> events = new ArrayList<>();
    private boolean isSignalled;
    private volatile boolean valid = true;

    Key(KernPath directory, List<String> names, Set<WatchEvent.Kind<?>> kinds) {
      this.directory = directory;
      this.names = names;
      this.kinds = kinds;
    }

    void raiseIfInside(List<String> file, WatchEvent.Kind<Path> kind) {
      if (valid
          && open
          && kinds.contains(kind)
          && file.size() == names.size() + 1
          && file.subList(0, names.size()).equals(names)) {
        raise(kind, fileSystem.getPath(file.get(names.size())));
      }
    }

    private synchronized void raise(WatchEvent.Kind<Path> kind, Path context) {
      int last = events.size() - 1;
      if (last >= 0
          && events.get(last) instanceof Event event
          && event.kind() == kind
          && event.context().equals(context)) {
        events.set(last, new Event(kind, context, event.count() + 1));
      } else {
        events.add(new Event(kind, context, 1));
      }
      if (!isSignalled) {
        isSignalled = true;
        signalled.add(this);
      }
    }

    @Override
    public boolean isValid() {
      return valid && open;
    }

    @Override
    public synchronized List<WatchEvent<?>> pollEvents() {
      List<WatchEvent<?>> taken = new ArrayList<>(events);
      events.clear();
      return taken;
    }

    @Override
    public synchronized boolean reset() {
      isSignalled = false;
      if (!events.isEmpty()) {
        isSignalled = true;
        signalled.add(this);
      }
      return isValid();
    }

    @Override
    public void cancel() {
      valid = false;
      fileSystem.watches().remove(this);
    }

    @Override
    public Watchable watchable() {
      return directory;
    }
  }
}

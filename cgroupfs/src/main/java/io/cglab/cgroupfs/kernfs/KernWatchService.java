package io.cglab.cgroupfs.kernfs;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.Watchable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches directories of one file system; events come at once, from whoever causes them.
 *
 * <p>ENTRY_CREATE and ENTRY_DELETE come with mkdir, rmdir and their like. ENTRY_MODIFY comes with
 * each write through this file system and with a change of attributes, as on Linux; beside that for
 * {@code cgroup.events} whenever populated or frozen changes (control-files.md 5.7), and for {@code
 * cgroup.procs} whenever a task comes or goes. The last is more than a real kernel tells: its
 * inotify speaks of {@code cgroup.procs} only when somebody writes to it. Control files that come
 * or go with a controller are not told of, here or there.
 *
 * <p>The kernel delays all but the first event of a file within 10 ms; here they are counted in one
 * event until somebody takes it, so that the last is never lost.
 */
final class KernWatchService implements WatchService {
  /** More events than that on one key, and what was lost becomes one OVERFLOW. */
  private static final int MAX_EVENTS = 512;

  private static final Set<WatchEvent.Kind<?>> KINDS =
      Set.of(
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_DELETE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.OVERFLOW);

  private final KernFileSystem fileSystem;
  private final LinkedBlockingQueue<Key> signalled = new LinkedBlockingQueue<>();
  private final Map<Watches.Inode, Key> keys = new ConcurrentHashMap<>();

  /** What wakes those who wait when the service closes. */
  private final Key closing;

  private volatile boolean open = true;

  KernWatchService(KernFileSystem fileSystem) {
    this.fileSystem = fileSystem;
    this.closing = new Key(fileSystem.pathOf(List.of()), new Watches.Inode(0, 0), Set.of());
  }

  KernFileSystem fileSystem() {
    return fileSystem;
  }

  /**
   * Watches a directory. One that is watched already keeps its key and gets the new kinds.
   *
   * @throws IOException ENOTDIR, ENOENT, or EACCES if the caller may not read it
   */
  WatchKey register(KernPath directory, WatchEvent.Kind<?>[] kinds) throws IOException {
    checkOpen();
    for (WatchEvent.Kind<?> kind : kinds) {
      if (!KINDS.contains(kind)) {
        throw new UnsupportedOperationException("no event of files: " + kind.name());
      }
    }
    Set<WatchEvent.Kind<?>> wanted = Set.copyOf(List.of(kinds));
    if (wanted.isEmpty() || wanted.equals(Set.of(StandardWatchEventKinds.OVERFLOW))) {
      throw new IllegalArgumentException("no kind of event to watch for");
    }
    try {
      return fileSystem.at(
          directory,
          true,
          place -> {
            Watches.Inode inode = Watches.Inode.of(place);
            if (place.jimfs() == null) {
              Access.checkDirectory(fileSystem.caller(), place.directory(), Access.READ);
            }
            return watch(directory, inode, wanted);
          });
    } catch (FileSystemException refused) {
      throw NioErrors.errnoOf(refused) == Errno.ENOTDIR
          ? NioErrors.toDirectoryIo(directory, new KernelException(Errno.ENOTDIR))
          : refused;
    }
  }

  private synchronized Key watch(
      KernPath directory, Watches.Inode inode, Set<WatchEvent.Kind<?>> kinds) {
    checkOpen();
    Key present = keys.get(inode);
    if (present != null) {
      present.kinds = kinds;
      return present;
    }
    Key key = new Key(directory, inode, kinds);
    keys.put(inode, key);
    fileSystem.watches().add(key);
    return key;
  }

  private void checkOpen() {
    if (!open) {
      throw new ClosedWatchServiceException();
    }
  }

  /** Cancels all keys; who waits for one gets ClosedWatchServiceException. */
  @Override
  public synchronized void close() {
    if (open) {
      open = false;
      for (Key key : new ArrayList<>(keys.values())) {
        key.cancel();
      }
      signalled.add(closing);
    }
  }

  private @Nullable Key taken(@Nullable Key key) {
    if (!open) {
      signalled.add(closing); // for the next who waits
    }
    checkOpen();
    return key;
  }

  @Override
  public @Nullable WatchKey poll() {
    checkOpen();
    return taken(signalled.poll());
  }

  @Override
  public @Nullable WatchKey poll(long timeout, TimeUnit unit) throws InterruptedException {
    checkOpen();
    return taken(signalled.poll(timeout, unit));
  }

  @Override
  public WatchKey take() throws InterruptedException {
    checkOpen();
    Key key = signalled.take();
    taken(key);
    return key;
  }

  /** An event on a name in the watched directory. */
  private record Event(WatchEvent.Kind<Path> kind, Path context, int count)
      implements WatchEvent<Path> {}

  /** So many events were lost. */
  private record Overflow(int count) implements WatchEvent<Object> {
    @Override
    public WatchEvent.Kind<Object> kind() {
      return StandardWatchEventKinds.OVERFLOW;
    }

    @Override
    public @Nullable Object context() {
      return null;
    }
  }

  /** One watched directory. */
  final class Key implements WatchKey {
    private final KernPath directory;
    private final Watches.Inode inode;
    private volatile Set<WatchEvent.Kind<?>> kinds;
    private volatile boolean valid = true;

    // Guarded by this.
    private final List<WatchEvent<?>> events = new ArrayList<>();
    private final Map<String, Integer> modified = new HashMap<>();
    private boolean isSignalled;

    Key(KernPath directory, Watches.Inode inode, Set<WatchEvent.Kind<?>> kinds) {
      this.directory = directory;
      this.inode = inode;
      this.kinds = kinds;
    }

    Watches.Inode inode() {
      return inode;
    }

    /** Queues an event, or counts it where the same is queued and nothing else came between. */
    synchronized void raise(WatchEvent.Kind<Path> kind, String name) {
      if (!isValid() || !kinds.contains(kind)) {
        return;
      }
      boolean modify = kind == StandardWatchEventKinds.ENTRY_MODIFY;
      Integer pending = modify ? modified.get(name) : null;
      if (pending != null && events.get(pending) instanceof Event event) {
        events.set(pending, new Event(kind, event.context(), event.count() + 1));
      } else if (events.size() < MAX_EVENTS) {
        if (modify) {
          modified.put(name, events.size());
        } else {
          modified.remove(name);
        }
        events.add(new Event(kind, fileSystem.getPath(name), 1));
      } else {
        overflow();
      }
      signal();
    }

    private void overflow() {
      int last = events.size() - 1;
      if (events.get(last) instanceof Overflow more) {
        events.set(last, new Overflow(more.count() + 1));
      } else {
        events.add(new Overflow(1));
      }
    }

    private void signal() {
      if (!isSignalled) {
        isSignalled = true;
        signalled.add(this);
      }
    }

    /** The directory is gone. */
    synchronized void directoryRemoved() {
      cancel();
      signal();
    }

    @Override
    public boolean isValid() {
      return valid;
    }

    @Override
    public synchronized List<WatchEvent<?>> pollEvents() {
      List<WatchEvent<?>> taken = new ArrayList<>(events);
      events.clear();
      modified.clear();
      return taken;
    }

    @Override
    public synchronized boolean reset() {
      if (isSignalled && valid) {
        isSignalled = false;
        if (!events.isEmpty()) {
          signal();
        }
      }
      return valid;
    }

    @Override
    public void cancel() {
      valid = false;
      keys.remove(inode, this);
      fileSystem.watches().remove(this);
    }

    @Override
    public Watchable watchable() {
      return directory;
    }
  }
}

package io.cglab.cgroupfs.kernfs;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A file system of pseudo trees behind a mount table, with Jimfs for everything else. The working
 * directory is {@code /}.
 *
 * <p>Every use of a {@link Node} happens while the calling thread holds {@link #lock}, so that what
 * is behind the nodes has one owner at a time. Whoever changes it in another way takes the same
 * lock. Reading and writing open Jimfs files does not need it.
 */
public final class KernFileSystem extends FileSystem {
  private static final AtomicInteger UNNAMED = new AtomicInteger();
  private static final AtomicInteger JIMFS = new AtomicInteger();
  private static final int DEFAULT_UMASK = 022;

  private final String name;
  private final FileSystem jimfs;
  private final ReentrantLock lock = new ReentrantLock();
  private final ThreadLocal<Caller> caller = ThreadLocal.withInitial(() -> Caller.ROOT);
  private final Principals principals = new Principals();
  private final Watches watches = new Watches();

  /** Changed under the lock, read without. */
  private volatile MountTable table = MountTable.EMPTY;

  private volatile OperationListener operations = OperationListener.NONE;
  private volatile Interposer interposer = Interposer.NONE;
  private volatile boolean mayHaveLinksInJimfs;
  private volatile int umask = DEFAULT_UMASK;
  private volatile boolean open = true;

  private KernFileSystem(Builder builder) {
    this.name = builder.name;
    Configuration.Builder configuration =
        Configuration.unix().toBuilder()
            .setWorkingDirectory("/")
            .setAttributeViews("basic", "owner", "posix", "unix")
            .setDefaultAttributeValue("owner:owner", Principals.ROOT)
            .setDefaultAttributeValue("posix:group", Principals.ROOT)
            .setDefaultAttributeValue("posix:permissions", "rw-r--r--");
    LongSupplier clock = builder.clock;
    if (clock != null) {
      configuration.setFileTimeSource(() -> FileTime.from(clock.getAsLong(), NANOSECONDS));
    }
    // A name of our own: a random one would start the whole security framework.
    this.jimfs = Jimfs.newFileSystem("cglab-" + JIMFS.incrementAndGet(), configuration.build());
    try {
      Files.setPosixFilePermissions(
          jimfs.getPath("/"), PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** Settings of a new file system. */
  public static final class Builder {
    private String name = "kernfs" + UNNAMED.incrementAndGet();
    private @Nullable LongSupplier clock;

    private Builder() {}

    /**
     * The host part of the file system's URIs; letters, digits and {@code -}; unique in the JVM.
     */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /** What time the Jimfs part has, in ns since the epoch; the wall clock if not set. */
    public Builder clock(LongSupplier epochNs) {
      this.clock = epochNs;
      return this;
    }

    /**
     * Makes the file system, with an empty root directory and no mounts.
     *
     * @throws IllegalArgumentException if the name is in use
     */
    public KernFileSystem build() {
      KernFileSystem fileSystem = new KernFileSystem(this);
      KernFileSystemProvider.register(fileSystem);
      return fileSystem;
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The one lock of this file system. */
  public ReentrantLock lock() {
    return lock;
  }

  // Mounts

  /**
   * Mounts a tree on an existing directory, over what is there.
   *
   * @param type the file-system type, which {@link FileStore#type} gives
   * @param source what stands for the device in the mount table; {@link FileStore#name} gives it
   * @param device st_dev of the files, packed as major &lt;&lt; 20 | minor
   * @throws IOException EPERM if the caller is not the super-user, and what path look-up gives
   */
  public Mount mount(Path point, Directory root, String type, String source, int device)
      throws IOException {
    return at(
        KernPath.of(point),
        true,
        place -> {
          requireSuperUser();
          requireDirectory(place);
          Mount mount = new Mount(place.text(), root, type, source, device);
          table = table.with(mount);
          return mount;
        });
  }

  /**
   * Takes away what was mounted last on {@code point}. Files that are open in it stay usable.
   *
   * @throws IOException EINVAL if nothing is mounted there, EBUSY if something is mounted below it,
   *     EPERM if the caller is not the super-user
   */
  public void unmount(Path point) throws IOException {
    at(
        KernPath.of(point),
        true,
        place -> {
          requireSuperUser();
          MountTable.Point found = table.find(place.names());
          Mount mount = found == null ? null : found.mount();
          if (found == null || mount == null) {
            throw new KernelException(Errno.EINVAL, place.text() + " is no mount point");
          }
          if (found.hasMountsBelow()) {
            throw new KernelException(
                Errno.EBUSY, "something is mounted below; unmount that first");
          }
          table = table.without(mount);
          return mount;
        });
  }

  /** What is mounted, in the order of mounting. Jimfs is not among them. */
  public List<Mount> mounts() {
    return table.mounts();
  }

  private void requireSuperUser() throws KernelException {
    if (!caller().isRoot()) {
      throw new KernelException(Errno.EPERM);
    }
  }

  private static void requireDirectory(Place place) throws KernelException, IOException {
    Path inJimfs = place.jimfs();
    if (inJimfs == null) {
      place.directory();
    } else if (!Files.isDirectory(inJimfs)) {
      throw new KernelException(Files.exists(inJimfs) ? Errno.ENOTDIR : Errno.ENOENT);
    }
  }

  // The calling process

  /** Does {@code body} as {@code who}, on this thread. */
  public <T> T as(Caller who, IoCallable<T> body) throws IOException {
    Caller before = caller.get();
    caller.set(who);
    try {
      return body.call();
    } finally {
      caller.set(before);
    }
  }

  /** Who makes the calls of this thread: the super-user unless {@link #as} says otherwise. */
  public Caller caller() {
    return caller.get();
  }

  /** The mode bits that new files and directories do not get. */
  public int umask() {
    return umask;
  }

  /** Sets the umask of all callers, 0 to 0777. */
  public void setUmask(int umask) {
    this.umask = umask & 0777;
  }

  // System calls that java.nio.file has no method for

  /** rmdir(2): as {@link Files#delete}, but ENOTDIR for anything but a directory. */
  public void rmdir(Path path) throws IOException {
    TreeCalls.rmdir(this, KernPath.of(path));
  }

  /** unlink(2): as {@link Files#delete}, but EISDIR for a directory. */
  public void unlink(Path path) throws IOException {
    TreeCalls.unlink(this, KernPath.of(path));
  }

  /**
   * The node at a path, links followed; null for what Jimfs serves.
   *
   * @throws IOException ENOENT if nothing is there, and what path look-up gives
   */
  public @Nullable Node node(Path path) throws IOException {
    Node[] found = new Node[1];
    at(
        KernPath.of(path),
        true,
        place -> {
          found[0] = place.jimfs() == null ? place.existing() : null;
          return place;
        });
    return found[0];
  }

  // Listening to calls

  /** Sets who is told of each call that changes files; one listener at a time. */
  public void setOperationListener(OperationListener listener) {
    operations = listener;
  }

  /** False if nobody listens to calls, so that none needs to be described. */
  boolean isListenedTo() {
    return operations != OperationListener.NONE;
  }

  /** Tells of a call that is done. */
  void tell(FileOperation done) {
    operations.finished(caller(), done, null);
  }

  /** Does {@code call}, which is {@code operation}, and tells of it. */
  <T> T told(FileOperation operation, IoCallable<T> call) throws IOException {
    lock.lock();
    try {
      T result = call.call();
      operations.finished(caller(), operation, null);
      return result;
    } catch (IOException refusal) {
      operations.finished(caller(), operation, refusal);
      throw refusal;
    } finally {
      lock.unlock();
    }
  }

  /** Sets what stands between the callers and the pseudo trees. */
  public void setInterposer(Interposer between) {
    interposer = between;
  }

  Interposer interposer() {
    return interposer;
  }

  // Watching

  /** True if some directory is being watched; if not, {@link #notifyModified} does nothing. */
  public boolean isWatched() {
    return !watches.isEmpty();
  }

  /**
   * Tells watchers of its directory that a file has changed by itself. Writes through this file
   * system need no such call.
   *
   * @param device st_dev of the tree, as given to {@link #mount}
   * @param directoryIno inode number of the directory
   */
  public void notifyModified(int device, long directoryIno, String file) {
    if (isWatched()) {
      watches.raise(
          new Watches.Inode(device, directoryIno), file, StandardWatchEventKinds.ENTRY_MODIFY);
    }
  }

  Watches watches() {
    return watches;
  }

  @Override
  public KernWatchService newWatchService() {
    checkOpen();
    return new KernWatchService(this);
  }

  // Getting to a place

  /** What is done at the end of a path walk. */
  interface PlaceCall<T> {
    T run(Place place) throws IOException, KernelException;
  }

  /**
   * Walks to {@code path} and does {@code call} there, under the lock unless Jimfs is sure to serve
   * the path. Refusals come out as NIO's exceptions.
   */
  <T> T at(KernPath path, boolean follow, PlaceCall<T> call) throws IOException {
    checkOpen();
    Place plain = plainJimfs(path);
    if (plain != null) {
      try {
        return call.run(plain);
      } catch (KernelException refusal) {
        throw NioErrors.toIo(path, refusal);
      } catch (IOException refusal) {
        throw NioErrors.fromJimfs(path, refusal);
      }
    }
    lock.lock();
    try {
      return call.run(PathWalk.walk(this, path, follow));
    } catch (KernelException refusal) {
      throw NioErrors.toIo(path, refusal);
    } catch (IOException refusal) {
      throw NioErrors.fromJimfs(path, refusal);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the place of a path that meets no mount, link or dots on its way; else null. */
  private @Nullable Place plainJimfs(KernPath path) {
    if (mayHaveLinksInJimfs) {
      return null;
    }
    MountTable.Point root = table.root();
    String[] names = path.names();
    if (root.mount() != null
        || names.length == 0
        || root.below(names[0]) != null
        || path.hasDots()
        || path.toString().length() > KernPath.SURELY_SHORT) {
      return null;
    }
    return Place.inJimfs(Arrays.asList(names), path.inner(), null);
  }

  MountTable table() {
    return table;
  }

  /** Whether any symbolic link was ever made in Jimfs; until then none has to be looked for. */
  boolean mayHaveLinksInJimfs() {
    return mayHaveLinksInJimfs;
  }

  void linkWasMadeInJimfs() {
    mayHaveLinksInJimfs = true;
  }

  FileSystem jimfs() {
    return jimfs;
  }

  /** The Jimfs path of canonical names. */
  Path jimfsPath(List<String> names) {
    return jimfs.getPath("/", names.toArray(new String[0]));
  }

  /** Our path of canonical names. */
  KernPath pathOf(List<String> names) {
    return new KernPath(this, jimfsPath(names));
  }

  Principals principals() {
    return principals;
  }

  String name() {
    return name;
  }

  URI uriOf(String absolutePath) {
    try {
      return new URI(KernFileSystemProvider.SCHEME, name, absolutePath, null);
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }

  void checkOpen() {
    if (!open) {
      throw new ClosedFileSystemException();
    }
  }

  // FileSystem

  @Override
  public KernFileSystemProvider provider() {
    return KernFileSystemProvider.instance();
  }

  @Override
  public void close() throws IOException {
    if (open) {
      open = false;
      KernFileSystemProvider.unregister(this);
      watches.close();
      jimfs.close();
    }
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    checkOpen();
    return List.of(getPath("/"));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    checkOpen();
    List<FileStore> stores = new ArrayList<>();
    stores.add(KernFileStore.ofJimfs(jimfs));
    for (Mount mount : table.mounts()) {
      stores.add(KernFileStore.of(mount));
    }
    return stores;
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return StatAttributes.VIEWS;
  }

  @Override
  public Path getPath(String first, String... more) {
    return new KernPath(this, jimfs.getPath(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    PathMatcher matcher = jimfs.getPathMatcher(syntaxAndPattern);
    return path -> path instanceof KernPath ours && matcher.matches(ours.inner());
  }

  @Override
  public Principals getUserPrincipalLookupService() {
    return principals;
  }

  @Override
  public String toString() {
    return KernFileSystemProvider.SCHEME + "://" + name;
  }
}

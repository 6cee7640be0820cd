package io.cglab.cgroupfs.kernfs;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The provider of {@link KernFileSystem}s, which are made by their builder and not by URI. */
public final class KernFileSystemProvider extends FileSystemProvider {
  static final String SCHEME = "kernfs";

  private static final int DIRECTORY_MODE = 0777;
  private static final int FILE_MODE = 0666;
  private static final KernFileSystemProvider INSTANCE = new KernFileSystemProvider();
  private static final Map<String, KernFileSystem> FILE_SYSTEMS = new ConcurrentHashMap<>();

  private KernFileSystemProvider() {}

  static KernFileSystemProvider instance() {
    return INSTANCE;
  }

  static void register(KernFileSystem fileSystem) {
    if (FILE_SYSTEMS.putIfAbsent(fileSystem.name(), fileSystem) != null) {
      throw new IllegalArgumentException(
          "a file system of this name is open: " + fileSystem.name());
    }
  }

  static void unregister(KernFileSystem fileSystem) {
    FILE_SYSTEMS.remove(fileSystem.name(), fileSystem);
  }

  private static boolean follows(Object... options) {
    return !Arrays.asList(options).contains(LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
    throw new UnsupportedOperationException("use KernFileSystem.builder()");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    KernFileSystem found = uri.getHost() == null ? null : FILE_SYSTEMS.get(uri.getHost());
    if (found == null) {
      throw new FileSystemNotFoundException(uri.toString());
    }
    return found;
  }

  @Override
  public Path getPath(URI uri) {
    return getFileSystem(uri).getPath(uri.getPath());
  }

  // ---- opening

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return open(path, options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return open(path, options, attributes);
  }

  private static FileChannel open(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    KernPath ours = KernPath.of(path);
    KernFileSystem fs = ours.getFileSystem();
    boolean writes =
        options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
    return writes && fs.isListenedTo()
        ? fs.told(
            new FileOperation.Open(ours.toAbsolutePath(), options),
            () -> open(fs, ours, options, attributes))
        : open(fs, ours, options, attributes);
  }

  private static FileChannel open(
      KernFileSystem fs,
      KernPath ours,
      Set<? extends OpenOption> options,
      FileAttribute<?>... attributes)
      throws IOException {
    return fs.at(
        ours,
        !options.contains(LinkOption.NOFOLLOW_LINKS),
        place -> {
          Path jimfs = place.jimfs();
          return jimfs != null
              ? JimfsChannel.open(fs, place, jimfs, options, attributes)
              : openNode(fs, ours, place, options, attributes);
        });
  }

  private static FileChannel openNode(
      KernFileSystem fs,
      KernPath path,
      Place place,
      Set<? extends OpenOption> options,
      FileAttribute<?>... attributes)
      throws KernelException {
    OpenFlags flags = OpenFlags.of(options);
    boolean write = flags.write();
    boolean read = flags.read();
    boolean exclusive = write && options.contains(StandardOpenOption.CREATE_NEW);
    boolean create = exclusive || (write && options.contains(StandardOpenOption.CREATE));
    Caller caller = fs.caller();
    Node node = place.node();
    if (node == null) {
      if (!create) {
        throw new KernelException(Errno.ENOENT);
      }
      Directory parent = TreeCalls.parentOfNew(fs, place);
      parent.create(caller, place.name(), modeOf(FILE_MODE, attributes) & ~fs.umask());
      node = parent.lookup(place.name());
    } else if (exclusive) {
      throw new KernelException(Errno.EEXIST);
    }
    OpenFile file;
    if (node instanceof RegularFile regular) {
      Access.checkOpen(caller, node, regular.rootOverridesMode(), read, write);
      file = regular.open(caller, flags);
    } else if (node instanceof DeviceFile special) {
      Access.checkOpen(caller, node, true, read, write);
      file = special.open(caller, flags);
    } else if (node instanceof Directory) {
      throw new KernelException(Errno.EISDIR);
    } else {
      throw new KernelException(node == null ? Errno.ENOENT : Errno.ELOOP);
    }
    return new KernChannel(fs, path, place, node, file, read, write);
  }

  /** The mode that file attributes ask for, or {@code otherwise}. */
  private static int modeOf(int otherwise, FileAttribute<?>... attributes) {
    for (FileAttribute<?> attribute : attributes) {
      if (attribute.name().equals("posix:permissions") && attribute.value() instanceof Set<?> set) {
        int mode = 0;
        for (Object permission : set) {
          mode |= StatAttributes.modeOf(Set.of((PosixFilePermission) permission));
        }
        return mode;
      }
    }
    return otherwise;
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path dir, DirectoryStream.Filter<? super Path> filter) throws IOException {
    return openDirectory(KernPath.of(dir), true, filter);
  }

  /** Opens a directory; a link as the last name is followed or ENOTDIR. */
  KernDirectoryStream openDirectory(
      KernPath dir, boolean follow, DirectoryStream.Filter<? super Path> filter)
      throws IOException {
    KernFileSystem fs = dir.getFileSystem();
    try {
      return fs.at(
          dir, follow, place -> new KernDirectoryStream(fs, dir, place, names(fs, place), filter));
    } catch (FileSystemException refused) {
      if (NioErrors.errnoOf(refused) == Errno.ENOTDIR) {
        throw NioErrors.toDirectoryIo(dir, new KernelException(Errno.ENOTDIR));
      }
      throw refused;
    }
  }

  private static List<String> names(KernFileSystem fs, Place place)
      throws IOException, KernelException {
    Path jimfs = place.jimfs();
    if (jimfs == null) {
      Directory directory = place.directory();
      Access.checkDirectory(fs.caller(), directory, Access.READ);
      return directory.names();
    }
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> inner = Files.newDirectoryStream(jimfs)) {
      inner.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
    }
    return names;
  }

  // ---- changing the tree

  @Override
  public void createDirectory(Path dir, FileAttribute<?>... attributes) throws IOException {
    KernPath ours = KernPath.of(dir);
    TreeCalls.mkdir(ours.getFileSystem(), ours, modeOf(DIRECTORY_MODE, attributes));
  }

  @Override
  public void delete(Path path) throws IOException {
    KernPath ours = KernPath.of(path);
    TreeCalls.delete(ours.getFileSystem(), ours);
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    KernPath from = KernPath.of(source);
    TreeCalls.rename(from.getFileSystem(), from, KernPath.of(target), options);
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    CopyCall.copy(KernPath.of(source), KernPath.of(target), options);
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    KernPath ours = KernPath.of(link);
    LinkCalls.symlink(ours.getFileSystem(), ours, target);
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    KernPath ours = KernPath.of(link);
    LinkCalls.link(ours.getFileSystem(), ours, KernPath.of(existing));
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    KernPath ours = KernPath.of(link);
    return LinkCalls.readlink(ours.getFileSystem(), ours);
  }

  // ---- looking

  /** The canonical path of an existing file. */
  Path realPath(KernPath path, LinkOption... options) throws IOException {
    KernFileSystem fs = path.getFileSystem();
    return fs.at(
        path,
        follows((Object[]) options),
        place -> {
          Path jimfs = place.jimfs();
          if (jimfs == null) {
            place.existing();
          } else {
            Files.readAttributes(jimfs, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
          }
          return fs.pathOf(place.names());
        });
  }

  @Override
  public boolean isSameFile(Path path, Path path2) throws IOException {
    return path.equals(path2)
        || (path2 instanceof KernPath
            && path.getFileSystem() == path2.getFileSystem()
            && path.toRealPath().equals(path2.toRealPath()));
  }

  @Override
  public boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().startsWith(".");
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    KernPath ours = KernPath.of(path);
    KernFileSystem fs = ours.getFileSystem();
    return fs.at(
        ours,
        true,
        place ->
            place.jimfs() == null
                ? KernFileStore.of(place.tree())
                : KernFileStore.ofJimfs(fs.jimfs()));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    KernPath ours = KernPath.of(path);
    KernFileSystem fs = ours.getFileSystem();
    fs.at(
        ours,
        true,
        place -> {
          Path jimfs = place.jimfs();
          if (jimfs != null) {
            jimfs.getFileSystem().provider().checkAccess(jimfs, modes);
            return place;
          }
          Node node = place.existing();
          int want = 0;
          for (AccessMode mode : modes) {
            want |=
                switch (mode) {
                  case READ -> Access.READ;
                  case WRITE -> Access.WRITE;
                  case EXECUTE -> Access.SEARCH;
                };
          }
          if (want != 0) {
            Access.check(fs.caller(), node.attributes(), node instanceof Directory, want);
          }
          return place;
        });
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    KernPath ours = KernPath.of(path);
    return ours.getFileSystem()
        .at(
            ours,
            follows((Object[]) options),
            place -> {
              Path jimfs = place.jimfs();
              if (jimfs != null) {
                return Files.readAttributes(jimfs, type, options);
              }
              if (type != BasicFileAttributes.class && type != PosixFileAttributes.class) {
                throw new UnsupportedOperationException("unknown attributes " + type);
              }
              return type.cast(new StatAttributes(place.existing(), place.tree().device()));
            });
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    KernPath ours = KernPath.of(path);
    return ours.getFileSystem()
        .at(
            ours,
            follows((Object[]) options),
            place -> {
              Path jimfs = place.jimfs();
              return jimfs != null
                  ? Files.readAttributes(jimfs, attributes, options)
                  : new StatAttributes(place.existing(), place.tree().device()).named(attributes);
            });
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    KernPath ours = KernPath.of(path);
    KernFileSystem fs = ours.getFileSystem();
    if (fs.isListenedTo()) {
      fs.told(
          new FileOperation.SetAttribute(ours.toAbsolutePath(), attribute, value),
          () -> setAttribute(fs, ours, attribute, value, options));
    } else {
      setAttribute(fs, ours, attribute, value, options);
    }
  }

  private static Path setAttribute(
      KernFileSystem fs, KernPath path, String attribute, Object value, LinkOption... options)
      throws IOException {
    return fs.at(
        path,
        follows((Object[]) options),
        place -> {
          Path jimfs = place.jimfs();
          if (jimfs != null) {
            Files.setAttribute(jimfs, attribute, value, options);
          } else {
            AttributeChange.apply(fs.caller(), place.existing(), attribute, value);
          }
          fs.watches().raise(place, StandardWatchEventKinds.ENTRY_MODIFY);
          return path;
        });
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return NodeAttributeView.TYPES.contains(type)
        ? type.cast(new NodeAttributeView(path, options))
        : null;
  }
}

package io.cglab.cgroupfs.kernfs;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
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
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
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
    SeekableByteChannel channel = open(path, options, attributes);
    if (channel instanceof FileChannel file) {
      return file;
    }
    channel.close();
    return FileChannel.open(jimfsOf(path), options, attributes);
  }

  private static Path jimfsOf(Path path) throws IOException {
    KernPath ours = KernPath.of(path);
    return ours.getFileSystem()
        .at(
            ours,
            true,
            place -> {
              Path jimfs = place.jimfs();
              if (jimfs == null) {
                throw new KernelException(Errno.EXDEV);
              }
              return jimfs;
            });
  }

  private static SeekableByteChannel open(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    KernPath ours = KernPath.of(path);
    KernFileSystem fs = ours.getFileSystem();
    return fs.at(
        ours,
        !options.contains(LinkOption.NOFOLLOW_LINKS),
        place -> {
          Path jimfs = place.jimfs();
          return jimfs != null
              ? Files.newByteChannel(jimfs, options, attributes)
              : openNode(fs, ours, place, options, attributes);
        });
  }

  private static SeekableByteChannel openNode(
      KernFileSystem fs,
      KernPath path,
      Place place,
      Set<? extends OpenOption> options,
      FileAttribute<?>... attributes)
      throws KernelException {
    boolean append = options.contains(StandardOpenOption.APPEND);
    boolean write = append || options.contains(StandardOpenOption.WRITE);
    boolean read = options.contains(StandardOpenOption.READ) || !write;
    boolean exclusive = write && options.contains(StandardOpenOption.CREATE_NEW);
    boolean create = exclusive || (write && options.contains(StandardOpenOption.CREATE));
    Caller caller = fs.caller();
    Node node = place.node();
    if (node == null) {
      if (!create) {
        throw new KernelException(Errno.ENOENT);
      }
      Directory parent = place.holder();
      Access.checkDirectory(caller, parent, Access.WRITE | Access.SEARCH);
      parent.create(caller, place.name(), modeOf(FILE_MODE, attributes) & ~fs.umask());
      node = parent.lookup(place.name());
    } else if (exclusive) {
      throw new KernelException(Errno.EEXIST);
    }
    OpenFile file;
    if (node instanceof RegularFile regular) {
      Access.checkOpen(caller, node, regular.rootOverridesMode(), read, write);
      file = regular.open(caller, read, write);
    } else if (node instanceof DeviceFile special) {
      Access.checkOpen(caller, node, true, read, write);
      file = special.open(caller, read, write);
    } else if (node instanceof Directory) {
      throw new KernelException(Errno.EISDIR);
    } else {
      throw new KernelException(node == null ? Errno.ENOENT : Errno.ELOOP);
    }
    return new KernChannel(fs, path, place.names(), node, file, read, write);
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
    KernPath ours = KernPath.of(dir);
    KernFileSystem fs = ours.getFileSystem();
    List<Path> entries;
    try {
      entries =
          fs.at(
              ours,
              true,
              place -> {
                Path jimfs = place.jimfs();
                if (jimfs != null) {
                  try (DirectoryStream<Path> inner = Files.newDirectoryStream(jimfs)) {
                    List<Path> names = new ArrayList<>();
                    for (Path entry : inner) {
                      names.add(ours.resolve(String.valueOf(entry.getFileName())));
                    }
                    return names;
                  }
                }
                Directory directory = place.directory();
                Access.checkDirectory(fs.caller(), directory, Access.READ);
                return directory.names().stream().map(ours::resolve).toList();
              });
    } catch (FileSystemException refused) {
      if (NioErrors.errnoOf(refused) == Errno.ENOTDIR) {
        throw NioErrors.toDirectoryIo(dir, new KernelException(Errno.ENOTDIR));
      }
      throw refused;
    }
    List<Path> accepted = new ArrayList<>();
    for (Path entry : entries) {
      if (filter.accept(entry)) {
        accepted.add(entry);
      }
    }
    return new DirectoryStream<>() {
      private boolean taken;

      @Override
      public Iterator<Path> iterator() {
        if (taken) {
          throw new IllegalStateException("one iterator a stream");
        }
        taken = true;
        return accepted.iterator();
      }

      @Override
      public void close() {
        taken = true;
      }
    };
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
    if (Files.isDirectory(source)) {
      Files.createDirectory(target);
      return;
    }
    boolean replace = Arrays.asList(options).contains(StandardCopyOption.REPLACE_EXISTING);
    byte[] content = Files.readAllBytes(source);
    OpenOption how = replace ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW;
    Set<OpenOption> open =
        replace
            ? Set.of(StandardOpenOption.WRITE, how, StandardOpenOption.TRUNCATE_EXISTING)
            : Set.of(StandardOpenOption.WRITE, how);
    try (SeekableByteChannel channel = Files.newByteChannel(target, open)) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
    }
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    KernPath ours = KernPath.of(link);
    KernFileSystem fs = ours.getFileSystem();
    fs.at(
        ours,
        false,
        place -> {
          Path jimfs = place.jimfs();
          if (jimfs == null) {
            throw new KernelException(place.node() == null ? Errno.EPERM : Errno.EEXIST);
          }
          fs.linkWasMadeInJimfs();
          return Files.createSymbolicLink(jimfs, KernPath.of(target).inner());
        });
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    KernPath ours = KernPath.of(link);
    KernPath of = KernPath.of(existing);
    KernFileSystem fs = ours.getFileSystem();
    fs.at(
        of,
        false,
        from ->
            fs.at(
                ours,
                false,
                to -> {
                  Path fromJimfs = from.jimfs();
                  Path toJimfs = to.jimfs();
                  if (fromJimfs == null || toJimfs == null) {
                    boolean one = (fromJimfs == null) != (toJimfs == null);
                    throw new KernelException(one ? Errno.EXDEV : Errno.EPERM);
                  }
                  return Files.createLink(toJimfs, fromJimfs);
                }));
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    KernPath ours = KernPath.of(link);
    KernFileSystem fs = ours.getFileSystem();
    return fs.at(
        ours,
        false,
        place -> {
          Path jimfs = place.jimfs();
          if (jimfs != null) {
            return new KernPath(fs, Files.readSymbolicLink(jimfs));
          }
          if (place.existing() instanceof Symlink symlink) {
            return fs.getPath(symlink.target());
          }
          throw new KernelException(Errno.EINVAL);
        });
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
    fs.at(
        ours,
        follows((Object[]) options),
        place -> {
          Path jimfs = place.jimfs();
          if (jimfs != null) {
            return Files.setAttribute(jimfs, attribute, value, options);
          }
          AttributeChange.apply(fs.caller(), place.existing(), attribute, value);
          return path;
        });
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return type == BasicFileAttributeView.class
            || type == PosixFileAttributeView.class
            || type == FileOwnerAttributeView.class
        ? type.cast(new NodeAttributeView(path, options))
        : null;
  }
}

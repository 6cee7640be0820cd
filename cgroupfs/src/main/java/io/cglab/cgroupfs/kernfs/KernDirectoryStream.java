package io.cglab.cgroupfs.kernfs;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.ClosedDirectoryStreamException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An open directory: the names that it had when it was opened, and operations relative to it. These
 * are refused with ENOENT once another directory, or none, is where it was; so they never work on
 * what somebody has put in its place.
 */
final class KernDirectoryStream implements SecureDirectoryStream<Path> {
  private static final LinkOption[] NO_OPTIONS = {};

  private final KernFileSystem fs;

  /** As the caller named it; entries are resolved against it. */
  private final KernPath named;

  /** Where it really is, and which directory it is. */
  private final KernPath real;

  private final Watches.Inode inode;
  private final List<String> names;
  private final DirectoryStream.Filter<? super Path> filter;
  private boolean taken;
  private volatile boolean open = true;

  KernDirectoryStream(
      KernFileSystem fs,
      KernPath named,
      Place place,
      List<String> names,
      DirectoryStream.Filter<? super Path> filter)
      throws IOException, KernelException {
    this.fs = fs;
    this.named = named;
    this.real = fs.pathOf(place.names());
    this.inode = Watches.Inode.of(place);
    this.names = names;
    this.filter = filter;
  }

  // ---- the entries

  @Override
  public Iterator<Path> iterator() {
    if (!open || taken) {
      throw new IllegalStateException(open ? "one iterator a stream" : "the stream is closed");
    }
    taken = true;
    return new Entries();
  }

  /** The entries that the filter takes, one ahead. */
  private final class Entries implements Iterator<Path> {
    private final Iterator<String> left = names.iterator();
    private @Nullable Path next;

    @Override
    public boolean hasNext() {
      while (next == null && open && left.hasNext()) {
        Path entry = named.resolve(left.next());
        try {
          next = filter.accept(entry) ? entry : null;
        } catch (IOException e) {
          throw new DirectoryIteratorException(e);
        }
      }
      return next != null;
    }

    @Override
    public Path next() {
      Path found = hasNext() ? next : null;
      if (found == null) {
        throw new NoSuchElementException();
      }
      next = null;
      return found;
    }
  }

  @Override
  public void close() {
    open = false;
  }

  // ---- what is done relative to it

  /** Does {@code call} while the directory is where it was. */
  private <T> T at(Path path, NodeAttributeView.At<T> call) throws IOException {
    if (!open) {
      throw new ClosedDirectoryStreamException();
    }
    fs.lock().lock();
    try {
      if (!path.isAbsolute()) {
        requireStillThere();
      }
      return call.run(real.resolve(path));
    } finally {
      fs.lock().unlock();
    }
  }

  private void requireStillThere() throws IOException {
    Watches.Inode there;
    try {
      there = fs.at(real, false, Watches.Inode::of);
    } catch (NoSuchFileException gone) {
      there = null;
    }
    if (!inode.equals(there)) {
      throw NioErrors.toIo(named, new KernelException(Errno.ENOENT, "the directory is gone"));
    }
  }

  @Override
  public SecureDirectoryStream<Path> newDirectoryStream(Path path, LinkOption... options)
      throws IOException {
    return at(
        path,
        entry -> {
          boolean follow = !List.of(options).contains(LinkOption.NOFOLLOW_LINKS);
          return fs.provider().openDirectory(KernPath.of(entry), follow, any -> true);
        });
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return at(path, entry -> Files.newByteChannel(entry, options, attributes));
  }

  @Override
  public void deleteFile(Path path) throws IOException {
    at(
        path,
        entry -> {
          fs.unlink(entry);
          return entry;
        });
  }

  @Override
  public void deleteDirectory(Path path) throws IOException {
    at(
        path,
        entry -> {
          fs.rmdir(entry);
          return entry;
        });
  }

  @Override
  public void move(Path path, SecureDirectoryStream<Path> targetDirectory, Path target)
      throws IOException {
    if (!(targetDirectory instanceof KernDirectoryStream to) || to.fs != fs) {
      throw new ProviderMismatchException("the target is of another file system");
    }
    at(path, from -> to.at(target, onto -> Files.move(from, onto)));
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(Class<V> type) {
    return view(fs.getPath(""), type, NO_OPTIONS);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return view(path, type, options);
  }

  private <V extends FileAttributeView> @Nullable V view(
      Path path, Class<V> type, LinkOption... options) {
    return NodeAttributeView.TYPES.contains(type) ? type.cast(new View(path, options)) : null;
  }

  /** Attributes of something in the directory, looked up whenever they are asked for. */
  private final class View extends NodeAttributeView {
    View(Path path, LinkOption... options) {
      super(path, options);
    }

    @Override
    <T> T at(Path path, At<T> call) throws IOException {
      return KernDirectoryStream.this.at(path, call);
    }
  }
}

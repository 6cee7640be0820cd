package io.cglab.cgroupfs.kernfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.attribute.FileAttribute;
import java.util.HashSet;
import java.util.Set;

/** A file of Jimfs that is open for writing: watchers of its directory hear what is written. */
final class JimfsChannel extends FileChannel {
  private static final long AT_END = -1;
  private static final int LARGEST_TRANSFER = 1 << 16;

  private final KernFileSystem fileSystem;
  private final Place place;
  private final FileChannel inner;
  private final boolean append;

  private JimfsChannel(KernFileSystem fileSystem, Place place, FileChannel inner, boolean append) {
    this.fileSystem = fileSystem;
    this.place = place;
    this.inner = inner;
    this.append = append;
  }

  /** open(2) in Jimfs; tells watchers of what it makes or cuts. */
  static FileChannel open(
      KernFileSystem fileSystem,
      Place place,
      Path jimfs,
      Set<? extends OpenOption> given,
      FileAttribute<?>... attributes)
      throws IOException {
    Set<OpenOption> options = new HashSet<>(given);
    options.remove(DirectOption.DIRECT); // memory is memory, as on tmpfs
    boolean writes =
        options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
    if (!writes) {
      return FileChannel.open(jimfs, options, attributes);
    }
    boolean isNew = fileSystem.isWatched() && !Files.exists(jimfs, LinkOption.NOFOLLOW_LINKS);
    FileChannel inner = FileChannel.open(jimfs, options, attributes);
    JimfsChannel channel =
        new JimfsChannel(fileSystem, place, inner, options.contains(StandardOpenOption.APPEND));
    if (isNew) {
      fileSystem.watches().raise(place, StandardWatchEventKinds.ENTRY_CREATE);
    } else if (options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
      channel.modified();
    }
    return channel;
  }

  private void modified() throws IOException {
    fileSystem.watches().raise(place, StandardWatchEventKinds.ENTRY_MODIFY);
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    return inner.read(dst);
  }

  @Override
  public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
    return inner.read(dsts, offset, length);
  }

  @Override
  public int read(ByteBuffer dst, long at) throws IOException {
    return inner.read(dst, at);
  }

  @Override
  public int write(ByteBuffer src) throws IOException {
    long at = fileSystem.isListenedTo() ? offset() : 0;
    return (int) tellingOf(src, at, () -> (long) inner.write(src));
  }

  @Override
  public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    long total = 0;
    if (fileSystem.isListenedTo()) {
      for (int i = offset; i < offset + length; i++) {
        total += write(srcs[i]);
      }
      return total;
    }
    total = inner.write(srcs, offset, length);
    modified();
    return total;
  }

  @Override
  public int write(ByteBuffer src, long at) throws IOException {
    return (int) tellingOf(src, at, () -> (long) inner.write(src, at));
  }

  /** Where the next write goes; −1 for the end. */
  private long offset() throws IOException {
    return append ? AT_END : inner.position();
  }

  /** Does a write of what remains in {@code src}, and tells whoever listens or watches. */
  private long tellingOf(ByteBuffer src, long at, IoCallable<Long> write) throws IOException {
    long count;
    if (fileSystem.isListenedTo()) {
      KernPath path = fileSystem.pathOf(place.names());
      ByteBuffer offered = src.asReadOnlyBuffer();
      count = fileSystem.told(new FileOperation.Write(path, offered, at), write);
    } else {
      count = write.call();
    }
    modified();
    return count;
  }

  @Override
  public long position() throws IOException {
    return inner.position();
  }

  @Override
  public FileChannel position(long to) throws IOException {
    inner.position(to);
    return this;
  }

  @Override
  public long size() throws IOException {
    return inner.size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    if (fileSystem.isListenedTo()) {
      KernPath path = fileSystem.pathOf(place.names());
      fileSystem.told(new FileOperation.Truncate(path, size), () -> inner.truncate(size));
    } else {
      inner.truncate(size);
    }
    modified();
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    inner.force(metaData);
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
    return inner.transferTo(from, count, target);
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long to, long count) throws IOException {
    if (fileSystem.isListenedTo()) {
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(count, LARGEST_TRANSFER));
      if (source.read(buffer) < 0) {
        return 0;
      }
      buffer.flip();
      return write(buffer, to);
    }
    long taken = inner.transferFrom(source, to, count);
    modified();
    return taken;
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long from, long size) throws IOException {
    return inner.map(mode, from, size);
  }

  @Override
  public FileLock lock(long from, long size, boolean shared) throws IOException {
    return inner.lock(from, size, shared);
  }

  @Override
  public FileLock tryLock(long from, long size, boolean shared) throws IOException {
    return inner.tryLock(from, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    inner.close();
  }
}

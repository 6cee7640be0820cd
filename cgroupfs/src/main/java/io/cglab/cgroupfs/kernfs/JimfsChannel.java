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
import java.util.Set;

/** A file of Jimfs that is open for writing: watchers of its directory hear what is written. */
final class JimfsChannel extends FileChannel {
  private final KernFileSystem fileSystem;
  private final Place place;
  private final FileChannel inner;

  private JimfsChannel(KernFileSystem fileSystem, Place place, FileChannel inner) {
    this.fileSystem = fileSystem;
    this.place = place;
    this.inner = inner;
  }

  /** open(2) in Jimfs; tells watchers of what it makes or cuts. */
  static FileChannel open(
      KernFileSystem fileSystem,
      Place place,
      Path jimfs,
      Set<? extends OpenOption> options,
      FileAttribute<?>... attributes)
      throws IOException {
    boolean writes =
        options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
    if (!writes) {
      return FileChannel.open(jimfs, options, attributes);
    }
    boolean isNew = fileSystem.isWatched() && !Files.exists(jimfs, LinkOption.NOFOLLOW_LINKS);
    FileChannel inner = FileChannel.open(jimfs, options, attributes);
    JimfsChannel channel = new JimfsChannel(fileSystem, place, inner);
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
    int count = inner.write(src);
    modified();
    return count;
  }

  @Override
  public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    long count = inner.write(srcs, offset, length);
    modified();
    return count;
  }

  @Override
  public int write(ByteBuffer src, long at) throws IOException {
    int count = inner.write(src, at);
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
    inner.truncate(size);
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

package io.cglab.cgroupfs.kernfs;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.StandardWatchEventKinds;

/**
 * An open file of a pseudo tree. Each call of a read or write method is one system call; reads and
 * writes share the offset (control-files.md 6).
 */
final class KernChannel extends FileChannel implements Pollable {
  private final KernFileSystem fileSystem;
  private final KernPath path;
  private final Place place;
  private final Node node;
  private final OpenFile file;
  private final boolean readable;
  private final boolean writable;
  private long position;

  KernChannel(
      KernFileSystem fileSystem,
      KernPath path,
      Place place,
      Node node,
      OpenFile file,
      boolean readable,
      boolean writable) {
    this.fileSystem = fileSystem;
    this.path = path;
    this.place = place;
    this.node = node;
    this.file = file;
    this.readable = readable;
    this.writable = writable;
  }

  /** One system call on the open file. */
  private interface Call {
    long run() throws KernelException;
  }

  private long call(Call body) throws IOException {
    try {
      long result;
      Pending pending;
      fileSystem.lock().lock();
      try {
        if (!isOpen()) {
          throw new ClosedChannelException();
        }
        if (!node.isAlive()) {
          throw new KernelException(Errno.ENODEV, "the file is gone; open it again");
        }
        result = body.run();
        pending = file.takePending();
      } finally {
        fileSystem.lock().unlock();
      }
      if (pending != null) {
        pending.await();
      }
      return result;
    } catch (KernelException refusal) {
      throw NioErrors.toIo(path, refusal);
    }
  }

  private void requireReadable() {
    if (!readable) {
      throw new NonReadableChannelException();
    }
  }

  private void requireWritable() {
    if (!writable) {
      throw new NonWritableChannelException();
    }
  }

  private int readAt(ByteBuffer dst, long at) throws KernelException {
    Interposer between = fileSystem.interposer();
    if (between == Interposer.NONE) {
      return file.read(dst, at);
    }
    Mount tree = place.tree();
    between.reading(tree, place.text(), at);
    if (file instanceof TextFile text) {
      text.showThrough(shown -> fileSystem.interposer().shown(tree, place.text(), shown));
    }
    int limit = dst.limit();
    dst.limit(dst.position() + between.readLength(tree, place.text(), dst.remaining()));
    try {
      return file.read(dst, at);
    } finally {
      dst.limit(limit);
    }
  }

  private int writeAt(ByteBuffer src, long at) throws KernelException {
    Interposer between = fileSystem.interposer();
    if (between != Interposer.NONE) {
      between.writing(place.tree(), place.text(), src.asReadOnlyBuffer());
    }
    return file.write(src, at);
  }

  private static int orEnd(long count, boolean wanted) {
    return count == 0 && wanted ? -1 : (int) count;
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    requireReadable();
    boolean wanted = dst.hasRemaining();
    long count =
        call(
            () -> {
              int read = wanted ? readAt(dst, position) : 0;
              position += read;
              return read;
            });
    return orEnd(count, wanted);
  }

  @Override
  public int read(ByteBuffer dst, long at) throws IOException {
    requireReadable();
    boolean wanted = dst.hasRemaining();
    return orEnd(call(() -> wanted ? readAt(dst, at) : 0), wanted);
  }

  @Override
  public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
    long total = 0;
    for (int i = offset; i < offset + length; i++) {
      if (dsts[i].hasRemaining()) {
        int count = read(dsts[i]);
        if (count < 0) {
          return total == 0 ? -1 : total;
        }
        total += count;
      }
    }
    return total;
  }

  @Override
  public int write(ByteBuffer src) throws IOException {
    requireWritable();
    if (!src.hasRemaining()) {
      return writeNothing();
    }
    return tellingOf(
        src,
        position,
        () ->
            call(
                () -> {
                  long at = file.writePosition(position);
                  int written = writeAt(src, at);
                  position = at + written;
                  return written;
                }));
  }

  /** Does a write of what remains in {@code src}, and tells whoever listens or watches. */
  private int tellingOf(ByteBuffer src, long at, IoCallable<Long> write) throws IOException {
    long count;
    if (fileSystem.isListenedTo()) {
      ByteBuffer offered = src.asReadOnlyBuffer();
      count = fileSystem.told(new FileOperation.Write(path.toAbsolutePath(), offered, at), write);
    } else {
      count = write.call();
    }
    fileSystem.watches().raise(place, StandardWatchEventKinds.ENTRY_MODIFY);
    return (int) count;
  }

  @Override
  public int write(ByteBuffer src, long at) throws IOException {
    requireWritable();
    if (!src.hasRemaining()) {
      return writeNothing();
    }
    return tellingOf(src, at, () -> call(() -> writeAt(src, file.writePosition(at))));
  }

  private int writeNothing() throws IOException {
    return (int)
        call(
            () -> {
              file.writeNothing();
              return 0;
            });
  }

  /** writev(2): all buffers are one command. */
  @Override
  public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    int size = 0;
    for (int i = offset; i < offset + length; i++) {
      size += srcs[i].remaining();
    }
    ByteBuffer joined = ByteBuffer.allocate(size);
    for (int i = offset; i < offset + length; i++) {
      joined.put(srcs[i].duplicate());
    }
    joined.flip();
    int count = write(joined);
    int left = count;
    for (int i = offset; i < offset + length; i++) {
      int taken = Math.min(left, srcs[i].remaining());
      srcs[i].position(srcs[i].position() + taken);
      left -= taken;
    }
    return count;
  }

  @Override
  public long position() throws IOException {
    return call(() -> position);
  }

  @Override
  public FileChannel position(long to) throws IOException {
    if (to < 0) {
      throw new IllegalArgumentException("negative position: " + to);
    }
    call(
        () -> {
          if (to > file.farthest()) {
            throw new KernelException(Errno.EINVAL);
          }
          position = to;
          return to;
        });
    return this;
  }

  @Override
  public long size() throws IOException {
    return call(file::size);
  }

  /** Has no effect on a control file. Never makes a file longer, as NIO has it. */
  @Override
  public FileChannel truncate(long size) throws IOException {
    requireWritable();
    if (size < 0) {
      throw new IllegalArgumentException("negative size: " + size);
    }
    call(
        () -> {
          if (size < file.size()) {
            file.truncate(size);
          }
          return size;
        });
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    call(
        () -> {
          file.sync(!metaData);
          return 0;
        });
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(count, 1 << 16));
    if (read(buffer, from) < 0) {
      return 0;
    }
    buffer.flip();
    return target.write(buffer);
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long to, long count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(count, 1 << 16));
    if (source.read(buffer) < 0) {
      return 0;
    }
    buffer.flip();
    return write(buffer, to);
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long from, long size) throws IOException {
    throw NioErrors.toIo(path, new KernelException(Errno.ENODEV, "it cannot be mapped"));
  }

  @Override
  public FileLock lock(long from, long size, boolean shared) {
    return tryLock(from, size, shared);
  }

  /** Always granted: nobody else locks a pseudo file. */
  @Override
  public FileLock tryLock(long from, long size, boolean shared) {
    return new FileLock(this, from, size, shared) {
      private boolean valid = true;

      @Override
      public boolean isValid() {
        return valid && KernChannel.this.isOpen();
      }

      @Override
      public void release() {
        valid = false;
      }
    };
  }

  @Override
  public boolean hasEvent() {
    fileSystem.lock().lock();
    try {
      return isOpen() && file.hasEvent();
    } finally {
      fileSystem.lock().unlock();
    }
  }

  @Override
  public void onEvent(Runnable told) {
    fileSystem.lock().lock();
    try {
      if (isOpen()) {
        file.onEvent(told);
      }
    } finally {
      fileSystem.lock().unlock();
    }
  }

  @Override
  protected void implCloseChannel() throws IOException {
    Pending pending;
    fileSystem.lock().lock();
    try {
      file.close();
      pending = file.takePending();
    } finally {
      fileSystem.lock().unlock();
    }
    if (pending != null) {
      try {
        pending.await();
      } catch (KernelException failure) {
        throw NioErrors.toIo(path, failure);
      }
    }
  }
}

package io.cglab.shell.process;

import io.cglab.core.api.Errno;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/** An open file, with its offset. */
public final class FileDescription extends Descriptor {
  private final Path path;
  private final SeekableByteChannel channel;

  /** Takes over the channel. */
  public FileDescription(Path path, SeekableByteChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  public Path path() {
    return path;
  }

  /** Moves the offset, in bytes. */
  public void seek(long offset) throws IOException {
    channel.position(offset);
  }

  /** The offset, in bytes. */
  public long position() throws IOException {
    return channel.position();
  }

  /**
   * fsync(2).
   *
   * @param dataOnly fdatasync(2)
   */
  public void sync(boolean dataOnly) throws IOException {
    if (channel instanceof FileChannel file) {
      file.force(!dataOnly);
    }
  }

  /** ftruncate(2), to the offset. */
  public void truncateHere() throws IOException {
    channel.truncate(channel.position());
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    try {
      return Math.max(0, channel.read(ByteBuffer.wrap(into, offset, length)));
    } catch (NonReadableChannelException e) {
      throw Errors.of(path.toString(), Errno.EBADF);
    }
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    try {
      while (rest.hasRemaining()) {
        if (channel.write(rest) <= 0) {
          throw Errors.of(path.toString(), Errno.EIO);
        }
      }
    } catch (NonWritableChannelException e) {
      throw Errors.of(path.toString(), Errno.EBADF);
    }
  }

  @Override
  protected void release() throws IOException {
    channel.close();
  }
}

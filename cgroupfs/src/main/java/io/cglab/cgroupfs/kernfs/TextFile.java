package io.cglab.cgroupfs.kernfs;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An open file whose whole text is produced at once, and that takes each write(2) as one whole
 * command. Text is Latin-1: one char is one byte.
 *
 * <p>The text is made when offset 0 is read, and reads that go on where the last one ended see that
 * moment, whatever changes meanwhile. A read at any other offset makes the text anew and skips to
 * the offset.
 */
public abstract class TextFile implements OpenFile {
  /** What most files take in one write, in bytes: a page. */
  public static final int MAX_WRITE_BYTES = 4096;

  private byte @Nullable [] snapshot;
  private UnaryOperator<String> shown = UnaryOperator.identity();

  /** Where the next sequential read starts. */
  private long next;

  /** The whole text as of now. Files that cannot be read answer EINVAL, as here. */
  protected String render() throws KernelException {
    throw new KernelException(Errno.EINVAL);
  }

  /**
   * Carries out one write. Files that cannot be written answer EINVAL, as here.
   *
   * @param text all the bytes of the write; at least one
   * @param position the offset that was written at, which most files ignore
   */
  protected void store(byte[] text, long position) throws KernelException {
    throw new KernelException(Errno.EINVAL);
  }

  /**
   * How many of {@code offered} bytes one write takes: all of them, or E2BIG above {@link
   * #MAX_WRITE_BYTES}. Files with another limit, or that cut instead of refusing, say so here.
   */
  protected int writeLength(int offered) throws KernelException {
    if (offered > MAX_WRITE_BYTES) {
      throw new KernelException(Errno.E2BIG);
    }
    return offered;
  }

  /** Sets what is shown in place of the text. */
  final void showThrough(UnaryOperator<String> filter) {
    shown = filter;
  }

  @Override
  public final int read(ByteBuffer dst, long position) throws KernelException {
    byte[] text = snapshot;
    if (text == null || position == 0 || position != next) {
      text = shown.apply(render()).getBytes(StandardCharsets.ISO_8859_1);
      snapshot = text;
    }
    if (position >= text.length) {
      next = position;
      return 0;
    }
    int from = (int) position;
    int count = Math.min(dst.remaining(), text.length - from);
    dst.put(text, from, count);
    next = position + count;
    return count;
  }

  @Override
  public final int write(ByteBuffer src, long position) throws KernelException {
    int count = writeLength(src.remaining());
    byte[] text = new byte[count];
    src.get(text);
    store(text, position);
    return count;
  }
}

package io.cglab.shell.process;

import io.cglab.core.api.Errno;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A stream of the host: the terminal, or whatever the program was started with. Never closed. */
public final class HostStream extends Descriptor {
  private final @Nullable InputStream in;
  private final @Nullable OutputStream out;
  private final BooleanSupplier terminal;

  private HostStream(
      @Nullable InputStream in, @Nullable OutputStream out, BooleanSupplier terminal) {
    this.in = in;
    this.out = out;
    this.terminal = terminal;
  }

  /** Reads from {@code in}. */
  public static Descriptor reading(InputStream in, boolean terminal) {
    return reading(in, () -> terminal);
  }

  /** Writes to {@code out}, flushing after each write. */
  public static Descriptor writing(OutputStream out, boolean terminal) {
    return writing(out, () -> terminal);
  }

  /** Reads from {@code in}, which is a terminal while {@code terminal} says so. */
  public static Descriptor reading(InputStream in, BooleanSupplier terminal) {
    return new HostStream(in, null, terminal);
  }

  /** Writes to {@code out}, which is a terminal while {@code terminal} says so. */
  public static Descriptor writing(OutputStream out, BooleanSupplier terminal) {
    return new HostStream(null, out, terminal);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (in == null) {
      throw Errors.of("stdout", Errno.EBADF);
    }
    return Math.max(0, in.read(into, offset, length));
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    if (out == null) {
      throw Errors.of("stdin", Errno.EBADF);
    }
    if (bytes.length > 0) {
      out.write(bytes);
      out.flush();
    }
  }

  @Override
  public boolean isTerminal() {
    return terminal.getAsBoolean();
  }
}

package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.OpenFile;
import io.cglab.cgroupfs.kernfs.RegularFile;
import io.cglab.cgroupfs.kernfs.TextFile;
import io.cglab.core.api.KernelException;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * A file of /proc/sys that holds one number. A write takes only what belongs to the number, and
 * tells so by its count (control-files.md 7.5).
 */
final class SysctlFile extends HostNode implements RegularFile {
  private static final int MODE = 0644;

  /** Takes a new value, or refuses it. */
  @FunctionalInterface
  interface Setter {
    void set(long value) throws KernelException;
  }

  private final boolean unsigned;
  private final Supplier<String> value;
  private final Setter setter;

  /**
   * A number.
   *
   * @param unsigned true for 64 bits without a sign, false for 32 bits with one
   */
  SysctlFile(String path, boolean unsigned, Supplier<String> value, Setter setter) {
    super(path, MODE);
    this.unsigned = unsigned;
    this.value = value;
    this.setter = setter;
  }

  @Override
  public OpenFile open(Caller caller, boolean read, boolean write) {
    return new Open();
  }

  private final class Open implements OpenFile {
    private final TextFile text =
        new TextFile() {
          @Override
          protected String render() {
            return value.get() + "\n";
          }
        };

    @Override
    public int read(ByteBuffer dst, long position) throws KernelException {
      return text.read(dst, position);
    }

    @Override
    public int write(ByteBuffer src, long position) throws KernelException {
      int offered = src.remaining();
      byte[] bytes = new byte[offered];
      src.get(bytes);
      if (position != 0) {
        return offered; // a second write is swallowed
      }
      SysctlNumber number = SysctlNumber.parse(bytes, unsigned);
      setter.set(number.value());
      src.position(src.position() - offered + number.consumed());
      return number.consumed();
    }
  }
}

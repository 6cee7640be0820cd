package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.OpenFile;
import io.cglab.cgroupfs.kernfs.RegularFile;
import io.cglab.cgroupfs.kernfs.TextFile;
import io.cglab.core.api.KernelException;
import java.util.function.BooleanSupplier;

/** A file of /proc that is only read. */
final class HostText extends HostNode implements RegularFile {
  private static final int MODE = 0444;

  /** Makes the text. */
  @FunctionalInterface
  interface Reader {
    void show(Caller caller, StringBuilder out) throws KernelException;
  }

  private final Reader reader;
  private final BooleanSupplier alive;

  /** A file that is there as long as {@code alive} says so. */
  HostText(String path, Reader reader, BooleanSupplier alive) {
    super(path, MODE);
    this.reader = reader;
    this.alive = alive;
  }

  @Override
  public boolean isAlive() {
    return alive.getAsBoolean();
  }

  @Override
  public OpenFile open(Caller caller, boolean read, boolean write) {
    return new TextFile() {
      @Override
      protected String render() throws KernelException {
        StringBuilder out = new StringBuilder();
        reader.show(caller, out);
        return out.toString();
      }
    };
  }
}

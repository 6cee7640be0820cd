package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.DeviceFile;
import io.cglab.cgroupfs.kernfs.OpenFile;
import io.cglab.core.api.DevNo;
import java.nio.ByteBuffer;

/** /dev/null and /dev/zero: both swallow everything, and one gives zeros without end. */
final class MemoryDevice extends HostNode implements DeviceFile {
  private static final int MODE = 0666;

  private final DevNo dev;
  private final boolean zeros;

  MemoryDevice(String path, DevNo dev, boolean zeros) {
    super(path, MODE);
    this.dev = dev;
    this.zeros = zeros;
  }

  @Override
  int rdev() {
    return dev.packed();
  }

  @Override
  public boolean isBlock() {
    return false;
  }

  @Override
  public OpenFile open(Caller caller, boolean read, boolean write) {
    return new OpenFile() {
      @Override
      public int read(ByteBuffer dst, long position) {
        int count = zeros ? dst.remaining() : 0;
        Zeros.put(dst, count);
        return count;
      }

      @Override
      public int write(ByteBuffer src, long position) {
        int count = src.remaining();
        src.position(src.limit());
        return count;
      }
    };
  }
}

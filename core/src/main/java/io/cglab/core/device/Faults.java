package io.cglab.core.device;

import io.cglab.core.api.Errno;
import io.cglab.core.api.Op;
import org.jspecify.annotations.Nullable;

/** What goes wrong on a disk: asked about each request that is given to its device. */
public interface Faults {
  /** Nothing does. */
  Faults NONE = (op, sector, sectors, nowNs) -> Outcome.DONE;

  /**
   * The disk is gone. What is in it ends in an error, and so does whatever comes, without taking
   * time.
   */
  Faults GONE =
      new Faults() {
        @Override
        public Outcome of(Op op, long sector, int sectors, long nowNs) {
          return Outcome.GONE;
        }

        @Override
        public boolean isGone() {
          return true;
        }
      };

  /** How a request ends. */
  enum Outcome {
    /** As it should. */
    DONE(null, true, 0),
    /** The device works on it as long as it should, and reports an error: a bad sector. */
    MEDIUM_ERROR(Errno.EIO, true, 0),
    /** The device is silent; the kernel gives up after the 30 s of SCSI disks. */
    TIMEOUT(Errno.ETIMEDOUT, false, 30_000_000_000L),
    /** There is no device any more. */
    GONE(Errno.EIO, false, 1_000);

    private final @Nullable Errno error;
    private final boolean reachesDevice;
    private final long delayNs;

    Outcome(@Nullable Errno error, boolean reachesDevice, long delayNs) {
      this.error = error;
      this.reachesDevice = reachesDevice;
      this.delayNs = delayNs;
    }

    /** What the bios end with; null where all is well. */
    public @Nullable Errno error() {
      return error;
    }

    /** True if the device does it, and says how long that takes. */
    public boolean reachesDevice() {
      return reachesDevice;
    }

    /** How long it takes where the device does not do it, in ns. */
    public long delayNs() {
      return delayNs;
    }
  }

  /**
   * What becomes of a request. It may be asked again about the same one, if the device was busy.
   *
   * @param sector first sector on the disk, 512 B each
   * @param sectors length in sectors, 0 for a flush
   * @param nowNs when it is given to the device
   */
  Outcome of(Op op, long sector, int sectors, long nowNs);

  /** True if what the device has now ends in an error, too. */
  default boolean isGone() {
    return false;
  }
}

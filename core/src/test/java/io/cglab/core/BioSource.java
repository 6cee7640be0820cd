package io.cglab.core;

import io.cglab.core.api.Op;
import io.cglab.core.block.Submitter;
import io.cglab.core.device.Device;
import io.cglab.core.device.DeviceModel;
import io.cglab.core.device.DiskConfig;

/**
 * A thread that submits bios directly, one at a time, to a disk on which a request takes as many us
 * as its first sector says.
 */
public final class BioSource extends Submitter {
  private static final long NS_PER_US = 1000;
  private static final int BYTES = 4096;

  /** The device: it takes any number of requests at once. */
  public record SectorIsLatency() implements DeviceModel, Device {
    @Override
    public Device device(DiskConfig disk, long seed, int hz) {
      return this;
    }

    @Override
    public long complete(Op op, long sector, int sectors, long nowNs) {
      return nowNs + sector * NS_PER_US;
    }
  }

  private final Machine machine;
  private boolean asleep;
  private boolean dying;
  private int done;

  public BioSource(Machine machine) {
    this.machine = machine;
  }

  /** Submits a bio that takes {@code us} on the device; false if the thread sleeps in it. */
  public boolean submit(int blkg, Op op, long us, int flags) {
    assert !asleep : "one at a time";
    int bio =
        machine.block().bio(blkg, op, us, BYTES, flags, 2 << 13, (of, cookie, now) -> done++, 0);
    asleep = !machine.block().submit(bio, this);
    return !asleep;
  }

  public boolean read(int blkg, long us) {
    return submit(blkg, Op.READ, us, 0);
  }

  public boolean isAsleep() {
    return asleep;
  }

  /** Bios that are complete. */
  public int done() {
    return done;
  }

  /** True if it was marked for a delay since this was last asked. */
  public boolean wasDelayed() {
    return takeDelayed();
  }

  /** A fatal signal is pending from now on. */
  public void kill() {
    dying = true;
  }

  @Override
  public boolean isDying() {
    return dying;
  }

  @Override
  protected void resume(long nowNs) {
    asleep = false;
  }
}

package io.cglab.core.dm;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.Op;
import io.cglab.core.device.Device;
import io.cglab.core.device.DeviceModel;
import io.cglab.core.device.DiskConfig;
import java.util.List;

/** A mapped device has no device of its own. */
enum NoDevice implements DeviceModel, Device {
  INSTANCE;

  /** The disk of a mapped device that has no table. */
  static DiskConfig disk(String name, DevNo dev) {
    return new DiskConfig(
        name,
        dev,
        0,
        false,
        false,
        1,
        DiskConfig.DEFAULT_MAX_SECTORS,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE,
        INSTANCE,
        List.of());
  }

  @Override
  public Device device(DiskConfig disk, long seed, int hz) {
    return this;
  }

  @Override
  public long complete(Op op, long sector, int sectors, long nowNs) {
    throw new IllegalStateException("a mapped device's bios go to its members");
  }
}

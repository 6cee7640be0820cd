package io.cglab.cgroupfs.host;

import com.google.common.collect.ImmutableList;
import io.cglab.core.dm.MappedDevice;
import java.util.List;

/** The files of /sys/block/dm-N/dm. */
final class VolumeFiles {
  static final List<SysFile<MappedDevice>> TABLE =
      ImmutableList.of(
          SysFile.text("name", MappedDevice::name),
          SysFile.<MappedDevice>constant("uuid", ""),
          SysFile.number("suspended", device -> device.isSuspended() ? 1 : 0));

  private VolumeFiles() {}
}

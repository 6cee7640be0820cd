package io.cglab.cgroupfs.host;

import com.google.common.collect.ImmutableList;
import io.cglab.core.dm.Volume;
import java.util.List;

/** The files of /sys/block/dm-N/dm. */
final class VolumeFiles {
  static final List<SysFile<Volume>> TABLE =
      ImmutableList.of(
          SysFile.text("name", Volume::name),
          SysFile.<Volume>constant("uuid", ""),
          SysFile.<Volume>constant("suspended", "0"));

  private VolumeFiles() {}
}

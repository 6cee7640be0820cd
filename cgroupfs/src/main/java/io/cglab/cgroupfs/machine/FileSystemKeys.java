package io.cglab.cgroupfs.machine;

import static io.cglab.cgroupfs.machine.MachineFile.integer;
import static io.cglab.cgroupfs.machine.MachineFile.oneOf;
import static io.cglab.cgroupfs.machine.MachineFile.required;
import static io.cglab.cgroupfs.machine.MachineFile.size;

import io.cglab.cgroupfs.disk.DiskMounts;
import io.cglab.cgroupfs.machine.MachineSpec.FileSystemSpec;
import io.cglab.cgroupfs.machine.MachineSpec.MountSpec;
import io.cglab.core.MachineConfig;
import io.cglab.core.api.DevNo;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.Partition;
import io.cglab.core.dm.VolumeConfig;
import io.cglab.core.file.FileSystem;
import io.cglab.core.file.FileSystemType;
import io.cglab.core.file.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file systems of a machine file.
 *
 * @param mounts of those that are to be mounted
 */
record FileSystemKeys(List<FileSystemSpec> made, List<MountSpec> mounts) {
  private static final Set<String> NEEDED = Set.of("device", "type");
  private static final Set<String> OTHERS = Set.of("on", "spacing", "hole_fallback_us");
  private static final List<String> TYPES =
      Arrays.stream(FileSystemType.values()).map(DiskMounts::nameOf).toList();
  private static final long NS_PER_US = 1000;

  static FileSystemKeys read(@Nullable YamlCursor at, MachineConfig config)
      throws MalformedFileException {
    List<FileSystemSpec> made = new ArrayList<>();
    List<MountSpec> mounts = new ArrayList<>();
    if (at != null) {
      Map<String, DevNo> devices = devices(config);
      for (YamlCursor entry : at.list()) {
        Map<String, YamlCursor> keys = entry.map(NEEDED, OTHERS);
        String device = oneOf(required(keys, "device"), List.copyOf(devices.keySet()), "");
        String type = oneOf(required(keys, "type"), TYPES, "");
        made.add(spec(devices.get(device), type, keys));
        YamlCursor on = keys.get("on");
        if (on != null) {
          if (!on.text().startsWith("/")) {
            throw on.expected("an absolute path");
          }
          mounts.add(new MountSpec(type, "/dev/" + device, "", on.text()));
        }
      }
    }
    return new FileSystemKeys(made, mounts);
  }

  private static FileSystemSpec spec(
      @Nullable DevNo dev, String typeName, Map<String, YamlCursor> keys)
      throws MalformedFileException {
    FileSystemType type = DiskMounts.type(typeName);
    assert dev != null && type != null : "checked by oneOf()";
    YamlCursor spacing = keys.get("spacing");
    long apart = size(spacing, 0);
    if (spacing != null && apart % FileSystem.BLOCK_BYTES != 0) {
      throw spacing.expected("a multiple of 4K");
    }
    long usualUs = Layout.USUAL.holeFallbackNs() / NS_PER_US;
    long fallbackUs = integer(keys.get("hole_fallback_us"), usualUs, 0, 1_000_000);
    return new FileSystemSpec(dev, type, new Layout(apart, fallbackUs * NS_PER_US));
  }

  private static Map<String, DevNo> devices(MachineConfig config) {
    Map<String, DevNo> devices = new LinkedHashMap<>();
    for (DiskConfig disk : config.disks()) {
      devices.put(disk.name(), disk.dev());
      for (Partition partition : disk.partitions()) {
        devices.put(partition.name(), partition.dev());
      }
    }
    for (VolumeConfig volume : config.volumes()) {
      devices.put("dm-" + volume.dev().minor(), volume.dev());
    }
    return devices;
  }
}

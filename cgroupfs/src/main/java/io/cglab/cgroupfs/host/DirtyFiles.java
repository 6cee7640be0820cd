package io.cglab.cgroupfs.host;

import io.cglab.core.writeback.DirtySettings;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** /proc/sys/vm/dirty_* (control-files.md 7.5). */
final class DirtyFiles {
  private DirtyFiles() {}

  static void addTo(HostDirectory vm, DirtySettings dirty) {
    addInt(vm, "dirty_ratio", dirty::ratio, dirty::setRatio);
    addInt(vm, "dirty_background_ratio", dirty::backgroundRatio, dirty::setBackgroundRatio);
    addLong(vm, "dirty_bytes", dirty::bytes, dirty::setBytes);
    addLong(vm, "dirty_background_bytes", dirty::backgroundBytes, dirty::setBackgroundBytes);
    addInt(vm, "dirty_expire_centisecs", dirty::expireCentiseconds, dirty::setExpireCentiseconds);
    addInt(
        vm,
        "dirty_writeback_centisecs",
        dirty::writebackCentiseconds,
        dirty::setWritebackCentiseconds);
    addInt(vm, "dirtytime_expire_seconds", dirty::timeExpireSeconds, dirty::setTimeExpireSeconds);
  }

  private static void addInt(
      HostDirectory vm, String name, IntSupplier value, SysctlFile.Setter setter) {
    vm.add(
        name,
        new SysctlFile(
            vm.path() + "/" + name, false, () -> Integer.toString(value.getAsInt()), setter));
  }

  private static void addLong(
      HostDirectory vm, String name, LongSupplier value, SysctlFile.Setter setter) {
    vm.add(
        name,
        new SysctlFile(
            vm.path() + "/" + name, true, () -> Long.toUnsignedString(value.getAsLong()), setter));
  }
}

package io.cglab.cgroupfs.host;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.writeback.DirtySettings;
import io.cglab.core.writeback.PageCache;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** /proc/sys/vm/dirty_* (control-files.md 7.5). */
final class DirtyFiles {
  private DirtyFiles() {}

  static void addTo(HostDirectory vm, DirtySettings dirty, PageCache cache) {
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
    addInt(vm, "drop_caches", () -> 0, what -> dropCaches(cache, what));
  }

  /**
   * Bit 0: pages of files; bit 1: what else is cached, which is nothing here; bit 2: no message.
   */
  private static void dropCaches(PageCache cache, long what) throws KernelException {
    if (what < 1 || what > 4) {
      throw new KernelException(Errno.EINVAL, "1 to 4");
    }
    if ((what & 1) != 0) {
      cache.dropClean();
    }
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

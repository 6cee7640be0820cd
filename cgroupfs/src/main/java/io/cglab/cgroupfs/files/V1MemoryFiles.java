package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.files.ControlFile.Place.ANY;
import static io.cglab.cgroupfs.files.ControlFiles.ro;
import static io.cglab.cgroupfs.files.ControlFiles.rw;
import static io.cglab.cgroupfs.files.ControlFiles.wo;
import static io.cglab.cgroupfs.files.MemoryFiles.PAGE_SHIFT;
import static io.cglab.cgroupfs.files.MemoryFiles.controller;
import static io.cglab.cgroupfs.files.MemoryFiles.get;
import static io.cglab.cgroupfs.files.MemoryFiles.mem;
import static io.cglab.cgroupfs.files.MemoryFiles.pages;
import static io.cglab.cgroupfs.files.MemoryFiles.set;

import com.google.common.collect.ImmutableList;
import io.cglab.cgroupfs.text.Input;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.resource.MemoryController;
import io.cglab.core.resource.MemorySetting;
import io.cglab.core.resource.Setting;
import java.util.List;

/**
 * v1's files of the memory controller. cgroup.event_control is not among them: it takes event
 * descriptors, which no program here has.
 */
final class V1MemoryFiles {
  private static final int MOST_SWAPPINESS = 200;
  private static final int MOST_MOVE_CHARGE = 3;

  private V1MemoryFiles() {}

  static List<ControlFile> rows() {
    return ImmutableList.of(
        mem(ro("memory.usage_in_bytes", ANY, MemoryFiles::showUsage)),
        mem(
            rw(
                "memory.max_usage_in_bytes",
                ANY,
                V1MemoryFiles::showPeak,
                V1MemoryFiles::resetPeak)),
        mem(rw("memory.limit_in_bytes", ANY, shown(MemorySetting.MAX), V1MemoryFiles::setLimit)),
        mem(
            rw(
                "memory.soft_limit_in_bytes",
                ANY,
                shown(MemorySetting.SOFT_LIMIT),
                V1MemoryFiles::setSoftLimit)),
        counter("memory.failcnt"),
        mem(ro("memory.stat", ANY, MemoryStatFile::showV1)),
        mem(wo("memory.force_empty", ANY, V1MemoryFiles::forceEmpty)),
        mem(rw("memory.use_hierarchy", ANY, V1MemoryFiles::showOne, V1MemoryFiles::setHierarchy)),
        number("memory.swappiness", MemorySetting.SWAPPINESS, MOST_SWAPPINESS),
        number("memory.move_charge_at_immigrate", MemorySetting.MOVE_CHARGE, MOST_MOVE_CHARGE),
        mem(rw("memory.oom_control", ANY, V1MemoryFiles::showOom, V1MemoryFiles::setOom)),
        mem(ro("memory.pressure_level", ANY, (context, out) -> {})),
        mem(ro("memory.numa_stat", ANY, MemoryStatFile::showV1ByNode)),
        mem(
            rw(
                "memory.kmem.limit_in_bytes",
                ANY,
                (context, out) -> showPages(Setting.NO_LIMIT, out),
                (context, text) -> pages(text, "-1"))), // checked, and without effect
        mem(ro("memory.kmem.usage_in_bytes", ANY, MemoryFiles::showZero)),
        counter("memory.kmem.failcnt"),
        counter("memory.kmem.max_usage_in_bytes"),
        mem(ro("memory.kmem.slabinfo", ANY, (context, out) -> {})),
        mem(
            rw(
                "memory.kmem.tcp.limit_in_bytes",
                ANY,
                shown(MemorySetting.TCP),
                V1MemoryFiles::setTcpLimit)),
        mem(ro("memory.kmem.tcp.usage_in_bytes", ANY, MemoryFiles::showZero)),
        counter("memory.kmem.tcp.failcnt"),
        counter("memory.kmem.tcp.max_usage_in_bytes"),
        mem(ro("memory.memsw.usage_in_bytes", ANY, MemoryFiles::showUsage)),
        mem(
            rw(
                "memory.memsw.max_usage_in_bytes",
                ANY,
                V1MemoryFiles::showPeak,
                V1MemoryFiles::resetPeak)),
        mem(
            rw(
                "memory.memsw.limit_in_bytes",
                ANY,
                shown(MemorySetting.MEMSW),
                V1MemoryFiles::setMemswLimit)),
        counter("memory.memsw.failcnt"));
  }

  /** Something that never happens, and that any text sets to 0. */
  private static ControlFile counter(String name) {
    return mem(rw(name, ANY, MemoryFiles::showZero, (context, text) -> {}));
  }

  private static ControlFile number(String name, MemorySetting setting, int most) {
    return mem(
        rw(
            name,
            ANY,
            (context, out) -> out.append(get(context, setting)).append('\n'),
            (context, text) -> {
              long value = new Input(text).u64();
              if (value < 0 || value > most) {
                throw new KernelException(Errno.EINVAL, "0 to " + most);
              }
              set(context, setting, value);
            }));
  }

  private static ControlFile.Reader shown(MemorySetting limit) {
    return (context, out) -> showPages(get(context, limit), out);
  }

  private static void showPages(long pages, StringBuilder out) {
    out.append(bytes(pages)).append('\n');
  }

  private static long bytes(long pages) {
    return Math.min(pages, MemoryController.MOST_PAGES) << PAGE_SHIFT;
  }

  private static void setLimit(FileContext context, byte[] text) throws KernelException {
    long pages = limit(context, text);
    if (pages > get(context, MemorySetting.MEMSW)) {
      throw new KernelException(Errno.EINVAL, "above memory.memsw.limit_in_bytes");
    }
    set(context, MemorySetting.MAX, pages);
    context.machine().pageCache().reclaim().limitChanged(context.cgroup());
  }

  private static void setMemswLimit(FileContext context, byte[] text) throws KernelException {
    long pages = limit(context, text);
    if (pages < get(context, MemorySetting.MAX)) {
      throw new KernelException(Errno.EINVAL, "below memory.limit_in_bytes");
    }
    set(context, MemorySetting.MEMSW, pages);
  }

  private static long limit(FileContext context, byte[] text) throws KernelException {
    long pages = pages(text, "-1");
    checkNotRoot(context);
    return pages;
  }

  private static void setSoftLimit(FileContext context, byte[] text) throws KernelException {
    set(context, MemorySetting.SOFT_LIMIT, pages(text, "-1"));
  }

  private static void setTcpLimit(FileContext context, byte[] text) throws KernelException {
    set(context, MemorySetting.TCP, pages(text, "-1"));
  }

  private static void showPeak(FileContext context, StringBuilder out) {
    out.append(controller(context).peakPages(context.cgroup()) << PAGE_SHIFT).append('\n');
  }

  private static void resetPeak(FileContext context, byte[] text) {
    controller(context).resetPeak(context.cgroup());
  }

  private static void forceEmpty(FileContext context, byte[] text) throws KernelException {
    checkNotRoot(context);
  }

  private static void showOne(FileContext context, StringBuilder out) {
    out.append("1\n");
  }

  private static void setHierarchy(FileContext context, byte[] text) throws KernelException {
    if (new Input(text).u64() != 1) {
      throw new KernelException(Errno.EINVAL, "memory is always counted upwards");
    }
  }

  private static void showOom(FileContext context, StringBuilder out) {
    CoreFiles.line(out, "oom_kill_disable", get(context, MemorySetting.OOM_KILL_DISABLE));
    CoreFiles.line(out, "under_oom", 0);
    CoreFiles.line(out, "oom_kill", 0);
  }

  private static void setOom(FileContext context, byte[] text) throws KernelException {
    long disable = new Input(text).u64();
    checkNotRoot(context);
    if (disable != 0 && disable != 1) {
      throw new KernelException(Errno.EINVAL, "0 or 1");
    }
    set(context, MemorySetting.OOM_KILL_DISABLE, disable);
  }

  private static void checkNotRoot(FileContext context) throws KernelException {
    if (context.cgroup().isRoot()) {
      throw new KernelException(Errno.EINVAL, "the root cgroup is not limited");
    }
  }

  /** The narrowest limits from the cgroup up. */
  static void showHierarchicalLimits(FileContext context, StringBuilder out) {
    long memory = Setting.NO_LIMIT;
    long memsw = Setting.NO_LIMIT;
    for (Cgroup at = context.cgroup(); at != null; at = at.parent()) {
      memory = Math.min(memory, controller(context).settings().get(at, MemorySetting.MAX));
      memsw = Math.min(memsw, controller(context).settings().get(at, MemorySetting.MEMSW));
    }
    CoreFiles.line(out, "hierarchical_memory_limit", bytes(memory));
    CoreFiles.line(out, "hierarchical_memsw_limit", bytes(memsw));
  }
}

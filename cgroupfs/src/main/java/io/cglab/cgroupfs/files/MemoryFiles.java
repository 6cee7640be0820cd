package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.files.ControlFile.Place.ANY;
import static io.cglab.cgroupfs.files.ControlFile.Place.NON_ROOT;
import static io.cglab.cgroupfs.files.ControlFiles.ro;
import static io.cglab.cgroupfs.files.ControlFiles.rw;
import static io.cglab.cgroupfs.files.ControlFiles.wo;

import com.google.common.collect.ImmutableList;
import io.cglab.cgroupfs.text.Input;
import io.cglab.core.Feature;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.resource.MemoryController;
import io.cglab.core.resource.MemorySetting;
import io.cglab.core.resource.Setting;
import java.util.List;

/** v2's files of the memory controller. Limits are kept in whole pages. */
final class MemoryFiles {
  static final int PAGE_SHIFT = 12;
  private static final int MOST_SWAPPINESS = 200;
  private static final List<String> EVENTS =
      ImmutableList.of("low", "high", "max", "oom", "oom_kill");

  private MemoryFiles() {}

  static List<ControlFile> rows() {
    return ImmutableList.of(
        mem(ro("memory.current", NON_ROOT, MemoryFiles::showUsage)),
        mem(rw("memory.peak", NON_ROOT, MemoryFiles::showPeak, MemoryFiles::resetPeak))
            .with(Feature.NEWER_MEMORY_FILES),
        limit("memory.min", MemorySetting.MIN),
        limit("memory.low", MemorySetting.LOW),
        limit("memory.high", MemorySetting.HIGH),
        limit("memory.max", MemorySetting.MAX),
        mem(ro("memory.events", NON_ROOT, (context, out) -> showEvents(context, false, out))),
        mem(ro("memory.events.local", NON_ROOT, (context, out) -> showEvents(context, true, out)))
            .with(Feature.NEWER_MEMORY_FILES),
        mem(ro("memory.stat", ANY, MemoryStatFile::show)).onRootWith(Feature.ROOT_STAT),
        mem(ro("memory.numa_stat", ANY, MemoryStatFile::showByNode))
            .with(Feature.NEWER_MEMORY_FILES),
        flag("memory.oom.group", NON_ROOT, MemorySetting.OOM_GROUP),
        mem(wo("memory.reclaim", ANY, MemoryFiles::reclaim)).with(Feature.MEMORY_RECLAIM),
        mem(ro("memory.swap.current", NON_ROOT, MemoryFiles::showZero)),
        limit("memory.swap.high", MemorySetting.SWAP_HIGH).with(Feature.NEWER_MEMORY_FILES),
        limit("memory.swap.max", MemorySetting.SWAP_MAX),
        mem(rw("memory.swap.peak", NON_ROOT, MemoryFiles::showZero, (context, text) -> {}))
            .with(Feature.NEWER_MEMORY_FILES),
        mem(ro("memory.swap.events", NON_ROOT, MemoryFiles::showSwapEvents)),
        mem(ro("memory.zswap.current", NON_ROOT, MemoryFiles::showZero))
            .with(Feature.NEWER_MEMORY_FILES),
        limit("memory.zswap.max", MemorySetting.ZSWAP_MAX).with(Feature.NEWER_MEMORY_FILES),
        flag("memory.zswap.writeback", ANY, MemorySetting.ZSWAP_WRITEBACK)
            .with(Feature.NEWER_MEMORY_FILES));
  }

  static ControlFile mem(ControlFile file) {
    return file.of(Controller.MEMORY);
  }

  static MemoryController controller(FileContext context) {
    return context.machine().resources().memory();
  }

  static long get(FileContext context, MemorySetting setting) {
    return controller(context).settings().get(context.cgroup(), setting);
  }

  static void set(FileContext context, MemorySetting setting, long value) {
    controller(context).settings().set(context.cgroup(), setting, value);
  }

  private static ControlFile limit(String name, MemorySetting limit) {
    return mem(
        rw(
            name,
            NON_ROOT,
            (context, out) -> {
              long pages = get(context, limit);
              out.append(pages == Setting.NO_LIMIT ? "max" : pages << PAGE_SHIFT).append('\n');
            },
            (context, text) -> {
              set(context, limit, pages(text, "max"));
              context.machine().pageCache().reclaim().limitChanged(context.cgroup());
            }));
  }

  /** Pages of a size in bytes, rounded down; the word for no limit is {@code none}. */
  static long pages(byte[] text, String none) throws KernelException {
    Input in = new Input(text).strip();
    if (in.is(none)) {
      return Setting.NO_LIMIT;
    }
    long pages = in.size() >>> PAGE_SHIFT;
    if (!in.isAtEnd()) {
      throw new KernelException(Errno.EINVAL, "a size such as 64M, or " + none);
    }
    return pages >= MemoryController.MOST_PAGES ? Setting.NO_LIMIT : pages;
  }

  private static ControlFile flag(String name, ControlFile.Place place, MemorySetting flag) {
    return mem(
        rw(
            name,
            place,
            (context, out) -> out.append(get(context, flag)).append('\n'),
            (context, text) -> {
              int value = new Input(text).int32();
              if (value != 0 && value != 1) {
                throw new KernelException(Errno.EINVAL, "0 or 1");
              }
              set(context, flag, value);
            }));
  }

  /** Memory is never so short that somebody is killed. */
  private static void showEvents(FileContext context, boolean local, StringBuilder out) {
    for (String key : EVENTS) {
      CoreFiles.line(out, key, events(context, key, local));
    }
    if (context.has(Feature.NEWER_MEMORY_FILES)) {
      CoreFiles.line(out, "oom_group_kill", 0);
    }
  }

  private static long events(FileContext context, String key, boolean local) {
    return switch (key) {
      case "high" -> controller(context).events(context.cgroup(), MemorySetting.HIGH, local);
      case "max" -> controller(context).events(context.cgroup(), MemorySetting.MAX, local);
      default -> 0;
    };
  }

  private static void showSwapEvents(FileContext context, StringBuilder out) {
    if (context.has(Feature.NEWER_MEMORY_FILES)) {
      CoreFiles.line(out, "high", 0);
    }
    CoreFiles.line(out, "max", 0);
    CoreFiles.line(out, "fail", 0);
  }

  /** Nothing is ever swapped. */
  static void showZero(FileContext context, StringBuilder out) {
    out.append("0\n");
  }

  static void showUsage(FileContext context, StringBuilder out) {
    out.append(controller(context).usagePages(context.cgroup()) << PAGE_SHIFT).append('\n');
  }

  private static void showPeak(FileContext context, StringBuilder out) {
    MemoryController.Peak own = context.descriptor().peak();
    long pages = own == null ? controller(context).peakPages(context.cgroup()) : own.pages();
    out.append(pages << PAGE_SHIFT).append('\n');
  }

  /** Any text: from now on this descriptor reads the most since now. */
  private static void resetPeak(FileContext context, byte[] text) {
    MemoryController.Peak before = context.descriptor().peak();
    if (before != null) {
      controller(context).unwatch(context.cgroup(), before);
    }
    context.descriptor().setPeak(controller(context).watchPeak(context.cgroup()));
  }

  /** A size and perhaps swappiness=N. Only clean pages of files can be reclaimed. */
  private static void reclaim(FileContext context, byte[] text) throws KernelException {
    Input in = new Input(text).strip();
    long pages = in.size() >>> PAGE_SHIFT;
    while (!in.isAtEnd()) {
      Input token = in.upTo(' ');
      if (!token.isAtEnd()) {
        checkSwappiness(token);
      }
    }
    if (pages > context.machine().pageCache().reclaim().reclaim(context.cgroup(), pages)) {
      throw new KernelException(Errno.EAGAIN, "less than that could be reclaimed");
    }
  }

  private static void checkSwappiness(Input token) throws KernelException {
    if (!token.acceptPrefix("swappiness=")) {
      throw new KernelException(Errno.EINVAL, "a size, and perhaps swappiness=N");
    }
    try {
      int swappiness = token.int32();
      if (swappiness >= 0 && swappiness <= MOST_SWAPPINESS) {
        return;
      }
    } catch (KernelException refused) {
      // no number of 32 bits is out of range as well
    }
    throw new KernelException(Errno.EINVAL, "swappiness is 0 to " + MOST_SWAPPINESS);
  }
}

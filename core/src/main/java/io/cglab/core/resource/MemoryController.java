package io.cglab.core.resource;

import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.TreeListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The memory controller's settings, and the pages that are charged to cgroups. Whoever has pages
 * charges them here; counts include all descendants, as dirty limits want them (throttle-and-qos.md
 * 6.1, 6.2).
 */
public final class MemoryController implements TreeListener {
  /** Limits of this many pages and more are none. */
  public static final long MOST_PAGES = Long.MAX_VALUE >> 12;

  private static final int ITEMS = MemoryItem.values().length;

  /** Behind the items of a row: the most pages that there have been. */
  private static final int PEAK = ITEMS;

  private final Settings<MemorySetting> settings =
      new Settings<>(Controller.MEMORY, MemorySetting.class);
  private final Map<Cgroup, long[]> charged = new LinkedHashMap<>();

  /** Events of high and max with those below, then the cgroup's own. */
  private static final int EVENTS = 2;

  private final Map<Cgroup, long[]> events = new LinkedHashMap<>();

  /** The most pages since a moment, for one who asked then. */
  public static final class Peak {
    private long pages;

    /** The most pages since {@link #watchPeak}. */
    public long pages() {
      return pages;
    }
  }

  private final Map<Cgroup, List<Peak>> watched = new LinkedHashMap<>();

  /** The settings, to be read and written. */
  public Settings<MemorySetting> settings() {
    return settings;
  }

  /**
   * Charges pages to a cgroup and all above it.
   *
   * @param by number of pages; negative to give them back
   */
  public void charge(Cgroup cgroup, MemoryItem item, long by) {
    for (Cgroup at = cgroup; at != null; at = at.parent()) {
      long[] row = charged.computeIfAbsent(at, any -> new long[ITEMS + 1]);
      row[item.ordinal()] += by;
      assert row[item.ordinal()] >= 0 : at + " " + item;
      long usage = usage(row);
      row[PEAK] = Math.max(row[PEAK], usage);
      for (Peak peak : watched.getOrDefault(at, List.of())) {
        peak.pages = Math.max(peak.pages, usage);
      }
      if (at.isRemoved() && usage == 0) {
        charged.remove(at);
      }
    }
  }

  /** Pages of a kind in the cgroup and below. */
  public long pages(Cgroup cgroup, MemoryItem item) {
    long[] row = charged.get(cgroup);
    return row == null ? 0 : row[item.ordinal()];
  }

  /** All pages in the cgroup and below. */
  public long usagePages(Cgroup cgroup) {
    long[] row = charged.get(cgroup);
    return row == null ? 0 : usage(row);
  }

  private static long usage(long[] row) {
    return row[MemoryItem.ANON.ordinal()]
        + row[MemoryItem.FILE.ordinal()]
        + row[MemoryItem.KERNEL.ordinal()];
  }

  /** The most of {@link #usagePages} since {@link #resetPeak}. */
  public long peakPages(Cgroup cgroup) {
    long[] row = charged.get(cgroup);
    return row == null ? 0 : row[PEAK];
  }

  /**
   * memory.high of a cgroup made a task wait or reclaim, or memory.max did.
   *
   * @param setting {@link MemorySetting#HIGH} or {@link MemorySetting#MAX}
   */
  public void countEvent(Cgroup cgroup, MemorySetting setting) {
    int column = setting == MemorySetting.HIGH ? 0 : 1;
    for (Cgroup at = cgroup; at != null && !at.isRoot(); at = at.parent()) {
      events.computeIfAbsent(at, any -> new long[2 * EVENTS])[column]++;
    }
    events.computeIfAbsent(cgroup, any -> new long[2 * EVENTS])[EVENTS + column]++;
  }

  /**
   * How often {@link #countEvent} was called.
   *
   * @param local true for the cgroup's own setting alone, false for those below it too
   */
  public long events(Cgroup cgroup, MemorySetting setting, boolean local) {
    long[] counts = events.get(cgroup);
    int column = setting == MemorySetting.HIGH ? 0 : 1;
    return counts == null ? 0 : counts[(local ? EVENTS : 0) + column];
  }

  /** Watches the most pages of a cgroup from now on, until {@link #unwatch}. */
  public Peak watchPeak(Cgroup cgroup) {
    Peak peak = new Peak();
    peak.pages = usagePages(cgroup);
    watched.computeIfAbsent(cgroup, any -> new ArrayList<>()).add(peak);
    return peak;
  }

  /** The counterpart of {@link #watchPeak}. */
  public void unwatch(Cgroup cgroup, Peak peak) {
    List<Peak> peaks = watched.get(cgroup);
    if (peaks != null && peaks.remove(peak) && peaks.isEmpty()) {
      watched.remove(cgroup);
    }
  }

  /** Makes the present usage the most that there has been. */
  public void resetPeak(Cgroup cgroup) {
    long[] row = charged.get(cgroup);
    if (row != null) {
      row[PEAK] = usage(row);
    }
  }

  /**
   * Pages that may still come before memory.high or memory.max of the cgroup or one above it bites
   * (throttle-and-qos.md 6.2); {@link Setting#NO_LIMIT} without a limit, 0 over one.
   */
  public long headroomPages(Cgroup cgroup) {
    long headroom = Setting.NO_LIMIT;
    for (Cgroup at = cgroup; !at.isRoot(); ) {
      long limit =
          Math.min(settings.get(at, MemorySetting.MAX), settings.get(at, MemorySetting.HIGH));
      if (limit != Setting.NO_LIMIT) {
        headroom = Math.min(headroom, Math.max(0, limit - usagePages(at)));
      }
      Cgroup parent = at.parent();
      assert parent != null : "no root above " + cgroup;
      at = parent;
    }
    return headroom;
  }

  /** v1: some settings are the parent's to begin with. */
  @Override
  public void online(Cgroup cgroup, Controller controller) {
    Cgroup parent = cgroup.parent();
    if (controller == Controller.MEMORY && parent != null && !cgroup.hierarchy().isV2()) {
      inherit(cgroup, parent, MemorySetting.SWAPPINESS);
      inherit(cgroup, parent, MemorySetting.OOM_KILL_DISABLE);
    }
  }

  private void inherit(Cgroup cgroup, Cgroup parent, MemorySetting setting) {
    settings.set(cgroup, setting, settings.get(parent, setting));
  }

  @Override
  public void removed(Cgroup cgroup) {
    events.remove(cgroup);
    long[] row = charged.get(cgroup);
    if (row != null && usage(row) == 0) {
      charged.remove(cgroup);
    }
  }
}

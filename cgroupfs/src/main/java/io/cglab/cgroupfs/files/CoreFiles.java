package io.cglab.cgroupfs.files;

import io.cglab.core.Feature;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import java.util.Collection;
import java.util.List;

/** The core files that are only read. */
final class CoreFiles {
  private CoreFiles() {}

  static void showNothing(FileContext context, StringBuilder out) {}

  static void showEvents(FileContext context, StringBuilder out) {
    out.append("populated ").append(context.cgroup().isPopulated() ? 1 : 0).append('\n');
    if (context.has(Feature.FREEZER_V2)) {
      out.append("frozen ").append(context.cgroup().isFrozen() ? 1 : 0).append('\n');
    }
  }

  static void showStat(FileContext context, StringBuilder out) {
    Cgroup cgroup = context.cgroup();
    Hierarchy hierarchy = cgroup.hierarchy();
    Collection<Controller> counted =
        context.has(Feature.SUBSYS_COUNTS) ? hierarchy.counted() : List.of();
    line(out, "nr_descendants", cgroup.descendants());
    for (Controller controller : counted) {
      line(out, "nr_subsys_" + controller.statName(), hierarchy.countOnline(cgroup, controller));
    }
    line(out, "nr_dying_descendants", cgroup.dyingDescendants());
    for (Controller controller : counted) {
      line(
          out,
          "nr_dying_subsys_" + controller.statName(),
          hierarchy.countDying(cgroup, controller));
    }
  }

  /** Simulated tasks burn no CPU that anybody accounts. */
  static void showCpuStat(FileContext context, StringBuilder out) {
    line(out, "usage_usec", 0);
    line(out, "user_usec", 0);
    line(out, "system_usec", 0);
    if (context.has(Feature.CPU_STAT_LOCAL)) {
      line(out, "nice_usec", 0);
    }
  }

  private static void line(StringBuilder out, String key, long value) {
    out.append(key).append(' ').append(value).append('\n');
  }
}

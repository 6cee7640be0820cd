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

  static void showEvents(FileContext context, StringBuilder out) {
    context.descriptor().setEventsSeen(context.tree().state(context.cgroup()).events());
    out.append("populated ").append(context.cgroup().isPopulated() ? 1 : 0).append('\n');
    if (context.has(Feature.FREEZER_V2)) {
      out.append("frozen ").append(context.cgroup().isFrozen() ? 1 : 0).append('\n');
    }
  }

  /** True from each notification until the descriptor is read, and before its first read (5.7). */
  static boolean hasEvent(FileContext context) {
    return context.descriptor().eventsSeen() != context.tree().state(context.cgroup()).events();
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

  /** {@code key value} and a newline. */
  static void line(StringBuilder out, String key, long value) {
    out.append(key).append(' ').append(value).append('\n');
  }
}

package io.cglab.cgroupfs.host;

import io.cglab.core.Feature;
import io.cglab.core.cgroup.Controller;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What v1 calls controllers. The one for I/O is blkio since 2.6.33; the IO controller of 2009 named
 * it io, with blkio beside it, which told whose pages are written back (dm-ioband.md 6.1): the two
 * are one here. A kernel of that time without a patch has none.
 */
public final class ControllerNames {
  private ControllerNames() {}

  /** The names in options of mount(8), the first in all files; none if the kernel lacks it. */
  public static List<String> of(Controller controller, Set<Feature> features) {
    if (controller == Controller.IO && features.contains(Feature.IO_CONTROLLER_V10)) {
      return List.of("io", "blkio");
    }
    boolean lacking = controller == Controller.IO && features.contains(Feature.CFQ_FLAT);
    return lacking ? List.of() : List.of(controller.v1Name());
  }

  /** The name in files; null if the kernel lacks the controller. */
  public static @Nullable String shown(Controller controller, Set<Feature> features) {
    List<String> names = of(controller, features);
    return names.isEmpty() ? null : names.get(0);
  }
}

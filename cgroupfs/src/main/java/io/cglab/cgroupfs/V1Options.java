package io.cglab.cgroupfs;

import com.google.common.base.Splitter;
import io.cglab.cgroupfs.host.ControllerNames;
import io.cglab.core.Feature;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Controller;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code mount -t cgroup -o ...} asks for (control-files.md 1.2), checked as far as that goes
 * without a look at the hierarchies.
 *
 * @param controllers whose hierarchy is wanted
 * @param none true if a hierarchy without controllers is wanted
 * @param name of the hierarchy; null if not given
 * @param releaseAgent program to tell of empty cgroups; null if not given
 */
record V1Options(
    Set<Controller> controllers,
    boolean none,
    @Nullable String name,
    @Nullable String releaseAgent,
    boolean cloneChildren,
    Set<Flag> flags) {

  /** Flags of a hierarchy, in the order in which /proc/mounts shows them. */
  enum Flag {
    NOPREFIX,
    XATTR,
    CPUSET_V2_MODE,
    FAVORDYNMODS;

    /** As in the option text. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int LONGEST_NAME = 63;

  /**
   * Reads the text behind {@code -o}.
   *
   * @param known controllers that are compiled in and not switched off at boot
   * @param features what the kernel has
   * @throws KernelException EINVAL for whatever is unknown or contradicts itself
   */
  static V1Options parse(String text, Set<Controller> known, Set<Feature> features)
      throws KernelException {
    Reader reader = new Reader(known, features);
    for (String option : Splitter.on(',').omitEmptyStrings().split(text)) {
      reader.take(option);
    }
    return reader.result();
  }

  /** Takes one option after the other. */
  private static final class Reader {
    private final Set<Controller> known;
    private final boolean newer;
    private final Set<Feature> features;
    private final Set<Controller> controllers = EnumSet.noneOf(Controller.class);
    private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
    private boolean all;
    private boolean none;
    private boolean cloneChildren;
    private @Nullable String name;
    private @Nullable String releaseAgent;

    Reader(Set<Controller> known, Set<Feature> features) {
      this.known = known;
      this.features = features;
      newer = features.contains(Feature.NEWER_MOUNT_OPTIONS);
    }

    void take(String option) throws KernelException {
      int equals = option.indexOf('=');
      if (equals >= 0) {
        takeValue(option.substring(0, equals), option.substring(equals + 1), option);
        return;
      }
      switch (option) {
        case "rw", "relatime" -> {} // the mount's own, as every mount is here
        case "all" -> all = true;
        case "none" -> none = true;
        case "clone_children" -> cloneChildren = true;
        default -> takeWord(option);
      }
    }

    private void takeValue(String key, String value, String option) throws KernelException {
      if (key.equals("name") && name == null) {
        if (value.isEmpty() || value.length() > LONGEST_NAME || !value.matches("[A-Za-z0-9._-]+")) {
          throw refused("name=" + value + ": 1 to 63 letters, digits, '.', '_' and '-'");
        }
        name = value;
      } else if (key.equals("release_agent") && releaseAgent == null) {
        releaseAgent = value;
      } else {
        throw refused(option + ": unknown, or given twice");
      }
    }

    private void takeWord(String option) throws KernelException {
      if (newer && option.equals("nofavordynmods")) {
        flags.remove(Flag.FAVORDYNMODS);
        return;
      }
      for (Flag flag : Flag.values()) {
        if (flag.text().equals(option) && (newer || flag != Flag.FAVORDYNMODS)) {
          flags.add(flag);
          return;
        }
      }
      for (Controller controller : Controller.values()) {
        boolean named = ControllerNames.of(controller, features).contains(option);
        if (named && known.contains(controller)) {
          controllers.add(controller);
          return;
        }
      }
      throw refused(
          option.equals("io") && !features.contains(Feature.CFQ_FLAT)
              ? "io is the name on v2; on v1 it is blkio"
              : option + ": no option and no controller of this kernel; see /proc/cgroups");
    }

    V1Options result() throws KernelException {
      if (all && !controllers.isEmpty()) {
        throw refused("all and single controllers contradict each other");
      }
      if (all || (controllers.isEmpty() && !none && name == null)) {
        controllers.addAll(known);
      }
      if (none && !controllers.isEmpty()) {
        throw refused("none and controllers contradict each other");
      }
      if (controllers.isEmpty() && name == null) {
        throw refused("a hierarchy needs controllers or a name");
      }
      if (flags.contains(Flag.NOPREFIX) && !Set.of(Controller.CPUSET).containsAll(controllers)) {
        throw refused("noprefix goes with cpuset alone");
      }
      return new V1Options(controllers, none, name, releaseAgent, cloneChildren, flags);
    }

    private static KernelException refused(String hint) {
      return new KernelException(Errno.EINVAL, hint);
    }
  }
}

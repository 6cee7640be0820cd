package io.cglab.cgroupfs;

import com.google.common.base.Splitter;
import io.cglab.core.Feature;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The options of {@code mount -t cgroup2}, in the order in which /proc/mounts shows them (1.3). */
enum V2Option {
  NSDELEGATE,
  FAVORDYNMODS,
  MEMORY_LOCALEVENTS,
  MEMORY_RECURSIVEPROT,
  MEMORY_HUGETLB_ACCOUNTING,
  PIDS_LOCALEVENTS;

  /** As in the option text. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads the text behind {@code -o}.
   *
   * @param features what the kernel has
   * @throws KernelException EINVAL for an option that it does not know
   */
  static Set<V2Option> parse(String text, Set<Feature> features) throws KernelException {
    Set<V2Option> options = EnumSet.noneOf(V2Option.class);
    for (String word : Splitter.on(',').omitEmptyStrings().split(text)) {
      if (!word.equals("rw") && !word.equals("relatime")) {
        options.add(named(word, features));
      }
    }
    return options;
  }

  private static V2Option named(String word, Set<Feature> features) throws KernelException {
    for (V2Option option : values()) {
      boolean known = option == NSDELEGATE || features.contains(Feature.NEWER_MOUNT_OPTIONS);
      if (known && option.text().equals(word)) {
        return option;
      }
    }
    throw new KernelException(
        Errno.EINVAL, word + ": no option of cgroup2; controllers are named in subtree_control");
  }
}

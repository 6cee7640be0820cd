package io.cglab.cgroupfs.kernfs;

import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * How a file is opened.
 *
 * @param direct O_DIRECT
 * @param sync O_SYNC
 * @param dataSync O_DSYNC
 */
public record OpenFlags(
    boolean read,
    boolean write,
    boolean append,
    boolean truncate,
    boolean direct,
    boolean sync,
    boolean dataSync) {

  static OpenFlags of(Set<? extends OpenOption> options) {
    boolean append = options.contains(StandardOpenOption.APPEND);
    boolean write = append || options.contains(StandardOpenOption.WRITE);
    return new OpenFlags(
        options.contains(StandardOpenOption.READ) || !write,
        write,
        append,
        write && options.contains(StandardOpenOption.TRUNCATE_EXISTING),
        isDirect(options),
        options.contains(StandardOpenOption.SYNC),
        options.contains(StandardOpenOption.DSYNC));
  }

  /** O_DIRECT. The JDK's option for it is outside Java SE, so it is known by its name. */
  private static boolean isDirect(Set<? extends OpenOption> options) {
    for (OpenOption option : options) {
      if (option instanceof Enum<?> named && named.name().equals("DIRECT")) {
        return true;
      }
    }
    return false;
  }
}

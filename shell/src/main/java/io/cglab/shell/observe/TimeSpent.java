package io.cglab.shell.observe;

import io.cglab.core.cgroup.Cgroup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where time went so far.
 *
 * @param sinceNs how long ago it was begun to count
 * @param ios bios that were submitted
 * @param parts the reasons that there were, the longest first; they add up to {@code sinceNs}, or
 *     to the sum of that over several tasks
 */
public record TimeSpent(long sinceNs, long ios, List<Part> parts) {
  public TimeSpent {
    parts = List.copyOf(parts);
  }

  /**
   * One reason.
   *
   * @param whose the cgroup whose limit or policy it was last; null where it is nobody's
   */
  public record Part(WaitReason reason, @Nullable Cgroup whose, double ns) {}

  /** All of it, in ns. */
  public double totalNs() {
    double sum = 0;
    for (Part part : parts) {
      sum += part.ns();
    }
    return sum;
  }
}

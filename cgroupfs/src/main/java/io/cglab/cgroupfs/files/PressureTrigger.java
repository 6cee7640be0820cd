package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.Machine;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.pressure.PsiResource;
import io.cglab.core.pressure.Stall;
import io.cglab.core.pressure.StallWatch;

/**
 * What a write to a pressure file asks to be told of (control-files.md 7.6): that tasks stalled for
 * {@code thresholdUs} within any {@code windowUs}.
 *
 * @param full true for the time in which no task of the group ran
 * @param thresholdUs 1 to {@code windowUs}
 * @param windowUs 1 to 10,000,000
 */
public record PressureTrigger(boolean full, long thresholdUs, long windowUs) {
  private static final long LONGEST_US = 10_000_000;
  private static final long UNPRIVILEGED_US = 2_000_000;

  /**
   * Reads {@code some THRESHOLD WINDOW} or {@code full THRESHOLD WINDOW}; what follows is ignored.
   *
   * @param privileged true if the descriptor was opened by the super-user
   * @throws KernelException EINVAL for another form or numbers out of range
   */
  public static PressureTrigger parse(Input in, boolean privileged) throws KernelException {
    boolean full = in.acceptPrefix("full");
    if ((!full && !in.acceptPrefix("some")) || !in.scan32()) {
      throw malformed();
    }
    long thresholdUs = in.scanned();
    if (!in.scan32()) {
      throw malformed();
    }
    long windowUs = in.scanned();
    if (windowUs == 0 || windowUs > LONGEST_US) {
      throw new KernelException(Errno.EINVAL, "a window is 1 us to 10 s: 10000000");
    }
    if (!privileged && windowUs % UNPRIVILEGED_US != 0) {
      throw new KernelException(
          Errno.EINVAL, "only the super-user has windows other than multiples of 2 s: 2000000");
    }
    if (thresholdUs == 0 || thresholdUs > windowUs) {
      throw new KernelException(Errno.EINVAL, "a threshold is 1 us up to the window");
    }
    return new PressureTrigger(full, thresholdUs, windowUs);
  }

  /**
   * Begins to watch for it in a cgroup.
   *
   * @param privileged as for {@link #parse}: true to look ten times a window
   * @param told called for each event, from within the machine's event loop
   */
  public StallWatch watch(
      Machine machine, Cgroup cgroup, PsiResource resource, boolean privileged, Runnable told) {
    Stall kind = full ? Stall.FULL : Stall.SOME;
    return machine
        .pressure()
        .watch(cgroup, resource, kind, thresholdUs, windowUs, privileged, told);
  }

  private static KernelException malformed() {
    return new KernelException(
        Errno.EINVAL, "write some or full and two times in us, such as some 150000 1000000");
  }
}

package io.cglab.core.resource;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.TreeListener;

/**
 * The pids controller: a fork that would bring a cgroup, or one above it, over its limit is
 * refused. Moves are not, so there may be more tasks than the limit.
 */
public final class PidsController implements TreeListener {
  private static final long MOST = 4_194_304;

  private final Settings<PidsSetting> settings = new Settings<>(Controller.PIDS, PidsSetting.class);

  private boolean localEvents;

  /** v2's mount option: events are counted as on v1, where the fork was. */
  public void setLocalEvents(boolean on) {
    localEvents = on;
  }

  /** What pids.events shows: v1's and the mount option's count, or v2's. */
  public PidsSetting events(Cgroup cgroup) {
    return localEvents || !cgroup.hierarchy().isV2() ? PidsSetting.FORK_FAILURES : PidsSetting.HITS;
  }

  /** The settings and counters, to be read. */
  public Settings<PidsSetting> settings() {
    return settings;
  }

  /**
   * Sets pids.max, 0 to 4194304 or {@link Setting#NO_LIMIT}.
   *
   * @throws KernelException EINVAL out of that range
   */
  public void setMax(Cgroup cgroup, long max) throws KernelException {
    if (max < 0 || (max > MOST && max != Setting.NO_LIMIT)) {
      throw new KernelException(Errno.EINVAL, "0 to " + MOST + ", or max");
    }
    settings.set(cgroup, PidsSetting.MAX, max);
  }

  /**
   * Counts and refuses a fork in a cgroup.
   *
   * @throws KernelException EAGAIN over a limit
   */
  void checkFork(Cgroup cgroup) throws KernelException {
    Cgroup member = null;
    for (Cgroup at = cgroup; !at.isRoot(); at = parent(at)) {
      if (at.isOnline(Controller.PIDS)) {
        member = member == null ? at : member;
        if (at.allTasks() + 1L > settings.get(at, PidsSetting.MAX)) {
          note(member, at);
          throw new KernelException(
              Errno.EAGAIN,
              "pids.max of " + at.path() + " is " + settings.get(at, PidsSetting.MAX));
        }
      }
    }
  }

  private void note(Cgroup forking, Cgroup over) {
    increment(forking, PidsSetting.FORK_FAILURES);
    if (events(over) == PidsSetting.FORK_FAILURES) {
      return;
    }
    increment(over, PidsSetting.LOCAL_HITS);
    for (Cgroup at = over; !at.isRoot(); at = parent(at)) {
      increment(at, PidsSetting.HITS);
    }
  }

  private void increment(Cgroup cgroup, PidsSetting counter) {
    settings.set(cgroup, counter, settings.get(cgroup, counter) + 1);
  }

  private static Cgroup parent(Cgroup cgroup) {
    Cgroup parent = cgroup.parent();
    assert parent != null : "no root above " + cgroup;
    return parent;
  }

  @Override
  public void online(Cgroup cgroup, Controller controller) {
    if (controller == Controller.PIDS) {
      cgroup.hierarchy().resetTaskPeak(cgroup);
    }
  }
}

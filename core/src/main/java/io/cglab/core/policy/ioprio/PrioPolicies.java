package io.cglab.core.policy.ioprio;

import io.cglab.core.block.BioPriority;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.TreeListener;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * io.prio.class of each cgroup (control-files.md 3.7). A policy goes with the cgroup's io
 * controller; a cgroup that changes nothing costs nothing.
 */
public final class PrioPolicies implements TreeListener, BioPriority {
  /** Cgroups that change something. */
  private final Map<Cgroup, PrioPolicy> changing = new LinkedHashMap<>();

  /** The policy of a cgroup. */
  public PrioPolicy of(Cgroup cgroup) {
    return changing.getOrDefault(cgroup, PrioPolicy.NO_CHANGE);
  }

  /** Sets the policy of a cgroup; bios that are on their way keep their priority. */
  public void set(Cgroup cgroup, PrioPolicy policy) {
    if (policy == PrioPolicy.NO_CHANGE) {
      changing.remove(cgroup);
    } else {
      changing.put(cgroup, policy);
    }
  }

  @Override
  public int of(Cgroup cgroup, int prio) {
    return of(cgroup).applied(prio);
  }

  @Override
  public boolean changesAny() {
    return !changing.isEmpty();
  }

  @Override
  public void offline(Cgroup cgroup, Controller controller) {
    if (controller == Controller.IO) {
      changing.remove(cgroup);
    }
  }

  @Override
  public void removed(Cgroup cgroup) {
    changing.remove(cgroup);
  }
}

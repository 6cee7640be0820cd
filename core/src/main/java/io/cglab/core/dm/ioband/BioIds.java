package io.cglab.core.dm.ioband;

import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchies;
import io.cglab.core.cgroup.Task;
import io.cglab.core.cgroup.TreeListener;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The ids of bio cgroups (dm-ioband.md 4.2): 0 for the root, else the lowest that was free when the
 * cgroup was made. A removed cgroup's id goes to the next one that is made.
 */
public final class BioIds implements TreeListener, BioOwners {
  private final Hierarchies hierarchies;
  private final BitSet taken = new BitSet();

  /** By the cgroup's serial number. */
  private int[] ids = new int[0];

  public BioIds(Hierarchies hierarchies) {
    this.hierarchies = hierarchies;
    taken.set(0);
  }

  @Override
  public int idOf(Cgroup cgroup) {
    return cgroup.serial() < ids.length ? ids[cgroup.serial()] : 0;
  }

  @Override
  public int idOf(@Nullable Task task) {
    return task == null ? 0 : idOf(task.cgroup(hierarchies.of(Controller.BIO)));
  }

  @Override
  public void online(Cgroup cgroup, Controller controller) {
    if (controller == Controller.BIO && !cgroup.isRoot()) {
      int id = taken.nextClearBit(0);
      taken.set(id);
      if (cgroup.serial() >= ids.length) {
        ids = Arrays.copyOf(ids, Math.max(16, 2 * cgroup.serial()));
      }
      ids[cgroup.serial()] = id;
    }
  }

  @Override
  public void offline(Cgroup cgroup, Controller controller) {
    if (controller == Controller.BIO) {
      free(cgroup);
    }
  }

  @Override
  public void beforeRemoval(Cgroup cgroup) {
    free(cgroup);
  }

  private void free(Cgroup cgroup) {
    int id = idOf(cgroup);
    if (id != 0) {
      taken.clear(id);
      ids[cgroup.serial()] = 0;
    }
  }
}

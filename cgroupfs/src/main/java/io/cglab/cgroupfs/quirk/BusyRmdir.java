package io.cglab.cgroupfs.quirk;

import io.cglab.cgroupfs.kernfs.Interposer;
import io.cglab.cgroupfs.kernfs.Mount;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.util.HashMap;
import java.util.Map;

/**
 * The first rmdirs of each cgroup give EBUSY, as while its processes are still on their way out.
 */
final class BusyRmdir implements Interposer {
  private final int times;
  private final Map<String, Integer> tries = new HashMap<>();

  BusyRmdir(int times) {
    this.times = times;
  }

  @Override
  public void removing(Mount tree, String path) throws KernelException {
    if (!Rows.isCgroup(tree)) {
      return;
    }
    if (tries.merge(path, 1, Integer::sum) <= times) {
      throw new KernelException(Errno.EBUSY, "a quirk has been injected; try again");
    }
    tries.remove(path); // a cgroup that is made anew is busy anew
  }
}

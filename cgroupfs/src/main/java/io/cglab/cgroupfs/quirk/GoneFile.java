package io.cglab.cgroupfs.quirk;

import io.cglab.cgroupfs.kernfs.Interposer;
import io.cglab.cgroupfs.kernfs.Mount;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;

/** A file opens, but reads give ENODEV, as when its cgroup is removed between the two. */
record GoneFile(String file) implements Interposer {
  @Override
  public void reading(Mount tree, String path, long position) throws KernelException {
    if (Rows.isFile(file, tree, path)) {
      throw new KernelException(Errno.ENODEV, "a quirk has been injected");
    }
  }
}

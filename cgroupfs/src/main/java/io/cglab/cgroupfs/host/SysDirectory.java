package io.cglab.cgroupfs.host;

/** /sys: for now the place where cgroup hierarchies are mounted. */
public final class SysDirectory extends HostDirectory {
  /** The directories that the kernel makes. */
  public SysDirectory() {
    super("/sys");
    addDirectory("fs").addDirectory("cgroup");
  }
}

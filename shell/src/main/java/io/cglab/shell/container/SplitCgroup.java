package io.cglab.shell.container;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A cgroup of v1: a directory of the same path in each hierarchy that is mounted. */
final class SplitCgroup implements ContainerCgroup {
  /** Controllers in the order in which runc handles them. */
  static final List<String> CONTROLLERS =
      List.of("cpuset", "devices", "memory", "cpu", "cpuacct", "pids", "blkio", "freezer");

  private final Writes writes;
  private final Map<String, String> mounts;
  private final String path;
  private final String runtime;

  /**
   * A cgroup that is not made yet.
   *
   * @param mounts mount points by controller
   * @param path below each of them, beginning with a slash
   * @param runtime who writes to it, for headings
   */
  SplitCgroup(Writes writes, Map<String, String> mounts, String path, String runtime) {
    this.writes = writes;
    this.mounts = mounts;
    this.path = path;
    this.runtime = runtime;
  }

  @Override
  public ContainerCgroup through(Writes others) {
    return new SplitCgroup(others, mounts, path, runtime);
  }

  /** The directory in a controller's hierarchy, or null. */
  private @Nullable String directory(String controller) {
    String mount = mounts.get(controller);
    return mount == null ? null : mount + path;
  }

  private Set<String> directories() {
    Set<String> all = new LinkedHashSet<>();
    for (String controller : CONTROLLERS) {
      String directory = directory(controller);
      if (directory != null) {
        all.add(directory);
      }
    }
    return all;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public void apply(int pid) throws OciException {
    writes.heading(runtime);
    for (String controller : CONTROLLERS) {
      String mount = mounts.get(controller);
      if (mount == null) {
        continue;
      }
      if (controller.equals("cpuset")) {
        makeCpusets(mount);
      } else {
        writes.mkdirs(mount + path);
      }
      if (pid != NOBODY) {
        move(mount + path, pid);
      }
    }
  }

  /** A new cpuset has no CPU and takes no process, so each level copies its parent's. */
  private void makeCpusets(String mount) throws OciException {
    String parent = mount;
    for (String name : path.substring(1).split("/")) {
      String child = parent + "/" + name;
      writes.mkdir(child);
      for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
        if (writes.readIfThere(child + "/" + file).isEmpty()) {
          writes.write(child + "/" + file, writes.readIfThere(parent + "/" + file));
        }
      }
      parent = child;
    }
  }

  private void move(String directory, int pid) throws OciException {
    try {
      writes.put(directory + "/cgroup.procs", Integer.toString(pid));
    } catch (OciException e) {
      throw e.during("failed to write " + pid);
    }
  }

  @Override
  public void join(int pid) throws OciException {
    for (String directory : directories()) {
      move(directory, pid);
    }
  }

  private void write(String controller, String file, String data) throws OciException {
    String directory = directory(controller);
    if (directory == null) {
      throw new OciException(
          "cannot set " + controller + " limit: container could not join or create cgroup");
    }
    writes.write(directory + "/" + file, data);
  }

  @Override
  public void set(Resources r) throws OciException {
    if (!r.cpus().isEmpty()) {
      write("cpuset", "cpuset.cpus", r.cpus());
    }
    setMemory(r);
    if (r.cpuShares() != 0) {
      write("cpu", "cpu.shares", Long.toString(r.cpuShares()));
    }
    if (r.cpuPeriod() != 0) {
      write("cpu", "cpu.cfs_period_us", Long.toString(r.cpuPeriod()));
    }
    if (r.cpuQuota() != 0) {
      write("cpu", "cpu.cfs_quota_us", Long.toString(r.cpuQuota()));
    }
    if (r.pidsLimit() != 0) {
      write("pids", "pids.max", r.pidsLimit() > 0 ? Long.toString(r.pidsLimit()) : "max");
    }
    setBlkio(r);
  }

  /** Memory before memory and swap, or the other way where the new sum is above the old limit. */
  private void setMemory(Resources r) throws OciException {
    long both = r.memory() == -1 && r.memorySwap() == 0 && hasSwap() ? -1 : r.memorySwap();
    boolean swapFirst =
        r.memory() != 0
            && both != 0
            && (both == -1
                || Long.parseLong(
                        writes.readIfThere(directory("memory") + "/memory.limit_in_bytes"))
                    < both);
    if (swapFirst) {
      write("memory", "memory.memsw.limit_in_bytes", Long.toString(both));
    }
    if (r.memory() != 0) {
      write("memory", "memory.limit_in_bytes", Long.toString(r.memory()));
    }
    if (!swapFirst && both != 0) {
      write("memory", "memory.memsw.limit_in_bytes", Long.toString(both));
    }
  }

  private boolean hasSwap() {
    return writes.exists(directory("memory") + "/memory.memsw.limit_in_bytes");
  }

  private void setBlkio(Resources r) throws OciException {
    if (!r.hasIo()) {
      return;
    }
    String prefix = writes.exists(directory("blkio") + "/blkio.weight") ? "blkio." : "blkio.bfq.";
    if (r.blkioWeight() != 0) {
      write("blkio", prefix + "weight", Integer.toString(r.blkioWeight()));
    }
    for (Resources.DeviceValue weight : r.weightDevices()) {
      write("blkio", prefix + "weight_device", weight.toString());
    }
    for (Rate rate : Rate.values()) {
      for (Resources.DeviceValue limit : r.rate(rate)) {
        write("blkio", rate.v1File(), limit.toString());
      }
    }
  }

  @Override
  public void freeze(boolean frozen) throws OciException {
    String directory = directory("freezer");
    if (directory == null) {
      throw new OciException("cannot toggle freezer: cgroups not configured for container");
    }
    writes.write(directory + "/freezer.state", frozen ? "FROZEN" : "THAWED");
  }

  @Override
  public void remove() throws OciException {
    for (String directory : directories()) {
      writes.rmdir(directory);
    }
  }

  @Override
  public List<Integer> pids() {
    for (String directory : directories()) {
      return ContainerCgroup.pids(writes.readIfThere(directory + "/cgroup.procs"));
    }
    return List.of();
  }

  @Override
  public long memoryBytes() {
    return ContainerCgroup.number(
        writes.readIfThere(directory("memory") + "/memory.usage_in_bytes"));
  }

  @Override
  public long[] ioBytes() {
    long[] sum = new long[2];
    String stat =
        writes.readIfThere(directory("blkio") + "/blkio.throttle.io_service_bytes_recursive");
    for (String line : stat.split("\n")) {
      String[] words = line.split(" ");
      if (words.length == 3 && words[1].equals("Read")) {
        sum[0] += Long.parseLong(words[2]);
      } else if (words.length == 3 && words[1].equals("Write")) {
        sum[1] += Long.parseLong(words[2]);
      }
    }
    return sum;
  }
}

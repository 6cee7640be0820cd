package io.cglab.shell.container;

import io.cglab.core.api.Errno;
import java.util.ArrayList;
import java.util.List;

/** A cgroup of v2, below systemd's slices or made by the runtime itself. */
final class UnifiedCgroup implements ContainerCgroup {
  /** Controllers in the order in which systemd enables them. */
  private static final List<String> SYSTEMD_ORDER =
      List.of("cpu", "cpuset", "io", "memory", "pids");

  private static final int DEFAULT_PERIOD_US = 100_000;

  private final Writes writes;
  private final String mount;
  private final String path;
  private final boolean bySystemd;
  private final String runtime;

  /**
   * A cgroup that is not made yet.
   *
   * @param mount where cgroup2 is mounted
   * @param path below it, beginning with a slash
   * @param bySystemd whether systemd makes it, as a unit
   * @param runtime who writes to it, for headings
   */
  UnifiedCgroup(Writes writes, String mount, String path, boolean bySystemd, String runtime) {
    this.writes = writes;
    this.mount = mount;
    this.path = path;
    this.bySystemd = bySystemd;
    this.runtime = runtime;
  }

  @Override
  public ContainerCgroup through(Writes others) {
    return new UnifiedCgroup(others, mount, path, bySystemd, runtime);
  }

  private String directory() {
    return mount + path;
  }

  private String file(String name) {
    return directory() + "/" + name;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public void apply(int pid) throws OciException {
    if (bySystemd) {
      startUnit(pid);
    }
    writes.heading(runtime);
    makePath();
    if (!bySystemd && pid != NOBODY) {
      join(pid);
    }
  }

  /** What systemd does for a scope or slice: controllers top-down, then the process. */
  private void startUnit(int pid) throws OciException {
    String unit = path.substring(path.lastIndexOf('/') + 1);
    writes.heading("systemd starts " + unit);
    try {
      for (String ancestor : ancestors()) {
        writes.mkdir(ancestor);
        String enabled = " " + writes.readIfThere(ancestor + "/cgroup.subtree_control") + " ";
        for (String controller : SYSTEMD_ORDER) {
          if (supports(controller) && !enabled.contains(" " + controller + " ")) {
            tryToWrite(ancestor + "/cgroup.subtree_control", "+" + controller);
          }
        }
      }
      writes.mkdir(directory());
      if (pid != NOBODY) {
        writes.write(file("cgroup.procs"), Integer.toString(pid));
      }
    } catch (OciException e) {
      throw e.during("unable to start unit \"" + unit + "\"");
    }
  }

  /** The mount and the cgroups between it and this one. */
  private List<String> ancestors() {
    List<String> list = new ArrayList<>(List.of(mount));
    for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
      list.add(mount + path.substring(0, slash));
    }
    return list;
  }

  private boolean supports(String controller) {
    return controllers().contains(controller);
  }

  private List<String> controllers() {
    return List.of(writes.readIfThere(mount + "/cgroup.controllers").split(" "));
  }

  private void tryToWrite(String file, String data) {
    try {
      writes.write(file, data);
    } catch (OciException e) {
      // Nobody is told here; whoever misses the controller's files says so.
      return;
    }
  }

  /** Makes what is missing of the path, with all controllers enabled above the last directory. */
  private void makePath() throws OciException {
    List<String> all = controllers().stream().map(name -> "+" + name).toList();
    for (String ancestor : ancestors()) {
      writes.mkdir(ancestor);
      checkType(ancestor);
      String control = ancestor + "/cgroup.subtree_control";
      try {
        writes.write(control, String.join(" ", all));
      } catch (OciException e) {
        all.forEach(one -> tryToWrite(control, one));
      }
    }
    writes.mkdir(directory());
    checkType(directory());
  }

  private void checkType(String cgroup) throws OciException {
    String type = writes.readIfThere(cgroup + "/cgroup.type");
    if (type.equals("domain invalid")) {
      throw new OciException(
          "cannot enter cgroupv2 \""
              + cgroup
              + "\" with domain controllers -- it is in an invalid state");
    }
    if (type.endsWith("threaded")) {
      throw new OciException(
          "cannot enter cgroupv2 \""
              + cgroup
              + "\" with domain controllers -- it is in "
              + type
              + " mode");
    }
  }

  @Override
  public void join(int pid) throws OciException {
    try {
      writes.put(file("cgroup.procs"), Integer.toString(pid));
    } catch (OciException e) {
      throw e.during("failed to write " + pid);
    }
  }

  @Override
  public void set(Resources r) throws OciException {
    if (r.pidsLimit() != 0) {
      writes.write(file("pids.max"), number(r.pidsLimit()));
    }
    setMemory(r);
    setIo(r);
    setCpu(r);
    if (!r.cpus().isEmpty()) {
      writes.write(file("cpuset.cpus"), r.cpus());
    }
    for (var entry : r.unified().entrySet()) {
      writes.write(file(entry.getKey()), entry.getValue());
    }
  }

  private static String number(long value) {
    return value == -1 ? "max" : Long.toString(value);
  }

  private void setMemory(Resources r) throws OciException {
    long swap = swap(r);
    if (swap != 0 || r.memorySwap() > 0) {
      try {
        writes.write(file("memory.swap.max"), number(swap));
      } catch (OciException e) {
        if (!e.is(Errno.ENOENT) || swap > 0) {
          throw e;
        }
      }
    }
    if (r.memory() != 0) {
      writes.write(file("memory.max"), number(r.memory()));
    }
  }

  /** v1's limit of memory and swap together as v2's limit of swap. */
  private static long swap(Resources r) throws OciException {
    long memory = r.memory();
    long both = r.memorySwap();
    if (memory == -1 && both == 0) {
      return -1;
    } else if (both <= 0) {
      return both;
    } else if (memory <= 0) {
      throw new OciException("unable to set swap limit without memory limit");
    } else if (both < memory) {
      throw new OciException("memory+swap limit should be >= memory limit");
    }
    return both - memory;
  }

  private void setIo(Resources r) throws OciException {
    if (!r.hasIo()) {
      return;
    }
    String bfq = file("io.bfq.weight");
    boolean hasBfq = writes.exists(bfq);
    if (r.blkioWeight() != 0 && hasBfq) {
      writes.put(bfq, Integer.toString(r.blkioWeight()));
    } else if (r.blkioWeight() != 0) {
      writes.write(file("io.weight"), Long.toString(Resources.ioWeight(r.blkioWeight())));
    }
    // A kernel before 5.4 shows one bare number, and takes no devices.
    if (hasBfq && !writes.read(bfq).strip().matches("[0-9]+")) {
      for (Resources.DeviceValue weight : r.weightDevices()) {
        try {
          writes.put(bfq, weight.toString());
        } catch (OciException e) {
          throw e.during("setting device weight \"" + weight + "\"");
        }
      }
    }
    for (Rate rate : Rate.values()) {
      for (Resources.DeviceValue limit : r.rate(rate)) {
        writes.write(file("io.max"), limit.dev() + " " + rate.key() + "=" + limit.value());
      }
    }
  }

  private void setCpu(Resources r) throws OciException {
    long weight = r.cpuWeight() != 0 ? r.cpuWeight() : Resources.cpuWeight(r.cpuShares());
    if (weight != 0) {
      writes.write(file("cpu.weight"), Long.toString(weight));
    }
    if (r.cpuQuota() != 0 || r.cpuPeriod() != 0) {
      long period = r.cpuPeriod() == 0 ? DEFAULT_PERIOD_US : r.cpuPeriod();
      writes.write(file("cpu.max"), (r.cpuQuota() > 0 ? r.cpuQuota() : "max") + " " + period);
    }
  }

  @Override
  public void freeze(boolean frozen) throws OciException {
    writes.write(file("cgroup.freeze"), frozen ? "1" : "0");
  }

  @Override
  public void remove() throws OciException {
    writes.rmdir(directory());
  }

  @Override
  public List<Integer> pids() {
    return ContainerCgroup.pids(writes.readIfThere(file("cgroup.procs")));
  }

  @Override
  public long memoryBytes() {
    return ContainerCgroup.number(writes.readIfThere(file("memory.current")));
  }

  @Override
  public long[] ioBytes() {
    long[] sum = new long[2];
    for (String word : writes.readIfThere(file("io.stat")).split("[ \n]")) {
      if (word.startsWith("rbytes=")) {
        sum[0] += Long.parseLong(word.substring(7));
      } else if (word.startsWith("wbytes=")) {
        sum[1] += Long.parseLong(word.substring(7));
      }
    }
    return sum;
  }
}

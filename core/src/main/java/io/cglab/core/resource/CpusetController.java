package io.cglab.core.resource;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.TreeListener;
import java.util.ArrayList;
import java.util.List;

/**
 * The cpuset controller: which CPUs and memory nodes a cgroup asked for, and which it has. On v2 an
 * empty or unfulfillable wish is the parent's set; on v1 an empty set takes no tasks.
 */
public final class CpusetController implements TreeListener {
  /** All CPUs. */
  public static final long ALL_CPUS = (1L << CpuController.CPUS) - 1;

  /** All memory nodes: one. */
  public static final long ALL_MEMS = 1;

  private static final long DEEPEST_RELAX_LEVEL = 5;

  private final Settings<CpusetSetting> settings =
      new Settings<>(Controller.CPUSET, CpusetSetting.class);

  /** v2: what cpuset.cpus.partition asks for. */
  public enum Partition {
    MEMBER,
    ROOT,
    ISOLATED
  }

  /** v2: why a partition that was asked for is none. */
  public enum Invalid {
    /** It is one. */
    NOT,
    EMPTY,
    PARENT_MEMBER,
    PARENT_INVALID,
    NOT_EXCLUSIVE,
    NO_CPUS
  }

  /** The settings, to be read. */
  public Settings<CpusetSetting> settings() {
    return settings;
  }

  // ---- what was asked for

  /** The CPUs that were written; the root's are all. */
  public long cpus(Cgroup cgroup) {
    return cgroup.isRoot() ? ALL_CPUS : settings.get(cgroup, CpusetSetting.CPUS);
  }

  /** The memory nodes that were written; the root's are all. */
  public long mems(Cgroup cgroup) {
    return cgroup.isRoot() ? ALL_MEMS : settings.get(cgroup, CpusetSetting.MEMS);
  }

  /** One of v1's flags. The root is exclusive unless that was switched off. */
  public boolean flag(Cgroup cgroup, CpusetSetting flag) {
    return (settings.get(cgroup, flag) != 0) != isInverted(cgroup, flag);
  }

  private static boolean isInverted(Cgroup cgroup, CpusetSetting flag) {
    return cgroup.isRoot()
        && (flag == CpusetSetting.CPU_EXCLUSIVE || flag == CpusetSetting.MEM_EXCLUSIVE);
  }

  /**
   * Sets the CPUs.
   *
   * @throws KernelException ENOSPC for none while there are tasks; on v1 EACCES in the root or
   *     beyond the parent's, EBUSY if a child has others, EINVAL if an exclusive sibling has some
   */
  public void setCpus(Cgroup cgroup, long cpus) throws KernelException {
    if (cpus != cpus(cgroup)) {
      check(cgroup, Wanted.of(this, cgroup).withCpus(cpus));
      settings.set(cgroup, CpusetSetting.CPUS, cpus);
    }
  }

  /**
   * Sets the memory nodes.
   *
   * @throws KernelException EINVAL for nodes that there are not, else as {@link #setCpus}
   */
  public void setMems(Cgroup cgroup, long mems) throws KernelException {
    if ((mems & ~ALL_MEMS) != 0) {
      throw new KernelException(Errno.EINVAL, "there is only node 0");
    }
    if (mems != mems(cgroup)) {
      check(cgroup, Wanted.of(this, cgroup).withMems(mems));
      settings.set(cgroup, CpusetSetting.MEMS, mems);
    }
  }

  /**
   * Sets one of v1's flags.
   *
   * @throws KernelException as {@link #setCpus}, for the two that make a set exclusive
   */
  public void setFlag(Cgroup cgroup, CpusetSetting flag, boolean on) throws KernelException {
    check(cgroup, Wanted.of(this, cgroup).withFlag(flag, on));
    settings.set(cgroup, flag, on != isInverted(cgroup, flag) ? 1 : 0);
  }

  /**
   * Sets how far an idle CPU looks for work, −1 to 5.
   *
   * @throws KernelException EINVAL out of range
   */
  public void setRelaxLevel(Cgroup cgroup, long level) throws KernelException {
    if (level < -1 || level > DEEPEST_RELAX_LEVEL) {
      throw new KernelException(Errno.EINVAL, "-1 to " + DEEPEST_RELAX_LEVEL);
    }
    settings.set(cgroup, CpusetSetting.RELAX_LEVEL, level);
  }

  /** What a cpuset has or is about to have. */
  private record Wanted(long cpus, long mems, boolean cpuExclusive, boolean memExclusive) {
    static Wanted of(CpusetController of, Cgroup cgroup) {
      return new Wanted(
          of.cpus(cgroup),
          of.mems(cgroup),
          of.flag(cgroup, CpusetSetting.CPU_EXCLUSIVE),
          of.flag(cgroup, CpusetSetting.MEM_EXCLUSIVE));
    }

    Wanted withCpus(long newCpus) {
      return new Wanted(newCpus, mems, cpuExclusive, memExclusive);
    }

    Wanted withMems(long newMems) {
      return new Wanted(cpus, newMems, cpuExclusive, memExclusive);
    }

    Wanted withFlag(CpusetSetting flag, boolean on) {
      return new Wanted(
          cpus,
          mems,
          flag == CpusetSetting.CPU_EXCLUSIVE ? on : cpuExclusive,
          flag == CpusetSetting.MEM_EXCLUSIVE ? on : memExclusive);
    }

    boolean isWithin(Wanted other) {
      return (cpus & ~other.cpus) == 0
          && (mems & ~other.mems) == 0
          && (!cpuExclusive || other.cpuExclusive)
          && (!memExclusive || other.memExclusive);
    }

    boolean collidesWith(Wanted other) {
      return ((cpuExclusive || other.cpuExclusive) && (cpus & other.cpus) != 0)
          || ((memExclusive || other.memExclusive) && (mems & other.mems) != 0);
    }
  }

  private void check(Cgroup cgroup, Wanted wanted) throws KernelException {
    Cgroup parent = cgroup.parent();
    if (!cgroup.hierarchy().isV2()) {
      for (Cgroup child : cgroup.children()) {
        if (!Wanted.of(this, child).isWithin(wanted)) {
          throw new KernelException(Errno.EBUSY, child.path() + " has more");
        }
      }
      if (parent != null) {
        checkAmong(cgroup, parent, wanted);
      }
    }
    boolean emptied =
        (wanted.cpus == 0 && cpus(cgroup) != 0) || (wanted.mems == 0 && mems(cgroup) != 0);
    if (emptied && cgroup.isPopulated()) {
      throw new KernelException(Errno.ENOSPC, "tasks in it would have nowhere to run");
    }
  }

  private void checkAmong(Cgroup cgroup, Cgroup parent, Wanted wanted) throws KernelException {
    if (!wanted.isWithin(Wanted.of(this, parent))) {
      throw new KernelException(Errno.EACCES, "more than the parent " + parent.path() + " has");
    }
    for (Cgroup sibling : parent.children()) {
      if (sibling != cgroup && wanted.collidesWith(Wanted.of(this, sibling))) {
        throw new KernelException(Errno.EINVAL, "not exclusive: " + sibling.path() + " has some");
      }
    }
  }

  // ---- what it has

  /** The CPUs that its tasks run on. */
  public long effectiveCpus(Cgroup cgroup) {
    if (!cgroup.hierarchy().isV2()) {
      return cpus(cgroup);
    }
    Cgroup parent = cgroup.parent();
    if (parent == null || isPartition(cgroup)) {
      return exclusive(cgroup) & ~given(cgroup);
    }
    long above = effectiveCpus(parent);
    long own = settings.get(cgroup, CpusetSetting.CPUS) & above;
    return own == 0 ? above : own;
  }

  /** The memory nodes that its tasks use. */
  public long effectiveMems(Cgroup cgroup) {
    Cgroup parent = cgroup.parent();
    if (parent == null || !cgroup.hierarchy().isV2()) {
      return mems(cgroup);
    }
    long above = effectiveMems(parent);
    long own = mems(cgroup) & above;
    return own == 0 ? above : own;
  }

  /**
   * Refuses a task where it would have no CPU or no memory.
   *
   * @throws KernelException ENOSPC
   */
  void checkAttach(Cgroup to) throws KernelException {
    if (to.isOnline(Controller.CPUSET) && (effectiveCpus(to) == 0 || effectiveMems(to) == 0)) {
      throw new KernelException(
          Errno.ENOSPC, "its cpuset.cpus or cpuset.mems is empty: write them first");
    }
  }

  // ---- v2's partitions

  /**
   * v2: sets the CPUs for a partition.
   *
   * @throws KernelException EINVAL if a sibling has some of them, or all its CPUs are among them
   */
  public void setExclusive(Cgroup cgroup, long cpus) throws KernelException {
    for (Cgroup sibling : siblings(cgroup)) {
      long theirs = settings.get(sibling, CpusetSetting.CPUS);
      if ((settings.get(sibling, CpusetSetting.EXCLUSIVE) & cpus) != 0
          || (theirs != 0 && (theirs & ~cpus) == 0)) {
        throw new KernelException(Errno.EINVAL, "not exclusive: " + sibling.path() + " has some");
      }
    }
    settings.set(cgroup, CpusetSetting.EXCLUSIVE, cpus);
  }

  /** v2: asks for a partition, or no longer. Whether it is one shows {@link #invalid}. */
  public void setPartition(Cgroup cgroup, Partition partition) {
    settings.set(cgroup, CpusetSetting.PARTITION, partition.ordinal());
  }

  /** v2: what was asked for; the root is a partition. */
  public Partition partition(Cgroup cgroup) {
    return cgroup.isRoot()
        ? Partition.ROOT
        : Partition.values()[(int) settings.get(cgroup, CpusetSetting.PARTITION)];
  }

  private boolean isPartition(Cgroup cgroup) {
    return partition(cgroup) != Partition.MEMBER && invalid(cgroup) == Invalid.NOT;
  }

  /** v2: why the partition that a cgroup asked for is none. */
  public Invalid invalid(Cgroup cgroup) {
    Cgroup parent = cgroup.parent();
    if (parent == null || partition(cgroup) == Partition.MEMBER) {
      return Invalid.NOT;
    }
    Invalid alone = invalidAlone(cgroup);
    if (alone != Invalid.NOT) {
      return alone;
    }
    boolean parentStarves = parent.tasks().size() > 0 && (exclusive(parent) & ~given(parent)) == 0;
    return parentStarves ? Invalid.NO_CPUS : Invalid.NOT;
  }

  /** The checks that do not look at what the parent keeps. */
  private Invalid invalidAlone(Cgroup cgroup) {
    Cgroup parent = cgroup.parent();
    assert parent != null : "the root is a partition";
    long wish = wish(cgroup);
    if (wish == 0) {
      return Invalid.EMPTY;
    }
    if (partition(parent) == Partition.MEMBER) {
      return Invalid.PARENT_MEMBER;
    }
    if (!isPartition(parent)) {
      return Invalid.PARENT_INVALID;
    }
    for (Cgroup sibling : siblings(cgroup)) {
      if ((wish(sibling) & wish) != 0) {
        return Invalid.NOT_EXCLUSIVE;
      }
    }
    return (wish & exclusive(parent)) == 0 ? Invalid.NO_CPUS : Invalid.NOT;
  }

  private long wish(Cgroup cgroup) {
    long exclusive = settings.get(cgroup, CpusetSetting.EXCLUSIVE);
    return exclusive == 0 ? settings.get(cgroup, CpusetSetting.CPUS) : exclusive;
  }

  /** The CPUs that a partition has for itself and for partitions below. */
  private long exclusive(Cgroup cgroup) {
    Cgroup parent = cgroup.parent();
    return parent == null ? ALL_CPUS : wish(cgroup) & exclusive(parent);
  }

  /** The CPUs of a partition that went to partitions among its children. */
  private long given(Cgroup cgroup) {
    long given = 0;
    for (Cgroup child : cgroup.children()) {
      if (partition(child) != Partition.MEMBER && invalidAlone(child) == Invalid.NOT) {
        given |= exclusive(child);
      }
    }
    return given;
  }

  /** v2: the CPUs of cpuset.cpus.exclusive that a partition here can have, or has. */
  public long effectiveExclusive(Cgroup cgroup) {
    Cgroup parent = cgroup.parent();
    if (parent == null) {
      return ALL_CPUS;
    }
    if (isPartition(cgroup)) {
      return exclusive(cgroup);
    }
    return settings.get(cgroup, CpusetSetting.EXCLUSIVE) & effectiveExclusive(parent);
  }

  /** v2: all CPUs of isolated partitions from a cgroup down. */
  public long isolatedCpus(Cgroup cgroup) {
    long cpus = 0;
    if (partition(cgroup) == Partition.ISOLATED && isPartition(cgroup)) {
      cpus |= effectiveCpus(cgroup);
    }
    for (Cgroup child : cgroup.children()) {
      cpus |= isolatedCpus(child);
    }
    return cpus;
  }

  private static List<Cgroup> siblings(Cgroup cgroup) {
    Cgroup parent = cgroup.parent();
    List<Cgroup> siblings = new ArrayList<>();
    if (parent != null) {
      siblings.addAll(parent.children());
      siblings.remove(cgroup);
    }
    return siblings;
  }

  // ---- v1's new cgroups

  /** v1: a new cpuset spreads as its parent does; with cgroup.clone_children it is a copy. */
  @Override
  public void online(Cgroup cgroup, Controller controller) {
    Cgroup parent = cgroup.parent();
    if (controller != Controller.CPUSET || parent == null || cgroup.hierarchy().isV2()) {
      return;
    }
    copy(cgroup, parent, CpusetSetting.SPREAD_PAGE);
    copy(cgroup, parent, CpusetSetting.SPREAD_SLAB);
    if (!cgroup.cloneChildren()) {
      return;
    }
    for (Cgroup sibling : siblings(cgroup)) {
      if (flag(sibling, CpusetSetting.CPU_EXCLUSIVE)
          || flag(sibling, CpusetSetting.MEM_EXCLUSIVE)) {
        return;
      }
    }
    settings.set(cgroup, CpusetSetting.CPUS, cpus(parent));
    settings.set(cgroup, CpusetSetting.MEMS, mems(parent));
  }

  private void copy(Cgroup cgroup, Cgroup parent, CpusetSetting setting) {
    settings.set(cgroup, setting, settings.get(parent, setting));
  }
}

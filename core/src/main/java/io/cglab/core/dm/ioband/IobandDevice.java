package io.cglab.core.dm.ioband;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.block.BioTable;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ioband device: a member of a device group, with a default group and the groups that were
 * attached. The methods that throw are its messages (dm-ioband.md 2.4 to 2.11); what is wrong is in
 * the kernel log too, with {@code device-mapper: ioband: } before it.
 */
public final class IobandDevice {
  private static final long MOST_WEIGHT = 32767;
  private static final String UNRECOGNISED = "Unrecognised band message received.";

  private final Ioband target;
  private final DeviceGroup group;
  private final String name;
  private final int number;
  private final BioTable bios;
  private final IobandGroup defaultGroup;

  // Attached groups by id, in parallel.
  private int[] ids = new int[0];
  private IobandGroup[] attached = new IobandGroup[0];

  private GroupType type = GroupType.NONE;
  private boolean joined;
  private boolean suspended;

  IobandDevice(Ioband target, DeviceGroup group, String name, int number) {
    this.target = target;
    this.group = group;
    this.name = name;
    this.number = number;
    bios = target.block().bios();
    defaultGroup = target.group(this, IobandGroup.DEFAULT_ID);
  }

  /** The mapped device's name. */
  public String name() {
    return name;
  }

  /** Counts ioband devices in order of making. */
  int number() {
    return number;
  }

  /** The device group that it belongs to, which has throttle, limit, token and policy. */
  public DeviceGroup group() {
    return group;
  }

  /** By what it tells jobs apart; {@link GroupType#NONE} at first. */
  public GroupType type() {
    return type;
  }

  public IobandGroup defaultGroup() {
    return defaultGroup;
  }

  /** The group of an id, {@link IobandGroup#DEFAULT_ID} for the default group; null without one. */
  public @Nullable IobandGroup find(long id) {
    if (id == IobandGroup.DEFAULT_ID) {
      return defaultGroup;
    }
    int at = id < 0 || id > Integer.MAX_VALUE ? -1 : Arrays.binarySearch(ids, (int) id);
    return at < 0 ? null : attached[at];
  }

  /** All groups: the default one, then the attached ones by id. */
  public List<IobandGroup> groups() {
    List<IobandGroup> all = new ArrayList<>();
    all.add(defaultGroup);
    all.addAll(Arrays.asList(attached));
    return all;
  }

  /** What each of {@link #groups} has counted. */
  public List<GroupStatus> status() {
    long now = target.nowNs();
    return groups().stream().map(each -> each.status(now)).toList();
  }

  /** Bios held now. */
  public int held() {
    int held = defaultGroup.held();
    for (IobandGroup each : attached) {
      held += each.held();
    }
    return held;
  }

  boolean isSuspended() {
    return suspended;
  }

  boolean hasJoined() {
    return joined;
  }

  // ---- messages

  /**
   * {@code type TYPE}.
   *
   * @throws KernelException EINVAL if the profile does not have the type, EBUSY if groups are
   *     attached that go by another
   */
  public void setType(GroupType newType) throws KernelException {
    if (!target.profile().types().contains(newType)) {
      throw target.refuse(Errno.EINVAL, newType.word() + " isn't supported.");
    }
    if (newType != type && attached.length > 0) {
      throw new KernelException(Errno.EBUSY, "detach all groups first: they go by " + type.word());
    }
    type = newType;
  }

  /**
   * {@code attach ID}: makes a group of weight 100.
   *
   * @throws KernelException EINVAL for a negative number, and where no type is set; EEXIST if there
   *     is such a group
   */
  public void attach(long id) throws KernelException {
    if (id < 0 || id > Integer.MAX_VALUE) {
      throw target.refuse(Errno.EINVAL, "invalid id");
    }
    if (type == GroupType.NONE) {
      throw target.refuse(Errno.EINVAL, "no ioband group type is specified");
    }
    if (find(id) != null) {
      throw target.refuse(Errno.EEXIST, "id=" + id + " already exists.");
    }
    add((int) id);
    group.changed();
  }

  private IobandGroup add(int id) {
    int at = -Arrays.binarySearch(ids, id) - 1;
    IobandGroup made = target.group(this, id);
    int[] newIds = new int[ids.length + 1];
    IobandGroup[] newAttached = Arrays.copyOf(attached, ids.length + 1);
    System.arraycopy(ids, 0, newIds, 0, at);
    System.arraycopy(ids, at, newIds, at + 1, ids.length - at);
    System.arraycopy(attached, at, newAttached, at + 1, ids.length - at);
    newIds[at] = id;
    newAttached[at] = made;
    ids = newIds;
    attached = newAttached;
    return made;
  }

  /**
   * {@code detach ID}: what the group holds goes on, in order; later bios are the default group's.
   *
   * @throws KernelException EINVAL if there is no such group, and for the default group
   */
  public void detach(long id) throws KernelException {
    IobandGroup gone = id == IobandGroup.DEFAULT_ID ? null : find(id);
    if (gone == null) {
      throw target.refuse(Errno.EINVAL, "invalid id:" + id);
    }
    int at = Arrays.binarySearch(ids, gone.id());
    int[] newIds = new int[ids.length - 1];
    IobandGroup[] newAttached = Arrays.copyOf(attached, newIds.length);
    System.arraycopy(ids, 0, newIds, 0, at);
    System.arraycopy(ids, at + 1, newIds, at, newIds.length - at);
    System.arraycopy(attached, at + 1, newAttached, at, newIds.length - at);
    ids = newIds;
    attached = newAttached;
    drop(gone, target.nowNs());
    group.changed();
  }

  private void drop(IobandGroup gone, long now) {
    group.flush(gone, now);
    gone.gone = true;
    for (int list = 0; list < IobandGroup.LISTS; list++) {
      group.policy().changed(gone, list);
    }
  }

  /**
   * {@code weight ID:VAL}; {@link IobandGroup#DEFAULT_ID} for {@code weight VAL}.
   *
   * @throws KernelException EINVAL for a weight out of 1 to 32767, an id that is not attached, and
   *     where the policy goes by bandwidth
   */
  public void setWeight(long id, long weight) throws KernelException {
    if (group.policyKind() == PolicyKind.RANGE_BW) {
      throw target.refuse(Errno.EINVAL, UNRECOGNISED);
    }
    IobandGroup of = existing(id);
    if (weight < 1 || weight > MOST_WEIGHT) {
      throw new KernelException(Errno.EINVAL, "a weight is 1 to " + MOST_WEIGHT);
    }
    of.weight = (int) weight;
    group.changed();
  }

  private IobandGroup existing(long id) throws KernelException {
    IobandGroup of = find(id);
    if (of == null) {
      throw target.refuse(Errno.EINVAL, "id=" + id + " not found.");
    }
    return of;
  }

  /**
   * {@code range-bw ID:MIN:MAX}, in KB/s.
   *
   * @param maximum 0 for any
   * @throws KernelException EINVAL for a minimum above the maximum, an id that is not attached, and
   *     where the policy is another
   */
  public void setRange(long id, long minimum, long maximum) throws KernelException {
    if (group.policyKind() != PolicyKind.RANGE_BW) {
      throw target.refuse(Errno.EINVAL, UNRECOGNISED);
    }
    IobandGroup of = existing(id);
    if (!isRange(minimum, maximum)) {
      throw new KernelException(Errno.EINVAL, "MIN is at most MAX, in KB/s; MAX 0 is any");
    }
    of.minimum = minimum;
    of.maximum = maximum;
    group.changed();
  }

  static boolean isRange(long minimum, long maximum) {
    return minimum >= 0
        && maximum >= 0
        && minimum <= Integer.MAX_VALUE
        && maximum <= Integer.MAX_VALUE
        && (maximum == 0 || minimum <= maximum);
  }

  /**
   * {@code token VAL}, of the whole device group.
   *
   * @param value at least 1; in 1.x 0 for the usual one
   * @throws KernelException EINVAL for a value out of range
   */
  public void setToken(long value) throws KernelException {
    long least = target.profile().isV1() ? 0 : 1;
    if (value < least || value > Integer.MAX_VALUE) {
      throw new KernelException(Errno.EINVAL, "the pool is at least " + least);
    }
    group.setToken(value);
  }

  /**
   * {@code io_throttle VAL}, of the whole device group.
   *
   * @param value 0 to the limit; 0 for the usual one
   * @throws KernelException EINVAL for a value out of range
   */
  public void setIoThrottle(long value) throws KernelException {
    long wanted = value == 0 ? DeviceGroup.DEFAULT_THROTTLE : value;
    if (wanted < 0 || wanted > group.ioLimit()) {
      throw new KernelException(
          Errno.EINVAL, "io_throttle is 0 to the present io_limit, " + group.ioLimit());
    }
    group.setThrottle((int) wanted);
  }

  /**
   * {@code io_limit VAL}, of the whole device group.
   *
   * @param value the throttle to 32767; 0 for the usual one
   * @throws KernelException EINVAL for a value out of range
   */
  public void setIoLimit(long value) throws KernelException {
    long wanted = value == 0 ? target.defaultLimit() : value;
    if (wanted < group.ioThrottle() || wanted > DeviceGroup.MOST_IN_PROGRESS) {
      throw new KernelException(
          Errno.EINVAL,
          "io_limit is the present io_throttle, "
              + group.ioThrottle()
              + ", to "
              + DeviceGroup.MOST_IN_PROGRESS);
    }
    group.setLimit((int) wanted);
  }

  /** {@code reset}: the statistics of this device's groups are zero. */
  public void reset() {
    long now = target.nowNs();
    groups().forEach(each -> each.reset(now));
  }

  /**
   * {@code policy NAME}, of the whole device group: all weights are 100 again.
   *
   * @throws KernelException EINVAL before 1.x
   */
  public void setPolicy(PolicyKind kind) throws KernelException {
    if (!target.profile().isV1()) {
      throw target.refuse(Errno.EINVAL, UNRECOGNISED);
    }
    group.setPolicy(kind);
  }

  // ---- for the mapped device

  /** The settings of the long form of a table, which were checked. */
  void apply(IobandSpec spec) {
    type = spec.type();
    for (IobandSpec.GroupSpec each : spec.groups()) {
      IobandGroup of = find(each.id());
      if (of == null) {
        of = add((int) each.id());
      }
      if (spec.policy() == PolicyKind.RANGE_BW) {
        of.minimum = each.first();
        of.maximum = each.second();
      } else {
        of.weight = (int) each.first();
      }
    }
  }

  /** True if the clone is held here; whoever brings it sends it on otherwise. */
  public boolean keeps(int clone, long now) {
    return group.keeps(groupOf(clone), clone, now);
  }

  /** 3.1: decided once, by who submits it now. */
  private IobandGroup groupOf(int clone) {
    if (ids.length == 0) {
      return defaultGroup;
    }
    Task task = bios.submitter(clone);
    int key =
        switch (type) {
          case USER, UID -> task == null ? 0 : task.process().uid();
          case GID -> task == null ? 0 : task.process().gid();
          case PID -> task == null ? 0 : task.pid();
          case PGRP -> task == null ? 0 : task.process().pgrp();
          case CGROUP -> ownerId(clone, task);
          case NONE, NODE, CPUSET -> IobandGroup.DEFAULT_ID;
        };
    int at = Arrays.binarySearch(ids, key);
    return at < 0 ? defaultGroup : attached[at];
  }

  private int ownerId(int clone, @Nullable Task submitter) {
    Cgroup owner = bios.owner(clone);
    return owner == null ? target.owners().idOf(submitter) : target.owners().idOf(owner);
  }

  /** What is held stays, and its groups delay nobody. */
  public void suspend() {
    suspended = true;
    tellPolicy();
  }

  /** It goes on, or begins: from now on its weights count. */
  public void resume(long now) {
    suspended = false;
    if (joined) {
      tellPolicy();
    } else {
      joined = true;
      group.changed();
    }
  }

  private void tellPolicy() {
    for (IobandGroup each : groups()) {
      for (int list = 0; list < IobandGroup.LISTS; list++) {
        group.policy().changed(each, list);
      }
    }
    group.pumpLater(target.nowNs());
  }

  /** The device goes: what is held goes on, in order. */
  public void close(long now) {
    for (IobandGroup each : groups()) {
      drop(each, now);
    }
    joined = false;
    group.remove(this);
  }
}

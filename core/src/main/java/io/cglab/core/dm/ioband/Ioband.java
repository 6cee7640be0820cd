package io.cglab.core.dm.ioband;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.block.BioTable;
import io.cglab.core.block.BlockLayer;
import io.cglab.core.sim.EventQueue;
import io.cglab.core.sim.VirtualClock;
import io.cglab.core.trace.KernelLog;
import io.cglab.core.trace.Trace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The dm-ioband target of a machine: its profile, and the device groups that there are. */
public final class Ioband {
  private static final int LONGEST_ID = 31;
  private static final int DEFAULT_LIMIT = 128;
  private static final int DEFAULT_LIMIT_1_14 = 192;
  private static final long MOST_WEIGHT = 32767;

  private final BlockLayer block;
  private final VirtualClock clock;
  private final EventQueue events;
  private final KernelLog log;
  private final BioOwners owners;
  private final Map<String, DeviceGroup> deviceGroups = new TreeMap<>();
  private final List<IobandGroup> groups = new ArrayList<>();
  private IobandProfile profile = IobandProfile.CLASSIC;
  private boolean asSubmitter;
  private int devices;
  private int numbers;
  private Trace trace = Trace.NONE;

  public Ioband(
      BlockLayer block, VirtualClock clock, EventQueue events, KernelLog log, BioOwners owners) {
    this.block = block;
    this.clock = clock;
    this.events = events;
    this.log = log;
    this.owners = owners;
  }

  /** Which dm-ioband it is; {@link IobandProfile#CLASSIC} at first. */
  public IobandProfile profile() {
    return profile;
  }

  /**
   * Sets {@link #profile}.
   *
   * @throws KernelException EBUSY while there is an ioband device
   */
  public void setProfile(IobandProfile newProfile) throws KernelException {
    if (newProfile != profile && !deviceGroups.isEmpty()) {
      throw new KernelException(
          Errno.EBUSY, "remove all ioband devices first: they are of " + profile.profile());
    }
    profile = newProfile;
  }

  /**
   * Whose thread schedulers see behind a bio that was held (3.9, S13): the submitter's, or, as
   * dm-ioband has it, a worker's.
   */
  public boolean releasesAsSubmitter() {
    return asSubmitter;
  }

  /** Sets {@link #releasesAsSubmitter}. */
  public void setReleasesAsSubmitter(boolean submitter) {
    asSubmitter = submitter;
  }

  /** All device groups, by id. */
  public Collection<DeviceGroup> deviceGroups() {
    return Collections.unmodifiableCollection(deviceGroups.values());
  }

  /** The device group of an id, or null. */
  public @Nullable DeviceGroup find(String id) {
    return deviceGroups.get(id);
  }

  /** The ioband group that {@code Trace} calls by a number; it may be gone. */
  public IobandGroup group(int number) {
    return groups.get(number);
  }

  public void setTrace(Trace newTrace) {
    trace = newTrace;
  }

  // ---- making

  /** Says what is wrong with a line's device group or its limits, or null. */
  public @Nullable String checkLimits(IobandSpec spec) {
    if (spec.groupId().isEmpty() || spec.groupId().length() > LONGEST_ID) {
      return "Ioband device name is too long";
    }
    if (spec.ioThrottle() < 0 || spec.ioThrottle() > DeviceGroup.MOST_IN_PROGRESS) {
      return "Invalid io_throttle";
    }
    if (spec.ioLimit() < 0 || spec.ioLimit() > DeviceGroup.MOST_IN_PROGRESS) {
      return "Invalid io_limit";
    }
    return null;
  }

  /** Says what is wrong with a line's policy, its type or its groups, or null. */
  public @Nullable String checkGroups(IobandSpec spec) {
    if (spec.token() < 0 || spec.token() > Integer.MAX_VALUE) {
      return "Invalid policy parameter";
    }
    if (spec.type() != GroupType.NONE && !profile.types().contains(spec.type())) {
      return "Cannot set ioband group type";
    }
    for (IobandSpec.GroupSpec each : spec.groups()) {
      boolean isRange = spec.policy() == PolicyKind.RANGE_BW;
      if (isRange
          ? !IobandDevice.isRange(each.first(), each.second())
          : each.first() < 1 || each.first() > MOST_WEIGHT) {
        return "Invalid ioband group parameter";
      }
      boolean isDefault = each.id() == IobandGroup.DEFAULT_ID;
      if (!isDefault
          && (each.id() < 0 || each.id() > Integer.MAX_VALUE || spec.type() == GroupType.NONE)) {
        return "Cannot create ioband group";
      }
    }
    return null;
  }

  /**
   * Makes an ioband device that founds or joins its device group; it takes part from its first
   * {@link IobandDevice#resume} on. Throttle and limit are the founder's.
   */
  public IobandDevice open(String name, IobandSpec spec) {
    DeviceGroup group = deviceGroups.get(spec.groupId());
    if (group == null) {
      group = new DeviceGroup(this, spec.groupId(), numbers++, spec);
      deviceGroups.put(spec.groupId(), group);
    } else if (profile.isV1()) {
      group.setPolicy(spec.policy());
    }
    IobandDevice device = new IobandDevice(this, group, name, devices++);
    group.add(device);
    device.apply(spec);
    return device;
  }

  IobandGroup group(IobandDevice device, int id) {
    IobandGroup group = new IobandGroup(device, id, groups.size(), block.bios());
    groups.add(group);
    return group;
  }

  TokenPolicy policy(PolicyKind kind, DeviceGroup of) {
    if (!profile.isV1()) {
      return new PerRequest(of);
    }
    return switch (kind) {
      case WEIGHT -> new Weight(of, 0);
      case WEIGHT_IOSIZE -> new Weight(of, Weight.IOSIZE_UNIT);
      case RANGE_BW -> new RangeBw(of);
    };
  }

  int defaultLimit() {
    return profile == IobandProfile.V1_14 ? DEFAULT_LIMIT_1_14 : DEFAULT_LIMIT;
  }

  void forget(DeviceGroup group) {
    deviceGroups.remove(group.id(), group);
  }

  /** A refusal that is in the kernel log too. */
  KernelException refuse(Errno errno, String what) {
    log.add(clock.nowNs(), "device-mapper: ioband: " + what);
    return new KernelException(errno, what);
  }

  // ---- for its parts

  /** In 1.x sync and async bios are limited apart; in 1.8 reads and writes. */
  int classOf(int bio) {
    boolean first =
        profile == IobandProfile.V1_8
            ? !block.bios().isWrite(bio)
            : block.bios().has(bio, BioTable.SYNC);
    return first ? IobandGroup.SYNC : IobandGroup.ASYNC;
  }

  /** True for pages that are being reclaimed. */
  boolean isUrgent(int bio) {
    return block.bios().has(bio, BioTable.SWAP);
  }

  int sectors(int bio) {
    return block.bios().sectors(bio);
  }

  BlockLayer block() {
    return block;
  }

  EventQueue events() {
    return events;
  }

  BioOwners owners() {
    return owners;
  }

  Trace trace() {
    return trace;
  }

  long nowNs() {
    return clock.nowNs();
  }
}

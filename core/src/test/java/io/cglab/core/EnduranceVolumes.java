package io.cglab.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.KernelException;
import io.cglab.core.device.Disk;
import io.cglab.core.dm.DeviceMapper;
import io.cglab.core.dm.MappedDevice;
import io.cglab.core.dm.TableLine;
import io.cglab.core.dm.TargetSpec;
import io.cglab.core.dm.ioband.GroupType;
import io.cglab.core.dm.ioband.IobandDevice;
import io.cglab.core.dm.ioband.IobandGroup;
import io.cglab.core.dm.ioband.IobandProfile;
import io.cglab.core.dm.ioband.IobandSpec;
import io.cglab.core.dm.ioband.PolicyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Mapped devices in the life of an {@link EnduranceMachine}: they are made, loaded with tables of
 * all targets, suspended and resumed, told things and removed, with I/O on them and below them.
 */
final class EnduranceVolumes {
  private static final int MOST = 5;
  private static final long LINE_SECTORS = 1L << 18;
  private static final long MS_NS = 1_000_000;

  private final Machine machine;
  private final DeviceMapper mapper;
  private final SplittableRandom random;
  private int names;

  EnduranceVolumes(Machine machine, SplittableRandom random) {
    this.machine = machine;
    this.random = random;
    mapper = machine.mapper();
    mapper.ioband().setReleasesAsSubmitter(random.nextBoolean());
  }

  /** Makes one; the first sets which dm-ioband it is. */
  void make() throws KernelException {
    if (mapper.ioband().deviceGroups().isEmpty()) {
      mapper.ioband().setProfile(one(IobandProfile.values()));
    }
    if (mapper.all().size() < MOST) {
      MappedDevice device = mapper.create("m" + names++);
      mapper.load(device, lines());
      mapper.resume(device);
    }
  }

  private <T> T one(T[] of) {
    return of[random.nextInt(of.length)];
  }

  private List<TableLine> lines() {
    List<TableLine> lines = new ArrayList<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      lines.add(new TableLine(lines.size() * LINE_SECTORS, LINE_SECTORS, target()));
    }
    return lines;
  }

  private TargetSpec target() {
    return switch (random.nextInt(8)) {
      case 0 -> new TargetSpec.Linear(leg());
      case 1 -> new TargetSpec.Striped(8 << random.nextInt(8), List.of(leg(), leg()));
      case 2 -> new TargetSpec.Delay(leg(), random.nextInt(20), leg(), random.nextInt(20));
      case 3 -> random.nextBoolean() ? new TargetSpec.Zero() : new TargetSpec.Error();
      default -> ioband(anyDev());
    };
  }

  /**
   * In a device group of its own where it is on another mapped device: one that is above and below
   * would wait for itself.
   */
  private TargetSpec ioband(DevNo on) {
    boolean mapped = on.major() == DeviceMapper.MAJOR;
    return new TargetSpec.Ioband(on, spec(mapped ? "on" + on.minor() : "g" + random.nextInt(2)));
  }

  private IobandSpec spec(String group) {
    long throttle = random.nextInt(3) * random.nextInt(10);
    long limit = random.nextInt(3) * random.nextInt(300);
    if (!mapper.ioband().profile().isV1() || random.nextBoolean()) {
      return IobandSpec.of(group, throttle, limit);
    }
    return new IobandSpec(
        group,
        throttle,
        limit,
        one(GroupType.values()),
        one(PolicyKind.values()),
        random.nextInt(3) * random.nextInt(5_000),
        List.of());
  }

  private TargetSpec.Leg leg() {
    return new TargetSpec.Leg(anyDev(), random.nextInt(4) * LINE_SECTORS);
  }

  private DevNo anyDev() {
    List<Disk> disks = machine.disks().all();
    return disks.get(random.nextInt(disks.size())).dev();
  }

  /** One thing more happens to one of them; what is refused is part of life. */
  void disturb() throws KernelException {
    List<MappedDevice> all = mapper.all();
    if (all.isEmpty() || random.nextInt(8) == 0) {
      make();
      return;
    }
    MappedDevice device = all.get(random.nextInt(all.size()));
    switch (random.nextInt(8)) {
      case 0 -> mapper.remove(device);
      case 1 -> mapper.load(device, lines());
      case 2 -> mapper.clear(device);
      case 3, 4 -> {
        mapper.suspend(device);
        if (random.nextBoolean()) {
          mapper.load(device, lines());
        }
        resumeLater(device);
      }
      default -> {
        if (!device.liveTable().isEmpty()) {
          tell(device.iobandAt(random.nextInt(device.liveTable().size()) * LINE_SECTORS));
        }
      }
    }
  }

  /** dmsetup suspend waits for what is on its way before anything else is done. */
  private void resumeLater(MappedDevice device) {
    machine.at(
        machine.nowNs() + random.nextLong(30 * MS_NS),
        () -> {
          if (device.inFlight() > 0) {
            resumeLater(device);
          } else {
            resume(device);
          }
        });
  }

  private void resume(MappedDevice device) {
    if (mapper.all().contains(device)) {
      try {
        mapper.resume(device);
      } catch (KernelException refused) {
        // it has had no table yet
      }
    }
  }

  private void tell(IobandDevice device) throws KernelException {
    long id = random.nextBoolean() ? IobandGroup.DEFAULT_ID : random.nextInt(4);
    switch (random.nextInt(10)) {
      case 0, 1 -> device.setType(one(GroupType.values()));
      case 2, 3 -> device.attach(random.nextInt(4));
      case 4 -> device.detach(random.nextInt(4));
      case 5 -> device.setWeight(id, random.nextInt(1, 1000));
      case 6 -> device.setRange(id, random.nextInt(2_000), random.nextInt(20_000));
      case 7 -> device.setToken(random.nextInt(5_000));
      case 8 -> device.setPolicy(one(PolicyKind.values()));
      default -> {
        if (random.nextBoolean()) {
          device.setIoThrottle(random.nextInt(64));
        } else {
          device.setIoLimit(random.nextInt(400));
        }
      }
    }
  }

  /** Lets everything go on. */
  void resumeAll() {
    List.copyOf(mapper.all()).forEach(this::resume);
  }

  /** Removes all, the upper ones first, when nothing is left to do. */
  void endAndCheck() throws KernelException {
    for (MappedDevice device : mapper.all()) {
      assertThat(device.inFlight()).as("in " + device.name()).isZero();
      for (int line = 0; line < device.liveTable().size(); line++) {
        IobandDevice ioband = device.ioband(line);
        assertThat(ioband == null ? 0 : ioband.held()).as("held by " + device.name()).isZero();
      }
      mapper.clear(device);
    }
    boolean removed = true;
    while (removed) {
      removed = false;
      for (MappedDevice device : List.copyOf(mapper.all())) {
        if (device.openCount() == 0) {
          mapper.remove(device);
          removed = true;
        }
      }
    }
    assertThat(mapper.all()).as("devices that something still uses").isEmpty();
    assertThat(mapper.ioband().deviceGroups()).isEmpty();
  }
}

package io.cglab.core.dm;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.block.BioDriver;
import io.cglab.core.block.BlockLayer;
import io.cglab.core.device.Claims;
import io.cglab.core.device.Disk;
import io.cglab.core.device.Disks;
import io.cglab.core.dm.ioband.Ioband;
import io.cglab.core.sim.EventQueue;
import io.cglab.core.sim.VirtualClock;
import io.cglab.core.trace.KernelLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The device mapper (dm-ioband.md 2.0): devices by name, each with a live and an inactive table. A
 * device is created without a table; {@link #load} gives it an inactive one, and {@link #resume}
 * makes that the live one. What is refused leaves everything as it was; what the kernel has to say
 * of it is in the {@link KernelLog}.
 */
public final class DeviceMapper {
  /** Major number of mapped devices. */
  public static final int MAJOR = 253;

  private static final int LONGEST_NAME = 127;

  /** Where mapped devices are registered as disks. */
  public interface Registry {
    /** A disk came, whose bios go where {@code driver} says. */
    void added(Disk disk, BioDriver driver);

    /** A disk's table changed: its size or its limits may be others. */
    void changed(Disk disk);

    /** A disk is gone; bios of it may still be on their way. */
    void removed(Disk disk);
  }

  private final Disks disks;
  private final Claims claims;
  private final BlockLayer block;
  private final VirtualClock clock;
  private final EventQueue events;
  private final KernelLog log;
  private final Registry registry;
  private final Ioband ioband;
  private final TableLoader loader;
  private final Map<String, MappedDevice> byName = new TreeMap<>();
  private final List<MappedDevice> all = new ArrayList<>();

  public DeviceMapper(
      Disks disks,
      Claims claims,
      BlockLayer block,
      VirtualClock clock,
      EventQueue events,
      KernelLog log,
      Ioband ioband,
      Registry registry) {
    this.disks = disks;
    this.claims = claims;
    this.block = block;
    this.clock = clock;
    this.events = events;
    this.log = log;
    this.ioband = ioband;
    this.registry = registry;
    loader = new TableLoader(this, disks, claims, block, events, ioband);
  }

  /** All devices, in order of making. */
  public List<MappedDevice> all() {
    return Collections.unmodifiableList(all);
  }

  /** All devices by name, as newer kernels list them. */
  public List<MappedDevice> byName() {
    return List.copyOf(byName.values());
  }

  /** The device of this name, or null. */
  public @Nullable MappedDevice find(String name) {
    return byName.get(name);
  }

  /** The device of this name; ENXIO if there is none. */
  public MappedDevice get(String name) throws KernelException {
    MappedDevice device = byName.get(name);
    if (device == null) {
      throw new KernelException(Errno.ENXIO, "there is no mapped device " + name);
    }
    return device;
  }

  /** The mapped device of a disk, or null if the disk is none. */
  public @Nullable MappedDevice of(Disk disk) {
    for (MappedDevice device : all) {
      if (device.disk() == disk) {
        return device;
      }
    }
    return null;
  }

  /** The dm-ioband target: device groups and what of them is set for all. */
  public Ioband ioband() {
    return ioband;
  }

  /** The lowest number that no device has. */
  public DevNo freeDev() {
    int minor = 0;
    while (disks.lookup(new DevNo(MAJOR, minor)) != null) {
      minor++;
    }
    return new DevNo(MAJOR, minor);
  }

  /** Makes a device of the lowest free number; see {@link #create(String, DevNo)}. */
  public MappedDevice create(String name) throws KernelException {
    return create(name, freeDev());
  }

  /**
   * Makes a device without a table; all its I/O fails until it has one.
   *
   * @param name 1 to 127 bytes without {@code /}
   * @param dev 253:N
   * @throws KernelException EBUSY if name or number is taken, EINVAL for any other name
   */
  public MappedDevice create(String name, DevNo dev) throws KernelException {
    if (name.isEmpty() || name.indexOf('/') >= 0 || utf8Length(name) > LONGEST_NAME) {
      throw new KernelException(
          Errno.EINVAL, "a name is 1 to " + LONGEST_NAME + " bytes long, without /");
    }
    String diskName = "dm-" + dev.minor();
    if (byName.containsKey(name) || disks.lookup(dev) != null || disks.named(diskName) != null) {
      throw new KernelException(Errno.EBUSY, name + " or " + dev + " is there already");
    }
    Disk disk = disks.add(NoDevice.disk(diskName, dev));
    Sink nothing = new Sink(disk.index(), true, block, events);
    MappedDevice device = new MappedDevice(name, disk, block, disks, claims, nothing);
    byName.put(name, device);
    all.add(device);
    registry.added(disk, device.driver());
    return device;
  }

  private static int utf8Length(String name) {
    return name.codePoints().map(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4).sum();
  }

  /**
   * Gives a device an inactive table, in place of the one that it may have.
   *
   * @throws KernelException EINVAL for a table that is wrong, of which a line in the kernel log
   *     says more; EBUSY if a member is mounted
   */
  public void load(MappedDevice device, List<TableLine> lines) throws KernelException {
    load(device, lines, false);
  }

  /** As {@link #load(MappedDevice, List)}; newer kernels take chunks that are no power of two. */
  void load(MappedDevice device, List<TableLine> lines, boolean anyChunk) throws KernelException {
    Table table = loader.load(device, lines, anyChunk);
    clear(device);
    device.inactive = table;
  }

  /** Forgets the inactive table, if there is one. */
  public void clear(MappedDevice device) {
    Table old = device.inactive;
    device.inactive = null;
    if (old != null) {
      loader.unload(old, clock.nowNs());
    }
  }

  /**
   * Holds all bios that come from now on. Those that were sent on take their time: see {@link
   * MappedDevice#inFlight}. Nothing happens to a device that is suspended.
   */
  public void suspend(MappedDevice device) {
    device.suspend(clock.nowNs());
  }

  /**
   * Makes the inactive table, if there is one, the live one, and sends on what was held, in order.
   *
   * @throws KernelException EINVAL if the device has no table at all
   */
  public void resume(MappedDevice device) throws KernelException {
    Table next = device.inactive;
    Table old = device.live;
    if (next == null && old == null) {
      throw new KernelException(Errno.EINVAL, device.name() + " has no table yet");
    }
    long now = clock.nowNs();
    if (next != null) {
      device.suspend(now);
      device.swap(next, now);
      if (old != null) {
        loader.release(old);
      }
      registry.changed(device.disk());
    }
    device.resume(now);
  }

  /**
   * Removes a device. Bios that killed jobs have left in it go on first.
   *
   * @throws KernelException EBUSY if it is open
   */
  public void remove(MappedDevice device) throws KernelException {
    if (device.openCount() > 0) {
      throw new KernelException(
          Errno.EBUSY, device.name() + " is in use: by a mount, a running job or a table above it");
    }
    long now = clock.nowNs();
    clear(device);
    device.resume(now);
    Table old = device.live;
    device.swap(null, now);
    if (old != null) {
      loader.release(old);
    }
    byName.remove(device.name());
    all.remove(device);
    registry.removed(device.disk());
  }

  /**
   * For whoever reads tables: says in the kernel log what is wrong with a table for the device, and
   * gives the refusal to throw.
   *
   * @param target its name in the line, or null where no target has been looked at
   */
  public KernelException wrongTable(MappedDevice device, @Nullable String target, String what) {
    String by = target == null ? "" : target + ": ";
    warn("table: " + device.dev() + ": " + by + what);
    return new KernelException(Errno.EINVAL, what);
  }

  /** Adds a line to the kernel log, as the device mapper says it. */
  public void warn(String text) {
    log.add(clock.nowNs(), "device-mapper: " + text);
  }
}

package io.cglab.core.dm;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.KernelException;
import io.cglab.core.block.BlockLayer;
import io.cglab.core.device.Claims;
import io.cglab.core.device.Disk;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.Disks;
import io.cglab.core.device.Partition;
import io.cglab.core.dm.ioband.Ioband;
import io.cglab.core.dm.ioband.IobandDevice;
import io.cglab.core.sim.EventQueue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Turns lines into a table: checks them, claims what is below, makes the targets. */
final class TableLoader {
  private static final long NS_PER_MS = 1_000_000;
  private static final int LEAST_CHUNK_SECTORS = 8;
  private static final String LOOKUP = "Device lookup failed";

  private final DeviceMapper mapper;
  private final Disks disks;
  private final Claims claims;
  private final BlockLayer block;
  private final EventQueue events;
  private final Ioband ioband;

  TableLoader(
      DeviceMapper mapper,
      Disks disks,
      Claims claims,
      BlockLayer block,
      EventQueue events,
      Ioband ioband) {
    this.mapper = mapper;
    this.disks = disks;
    this.claims = claims;
    this.block = block;
    this.events = events;
    this.ioband = ioband;
  }

  /** What was made of a table so far: undone if one of its lines is wrong. */
  private final class Draft {
    final MappedDevice device;
    final boolean anyChunk;
    final List<Target> targets = new ArrayList<>();
    final Set<DevNo> claimed = new LinkedHashSet<>();
    final List<Disk> below = new ArrayList<>();

    Draft(MappedDevice device, boolean anyChunk) {
      this.device = device;
      this.anyChunk = anyChunk;
    }

    KernelException wrong(TableLine line, String what) {
      return mapper.wrongTable(device, line.target().kind().target(), what);
    }

    /** Claims a member and says where it lies. */
    Place place(TableLine line, TargetSpec.Leg leg, long sectors, String lookup)
        throws KernelException {
      Disk disk = disks.lookup(leg.device());
      if (disk == null) {
        throw wrong(line, lookup);
      }
      Partition partition = disk.partition(leg.device());
      long length = partition == null ? disk.sectors() : partition.sectors();
      if (leg.offset() < 0 || sectors > length - leg.offset()) {
        String name = partition == null ? disk.name() : partition.name();
        mapper.warn("table: " + device.dev() + ": " + name + " too small for target");
        throw wrong(line, lookup);
      }
      if (isAbove(device, disk)) {
        throw wrong(line, lookup);
      }
      if (!claimed.contains(leg.device())) {
        try {
          claims.claim(leg.device(), Claims.Holder.MAPPER);
        } catch (KernelException busy) {
          wrong(line, lookup);
          throw busy;
        }
        claimed.add(leg.device());
      }
      below.add(disk);
      return new Place(disk, (partition == null ? 0 : partition.start()) + leg.offset());
    }

    void undo() {
      targets.forEach(target -> target.released(0));
      claimed.forEach(dev -> claims.release(dev, Claims.Holder.MAPPER));
    }
  }

  /** True if a disk is the device itself or mapped to it. */
  private boolean isAbove(MappedDevice device, Disk disk) {
    MappedDevice other = mapper.of(disk);
    if (other == null) {
      return false;
    }
    if (other == device) {
      return true;
    }
    List<DevNo> members = new ArrayList<>(other.members());
    if (other.inactive != null) {
      members.addAll(other.inactive.members);
    }
    for (DevNo member : members) {
      Disk next = disks.lookup(member);
      if (next != null && isAbove(device, next)) {
        return true;
      }
    }
    return false;
  }

  Table load(MappedDevice device, List<TableLine> lines, boolean anyChunk) throws KernelException {
    Draft draft = new Draft(device, anyChunk);
    try {
      if (lines.isEmpty()) {
        throw mapper.wrongTable(device, null, "no target");
      }
      long end = 0;
      for (TableLine line : lines) {
        if (line.sectors() <= 0) {
          throw mapper.wrongTable(device, null, "zero-length target");
        }
        if (line.start() != end) {
          throw draft.wrong(line, "Gap in table");
        }
        end += line.sectors();
        draft.targets.add(target(draft, line));
      }
      return new Table(
          lines,
          draft.targets.toArray(new Target[0]),
          draft.claimed,
          diskOf(device, end, draft.below));
    } catch (KernelException refused) {
      draft.undo();
      throw refused;
    }
  }

  /** A table that was never in use goes. */
  void unload(Table table, long now) {
    for (Target target : table.targets) {
      target.released(now);
    }
    release(table);
  }

  /** A table is not in use any more: what is below may go. */
  void release(Table table) {
    table.members.forEach(dev -> claims.release(dev, Claims.Holder.MAPPER));
  }

  private Target target(Draft draft, TableLine line) throws KernelException {
    TargetSpec spec = line.target();
    int own = draft.device.disk().index();
    if (spec instanceof TargetSpec.Linear linear) {
      return new Linear(draft.place(line, linear.on(), line.sectors(), "dm-linear: " + LOOKUP));
    }
    if (spec instanceof TargetSpec.Striped striped) {
      return striped(draft, line, striped);
    }
    if (spec instanceof TargetSpec.Delay delay) {
      Place read = draft.place(line, delay.read(), line.sectors(), LOOKUP);
      Place write = draft.place(line, delay.write(), line.sectors(), LOOKUP);
      return new Delay(
          read, delay.readMs() * NS_PER_MS, write, delay.writeMs() * NS_PER_MS, block, events);
    }
    if (spec instanceof TargetSpec.Ioband group) {
      return ioband(draft, line, group);
    }
    return new Sink(own, spec instanceof TargetSpec.Error, block, events);
  }

  private Target striped(Draft draft, TableLine line, TargetSpec.Striped striped)
      throws KernelException {
    int chunk = striped.chunkSectors();
    int count = striped.legs().size();
    if (chunk < LEAST_CHUNK_SECTORS || (!draft.anyChunk && Integer.bitCount(chunk) != 1)) {
      throw draft.wrong(line, "Invalid chunk size");
    }
    if (count == 0) {
      throw draft.wrong(line, "Invalid stripe count");
    }
    if (line.sectors() % count != 0) {
      throw draft.wrong(line, "Target length not divisible by number of stripes");
    }
    long each = line.sectors() / count;
    if (each % chunk != 0) {
      throw draft.wrong(line, "Target length not divisible by chunk size");
    }
    List<Place> on = new ArrayList<>();
    for (TargetSpec.Leg leg : striped.legs()) {
      on.add(draft.place(line, leg, each, "Couldn't parse stripe destination"));
    }
    return new Striped(chunk, on);
  }

  private Target ioband(Draft draft, TableLine line, TargetSpec.Ioband spec)
      throws KernelException {
    String wrong = ioband.checkLimits(spec.spec());
    if (wrong != null) {
      throw draft.wrong(line, wrong);
    }
    Place on = draft.place(line, new TargetSpec.Leg(spec.device(), 0), line.sectors(), LOOKUP);
    wrong = ioband.checkGroups(spec.spec());
    if (wrong != null) {
      throw draft.wrong(line, wrong);
    }
    IobandDevice device = ioband.open(draft.device.name(), spec.spec());
    return new IobandTarget(on, device);
  }

  /** The device's disk: it spins if a member does, and takes what all of them take. */
  private static DiskConfig diskOf(MappedDevice device, long sectors, List<Disk> below) {
    DiskConfig was = device.disk().config();
    boolean rotational = false;
    int maxSectors = below.isEmpty() ? DiskConfig.DEFAULT_MAX_SECTORS : Integer.MAX_VALUE;
    int maxHwSectors = Integer.MAX_VALUE;
    int maxSegments = Integer.MAX_VALUE;
    for (Disk member : below) {
      rotational |= member.isRotational();
      maxSectors = Math.min(maxSectors, member.maxSectors());
      maxHwSectors = Math.min(maxHwSectors, member.config().maxHwSectors());
      maxSegments = Math.min(maxSegments, member.maxSegments());
    }
    return new DiskConfig(
        was.name(),
        was.dev(),
        sectors,
        rotational,
        false,
        1,
        maxSectors,
        maxHwSectors,
        maxSegments,
        NoDevice.INSTANCE,
        List.of());
  }
}

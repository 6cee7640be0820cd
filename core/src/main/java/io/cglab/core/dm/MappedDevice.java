package io.cglab.core.dm;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.block.BioDriver;
import io.cglab.core.block.BioTable;
import io.cglab.core.block.BlockLayer;
import io.cglab.core.device.Claims;
import io.cglab.core.device.Disk;
import io.cglab.core.device.Disks;
import io.cglab.core.dm.ioband.IobandDevice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device of the device mapper: a disk without requests, whose bios go where its live table says.
 * It has no scheduler and no tags, but records, limits and statistics of its own; where its bios go
 * on, the same cgroup pays for them again. Without a table, and behind its end, I/O fails. While it
 * is suspended it holds all bios that come.
 */
public final class MappedDevice {
  private final String name;
  private final Disk disk;
  private final BlockLayer block;
  private final BioTable bios;
  private final Disks disks;
  private final Claims claims;
  private final Sink nothing;
  private final Driver driver = new Driver();

  @Nullable Table live;
  @Nullable Table inactive;
  private boolean suspended;
  private int firstHeld = BioTable.NONE;
  private int lastHeld = BioTable.NONE;

  MappedDevice(String name, Disk disk, BlockLayer block, Disks disks, Claims claims, Sink nothing) {
    this.name = name;
    this.disk = disk;
    this.block = block;
    this.disks = disks;
    this.claims = claims;
    this.nothing = nothing;
    bios = block.bios();
  }

  /** What /sys/block/dm-N/dm/name and /dev/mapper show. */
  public String name() {
    return name;
  }

  /** What it is registered as: dm-N. */
  public Disk disk() {
    return disk;
  }

  /** Its number, 253:N. */
  public DevNo dev() {
    return disk.dev();
  }

  /** True while bios are held back and nothing is sent on. */
  public boolean isSuspended() {
    return suspended;
  }

  /** How often it is open: by tables above it, mounts and running jobs. */
  public int openCount() {
    return claims.count(dev());
  }

  /** The lines of the table in use; none before the first resume. */
  public List<TableLine> liveTable() {
    return live == null ? List.of() : live.lines;
  }

  /** The lines of the table that the next resume brings; none without. */
  public List<TableLine> inactiveTable() {
    return inactive == null ? List.of() : inactive.lines;
  }

  /** The disks and partitions below the live table, each once, in its order. */
  public List<DevNo> members() {
    return live == null ? List.of() : new ArrayList<>(live.members);
  }

  /** The names of {@link #members}. */
  public List<String> memberNames() {
    return members().stream().map(disks::nameOf).toList();
  }

  /** How its sectors are dealt out, if its live table is one line of stripes; else null. */
  public TargetSpec.@Nullable Striped stripes() {
    List<TableLine> lines = liveTable();
    return lines.size() == 1 && lines.get(0).target() instanceof TargetSpec.Striped striped
        ? striped
        : null;
  }

  /** The ioband device of a line of the live table, by the line's index; null for other targets. */
  public @Nullable IobandDevice ioband(int line) {
    return live != null && live.targets[line] instanceof IobandTarget target ? target.device : null;
  }

  /**
   * The ioband device that a message to a sector reaches.
   *
   * @throws KernelException EINVAL if there is no table, the sector is outside, or its target knows
   *     no messages
   */
  public IobandDevice iobandAt(long sector) throws KernelException {
    if (live == null || sector < 0 || sector >= live.sectors()) {
      throw new KernelException(Errno.EINVAL, name + " has no sector " + sector);
    }
    IobandDevice device = ioband(live.lineOf(sector));
    if (device == null) {
      throw new KernelException(Errno.EINVAL, "only ioband devices know messages");
    }
    return device;
  }

  /**
   * Bios that were sent on and are not complete. A suspend is over when there is none; it takes
   * virtual time until then.
   */
  public int inFlight() {
    int held = 0;
    for (int i = 0; live != null && i < live.targets.length; i++) {
      IobandDevice device = ioband(i);
      held += device == null ? 0 : device.held();
    }
    return disk.stats().inFlight(0) + disk.stats().inFlight(1) - held;
  }

  BioDriver driver() {
    return driver;
  }

  void suspend(long now) {
    if (!suspended) {
      suspended = true;
      for (int i = 0; live != null && i < live.targets.length; i++) {
        live.targets[i].suspended(now);
      }
    }
  }

  /** Puts the inactive table in the place of the live one, whose held bios go on before. */
  void swap(@Nullable Table next, long now) {
    Table old = live;
    for (int i = 0; old != null && i < old.targets.length; i++) {
      old.targets[i].released(now);
    }
    live = next;
    if (next != null) {
      disk.become(next.disk);
    }
    inactive = null;
  }

  /** Goes on with the live table: first what the targets hold, then what the device held. */
  void resume(long now) {
    suspended = false;
    for (int i = 0; live != null && i < live.targets.length; i++) {
      live.targets[i].resumed(now);
    }
    int bio = firstHeld;
    firstHeld = BioTable.NONE;
    lastHeld = BioTable.NONE;
    while (bio != BioTable.NONE) {
      int next = bios.next(bio);
      bios.setNext(bio, BioTable.NONE);
      block.mapAgain(bio);
      bio = next;
    }
  }

  /** How the block layer sees it. */
  private final class Driver implements BioDriver {
    private Target target(long sector) {
      Table table = live;
      return table == null || sector >= table.sectors()
          ? nothing
          : table.targets[table.lineOf(sector)];
    }

    private long within(long sector) {
      Table table = live;
      return table == null || sector >= table.sectors()
          ? sector
          : sector - table.start(table.lineOf(sector));
    }

    @Override
    public boolean keeps(int bio, long nowNs) {
      if (!suspended) {
        return false;
      }
      bios.setNext(bio, BioTable.NONE);
      if (firstHeld == BioTable.NONE) {
        firstHeld = bio;
      } else {
        bios.setNext(lastHeld, bio);
      }
      lastHeld = bio;
      return true;
    }

    @Override
    public long together(long sector, boolean write) {
      Table table = live;
      if (table == null || sector >= table.sectors()) {
        return Long.MAX_VALUE;
      }
      int line = table.lineOf(sector);
      long in = sector - table.start(line);
      long left = table.lines.get(line).sectors() - in;
      return Math.min(left, table.targets[line].together(in, write));
    }

    @Override
    public int memberDisk(long sector, boolean write) {
      return target(sector).memberDisk(within(sector), write);
    }

    @Override
    public long memberSector(long sector, boolean write) {
      return target(sector).memberSector(within(sector), write);
    }

    @Override
    public int members() {
      return live == null ? 1 : live.members();
    }

    @Override
    public int diskOf(int member) {
      Table table = live;
      if (table == null) {
        return disk.index();
      }
      int line = table.lineOfMember(member);
      return table.targets[line].diskOf(table.memberOfLine(line, member));
    }

    @Override
    public boolean keepsClone(int clone, long sector, long nowNs) {
      return target(sector).keeps(clone, nowNs);
    }

    @Override
    public boolean keepsFlush(int clone, int member, long nowNs) {
      Table table = live;
      return (table == null ? nothing : table.targets[table.lineOfMember(member)])
          .keeps(clone, nowNs);
    }
  }
}

package io.cglab.shell.observe;

import io.cglab.core.Machine;
import io.cglab.core.api.IoMax;
import io.cglab.core.api.Op;
import io.cglab.core.block.BioTable;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.device.Disk;
import io.cglab.core.policy.throttle.BlkThrottle;
import io.cglab.core.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what happened as series over virtual time, for pictures: by cgroup and disk, and by disk.
 *
 * <p><b>What is counted.</b> Bios as they were submitted, when they are complete; a volume's bios
 * on the volume, and their clones on the members. Of a bio that was split, the pieces wait and are
 * in the device one by one, but it is complete as a whole. Discards count as writes of 0 bytes. The
 * time from submission to completion is cut into three: parked by blk-throttle; queued, which is
 * for a policy, a tag or the scheduler; and in the device.
 *
 * <p><b>Memory</b> is bounded: see {@link TimeAxis}; after {@link #SERIES_MAX} series further
 * cgroups share one. Nothing is allocated for a bio once the columns are as long as they get.
 */
public final class Recorder implements Trace {
  /** How many pairs of cgroup and disk have a series of their own. */
  public static final int SERIES_MAX = 256;

  private static final String OTHERS = "(others)";
  private static final int MARKS_MAX = 1000;
  private static final long SAMPLE_NS = 10_000_000;
  private static final int SAMPLES_PER_BIN = 8;
  private static final double VTIME_PER_SECOND = 0x1p37;
  private static final double WHOLE_WEIGHT = 1 << 16;
  private static final double PPM = 1e6;

  private record Key(boolean v2, String path, int disk) {}

  private final Machine machine;
  private final BioTable bios;
  private final BlkgTable blkgs;
  private final BlkThrottle throttle;
  private final TimeAxis axis;
  private final BioStates states;
  private final Map<Key, Series> all = new LinkedHashMap<>();
  private final List<@Nullable DiskSeries> disks = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();

  // By row of BlkgTable: its series, and the cgroup that had the row then.
  private @Nullable Series[] byRow = new @Nullable Series[0];
  private int[] serials = new int[0];

  /** Rows with limits, and rows that iocost knows. */
  private final BitSet throttledRows = new BitSet();

  private final BitSet costRows = new BitSet();
  private long nextTokensNs;
  private long nextWeightsNs;

  /** Watches from now on. */
  public Recorder(Machine machine) {
    this(machine, new BioStates());
  }

  private Recorder(Machine machine, BioStates states) {
    this.machine = machine;
    this.states = states;
    bios = machine.block().bios();
    blkgs = machine.blkgs();
    throttle = machine.throttle();
    axis = new TimeAxis(machine.nowNs());
    nextTokensNs = machine.nowNs();
    nextWeightsNs = machine.nowNs();
  }

  /** A recorder that begins now, with what is under way and in force. */
  public Recorder continued() {
    long now = machine.nowNs();
    settle();
    Recorder next = new Recorder(machine, states.copy());
    for (int row = 0; row < byRow.length; row++) {
      Series known = byRow[row];
      if (known != null && isCurrent(row, known)) {
        Series fresh = next.series(row);
        if (!known.limits().isEmpty()) {
          fresh.limited(now, throttle.limits(row));
        }
      }
    }
    all.forEach(
        (key, series) -> {
          Series fresh = next.all.get(key);
          if (fresh != null) {
            fresh.parked.set(now, series.parked.value());
            fresh.queued.set(now, series.queued.value());
            fresh.inDevice.set(now, series.inDevice.value());
          }
        });
    for (DiskSeries disk : disks) {
      if (disk != null) {
        next.disk(disk.disk()).depth.set(now, disk.depth.value());
      }
    }
    next.throttledRows.or(throttledRows);
    next.costRows.or(costRows);
    return next;
  }

  // ---- for readers

  /** Books everything up to now. To be called before reading. */
  public void settle() {
    long now = machine.nowNs();
    reach(now);
    sampleWeights(now);
    all.values().forEach(series -> series.settle(now));
    for (DiskSeries disk : disks) {
      if (disk != null) {
        disk.settle(now);
      }
    }
  }

  /** The present virtual time in ns. */
  public long nowNs() {
    return machine.nowNs();
  }

  public TimeAxis axis() {
    return axis;
  }

  /** Bins that have begun, as of the last {@link #settle}. */
  public int bins() {
    return axis.last() + 1;
  }

  /** All series, in the order in which the cgroups first did something. */
  public Collection<Series> series() {
    return Collections.unmodifiableCollection(all.values());
  }

  /** The disks that had requests or are controlled by iocost, in order of registration. */
  public List<DiskSeries> disks() {
    List<DiskSeries> list = new ArrayList<>();
    for (DiskSeries disk : disks) {
      if (disk != null) {
        list.add(disk);
      }
    }
    return list;
  }

  /** Changes of settings, oldest first; the last thousand. */
  public List<Mark> marks() {
    return Collections.unmodifiableList(marks);
  }

  // ---- rows

  private Series series(int row) {
    if (row < byRow.length) {
      Series known = byRow[row];
      if (known != null && isCurrent(row, known)) {
        return known;
      }
    }
    return find(row);
  }

  private boolean isCurrent(int row, Series known) {
    return blkgs.isUsed(row)
        && serials[row] == blkgs.cgroup(row).serial()
        && known.disk() == blkgs.disk(row);
  }

  private Series find(int row) {
    if (row >= byRow.length) {
      int capacity = Bins.capacity(row);
      byRow = Arrays.copyOf(byRow, capacity);
      serials = Arrays.copyOf(serials, capacity);
    }
    Cgroup cgroup = blkgs.cgroup(row);
    Disk disk = blkgs.disk(row);
    Key key = new Key(cgroup.hierarchy().isV2(), cgroup.path(), disk.index());
    Series series = all.get(key);
    if (series == null && all.size() >= SERIES_MAX) {
      key = new Key(true, OTHERS, disk.index());
      series = all.get(key);
    }
    if (series == null) {
      series = new Series(axis, machine.nowNs(), key.path(), disk);
      all.put(key, series);
    }
    series.setCgroup(key.path().equals(OTHERS) ? null : cgroup);
    byRow[row] = series;
    serials[row] = cgroup.serial();
    return series;
  }

  private DiskSeries disk(Disk of) {
    while (disks.size() <= of.index()) {
      disks.add(null);
    }
    DiskSeries series = disks.get(of.index());
    if (series == null) {
      series = new DiskSeries(axis, machine.nowNs(), of);
      disks.set(of.index(), series);
    }
    return series;
  }

  // ---- what is looked at now and then

  /** Moves the axis on, and first takes the samples that are due: nothing has changed since. */
  private int reach(long now) {
    return reach(now, BlkgTable.NONE, false, 0);
  }

  /** As {@link #reach(long)}, where one bio was charged already. */
  private int reach(long now, int chargedRow, boolean write, long bytes) {
    if (now >= nextTokensNs) {
      long step = Math.max(SAMPLE_NS, axis.widthNs() / SAMPLES_PER_BIN);
      long first = Math.max(nextTokensNs, now - TimeAxis.BINS * step);
      for (long at = first; at <= now; at += step) {
        if (!throttledRows.isEmpty()) {
          sampleTokens(at, chargedRow, write, bytes);
        }
        nextTokensNs = at + step;
      }
    }
    return axis.reach(now);
  }

  private void sampleTokens(long at, int chargedRow, boolean chargedWrite, long chargedBytes) {
    int bin = axis.reach(at);
    for (int row = throttledRows.nextSetBit(0); row >= 0; row = throttledRows.nextSetBit(row + 1)) {
      Series series = row < byRow.length ? byRow[row] : null;
      if (series == null || !isCurrent(row, series)) {
        throttledRows.clear(row);
        continue;
      }
      IoMax limits = throttle.limits(row);
      for (int d = Series.READ; d <= Series.WRITE; d++) {
        boolean write = d == Series.WRITE;
        boolean mine = row == chargedRow && write == chargedWrite;
        double left =
            Math.min(
                part(
                    row,
                    write,
                    false,
                    write ? limits.wbps() : limits.rbps(),
                    at,
                    mine ? chargedBytes : 0),
                part(row, write, true, write ? limits.wiops() : limits.riops(), at, mine ? 1 : 0));
        if (left != Double.POSITIVE_INFINITY) {
          series.sampled(bin, d, left);
        }
      }
    }
  }

  private double part(int row, boolean write, boolean ios, long rate, long at, long giveBack) {
    long left = throttle.left(row, write, ios, at);
    if (left == Long.MAX_VALUE) {
      return Double.POSITIVE_INFINITY;
    }
    return (left + giveBack) / (double) Math.max(1, throttle.sliceAllowance(rate));
  }

  /** Asked for only between events of iocost, which must not find a half-made change. */
  private void sampleWeights(long now) {
    if (now < nextWeightsNs || costRows.isEmpty()) {
      return;
    }
    nextWeightsNs = now + SAMPLE_NS;
    for (int row = costRows.nextSetBit(0); row >= 0; row = costRows.nextSetBit(row + 1)) {
      Series series = row < byRow.length ? byRow[row] : null;
      if (series == null || !isCurrent(row, series)) {
        costRows.clear(row);
      } else {
        series.weight(now).set(now, machine.iocost().hweight(row) / WHOLE_WEIGHT);
      }
    }
  }

  private void mark(long now, int row, String text) {
    if (marks.size() == MARKS_MAX) {
      marks.remove(0);
    }
    marks.add(new Mark(now, series(row).path(), text));
  }

  // ---- a bio's way

  @Override
  public void submitted(long nowNs, int bio) {
    reach(nowNs);
    sampleWeights(nowNs);
    begin(nowNs, bio, bios.op(bio) == Op.DISCARD ? 0 : bios.bytes(bio));
  }

  private void begin(long nowNs, int bio, long bytes) {
    states.begin(bio, bytes, nowNs);
    series(bios.blkg(bio)).queued.add(nowNs, 1);
  }

  @Override
  public void mapped(long nowNs, int bio, int clone) {
    reach(nowNs);
    move(nowNs, bio, BioStates.IN_DEVICE);
    begin(nowNs, clone, bios.op(clone) == Op.DISCARD ? 0 : bios.bytes(clone));
  }

  @Override
  public void split(long nowNs, int bio, int front) {
    reach(nowNs);
    if (states.state(bio) != BioStates.UNKNOWN) {
      begin(nowNs, front, BioStates.PIECE);
    }
  }

  @Override
  public void parked(long nowNs, int bio, int blkg, Reason reason, long waitTicks) {
    reach(nowNs);
    move(nowNs, bio, BioStates.PARKED);
  }

  @Override
  public void charged(long nowNs, int bio, int blkg, boolean write, long bytes) {
    reach(nowNs, blkg, write, bytes);
  }

  @Override
  public void released(long nowNs, int bio) {
    reach(nowNs);
    move(nowNs, bio, BioStates.QUEUED);
  }

  @Override
  public void dispatched(long nowNs, int request, int bio) {
    reach(nowNs);
    if (states.state(bio) == BioStates.UNKNOWN) {
      return;
    }
    for (int at = bio; at != BioTable.NONE; at = bios.next(at)) {
      move(nowNs, at, at == bio ? BioStates.HEAD : BioStates.IN_DEVICE);
    }
    disk(blkgs.disk(bios.blkg(bio))).depth.add(nowNs, 1);
  }

  @Override
  public void completed(long nowNs, int bio) {
    byte state = states.state(bio);
    if (state == BioStates.UNKNOWN) {
      return;
    }
    int bin = reach(nowNs);
    Series series = series(bios.blkg(bio));
    if (state == BioStates.HEAD) {
      disk(series.disk()).depth.add(nowNs, -1);
    }
    level(series, state).add(nowNs, -1);
    states.move(bio, BioStates.UNKNOWN);
    long bytes = states.bytes(bio);
    if (bytes != BioStates.PIECE) {
      series.completed(bin, bios.isWrite(bio), bytes, nowNs - states.submittedNs(bio));
    }
  }

  private void move(long nowNs, int bio, byte to) {
    byte from = states.state(bio);
    if (from != BioStates.UNKNOWN && from != to) {
      Series series = series(bios.blkg(bio));
      level(series, from).add(nowNs, -1);
      level(series, to).add(nowNs, 1);
      states.move(bio, to);
    }
  }

  private static Level level(Series series, byte state) {
    return switch (state) {
      case BioStates.QUEUED -> series.queued;
      case BioStates.PARKED -> series.parked;
      default -> series.inDevice;
    };
  }

  // ---- settings and policies

  @Override
  public void limited(long nowNs, int blkg, IoMax limits) {
    reach(nowNs);
    Series series = series(blkg);
    series.limited(nowNs, limits);
    throttledRows.set(blkg);
    mark(nowNs, blkg, "limits of " + series.disk().name() + ": " + text(limits));
  }

  private static String text(IoMax limits) {
    StringBuilder out = new StringBuilder();
    append(out, "rbps", limits.rbps(), IoMax.MAX_BPS);
    append(out, "wbps", limits.wbps(), IoMax.MAX_BPS);
    append(out, "riops", limits.riops(), IoMax.MAX_IOPS);
    append(out, "wiops", limits.wiops(), IoMax.MAX_IOPS);
    return out.length() == 0 ? "none" : out.toString().strip();
  }

  private static void append(StringBuilder out, String key, long value, long max) {
    if (value != max) {
      out.append(key).append('=').append(Long.toUnsignedString(value)).append(' ');
    }
  }

  @Override
  public void latencyCookie(long nowNs, int blkg, int behind, Step why) {
    reach(nowNs);
    if (why == Step.NEW_TARGET) {
      mark(nowNs, blkg, "io.latency written below it, for " + blkgs.disk(blkg).name());
    }
  }

  @Override
  public void latencyDepth(long nowNs, int blkg, int depth, int uses, Step why) {
    reach(nowNs);
    Setting of = series(blkg).depth(nowNs);
    if (depth == Integer.MAX_VALUE) {
      of.clear(nowNs);
    } else {
      of.set(nowNs, depth);
    }
  }

  @Override
  public void inuseChanged(long nowNs, int blkg, long inuse, long active, InuseReason reason) {
    reach(nowNs);
    series(blkg);
    costRows.set(blkg);
    if (reason == InuseReason.WEIGHT) {
      mark(nowNs, blkg, "io.weight of " + blkgs.disk(blkg).name());
    }
  }

  @Override
  public void debtChanged(long nowNs, int blkg, long debt) {
    reach(nowNs);
    series(blkg).debt(nowNs).set(nowNs, debt / VTIME_PER_SECOND);
  }

  @Override
  public void costPeriod(
      long nowNs, int disk, int vratePpm, int busyLevel, int lagging, int shortages) {
    reach(nowNs);
    disk(machine.disks().get(disk)).vrate(nowNs).set(nowNs, vratePpm / PPM);
  }
}

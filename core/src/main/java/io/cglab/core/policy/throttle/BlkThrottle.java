package io.cglab.core.policy.throttle;

import io.cglab.core.api.IoMax;
import io.cglab.core.api.Op;
import io.cglab.core.block.BioTable;
import io.cglab.core.block.BlockLayer;
import io.cglab.core.block.RwStat;
import io.cglab.core.block.Throttle;
import io.cglab.core.cgroup.BlkgListener;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.device.Disk;
import io.cglab.core.sim.EventHandler;
import io.cglab.core.sim.EventQueue;
import io.cglab.core.sim.Ticks;
import io.cglab.core.sim.TimerWheel;
import io.cglab.core.sim.VirtualClock;
import io.cglab.core.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * blk-throttle: limits of bytes and I/Os per second (throttle-and-qos.md 2).
 *
 * <p><b>Slices.</b> Time is cut into slices of 100 ms, counted in ticks. Within its slice a group
 * may use what its limit gives for the slice's length so far, rounded up to whole slices for bytes,
 * so an idle group may send 100 ms worth at once. Whoever does not fit waits until its whole size
 * does: charging is in advance. After each admission the slice is trimmed of the whole slices that
 * lie behind it, with what they would have allowed: unused capacity is lost, never banked.
 *
 * <p><b>Tree.</b> On v2 a bio climbs from its group to the root; every level admits and charges it,
 * or parks it there. On v1 each group hangs directly below the top queue. Parked bios form one FIFO
 * for each child that they came from, served in turn.
 *
 * <p><b>Time.</b> Each node has one timer, for its child that may go first. It is a tick timer, so
 * a release is late by the timer wheel's rounding: with HZ=1000 up to 8 ms for usual waits. A
 * release worker then sends the bios on, reads before writes.
 *
 * <p>A disk is throttled from the first limit that anybody writes for it ({@link #activate});
 * before that its bios pass without being looked at.
 */
public final class BlkThrottle implements Throttle, BlkgListener {
  private static final int READ_TURN = 6;
  private static final int WRITE_TURN = 2;
  private static final int ROUND = 32;

  /** Waits are looked at again after this many slices at the latest. */
  private static final int LONGEST_WAIT_SLICES = 8;

  private static final int DISCARD_BYTES = 512;
  private static final int ISSUE_AS_ROOT = BioTable.META | BioTable.SWAP;

  private final VirtualClock clock;
  private final Ticks ticks;
  private final TimerWheel wheel;
  private final BlkgTable blkgs;
  private final BioTable bios;
  private final EventQueue events;
  private final BlockLayer block;
  private final int hz;
  private final long slice;
  private final long releaseNs;
  private final EventHandler timerFired = this::timerFired;
  private final EventHandler topTimerFired = this::topTimerFired;

  private @Nullable ThrottleGroup[] groups = new @Nullable ThrottleGroup[0];

  /** Their buckets, where bios come in: two to a record. */
  private @Nullable Bucket[] entry = new @Nullable Bucket[0];

  private boolean countsSubmissions;
  private final List<@Nullable ThrottleGroup> tops = new ArrayList<>();
  private Trace trace = Trace.NONE;

  // Of the last admission test: which limit decided.
  private Trace.Reason lastReason = Trace.Reason.BPS;

  /**
   * Throttling for all disks of a block layer.
   *
   * @param sliceTicks length of a slice in ticks; 100 ms on this kernel
   * @param releaseNs time from a timer's tick until the release worker issues bios
   */
  public BlkThrottle(
      VirtualClock clock,
      EventQueue events,
      Ticks ticks,
      TimerWheel wheel,
      BlockLayer block,
      int sliceTicks,
      long releaseNs) {
    this.clock = clock;
    this.events = events;
    this.ticks = ticks;
    this.wheel = wheel;
    this.block = block;
    this.blkgs = block.blkgs();
    this.bios = block.bios();
    this.hz = ticks.hz();
    this.slice = sliceTicks;
    this.releaseNs = releaseNs;
    blkgs.addListener(this);
  }

  public void setTrace(Trace newTrace) {
    trace = newTrace;
  }

  // ---- which groups there are

  /** True once a limit was written for the disk. */
  public boolean isActive(Disk disk) {
    return disk.index() < tops.size() && tops.get(disk.index()) != null;
  }

  /** Begins to throttle the disk. */
  public void activate(Disk disk) {
    if (isActive(disk)) {
      return;
    }
    while (tops.size() <= disk.index()) {
      tops.add(null);
    }
    ReleaseWorker worker = new ReleaseWorker(block, events, bios, releaseNs);
    tops.set(disk.index(), new ThrottleGroup(worker));
    for (int row = 0; row < blkgs.rows(); row++) {
      if (blkgs.isUsed(row) && blkgs.disk(row) == disk) {
        group(row);
      }
    }
  }

  @Override
  public void created(int blkg) {
    if (isActive(blkgs.disk(blkg))) {
      group(blkg);
    }
  }

  @Override
  public void freed(int blkg) {
    if (blkg < groups.length) {
      ThrottleGroup group = groups[blkg];
      if (group != null && group.timer != EventQueue.NONE) {
        wheel.free(group.timer);
      }
      groups[blkg] = null;
      entry[2 * blkg] = null;
      entry[2 * blkg + 1] = null;
    }
  }

  private ThrottleGroup group(int blkg) {
    if (blkg >= groups.length) {
      groups = Arrays.copyOf(groups, Math.max(blkgs.rows(), groups.length * 2));
      entry = Arrays.copyOf(entry, 2 * groups.length);
    }
    ThrottleGroup group = groups[blkg];
    if (group == null) {
      boolean v2 = blkgs.cgroup(blkg).hierarchy().isV2();
      int up = v2 ? blkgs.parent(blkg) : BlkgTable.NONE;
      ThrottleGroup parent = up == BlkgTable.NONE ? top(blkgs.disk(blkg)) : group(up);
      group = new ThrottleGroup(blkg, parent, !v2);
      groups[blkg] = group;
      System.arraycopy(group.buckets, 0, entry, 2 * blkg, 2);
      countsSubmissions |= !v2;
      inheritRules(group);
    }
    return group;
  }

  private ThrottleGroup top(Disk disk) {
    ThrottleGroup top = tops.get(disk.index());
    assert top != null : "not throttled: " + disk.name();
    return top;
  }

  // ---- limits

  /** The limits of a record; {@link IoMax#NONE} on a disk that is not throttled. */
  public IoMax limits(int blkg) {
    ThrottleGroup group = blkg < groups.length ? groups[blkg] : null;
    if (group == null) {
      return IoMax.NONE;
    }
    Bucket read = group.buckets[ThrottleGroup.READ];
    Bucket write = group.buckets[ThrottleGroup.WRITE];
    return new IoMax(read.bps, write.bps, read.iops, write.iops);
  }

  /** Sets all four limits of a record on a throttled disk, as one write of a control file (2.7). */
  public void setLimits(int blkg, IoMax limits) {
    ThrottleGroup group = group(blkg);
    long now = ticks.at(clock.nowNs());
    for (Bucket bucket : group.buckets) {
      if (bucket.parked > 0) {
        long elapsed = now - bucket.sliceStart;
        if (bucket.bps != IoMax.MAX_BPS) {
          bucket.carryBytes += allowance(bucket.bps, elapsed) - bucket.bytes;
        }
        if (bucket.iops != IoMax.MAX_IOPS) {
          bucket.carryIos += allowance(bucket.iops, elapsed) - bucket.ios;
        }
      }
    }
    Bucket read = group.buckets[ThrottleGroup.READ];
    Bucket write = group.buckets[ThrottleGroup.WRITE];
    read.bps = limits.rbps();
    read.iops = limits.riops();
    write.bps = limits.wbps();
    write.iops = limits.wiops();
    inheritRules(group);
    if (blkgs.cgroup(blkg).hierarchy().isV2()) {
      inheritBelow(blkgs.cgroup(blkg), blkgs.disk(blkg));
    }
    for (Bucket bucket : group.buckets) {
      bucket.bytes = 0;
      bucket.ios = 0;
      bucket.sliceStart = now;
      bucket.sliceEnd = now + slice;
    }
    trace.limited(clock.nowNs(), blkg, limits);
    ThrottleGroup parent = group.parent;
    if (group.hasParked() && parent != null) {
      updateDispatch(group, parent, now);
      armFor(parent, now);
    }
  }

  /**
   * What a record's running slice still allows at a time not before the last event: {@link
   * Long#MAX_VALUE} without such a limit, below 0 where more was charged than allowed.
   *
   * @param ios I/Os rather than bytes
   */
  public long left(int blkg, boolean write, boolean ios, long atNs) {
    ThrottleGroup group = blkg < groups.length ? groups[blkg] : null;
    if (group == null) {
      return Long.MAX_VALUE;
    }
    Bucket bucket = group.buckets[write ? ThrottleGroup.WRITE : ThrottleGroup.READ];
    long rate = ios ? bucket.iops : bucket.bps;
    if (rate == (ios ? IoMax.MAX_IOPS : IoMax.MAX_BPS)) {
      return Long.MAX_VALUE;
    }
    long now = ticks.at(atNs);
    if (bucket.sliceExpired(now) && bucket.parked == 0) {
      return allowance(rate, slice);
    }
    long elapsed = now - bucket.sliceStart;
    long counted = ios ? roundUp(elapsed + 1) : elapsed == 0 ? slice : roundUp(elapsed);
    return allowance(rate, counted)
        + (ios ? bucket.carryIos - bucket.ios : bucket.carryBytes - bucket.bytes);
  }

  /** What a limit allows in one slice. */
  public long sliceAllowance(long rate) {
    return allowance(rate, slice);
  }

  private void inheritRules(ThrottleGroup group) {
    ThrottleGroup parent = group.parent;
    for (int d = 0; d < 2; d++) {
      Bucket bucket = group.buckets[d];
      bucket.hasBps = bucket.bps != IoMax.MAX_BPS;
      bucket.hasIops = bucket.iops != IoMax.MAX_IOPS;
      if (parent != null) {
        bucket.hasBps |= parent.buckets[d].hasBps;
        bucket.hasIops |= parent.buckets[d].hasIops;
      }
    }
  }

  private void inheritBelow(Cgroup cgroup, Disk disk) {
    for (Cgroup child : cgroup.children()) {
      int blkg = blkgs.find(child, disk);
      if (blkg != BlkgTable.NONE) { // without a record here there is none below either
        inheritRules(group(blkg));
        inheritBelow(child, disk);
      }
    }
  }

  // ---- submission, 2.5

  @Override
  public boolean park(int bio, long nowNs) {
    int d = bios.isWrite(bio) ? ThrottleGroup.WRITE : ThrottleGroup.READ;
    int blkg = bios.blkg(bio);
    Bucket own = 2 * blkg < entry.length ? entry[2 * blkg + d] : null;
    if (own == null) {
      return false;
    }
    if (countsSubmissions) {
      countSubmission(own.group, bio);
    }
    if (!own.hasIops && (!own.hasBps || bios.has(bio, BioTable.BYTES_CHARGED))) {
      return false;
    }
    long now = ticks.at(nowNs);
    Bucket.Source source = own.self;
    Bucket bucket = own;
    while (bucket != null) {
      long wait = bucket.parked > 0 ? -1 : test(bucket, bio, now);
      if (wait == 0) {
        charge(bucket, d, bio);
        trim(bucket, now);
      } else if (bios.has(bio, ISSUE_AS_ROOT)) {
        charge(bucket, d, bio);
      } else {
        parkAt(bucket.group, d, source, bio, wait, now);
        return true;
      }
      source = bucket.onParent;
      // By the table's links, which a bio needs anyway: so all levels are on their way from memory
      // at once.
      blkg = bucket.isBelowTop ? BlkgTable.NONE : blkgs.parent(blkg);
      bucket = blkg == BlkgTable.NONE ? null : entry[2 * blkg + d];
    }
    bios.mark(bio, BioTable.BYTES_CHARGED);
    return false;
  }

  /** v1 counts what is submitted, before any waiting: I/Os each time, bytes once (1.4). */
  private void countSubmission(ThrottleGroup group, int bio) {
    RwStat serviced = group.serviced;
    RwStat bytes = group.serviceBytes;
    if (serviced == null || bytes == null) {
      return;
    }
    Op op = bios.op(bio);
    boolean sync = bios.has(bio, BioTable.SYNC);
    serviced.add(op, sync, 1);
    if (!bios.has(bio, BioTable.THROTTLE_COUNTED)) {
      bios.mark(bio, BioTable.THROTTLE_COUNTED);
      bytes.add(op, sync, bios.bytes(bio));
    }
  }

  /** v1: I/Os submitted to a throttled disk; null where nothing is counted. */
  public @Nullable RwStat serviced(int blkg) {
    ThrottleGroup group = blkg < groups.length ? groups[blkg] : null;
    return group == null ? null : group.serviced;
  }

  /** v1: bytes submitted to a throttled disk; null where nothing is counted. */
  public @Nullable RwStat serviceBytes(int blkg) {
    ThrottleGroup group = blkg < groups.length ? groups[blkg] : null;
    return group == null ? null : group.serviceBytes;
  }

  private void parkAt(
      ThrottleGroup group, int d, Bucket.Source source, int bio, long wait, long now) {
    Trace.Reason reason = wait < 0 ? Trace.Reason.QUEUED_BEHIND : lastReason;
    trace.parked(clock.nowNs(), bio, group.blkg, reason, wait);
    addTo(group, d, source, bio);
    ThrottleGroup parent = group.parent;
    if (group.becameNonEmpty && parent != null) {
      updateDispatch(group, parent, now);
      armFor(parent, now);
    }
  }

  private void addTo(ThrottleGroup group, int d, Bucket.Source source, int bio) {
    Bucket bucket = group.buckets[d];
    if (bucket.parked == 0) {
      group.becameNonEmpty = true;
    }
    bucket.add(source, bio, bios);
  }

  // ---- the admission test, 2.3

  /** Returns the ticks that the bio must wait at this bucket; 0 admits it. */
  private long test(Bucket bucket, int bio, long now) {
    if (bucket.isUnlimited()) {
      return 0;
    }
    if (bucket.sliceExpired(now) && bucket.parked == 0) {
      bucket.startSlice(now, now + slice);
    } else if (bucket.sliceEnd < now + slice) {
      bucket.sliceEnd = roundUp(now + slice);
    }
    long waitBytes = waitForBytes(bucket, bio, now);
    long waitIos = waitForIos(bucket, now);
    long wait = Math.max(waitBytes, waitIos);
    if (wait > 0) {
      lastReason = waitBytes >= waitIos ? Trace.Reason.BPS : Trace.Reason.IOPS;
      if (bucket.sliceEnd < now + wait) {
        bucket.sliceEnd = roundUp(now + wait);
      }
    }
    return wait;
  }

  private long waitForBytes(Bucket bucket, int bio, long now) {
    if (bucket.bps == IoMax.MAX_BPS || bios.has(bio, BioTable.BYTES_CHARGED)) {
      return 0;
    }
    long elapsed = now - bucket.sliceStart;
    long counted = elapsed == 0 ? slice : roundUp(elapsed);
    long allowed = allowance(bucket.bps, counted) + bucket.carryBytes;
    long needed = bucket.bytes + chargedBytes(bio);
    if (allowed > 0 && needed <= allowed) {
      return 0;
    }
    return Math.max(1, ticksFor(needed - allowed, bucket.bps)) + (counted - elapsed);
  }

  private long waitForIos(Bucket bucket, long now) {
    if (bucket.iops == IoMax.MAX_IOPS) {
      return 0;
    }
    long elapsed = now - bucket.sliceStart;
    long counted = roundUp(elapsed + 1);
    long allowed = allowance(bucket.iops, counted) + bucket.carryIos;
    if (allowed > 0 && bucket.ios + 1 <= allowed) {
      return 0;
    }
    // A limit of 0, which only v1 can store, never admits anything.
    long each = bucket.iops == 0 ? LONGEST_WAIT_SLICES * slice : hz / bucket.iops + 1;
    return Math.max(counted - elapsed, each);
  }

  private long chargedBytes(int bio) {
    return bios.op(bio) == Op.DISCARD ? DISCARD_BYTES : bios.bytes(bio);
  }

  private void charge(Bucket bucket, int d, int bio) {
    long bytes = bios.has(bio, BioTable.BYTES_CHARGED) ? 0 : chargedBytes(bio);
    bucket.ios++;
    bucket.bytes += bytes;
    trace.charged(clock.nowNs(), bio, bucket.group.blkg, d == ThrottleGroup.WRITE, bytes);
  }

  /** Drops the whole slices that lie behind, with what they would have allowed (2.4). */
  private void trim(Bucket bucket, long now) {
    if (bucket.sliceExpired(now)) {
      return;
    }
    bucket.sliceEnd = roundUp(now + slice);
    long elapsed = (now - bucket.sliceStart) / slice * slice;
    if (elapsed == 0) {
      return;
    }
    boolean anyBytes = bucket.bps == IoMax.MAX_BPS;
    boolean anyIos = bucket.iops == IoMax.MAX_IOPS;
    long bytes = anyBytes ? bucket.bytes : allowance(bucket.bps, elapsed) + bucket.carryBytes;
    long ios = anyIos ? bucket.ios : allowance(bucket.iops, elapsed) + bucket.carryIos;
    if (!anyBytes && !anyIos && bytes <= 0 && ios <= 0) {
      return;
    }
    bucket.bytes = Math.max(0, bucket.bytes - bytes);
    bucket.ios = Math.max(0, bucket.ios - ios);
    bucket.carryBytes = 0;
    bucket.carryIos = 0;
    bucket.sliceStart += elapsed;
  }

  // ---- what is to come

  /** Nothing is parked. */
  public static final long NEVER = Long.MAX_VALUE;

  /** As often as this a timer is armed in vain before its end is no longer looked for. */
  private static final int MOST_ROUNDS = 10_000;

  /**
   * When the first bio that is parked at a record goes on to the next level, if nothing happens
   * until then but what is due: the timer's firings, and the test at each (2.6). New limits, and
   * siblings or bios of the other direction that are served first, move it.
   *
   * @return ns; {@link #NEVER} if none of the direction is parked there, or if its limit is 0
   */
  public long nextReleaseNs(int blkg, boolean write) {
    ThrottleGroup group = blkg < groups.length ? groups[blkg] : null;
    ThrottleGroup parent = group == null ? null : group.parent;
    if (group == null || parent == null) {
      return NEVER;
    }
    Bucket bucket = group.buckets[write ? ThrottleGroup.WRITE : ThrottleGroup.READ];
    int head = bucket.peek();
    if (head == BioTable.NONE || bucket.bps == 0 || bucket.iops == 0) {
      return NEVER;
    }
    long now = ticks.at(clock.nowNs());
    long due = group.dispatchTick;
    boolean isNext =
        parent.earliest() == group
            && parent.timer != EventQueue.NONE
            && wheel.isPending(parent.timer);
    long at = isNext ? ticks.at(wheel.firesNs(parent.timer)) : Math.max(due, now + 1);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      if (at >= due) {
        long wait = Math.max(waitForBytes(bucket, head, at), waitForIos(bucket, at));
        if (wait == 0) {
          break;
        }
        due = at + wait;
      }
      at = wheel.firingTick(Math.min(due, at + LONGEST_WAIT_SLICES * slice), at);
    }
    return Math.max(clock.nowNs(), ticks.startNs(Math.max(at, due)));
  }

  /** Bios of a direction that are parked at a record itself. */
  public int parked(int blkg, boolean write) {
    ThrottleGroup group = blkg < groups.length ? groups[blkg] : null;
    return group == null
        ? 0
        : group.buckets[write ? ThrottleGroup.WRITE : ThrottleGroup.READ].parked;
  }

  // ---- dispatch, 2.6

  private void updateDispatch(ThrottleGroup group, ThrottleGroup parent, long now) {
    long wait = Long.MAX_VALUE;
    for (Bucket bucket : group.buckets) {
      int head = bucket.peek();
      if (head != BioTable.NONE) {
        wait = Math.min(wait, test(bucket, head, now));
      }
    }
    parent.insert(group, now + wait);
    group.becameNonEmpty = false;
  }

  /** Arms a node's timer for its earliest child, if it has one. */
  private void armFor(ThrottleGroup node, long now) {
    ThrottleGroup earliest = node.earliest();
    if (earliest == null) {
      return;
    }
    if (node.timer == EventQueue.NONE) {
      node.timer =
          node.isTop()
              ? wheel.alloc(topTimerFired, diskOf(earliest).index())
              : wheel.alloc(timerFired, node.blkg);
    }
    wheel.arm(node.timer, Math.min(earliest.dispatchTick, now + LONGEST_WAIT_SLICES * slice));
  }

  private Disk diskOf(ThrottleGroup group) {
    return blkgs.disk(group.blkg);
  }

  /** True if the node's timer is armed now or nothing is pending; false if a child is due. */
  private boolean armUnlessDue(ThrottleGroup node, long now) {
    ThrottleGroup earliest = node.earliest();
    if (earliest != null && earliest.dispatchTick <= now) {
      return false;
    }
    armFor(node, now);
    return true;
  }

  private void timerFired(int blkg, long nowNs) {
    ThrottleGroup group = groups[blkg];
    assert group != null : "timer of a freed group";
    dispatchFrom(group, ticks.at(nowNs));
  }

  private void topTimerFired(int disk, long nowNs) {
    ThrottleGroup top = tops.get(disk);
    assert top != null : "timer of a disk that is not throttled";
    dispatchFrom(top, ticks.at(nowNs));
  }

  private void dispatchFrom(ThrottleGroup from, long now) {
    ThrottleGroup node = from;
    while (true) {
      int moved = 0;
      do {
        moved += round(node, now);
      } while (!armUnlessDue(node, now));
      ThrottleGroup parent = node.parent;
      if (moved == 0) {
        return;
      }
      if (parent == null) {
        release(node);
        return;
      }
      if (!node.becameNonEmpty) {
        return;
      }
      updateDispatch(node, parent, now);
      if (armUnlessDue(parent, now)) {
        return;
      }
      node = parent;
    }
  }

  private int round(ThrottleGroup node, long now) {
    int moved = 0;
    while (moved < ROUND) {
      ThrottleGroup group = node.earliest();
      if (group == null || group.dispatchTick > now) {
        break;
      }
      moved += turn(group, node, ThrottleGroup.READ, READ_TURN, now);
      moved += turn(group, node, ThrottleGroup.WRITE, WRITE_TURN, now);
      if (group.hasParked()) {
        updateDispatch(group, node, now);
      } else {
        node.remove(group);
      }
    }
    return moved;
  }

  private int turn(ThrottleGroup group, ThrottleGroup parent, int d, int limit, long now) {
    Bucket bucket = group.buckets[d];
    int moved = 0;
    while (moved < limit) {
      int bio = bucket.peek();
      if (bio == BioTable.NONE || test(bucket, bio, now) > 0) {
        break;
      }
      bucket.poll(bios);
      charge(bucket, d, bio);
      addTo(parent, d, bucket.onParent, bio);
      if (parent.isTop()) {
        bios.mark(bio, BioTable.BYTES_CHARGED);
      } else {
        creditSlice(parent.buckets[d], bucket.sliceStart, now);
      }
      trim(bucket, now);
      moved++;
    }
    return moved;
  }

  /**
   * A parent whose slice has expired begins where its child's did, so that it does not wait twice.
   */
  private void creditSlice(Bucket bucket, long childStart, long now) {
    if (bucket.sliceExpired(now)) {
      bucket.startSlice(Math.max(bucket.sliceStart, childStart), now + slice);
    }
  }

  private void release(ThrottleGroup top) {
    ReleaseWorker worker = top.worker;
    assert worker != null : "not a top queue";
    long nowNs = clock.nowNs();
    for (Bucket bucket : top.buckets) {
      for (int bio = bucket.poll(bios); bio != BioTable.NONE; bio = bucket.poll(bios)) {
        trace.released(nowNs, bio);
        worker.add(bio);
      }
    }
    top.becameNonEmpty = false;
    worker.wake(nowNs);
  }

  // ---- arithmetic

  private long roundUp(long tick) {
    return (tick + slice - 1) / slice * slice;
  }

  /** floor(rate · ticks / HZ), without overflow for any rate. */
  private long allowance(long rate, long forTicks) {
    long r = rate < 0 ? Long.MAX_VALUE : rate;
    long whole = r / hz;
    if (whole != 0 && forTicks > Long.MAX_VALUE / whole / 2) {
      return Long.MAX_VALUE / 2;
    }
    return whole * forTicks + r % hz * forTicks / hz;
  }

  /** floor(amount · HZ / rate). */
  private long ticksFor(long amount, long rate) {
    if (rate < 0) {
      return 0;
    }
    if (amount > Long.MAX_VALUE / hz) {
      return amount / rate * hz;
    }
    return amount * hz / rate;
  }
}

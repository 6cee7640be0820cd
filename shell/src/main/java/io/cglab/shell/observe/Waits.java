package io.cglab.shell.observe;

import io.cglab.core.Machine;
import io.cglab.core.api.IoMax;
import io.cglab.core.block.BioEnd;
import io.cglab.core.block.BioTable;
import io.cglab.core.block.RequestTable;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.Disk;
import io.cglab.core.task.Run;
import io.cglab.core.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each bio waits for now, and where the time of each task went. One row a bio, as in {@link
 * BioTable}, and one object a task that ever submitted a bio and is still alive; nothing is
 * allocated for a bio once the columns are long enough.
 */
public final class Waits implements Trace {
  private static final int MOST_TASKS = 4096;
  private static final WaitReason[] REASONS = WaitReason.values();

  private final Machine machine;
  private final BioTable bios;
  private final BlkgTable blkgs;
  private final RequestTable requests;
  private final long cpuNs;
  private final long schedulerNs;
  private final Map<Task, TaskTime> byTask = new IdentityHashMap<>();
  private final Usage usage = new Usage();

  // By row of the bio.
  private @Nullable WaitReason[] reason = new @Nullable WaitReason[0];
  private int[] at = new int[0];
  private long[] submittedNs = new long[0];
  private long[] sinceNs = new long[0];
  private double[] sinceShared = new double[0];
  private long[] lack = new long[0];
  private long[] heldNs = new long[0];
  private int[] heldAt = new int[0];
  private @Nullable WaitReason[] heldBy = new @Nullable WaitReason[0];
  private @Nullable TaskTime[] owner = new @Nullable TaskTime[0];
  private int rows;

  /** By row of the record and direction: what the bio at the head of its queue waits for. */
  private @Nullable WaitReason[] headReason = new @Nullable WaitReason[0];

  /** By disk: the record whose request was given to the device last. */
  private int[] served = new int[0];

  public Waits(Machine machine) {
    this.machine = machine;
    this.bios = machine.block().bios();
    this.blkgs = machine.blkgs();
    this.requests = machine.block().requests();
    this.cpuNs = machine.config().costs().submitNs() + machine.config().costs().reapNs();
    this.schedulerNs = machine.config().costs().schedulerNs();
  }

  // ---- what happens

  @Override
  public void submitted(long nowNs, int bio) {
    begin(nowNs, bio, WaitReason.QUEUE);
  }

  @Override
  public void split(long nowNs, int bio, int front) {
    begin(nowNs, front, WaitReason.QUEUE);
    enter(nowNs, bio, WaitReason.BEHIND, bios.blkg(bio));
  }

  @Override
  public void mapped(long nowNs, int bio, int clone) {
    begin(nowNs, clone, WaitReason.QUEUE);
    usage.add(bios.blkg(bio), bios.bytes(clone), nowNs);
    if (bios.sectors(bio) == bios.sectors(clone)) {
      end(nowNs, bio); // nothing is left of it but its clones
    } else {
      enter(nowNs, bio, WaitReason.BEHIND, bios.blkg(bio));
    }
  }

  @Override
  public void parked(long nowNs, int bio, int blkg, Reason why, long waitTicks) {
    boolean write = bios.isWrite(bio);
    if (why != Reason.QUEUED_BEHIND) {
      int head = head(blkg, write); // before the column is looked at, for it may grow
      headReason[head] = WaitReason.limit(write, why == Reason.BPS);
    }
    enter(nowNs, bio, limitAt(blkg, write), blkg);
  }

  /** A parked bio that is charged has passed a level, and waits at the next. */
  @Override
  public void charged(long nowNs, int bio, int blkg, boolean write, long bytes) {
    WaitReason now = bio < rows ? reason[bio] : null;
    int up = blkgs.parent(blkg);
    if (now != null && now.isLimit() && at[bio] == blkg && up != BlkgTable.NONE) {
      enter(nowNs, bio, limitAt(up, write), up);
    }
  }

  /** Which limit holds what is parked at a record. */
  WaitReason limitAt(int blkg, boolean write) {
    int head = head(blkg, write);
    WaitReason last = headReason[head];
    if (last == null) {
      IoMax limits = machine.throttle().limits(blkg);
      boolean bytes = (write ? limits.wbps() : limits.rbps()) != IoMax.MAX_BPS;
      boolean ios = (write ? limits.wiops() : limits.riops()) != IoMax.MAX_IOPS;
      last = WaitReason.limit(write, bytes || !ios);
      headReason[head] = last;
    }
    return last;
  }

  /** Where a record's direction is in {@link #headReason}. */
  private int head(int blkg, boolean write) {
    if (2 * blkg + 1 >= headReason.length) {
      headReason = Arrays.copyOf(headReason, Math.max(2 * blkg + 2, headReason.length * 2));
    }
    return 2 * blkg + (write ? 1 : 0);
  }

  @Override
  public void limited(long nowNs, int blkg, IoMax limits) {
    int reads = head(blkg, false);
    headReason[reads] = null;
    headReason[reads + 1] = null;
  }

  @Override
  public void released(long nowNs, int bio) {
    enter(nowNs, bio, WaitReason.RELEASE, bios.blkg(bio));
  }

  @Override
  public void started(long nowNs, int bio) {
    enter(nowNs, bio, WaitReason.QUEUE, bios.blkg(bio));
  }

  @Override
  public void tagWait(long nowNs, int bio) {
    enter(nowNs, bio, WaitReason.TAG, bios.blkg(bio));
  }

  @Override
  public void tagged(long nowNs, int bio, int request) {
    enter(nowNs, bio, WaitReason.QUEUE, bios.blkg(bio));
  }

  @Override
  public void merged(long nowNs, int bio, int request) {
    enter(nowNs, bio, WaitReason.QUEUE, bios.blkg(bio));
  }

  @Override
  public void policyWait(long nowNs, int bio, Policy policy, int blkg, int depth) {
    enter(nowNs, bio, policy == Policy.WBT ? WaitReason.WBT : WaitReason.LATENCY, blkg);
  }

  @Override
  public void costWait(long nowNs, int bio, int blkg, long budget, long cost) {
    enter(nowNs, bio, WaitReason.COST, blkg);
    lack[bio] = cost - budget;
  }

  @Override
  public void dispatched(long nowNs, int request, int bio) {
    int disk = requests.disk(request);
    if (disk >= served.length) {
      int length = served.length;
      served = Arrays.copyOf(served, Math.max(disk + 1, length * 2));
      Arrays.fill(served, length, served.length, BlkgTable.NONE);
    }
    served[disk] = bios.blkg(bio);
    for (int each = bio; each != BioTable.NONE; each = bios.next(each)) {
      enter(nowNs, each, WaitReason.DEVICE, bios.blkg(each));
    }
  }

  @Override
  public void completed(long nowNs, int bio) {
    if (bio < rows && reason[bio] != null) {
      usage.add(bios.blkg(bio), bios.bytes(bio), nowNs);
      end(nowNs, bio);
    }
  }

  // ---- the rows

  private void begin(long nowNs, int bio, WaitReason first) {
    if (bio >= reason.length) {
      grow(Math.max(bio + 1, Math.max(64, reason.length * 2)));
    }
    rows = Math.max(rows, bio + 1);
    if (reason[bio] != null) {
      end(nowNs, bio); // it ended unseen
    }
    TaskTime of = ownerOf(bio, nowNs);
    owner[bio] = of;
    reason[bio] = first;
    at[bio] = bios.blkg(bio);
    submittedNs[bio] = nowNs;
    sinceNs[bio] = nowNs;
    lack[bio] = 0;
    heldNs[bio] = 0;
    heldBy[bio] = null;
    if (of != null) {
      Disk disk = machine.disks().get(bios.disk(bio));
      of.begin(nowNs, cpuNs + (machine.block().hasScheduler(disk) ? schedulerNs : 0));
      of.ios += bios.whole(bio) == BioTable.NONE ? 1 : 0;
      sinceShared[bio] = of.shared(nowNs);
    }
  }

  private @Nullable TaskTime ownerOf(int bio, long nowNs) {
    int whole = bio;
    while (bios.whole(whole) != BioTable.NONE) {
      whole = bios.whole(whole);
    }
    BioEnd end = bios.end(whole);
    if (!(end instanceof Run run)) {
      return null;
    }
    TaskTime of = byTask.get(run.task());
    if (of == null) {
      if (byTask.size() >= MOST_TASKS) {
        byTask.values().removeIf(each -> each.task.isDead() && each.outstanding == 0);
      }
      of = new TaskTime(run.task(), nowNs);
      byTask.put(run.task(), of);
    }
    return of;
  }

  private void enter(long nowNs, int bio, WaitReason next, int blkg) {
    if (bio >= rows || reason[bio] == null) {
      begin(nowNs, bio, next);
    }
    spend(nowNs, bio);
    WaitReason was = reason[bio];
    if (was != null && was.isLimit() && nowNs > sinceNs[bio]) {
      heldNs[bio] += nowNs - sinceNs[bio];
      heldBy[bio] = was;
      heldAt[bio] = at[bio];
    }
    if (was != next || at[bio] != blkg) {
      reason[bio] = next;
      at[bio] = blkg;
      sinceNs[bio] = nowNs;
    }
  }

  /** Books the time since the bio's last change. */
  private void spend(long nowNs, int bio) {
    TaskTime of = owner[bio];
    WaitReason was = reason[bio];
    if (of != null && was != null) {
      double shared = of.shared(nowNs);
      if (shared == sinceShared[bio]) {
        return;
      }
      of.spentNs[was.ordinal()] += shared - sinceShared[bio];
      of.whose[was.ordinal()] = blkgs.isUsed(at[bio]) ? blkgs.cgroup(at[bio]) : null;
      sinceShared[bio] = shared;
    }
  }

  private void end(long nowNs, int bio) {
    spend(nowNs, bio);
    TaskTime of = owner[bio];
    if (of != null) {
      of.end(nowNs);
    }
    owner[bio] = null;
    reason[bio] = null;
  }

  private void grow(int capacity) {
    reason = Arrays.copyOf(reason, capacity);
    at = Arrays.copyOf(at, capacity);
    submittedNs = Arrays.copyOf(submittedNs, capacity);
    sinceNs = Arrays.copyOf(sinceNs, capacity);
    sinceShared = Arrays.copyOf(sinceShared, capacity);
    lack = Arrays.copyOf(lack, capacity);
    heldNs = Arrays.copyOf(heldNs, capacity);
    heldAt = Arrays.copyOf(heldAt, capacity);
    heldBy = Arrays.copyOf(heldBy, capacity);
    owner = Arrays.copyOf(owner, capacity);
  }

  // ---- questions

  /** All bios that are on their way, the oldest first. */
  public List<Waiting> waiting() {
    List<Waiting> all = new ArrayList<>();
    for (int bio = 0; bio < rows; bio++) {
      WaitReason now = reason[bio];
      if (now != null) {
        TaskTime of = owner[bio];
        all.add(
            new Waiting(
                bio,
                now,
                bios.blkg(bio),
                at[bio],
                bios.isWrite(bio),
                bios.bytes(bio),
                submittedNs[bio],
                sinceNs[bio],
                lack[bio],
                of == null ? null : of.task));
      }
    }
    all.sort((a, b) -> Long.compare(a.submittedNs(), b.submittedNs()));
    return all;
  }

  /** Where the time of some tasks went, each since its first bio. */
  public TimeSpent spent(Collection<Task> tasks) {
    long now = machine.nowNs();
    double[] sum = new double[REASONS.length];
    @Nullable Cgroup[] whose = new @Nullable Cgroup[REASONS.length];
    long since = 0;
    long ios = 0;
    for (Task task : tasks) {
      TaskTime of = byTask.get(task);
      if (of != null) {
        since = Math.max(since, now - of.beganNs);
        ios += of.ios;
        of.idle(sum, now, cpuNs);
        for (int i = 0; i < REASONS.length; i++) {
          sum[i] += of.spentNs[i];
          whose[i] = of.whose[i] != null ? of.whose[i] : whose[i];
        }
        addOutstanding(of, sum, whose, now);
      }
    }
    List<TimeSpent.Part> parts = new ArrayList<>();
    for (int i = 0; i < REASONS.length; i++) {
      if (sum[i] > 0) {
        boolean named = REASONS[i].isLimit() || REASONS[i] == WaitReason.LATENCY;
        parts.add(new TimeSpent.Part(REASONS[i], named ? whose[i] : null, sum[i]));
      }
    }
    parts.sort((a, b) -> Double.compare(b.ns(), a.ns()));
    return new TimeSpent(since, ios, parts);
  }

  private void addOutstanding(TaskTime of, double[] sum, @Nullable Cgroup[] whose, long now) {
    for (int bio = 0; bio < rows; bio++) {
      WaitReason is = reason[bio];
      if (is != null && owner[bio] == of) {
        sum[is.ordinal()] += of.shared(now) - sinceShared[bio];
        whose[is.ordinal()] = blkgs.isUsed(at[bio]) ? blkgs.cgroup(at[bio]) : null;
      }
    }
  }

  /** How long ago a bio entered the block layer, in ns; 0 for one that is not on its way. */
  long ageNs(int bio, long nowNs) {
    return bio < rows && reason[bio] != null ? nowNs - submittedNs[bio] : 0;
  }

  /** How long limits have held a bio, and which last, in words; empty if none did. */
  String held(int bio) {
    WaitReason by = bio < rows ? heldBy[bio] : null;
    if (by == null) {
      return "";
    }
    String whose = blkgs.isUsed(heldAt[bio]) ? " of " + blkgs.cgroup(heldAt[bio]).path() : "";
    return "waited " + Narrator.ms(heldNs[bio]) + " under " + by.text() + whose;
  }

  /** True if the task ever submitted a bio. */
  public boolean knows(Task task) {
    return byTask.containsKey(task);
  }

  /** Bytes that were completed for a record in the last second, descendants left out. */
  public long bytesLately(int blkg) {
    return usage.bytes(blkg, machine.nowNs());
  }

  /** I/Os that were completed for a record in the last second, descendants left out. */
  public long iosLately(int blkg) {
    return usage.ios(blkg, machine.nowNs());
  }

  /** The record whose request was given to the disk last; {@link BlkgTable#NONE} for none. */
  public int served(Disk disk) {
    return disk.index() < served.length ? served[disk.index()] : BlkgTable.NONE;
  }
}

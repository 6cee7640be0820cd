package io.cglab.core.dm.ioband;

import org.jspecify.annotations.Nullable;

/**
 * The range-bw policy of 1.x (dm-ioband.md 3.6): in each second every group gets its minimum, then
 * those with one may go up to their maximum, and those without get what is left, up to theirs. Of
 * several that may go, one has the turn for a time slice that follows its range.
 */
final class RangeBw extends TokenPolicy {
  private static final long DEFAULT_TOKEN = 16384;
  private static final long PERIOD_NS = 1_000_000_000;
  private static final long BASE_NS = 100_000_000;
  private static final long RANGE_BASE_NS = 20_000_000;
  private static final int SECTORS_PER_KB = 2;

  // What a group may go on for: its minimum, its maximum, what is left; nothing in this second.
  private static final int MINIMUM = 0;
  private static final int RANGE = 1;
  private static final int LEFT_OVER = 2;
  private static final int SPENT = 3;
  private static final int PHASES = 4;

  /** Those that hold bios, by phase and class, who has not had the turn for longest on top. */
  private final GroupHeap[][] heaps = new GroupHeap[PHASES][IobandGroup.CLASSES];

  /** Groups with bios here or below, by phase. */
  private final int[] active = new int[PHASES];

  private long minima;
  private long period;
  private long wakeNs = -1;
  private @Nullable IobandGroup turn;
  private long turns;
  private long turnEndsNs;
  private int nextList;

  RangeBw(DeviceGroup in) {
    super(in);
    for (GroupHeap[] ofPhase : heaps) {
      for (int list = 0; list < ofPhase.length; list++) {
        ofPhase[list] = new GroupHeap(list, RangeBw::isBefore);
      }
    }
  }

  /** Of a group's columns {@code tokens} says which turn it had last, {@code round} its phase. */
  private static boolean isBefore(IobandGroup a, IobandGroup b) {
    return a.tokens != b.tokens ? a.tokens < b.tokens : a.isBefore(b);
  }

  private long used(IobandGroup group) {
    return group.usedIn == period ? group.used : 0;
  }

  @Override
  long tokens(IobandGroup group) {
    long most = group.maximum == 0 ? Integer.MAX_VALUE : group.maximum * SECTORS_PER_KB;
    return most - used(group);
  }

  @Override
  long defaultToken() {
    return DEFAULT_TOKEN;
  }

  @Override
  void sharesChanged() {
    minima = 0;
    for (IobandGroup group : in.groups()) {
      group.share = group.minimum * SECTORS_PER_KB;
      minima += group.minimum;
      group.tokens = Math.min(group.tokens, turns);
      group.round = Math.min(group.round, SPENT); // another policy may have left more
      place(group);
    }
  }

  @Override
  int list(int bio) {
    return in.target().classOf(bio);
  }

  private int phase(IobandGroup group) {
    if (tokens(group) <= 0) {
      return SPENT;
    }
    if (group.minimum == 0) {
      return LEFT_OVER;
    }
    return used(group) < group.share ? MINIMUM : RANGE;
  }

  /** Puts a group where it belongs now. */
  private void place(IobandGroup group) {
    int before = (int) group.round;
    active[before] -= group.active ? 1 : 0;
    int phase = phase(group);
    group.round = phase;
    group.active = !group.isOut() && (group.held() > 0 || group.inFlight() > 0);
    active[phase] += group.active ? 1 : 0;
    for (int list = 0; list < IobandGroup.CLASSES; list++) {
      if (phase != before || group.held[list] == 0 || group.isOut()) {
        heaps[before][list].remove(group);
      }
      if (group.held[list] > 0 && !group.isOut()) {
        heaps[phase][list].put(group);
      }
    }
  }

  /** With each second all begin anew. */
  private void enter(long now) {
    if (now / PERIOD_NS != period) {
      period = now / PERIOD_NS;
      for (IobandGroup group : in.groups()) {
        place(group);
      }
    }
  }

  /** The first phase that a group with bios here or below is in. */
  private int current() {
    int phase = MINIMUM;
    while (phase < SPENT && active[phase] == 0) {
      phase++;
    }
    return phase;
  }

  @Override
  boolean passes(IobandGroup group, int bio, int list) {
    enter(in.target().nowNs());
    if (in.inFlight(list) >= in.ioLimit() || group.held[list] > 0 || tokens(group) <= 0) {
      return false;
    }
    return in.inFlight() < in.ioThrottle() || (in.held() == 0 && phase(group) <= current());
  }

  @Override
  void charge(IobandGroup group, int bio, int list, long now) {
    enter(now);
    group.used = used(group) + in.target().sectors(bio);
    group.usedIn = period;
    place(group);
    if (tokens(group) <= 0) {
      in.trace().iobandExhausted(now, group.number());
    }
  }

  @Override
  void changed(IobandGroup group, int list) {
    place(group);
    if (group.isOut() && turn == group) {
      turn = null;
    }
  }

  @Override
  int nextList() {
    return nextList;
  }

  @Override
  @Nullable IobandGroup next(long now) {
    enter(now);
    if (in.held() == 0) {
      return null;
    }
    int phase = current();
    if (phase == SPENT) {
      wakeWithThePeriod(now);
      return null;
    }
    IobandGroup has = turn;
    if (has != null && now < turnEndsNs && has.round == phase && mayGo(has)) {
      return has;
    }
    IobandGroup next = null;
    for (int list = 0; list < IobandGroup.CLASSES; list++) {
      GroupHeap heap = heaps[phase][list];
      if (in.inFlight(list) < in.ioLimit()
          && !heap.isEmpty()
          && (next == null || isBefore(heap.top(), next))) {
        next = heap.top();
        nextList = list;
      }
    }
    if (next != null) {
      turn = next;
      turnEndsNs = now + sliceNs(next, phase);
      next.tokens = ++turns;
      place(next);
    } else {
      wakeWithThePeriod(now);
    }
    return next;
  }

  private boolean mayGo(IobandGroup group) {
    for (int list = 0; list < IobandGroup.CLASSES; list++) {
      if (group.held[list] > 0 && in.inFlight(list) < in.ioLimit()) {
        nextList = list;
        return true;
      }
    }
    return false;
  }

  private long sliceNs(IobandGroup group, int phase) {
    long base = phase == RANGE ? RANGE_BASE_NS : BASE_NS;
    return minima == 0 ? base : base + base * ((group.minimum + group.maximum) / 2) / minima;
  }

  private void wakeWithThePeriod(long now) {
    long at = (now / PERIOD_NS + 1) * PERIOD_NS;
    if (wakeNs != at) {
      wakeNs = at;
      in.pumpAt(at);
    }
  }
}

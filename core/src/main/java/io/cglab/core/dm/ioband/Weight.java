package io.cglab.core.dm.ioband;

import org.jspecify.annotations.Nullable;

/**
 * The weight policies of 1.x (dm-ioband.md 3.5): tokens for bios, or for sectors. An epoch gives
 * each group its share of a bucket that follows the limit; a group takes it up when it has none
 * left, and that of a few epochs that it slept through as well. A new epoch begins as soon as
 * nobody who holds bios may go on, unless a group that was busy has much of its share left.
 */
final class Weight extends TokenPolicy {
  /** Amounts of {@code weight-iosize} are shifted left by this. */
  static final int IOSIZE_UNIT = 3;

  private static final long DEFAULT_TOKEN = 2048;
  private static final int BUCKET_LIMITS = 4;
  private static final int BATCH = 20;
  private static final int PROCEED_PART = 8;
  private static final int LOCAL_PART = 8;
  private static final int GLOBAL_PART = 16;
  private static final int PRIO_BASE = 100;

  private final int unit;
  private final GroupHeap[] heaps = new GroupHeap[IobandGroup.LISTS];

  private long bucket;
  private long carry;
  private long epoch = 1;

  /** Tokens used in this epoch, and what was left of the one before. */
  private long usedInEpoch;

  private long leftOver;
  private @Nullable IobandGroup dominant;

  /** Who has the turn, and what it has used in it. */
  private @Nullable IobandGroup turn;

  private long usedInTurn;
  private int nextList;

  Weight(DeviceGroup in, int unit) {
    super(in);
    this.unit = unit;
    for (int list = 0; list < heaps.length; list++) {
      boolean urgent = list >= IobandGroup.URGENT;
      heaps[list] = new GroupHeap(list, urgent ? IobandGroup::isBefore : this::isBefore);
    }
  }

  // ---- tokens

  @Override
  long tokens(IobandGroup group) {
    return group.tokens > 0 || group.round >= epoch ? group.tokens : group.tokens + earned(group);
  }

  private long earned(IobandGroup group) {
    long extra = leftOver * group.share / (bucket - leftOver / 2);
    return group.share * Math.min(epoch - group.round, carry) + extra;
  }

  private void takeUp(IobandGroup group) {
    if (group.tokens <= 0 && group.round < epoch) {
      group.tokens += earned(group);
      group.round = epoch;
      group.used = 0;
    }
  }

  /**
   * A group that waits takes up its shares before they are more than it may carry, where they do
   * not get it out of debt: it would be in debt for ever.
   */
  private void payBack(IobandGroup group) {
    if (epoch - group.round >= carry && tokens(group) <= 0) {
      takeUp(group);
    }
  }

  private long prio(IobandGroup group) {
    return tokens(group) * PRIO_BASE / group.share + 1;
  }

  private boolean isBefore(IobandGroup a, IobandGroup b) {
    boolean may = tokens(a) > 0;
    if (may != tokens(b) > 0) {
      return may;
    }
    long first = prio(a);
    long second = prio(b);
    return first != second ? first > second : a.isBefore(b);
  }

  @Override
  long defaultToken() {
    return DEFAULT_TOKEN << unit;
  }

  @Override
  void sharesChanged() {
    bucket = (long) BUCKET_LIMITS * in.ioLimit() << unit;
    carry = Math.max(in.token(), bucket) / bucket;
    leftOver = Math.min(leftOver, bucket);
    boolean addsOne = in.target().profile() == IobandProfile.V1_8;
    for (IobandGroup group : in.groups()) {
      boolean isNew = group.share == 0;
      long part = bucket * group.weight / in.totalWeight();
      long share = addsOne ? part + 1 : Math.max(1, part);
      if (isNew) {
        group.tokens = share;
        group.round = epoch;
      } else {
        group.tokens = Math.min(group.tokens, share);
      }
      group.share = share;
      for (int list = 0; list < IobandGroup.LISTS; list++) {
        place(group, list);
      }
    }
    rebuild();
  }

  private void rebuild() {
    for (GroupHeap heap : heaps) {
      heap.rebuild();
    }
  }

  // ---- bios

  @Override
  int list(int bio) {
    int list = in.target().classOf(bio);
    return in.target().isUrgent(bio) ? IobandGroup.URGENT + list : list;
  }

  private boolean hasRoom(int list) {
    return in.inFlight(list) < in.ioLimit();
  }

  @Override
  boolean passes(IobandGroup group, int bio, int list) {
    if (!hasRoom(list) || group.held[list] > 0) {
      return false;
    }
    if (list >= IobandGroup.URGENT) {
      return true; // and may leave the group in debt
    }
    if (tokens(group) <= 0 && in.held() == 0 && mayBegin()) {
      begin(in.target().nowNs());
    }
    return tokens(group) > 0 || (in.held() == 0 && in.inFlight() < in.ioThrottle());
  }

  @Override
  void charge(IobandGroup group, int bio, int list, long now) {
    long cost = unit == 0 ? 1 : in.target().sectors(bio);
    takeUp(group);
    boolean had = group.tokens > 0;
    group.tokens -= cost;
    group.used += cost;
    usedInEpoch += cost;
    if (turn != group) {
      turn = group;
      usedInTurn = 0;
    }
    usedInTurn += cost;
    judge(group);
    if (had && group.tokens <= 0) {
      in.trace().iobandExhausted(now, group.number());
    }
    for (int each = 0; each < IobandGroup.LISTS; each++) {
      place(group, each);
    }
  }

  /** The dominant group has used much of what it took up, and has most left of those that have. */
  private void judge(IobandGroup group) {
    boolean busy = group.used * LOCAL_PART >= group.share || group.used * GLOBAL_PART >= bucket;
    if (busy && (dominant == null || group.tokens > dominant.tokens)) {
      dominant = group;
    }
    if (dominant == group && group.tokens <= 0) {
      dominant = null;
    }
  }

  @Override
  void changed(IobandGroup group, int list) {
    place(group, list);
    if (group.isOut()) {
      dominant = dominant == group ? null : dominant;
      turn = turn == group ? null : turn;
    }
  }

  private void place(IobandGroup group, int list) {
    if (group.held[list] > 0 && !group.isOut()) {
      heaps[list].put(group);
    } else {
      heaps[list].remove(group);
    }
  }

  // ---- whose turn it is

  @Override
  int nextList() {
    return nextList;
  }

  @Override
  @Nullable IobandGroup next(long now) {
    while (true) {
      IobandGroup urgent = urgent();
      IobandGroup first = urgent == null ? choose() : urgent;
      if (first != null) {
        return first;
      }
      boolean waits = false;
      for (int list = 0; list < IobandGroup.CLASSES; list++) {
        waits |= hasRoom(list) && !heaps[list].isEmpty();
      }
      if (!waits || !mayBegin()) {
        return null;
      }
      begin(now);
    }
  }

  /** Urgent bios are held only while there is no room; then they are the first. */
  private @Nullable IobandGroup urgent() {
    for (int list = IobandGroup.URGENT; list < IobandGroup.LISTS; list++) {
      if (hasRoom(list) && !heaps[list].isEmpty()) {
        nextList = list;
        return heaps[list].top();
      }
    }
    return null;
  }

  private @Nullable IobandGroup choose() {
    IobandGroup of = turn;
    if (of != null && !of.isOut() && tokens(of) > 0 && usedInTurn < (long) BATCH << unit) {
      for (int list = 0; list < IobandGroup.CLASSES; list++) {
        if (of.held[list] > 0 && hasRoom(list)) {
          nextList = list;
          return of;
        }
      }
    }
    IobandGroup best = null;
    for (int list = 0; list < IobandGroup.CLASSES; list++) {
      if (!hasRoom(list) || heaps[list].isEmpty()) {
        continue;
      }
      IobandGroup top = heaps[list].top();
      IobandGroup second = top == turn ? heaps[list].second() : null;
      if (second != null && tokens(second) > 0) {
        top = second; // it has had its turn
      }
      if (tokens(top) > 0 && (best == null || isBefore(top, best))) {
        best = top;
        nextList = list;
      }
    }
    if (best != null && best == turn) {
      usedInTurn = 0;
    }
    return best;
  }

  private boolean mayBegin() {
    IobandGroup of = dominant;
    return of == null || of.tokens * PROCEED_PART <= of.share || in.inFlight() < in.ioThrottle();
  }

  private void begin(long now) {
    for (GroupHeap heap : heaps) {
      for (int i = 0; i < heap.size(); i++) {
        payBack(heap.at(i));
      }
    }
    leftOver = Math.max(0, bucket - usedInEpoch);
    usedInEpoch = Math.max(0, usedInEpoch - bucket); // of shares that were taken up before
    epoch++;
    dominant = null;
    rebuild();
    in.trace().iobandRefill(now, in.number(), epoch - 1, heaps[0].size() + heaps[1].size());
  }
}

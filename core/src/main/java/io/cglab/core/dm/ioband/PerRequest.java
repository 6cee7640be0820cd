package io.cglab.core.dm.ioband;

import org.jspecify.annotations.Nullable;

/**
 * One token a bio (dm-ioband.md 3.2). A group spends its share of the pool and then waits until all
 * groups with bios here or below have spent theirs; then each has its share again. A group without
 * bios delays nobody, and gains nothing.
 */
final class PerRequest extends TokenPolicy {
  private static final long DEFAULT_TOKEN = 2048;

  /** Those that hold bios, the largest part of its share left first. */
  private final GroupHeap heap = new GroupHeap(IobandGroup.SYNC, this::isBefore);

  /** Counts refills. A group of an earlier round has its whole share. */
  private long round;

  private int active;
  private int activeWithTokens;

  PerRequest(DeviceGroup in) {
    super(in);
  }

  private boolean isBefore(IobandGroup a, IobandGroup b) {
    long left = tokens(a) * b.share;
    long right = tokens(b) * a.share;
    return left != right ? left > right : a.isBefore(b);
  }

  @Override
  int list(int bio) {
    return IobandGroup.SYNC;
  }

  @Override
  boolean passes(IobandGroup group, int bio, int list) {
    return group.held() == 0 && in.inFlight() < in.ioLimit() && mayUnlessFull(group);
  }

  private boolean mayUnlessFull(IobandGroup group) {
    return tokens(group) > 0 || in.inFlight() < in.ioThrottle();
  }

  @Override
  void charge(IobandGroup group, int bio, int list, long now) {
    uncount(group);
    long before = tokens(group);
    group.tokens = Math.max(0, before - 1);
    group.round = group.isOut() ? Long.MAX_VALUE : round;
    count(group);
    if (before == 1) {
      in.trace().iobandExhausted(now, group.number());
    }
    place(group);
  }

  @Override
  void changed(IobandGroup group, int list) {
    uncount(group);
    if (group.isOut()) {
      group.tokens = tokens(group); // it keeps them while others go on
      group.round = Long.MAX_VALUE;
    } else if (group.round == Long.MAX_VALUE) {
      group.round = round;
    }
    count(group);
    place(group);
  }

  private void place(IobandGroup group) {
    if (group.held() > 0 && !group.isOut()) {
      heap.put(group);
    } else {
      heap.remove(group);
    }
  }

  private void uncount(IobandGroup group) {
    if (group.active) {
      group.active = false;
      active--;
      activeWithTokens -= tokens(group) > 0 ? 1 : 0;
    }
  }

  private void count(IobandGroup group) {
    if (!group.isOut() && (group.held() > 0 || group.inFlight() > 0)) {
      group.active = true;
      active++;
      activeWithTokens += tokens(group) > 0 ? 1 : 0;
    }
  }

  @Override
  @Nullable IobandGroup next(long now) {
    if (heap.isEmpty() || in.inFlight() >= in.ioLimit()) {
      return null;
    }
    IobandGroup first = heap.top();
    if (mayUnlessFull(first)) {
      return first;
    }
    if (activeWithTokens > 0) {
      return null;
    }
    // Here all in the heap have none, and behind it all have all: their order stays.
    round++;
    activeWithTokens = active;
    in.trace().iobandRefill(now, in.number(), round, active);
    return heap.top();
  }

  @Override
  void sharesChanged() {
    long weights = in.totalWeight();
    active = 0;
    activeWithTokens = 0;
    boolean begins = in.inFlight() == 0 && in.held() == 0; // nobody is active: all have refilled
    for (IobandGroup group : in.groups()) {
      group.active = false;
      long before = tokens(group);
      boolean isNew = group.share == 0 || (begins && !group.isOut());
      group.share = Math.max(1, in.token() * group.weight / weights);
      group.tokens = isNew ? group.share : Math.min(before, group.share);
      group.round = group.isOut() ? Long.MAX_VALUE : round;
      count(group);
      place(group);
    }
    heap.rebuild();
  }

  @Override
  long tokens(IobandGroup group) {
    return group.round < round ? group.share : group.tokens;
  }

  @Override
  long defaultToken() {
    return DEFAULT_TOKEN;
  }
}

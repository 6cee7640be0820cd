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

  /** A group may go on because of its minimum, its maximum, or because somebody has to. */
  private enum Phase {
    MINIMUM,
    RANGE,
    LEFT_OVER,
    NONE
  }

  private long period;
  private long wakeNs = -1;
  private @Nullable IobandGroup turn;
  private long turnEndsNs;
  private int nextList;

  RangeBw(DeviceGroup in) {
    super(in);
  }

  private void enter(long now) {
    period = now / PERIOD_NS;
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
    for (IobandGroup group : in.groups()) {
      group.share = group.minimum * SECTORS_PER_KB;
    }
  }

  @Override
  int list(int bio) {
    return in.target().classOf(bio);
  }

  private Phase phase(IobandGroup group) {
    if (tokens(group) <= 0) {
      return Phase.NONE;
    }
    if (group.minimum == 0) {
      return Phase.LEFT_OVER;
    }
    return used(group) < group.share ? Phase.MINIMUM : Phase.RANGE;
  }

  private boolean isActive(IobandGroup group) {
    return !group.isOut() && (group.held() > 0 || group.inFlight() > 0);
  }

  /** The first phase that a group with bios here or below is in. */
  private Phase current() {
    Phase first = Phase.NONE;
    for (IobandGroup group : in.groups()) {
      if (isActive(group)) {
        Phase phase = phase(group);
        first = phase.compareTo(first) < 0 ? phase : first;
      }
    }
    return first;
  }

  @Override
  boolean passes(IobandGroup group, int bio, int list) {
    long now = in.target().nowNs();
    enter(now);
    if (in.inFlight(list) >= in.ioLimit() || group.held[list] > 0 || tokens(group) <= 0) {
      return false;
    }
    Phase phase = phase(group);
    return in.inFlight() < in.ioThrottle()
        || (in.held() == 0 && phase.compareTo(current()) <= 0);
  }

  @Override
  void charge(IobandGroup group, int bio, int list, long now) {
    enter(now);
    group.used = used(group) + in.target().sectors(bio);
    group.usedIn = period;
    if (tokens(group) <= 0) {
      in.trace().iobandExhausted(now, group.number());
    }
  }

  @Override
  void changed(IobandGroup group, int list) {
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
    Phase phase = current();
    IobandGroup has = turn;
    if (has != null && now < turnEndsNs && mayGo(has, phase)) {
      return has;
    }
    IobandGroup next = null;
    boolean behind = false;
    IobandGroup wrapped = null;
    for (IobandGroup group : in.groups()) {
      if (mayGo(group, phase)) {
        if (behind && next == null) {
          next = group;
        }
        wrapped = wrapped == null ? group : wrapped;
      }
      behind |= group == has;
    }
    next = next == null ? wrapped : next;
    if (next == null) {
      wakeWithThePeriod(now);
      return null;
    }
    turn = next;
    turnEndsNs = now + sliceNs(next, phase);
    mayGo(next, phase); // says which list
    return next;
  }

  private boolean mayGo(IobandGroup group, Phase phase) {
    if (group.isOut() || phase(group) != phase || phase == Phase.NONE) {
      return false;
    }
    for (int list = 0; list < IobandGroup.LISTS; list++) {
      if (group.held[list] > 0 && in.inFlight(list) < in.ioLimit()) {
        nextList = list;
        return true;
      }
    }
    return false;
  }

  private long sliceNs(IobandGroup group, Phase phase) {
    long minima = 0;
    for (IobandGroup each : in.groups()) {
      minima += each.minimum;
    }
    long base = phase == Phase.RANGE ? RANGE_BASE_NS : BASE_NS;
    return minima == 0 ? base : base + base * ((group.minimum + group.maximum) / 2) / minima;
  }

  private void wakeWithThePeriod(long now) {
    long at = (now / PERIOD_NS + 1) * PERIOD_NS;
    if (wakeNs != at) {
      wakeNs = at;
      in.pumpAt(at);
      in.trace().iobandRefill(at, in.number(), at / PERIOD_NS, 0);
    }
  }
}

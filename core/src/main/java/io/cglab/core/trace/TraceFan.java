package io.cglab.core.trace;

import io.cglab.core.api.IoMax;

/** Tells several observers of everything, in the order given. */
public final class TraceFan implements Trace {
  private final Trace[] observers;

  private TraceFan(Trace[] observers) {
    this.observers = observers;
  }

  /** One trace for all of {@code observers}: {@link Trace#NONE} for none, itself for one. */
  public static Trace of(Trace... observers) {
    return switch (observers.length) {
      case 0 -> NONE;
      case 1 -> observers[0];
      default -> new TraceFan(observers.clone());
    };
  }

  @Override
  public void submitted(long nowNs, int bio) {
    for (Trace observer : observers) {
      observer.submitted(nowNs, bio);
    }
  }

  @Override
  public void parked(long nowNs, int bio, int blkg, Reason reason, long waitTicks) {
    for (Trace observer : observers) {
      observer.parked(nowNs, bio, blkg, reason, waitTicks);
    }
  }

  @Override
  public void charged(long nowNs, int bio, int blkg, boolean write, long bytes) {
    for (Trace observer : observers) {
      observer.charged(nowNs, bio, blkg, write, bytes);
    }
  }

  @Override
  public void released(long nowNs, int bio) {
    for (Trace observer : observers) {
      observer.released(nowNs, bio);
    }
  }

  @Override
  public void started(long nowNs, int bio) {
    for (Trace observer : observers) {
      observer.started(nowNs, bio);
    }
  }

  @Override
  public void split(long nowNs, int bio, int front) {
    for (Trace observer : observers) {
      observer.split(nowNs, bio, front);
    }
  }

  @Override
  public void mapped(long nowNs, int bio, int clone) {
    for (Trace observer : observers) {
      observer.mapped(nowNs, bio, clone);
    }
  }

  @Override
  public void tagWait(long nowNs, int bio) {
    for (Trace observer : observers) {
      observer.tagWait(nowNs, bio);
    }
  }

  @Override
  public void tagged(long nowNs, int bio, int request) {
    for (Trace observer : observers) {
      observer.tagged(nowNs, bio, request);
    }
  }

  @Override
  public void policyWait(long nowNs, int bio, Policy policy, int blkg, int depth) {
    for (Trace observer : observers) {
      observer.policyWait(nowNs, bio, policy, blkg, depth);
    }
  }

  @Override
  public void latencyWindow(long nowNs, int blkg, boolean good, long samples) {
    for (Trace observer : observers) {
      observer.latencyWindow(nowNs, blkg, good, samples);
    }
  }

  @Override
  public void latencyCookie(long nowNs, int blkg, int behind, Step why) {
    for (Trace observer : observers) {
      observer.latencyCookie(nowNs, blkg, behind, why);
    }
  }

  @Override
  public void latencyDepth(long nowNs, int blkg, int depth, int uses, Step why) {
    for (Trace observer : observers) {
      observer.latencyDepth(nowNs, blkg, depth, uses, why);
    }
  }

  @Override
  public void wbtStep(long nowNs, int disk, int step, int depth) {
    for (Trace observer : observers) {
      observer.wbtStep(nowNs, disk, step, depth);
    }
  }

  @Override
  public void merged(long nowNs, int bio, int request) {
    for (Trace observer : observers) {
      observer.merged(nowNs, bio, request);
    }
  }

  @Override
  public void dispatched(long nowNs, int request, int bio) {
    for (Trace observer : observers) {
      observer.dispatched(nowNs, request, bio);
    }
  }

  @Override
  public void completed(long nowNs, int bio) {
    for (Trace observer : observers) {
      observer.completed(nowNs, bio);
    }
  }

  @Override
  public void iobandHeld(long nowNs, int bio, int group) {
    for (Trace observer : observers) {
      observer.iobandHeld(nowNs, bio, group);
    }
  }

  @Override
  public void iobandIssued(long nowNs, int bio, int group, boolean held) {
    for (Trace observer : observers) {
      observer.iobandIssued(nowNs, bio, group, held);
    }
  }

  @Override
  public void iobandExhausted(long nowNs, int group) {
    for (Trace observer : observers) {
      observer.iobandExhausted(nowNs, group);
    }
  }

  @Override
  public void iobandRefill(long nowNs, int deviceGroup, long round, int active) {
    for (Trace observer : observers) {
      observer.iobandRefill(nowNs, deviceGroup, round, active);
    }
  }

  @Override
  public void costWait(long nowNs, int bio, int blkg, long budget, long cost) {
    for (Trace observer : observers) {
      observer.costWait(nowNs, bio, blkg, budget, cost);
    }
  }

  @Override
  public void inuseChanged(long nowNs, int blkg, long inuse, long active, InuseReason reason) {
    for (Trace observer : observers) {
      observer.inuseChanged(nowNs, blkg, inuse, active, reason);
    }
  }

  @Override
  public void debtChanged(long nowNs, int blkg, long debt) {
    for (Trace observer : observers) {
      observer.debtChanged(nowNs, blkg, debt);
    }
  }

  @Override
  public void costPeriod(
      long nowNs, int disk, int vratePpm, int busyLevel, int lagging, int shortages) {
    for (Trace observer : observers) {
      observer.costPeriod(nowNs, disk, vratePpm, busyLevel, lagging, shortages);
    }
  }

  @Override
  public void limited(long nowNs, int blkg, IoMax limits) {
    for (Trace observer : observers) {
      observer.limited(nowNs, blkg, limits);
    }
  }
}

package io.cglab.core.block;

import org.jspecify.annotations.Nullable;

/** The policies of one disk, the one that was activated last first; they stay with the disk. */
final class QosChain {
  private static final RqQos[] EMPTY = {};

  private RqQos[] policies = EMPTY;

  boolean isEmpty() {
    return policies.length == 0;
  }

  void add(RqQos policy) {
    RqQos[] more = new RqQos[policies.length + 1];
    more[0] = policy;
    System.arraycopy(policies, 0, more, 1, policies.length);
    policies = more;
  }

  /**
   * Asks the policies from the {@code from}-th on.
   *
   * @return the one that makes the submitter wait, null if all let it pass
   */
  @Nullable RqQos throttle(int from, int bio, Submitter by, long nowNs) {
    RqQos[] all = policies;
    for (int i = from; i < all.length; i++) {
      if (!all[i].throttle(bio, by, nowNs)) {
        return all[i];
      }
    }
    return null;
  }

  /** The number of one of the policies now; it grows when others are activated. */
  int indexOf(RqQos policy) {
    RqQos[] all = policies;
    int i = 0;
    while (all[i] != policy) {
      i++;
    }
    return i;
  }

  void merged(int bio, int request, long nowNs) {
    for (RqQos policy : policies) {
      policy.merged(bio, request, nowNs);
    }
  }

  void track(int bio, int request, long waitedNs, long nowNs) {
    for (RqQos policy : policies) {
      policy.track(bio, request, waitedNs, nowNs);
    }
  }

  void issued(int request, long nowNs) {
    for (RqQos policy : policies) {
      policy.issued(request, nowNs);
    }
  }

  void bioDone(int bio, long nowNs) {
    for (RqQos policy : policies) {
      policy.bioDone(bio, nowNs);
    }
  }

  void done(int request, long nowNs) {
    for (RqQos policy : policies) {
      policy.done(request, nowNs);
    }
  }

  void depthChanged(int requests) {
    for (RqQos policy : policies) {
      policy.depthChanged(requests);
    }
  }
}

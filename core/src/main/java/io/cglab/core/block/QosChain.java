package io.cglab.core.block;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The policies of one disk, the one that was activated last first. */
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

  void remove(RqQos policy) {
    policies = Arrays.stream(policies).filter(each -> each != policy).toArray(RqQos[]::new);
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

  /** The number of a policy, −1 if it is no longer there. */
  int indexOf(RqQos policy) {
    RqQos[] all = policies;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == policy) {
        return i;
      }
    }
    return -1;
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

package io.cglab.core.policy.iolatency;

import org.jspecify.annotations.Nullable;

/**
 * How much the children of a group are slowed down, as the group keeps it (throttle-and-qos.md 3.1,
 * 3.4): a cookie that steps down when one of them misses its target and up when it meets it again.
 * Children compare the cookie with the one that they saw last.
 */
final class ChildScaling {
  /** The cookie while nobody is slowed down. */
  static final int DEFAULT = 1_000_000;

  /** No event yet: longer ago than any time that is compared with. */
  static final long NEVER = Long.MIN_VALUE / 2;

  private static final int UP_SHARE = 16;
  private static final int DOWN_SHARE = 4;

  /** Where the cookie is. */
  int cookie = DEFAULT;

  /** When a child last moved it. */
  long eventNs = NEVER;

  /** Target of the child in trouble, in ns, unsigned; 0 for none. */
  long targetNs;

  /** The child on whose behalf the others are slowed down. */
  @Nullable LatencyGroup owner;

  /** Samples that children counted when each last closed a window. */
  long samples;

  boolean isDefault() {
    return cookie == DEFAULT;
  }

  /** How far the cookie is below its default. */
  int behind() {
    return DEFAULT - cookie;
  }

  /** How many more bios a step up lets a child have in flight. */
  static int upStep(int requests) {
    return Math.max(1, requests / UP_SHARE);
  }

  private static int downStep(int requests) {
    return Math.max(1, requests / DOWN_SHARE);
  }

  /** One step down, smaller beyond the disk's nr_requests and none beyond twice as many. */
  void down(int requests) {
    if (behind() <= requests) {
      cookie -= downStep(requests);
    } else if (behind() < 2 * requests) {
      cookie--;
    }
  }

  /** One step up, smaller beyond the disk's nr_requests. */
  void up(int requests) {
    int step = upStep(requests);
    if (step >= behind()) {
      cookie = DEFAULT;
    } else {
      cookie += behind() > requests ? 1 : step;
    }
  }

  /** A child's target changed: what was done for the old one is taken back. */
  void reset() {
    cookie = DEFAULT;
    eventNs = NEVER;
    owner = null;
    targetNs = 0;
  }
}

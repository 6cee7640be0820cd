package io.cglab.core.policy.ioprio;

/** What a cgroup does to the priority of its bios, in the order of the kernel's numbers. */
public enum PrioPolicy {
  /** Leaves it as it is. */
  NO_CHANGE,
  /** Makes it real-time, whatever it was. */
  PROMOTE_TO_RT,
  /** Lowers real-time to best effort. */
  RESTRICT_TO_BE,
  /** Makes it idle. */
  IDLE,
  /** The former spelling of {@link #PROMOTE_TO_RT}: does the same and reads back as written. */
  NONE_TO_RT
}

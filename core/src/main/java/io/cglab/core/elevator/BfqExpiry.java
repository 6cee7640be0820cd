package io.cglab.core.elevator;

/** Why a queue's slot ends (schedulers-and-devices.md 4.3). */
enum BfqExpiry {
  /** It was waited for in vain. */
  TOO_IDLE,
  BUDGET_TIMEOUT,
  BUDGET_EXHAUSTED,
  NO_MORE_REQUESTS,
  /** By a queue that goes first. */
  PREEMPTED
}

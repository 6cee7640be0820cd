package io.cglab.core.pressure;

/** The two lines of a pressure file. */
public enum Stall {
  /** One task at least waits. */
  SOME,
  /** One waits and none of the group runs. */
  FULL
}

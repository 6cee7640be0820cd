package io.cglab.core.block;

/** Told when a bio is complete that a mapped device has sent on. */
@FunctionalInterface
public interface CloneEnd {
  /**
   * The clone is complete, and whoever waits for the whole bio is told behind this.
   *
   * @param number that was given to {@link BioTable#setCloneEnd}
   */
  void cloneDone(int clone, int number, long nowNs);
}

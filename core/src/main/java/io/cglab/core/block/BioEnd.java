package io.cglab.core.block;

/** Told when a bio is complete. */
@FunctionalInterface
public interface BioEnd {
  /**
   * The bio is complete; its row is free when this returns.
   *
   * @param cookie the number that the bio was made with
   */
  void bioDone(int bio, int cookie, long nowNs);
}

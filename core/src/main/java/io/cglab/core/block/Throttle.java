package io.cglab.core.block;

/** The hook at which bios are held back before they count as started (stage 4). */
@FunctionalInterface
public interface Throttle {
  /** Lets everything pass. */
  Throttle NONE = (bio, nowNs) -> false;

  /**
   * Charges the bio, or parks it.
   *
   * @return true if it was parked: the hook owns it until it calls {@link BlockLayer#start}
   */
  boolean park(int bio, long nowNs);
}

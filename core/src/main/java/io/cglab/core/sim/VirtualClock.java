package io.cglab.core.sim;

/** Virtual time in ns since boot. It passes only when the machine lets it. */
public final class VirtualClock {
  private long nowNs;

  public long nowNs() {
    return nowNs;
  }

  /** Moves the clock; time never goes back. */
  public void moveTo(long atNs) {
    assert atNs >= nowNs : "time goes back: " + atNs + " < " + nowNs;
    nowNs = atNs;
  }
}

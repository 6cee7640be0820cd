package io.cglab.core.sim;

/** What an event does when its time comes. */
@FunctionalInterface
public interface EventHandler {
  /**
   * Handles the event.
   *
   * @param arg the number it was pushed with
   * @param nowNs its time, which is now
   */
  void fire(int arg, long nowNs);
}

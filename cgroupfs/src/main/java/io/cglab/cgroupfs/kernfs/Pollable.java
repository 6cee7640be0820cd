package io.cglab.cgroupfs.kernfs;

/**
 * poll(2) of a channel, which {@code java.nio} has no form for: channels of the pseudo trees
 * implement it.
 */
public interface Pollable {
  /**
   * True where POLLPRI is reported now: cgroup.events that changed since it was read, a pressure
   * file whose trigger has an event, which is taken by that, any file that is gone.
   */
  boolean hasEvent();

  /**
   * Sets who is told when {@link #hasEvent} may have become true; once too often is no error. It is
   * called with the file system's lock held and must use neither the files nor the machine: it
   * notes the event or wakes a thread.
   */
  void onEvent(Runnable told);
}

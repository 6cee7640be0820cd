package io.cglab.cgroupfs.files;

import io.cglab.core.pressure.StallWatch;
import io.cglab.core.resource.MemoryController;
import org.jspecify.annotations.Nullable;

/** What one open descriptor of a control file keeps between its calls. */
final class Descriptor {
  private long offset;
  private @Nullable PressureTrigger trigger;
  private int eventsSeen = -1;
  private @Nullable StallWatch watch;
  private MemoryController.@Nullable Peak peak;
  private Runnable told = () -> {};

  /** The offset of the write that is under way. Most files ignore it. */
  long offset() {
    return offset;
  }

  void setOffset(long position) {
    offset = position;
  }

  /** The trigger that was written to a pressure file; null before. It lives until close. */
  @Nullable PressureTrigger trigger() {
    return trigger;
  }

  /** What memory.peak counts for this descriptor alone; null before it was written. */
  MemoryController.@Nullable Peak peak() {
    return peak;
  }

  void setPeak(MemoryController.Peak watched) {
    peak = watched;
  }

  void setTrigger(PressureTrigger written) {
    trigger = written;
  }

  /** What the trigger waits for; null where nobody ever stalls. */
  @Nullable StallWatch watch() {
    return watch;
  }

  void setWatch(StallWatch set) {
    watch = set;
  }

  /** Sets who is told of events. */
  void setTold(Runnable listener) {
    told = listener;
  }

  /** There may be an event now. */
  void tell() {
    told.run();
  }

  /** How many notifications of cgroup.events there had been when it was last read; −1 at first. */
  int eventsSeen() {
    return eventsSeen;
  }

  void setEventsSeen(int count) {
    eventsSeen = count;
  }
}

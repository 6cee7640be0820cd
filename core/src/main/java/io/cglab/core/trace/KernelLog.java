package io.cglab.core.trace;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;

/** What the kernel says of itself: the lines that dmesg shows, the oldest first. */
public final class KernelLog {
  private static final int MOST = 4096;

  /**
   * A line.
   *
   * @param ns virtual time since boot
   */
  public record Line(long ns, String text) {}

  private final ArrayDeque<Line> lines = new ArrayDeque<>();
  private long count;

  /** Adds a line; the oldest goes where there are 4096. */
  public void add(long nowNs, String text) {
    if (lines.size() == MOST) {
      lines.removeFirst();
    }
    lines.addLast(new Line(nowNs, text));
    count++;
  }

  /** The lines that are kept. */
  public Collection<Line> lines() {
    return Collections.unmodifiableCollection(lines);
  }

  /** How many lines there ever were: tells whether one was added since. */
  public long count() {
    return count;
  }

  /** Forgets all lines, as dmesg -c. */
  public void clear() {
    lines.clear();
  }
}

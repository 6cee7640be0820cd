package io.cglab.shell.picture;

import io.cglab.shell.observe.Recorder;
import io.cglab.shell.observe.TimeAxis;

/**
 * The bins of a recording, the last of which may have begun only.
 *
 * @param startNs where the first begins
 * @param widthNs width of each
 * @param bins how many there are
 * @param endNs when the recording was read
 */
record Span(long startNs, long widthNs, int bins, long endNs) {
  private static final long SMOOTH_NS = 200_000_000;
  private static final int SMOOTH_PARTS = 10;

  static Span of(Recorder recorder) {
    TimeAxis axis = recorder.axis();
    return new Span(axis.startNs(), axis.widthNs(), recorder.bins(), recorder.nowNs());
  }

  /** Where a bin begins. */
  long startNs(int bin) {
    return startNs + bin * widthNs;
  }

  /** The time in bins {@code from} (in) to {@code to} (out) that has passed. */
  double ns(int from, int to) {
    return Math.max(0, Math.min(startNs(to), endNs) - startNs(from));
  }

  /**
   * How far rates are averaged in a picture of {@code shownNs}: over {@link #SMOOTH_NS}, which is
   * two slices of blk-throttle, so that a limit looks like one; less where that were more than a
   * tenth of the picture.
   */
  static long smoothNs(double shownNs) {
    return (long) Math.min(SMOOTH_NS, shownNs / SMOOTH_PARTS);
  }

  /** How many bins make up a time, rounded. */
  int binsOf(long ns) {
    return (int) Math.max(0, Math.round(ns / (double) widthNs));
  }

  /** How long the recording is. */
  long lengthNs() {
    return endNs - startNs;
  }
}

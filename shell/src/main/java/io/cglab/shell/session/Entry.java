package io.cglab.shell.session;

import java.util.ArrayList;
import java.util.List;

/**
 * A command that was run on a machine, with all that it takes to run it again to the same effect.
 */
final class Entry {
  /** The text, complete lines. */
  final String text;

  /** Number of the first line in its script; 1 at a prompt. */
  final int line;

  /** True for lines of a script; false for a line at a prompt. */
  final boolean scripted;

  /** Virtual time at which it began, in ns. */
  final long startNs;

  /** What it read from the host, read by read. */
  final List<byte[]> reads = new ArrayList<>();

  /** Virtual time at which it ended, in ns. */
  long endNs;

  int status;

  /** The turn at which it was interrupted; 0 if it was not. */
  long interruptedTurn;

  /** Where it was cut short by turning time back, in ns. */
  long stopNs = Long.MAX_VALUE;

  Entry(String text, int line, boolean scripted, long startNs) {
    this.text = text;
    this.line = line;
    this.scripted = scripted;
    this.startNs = startNs;
  }

  /** The same command, that ends at {@code ns}. */
  Entry stoppedAt(long ns) {
    Entry cut = new Entry(text, line, scripted, startNs);
    cut.reads.addAll(reads);
    cut.stopNs = ns;
    return cut;
  }
}

package io.cglab.shell.fio;

/** Smallest, largest, mean and spread of numbers. */
final class Summary {
  private long samples;
  private long min = Long.MAX_VALUE;
  private long max;
  private double mean;
  private double squares;

  void add(long value) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    samples++;
    double off = value - mean;
    mean += off / samples;
    squares += off * (value - mean);
  }

  /** Joins what another has seen. */
  void join(Summary other) {
    if (other.samples == 0) {
      return;
    }
    double off = other.mean - mean;
    double all = (double) samples + other.samples;
    squares += other.squares + off * off * samples * other.samples / all;
    mean = (mean * samples + other.mean * other.samples) / all;
    samples += other.samples;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  /** Adds up what both have seen at the same times, as the rates of jobs of a group. */
  void sum(Summary other) {
    if (other.samples == 0) {
      return;
    }
    min = samples == 0 ? other.min : min + other.min;
    max += other.max;
    mean += other.mean;
    squares += other.squares;
    samples += other.samples;
  }

  void clear() {
    samples = 0;
    min = Long.MAX_VALUE;
    max = 0;
    mean = 0;
    squares = 0;
  }

  boolean isEmpty() {
    return samples == 0;
  }

  long samples() {
    return samples;
  }

  long min() {
    return samples == 0 ? 0 : min;
  }

  long max() {
    return max;
  }

  double mean() {
    return mean;
  }

  double deviation() {
    return samples > 1 ? Math.sqrt(squares / (samples - 1)) : 0;
  }
}

package io.cglab.shell.sweep;

import java.io.Serializable;

/**
 * One measured number.
 *
 * @param metric what it is; built-in ones have their unit at their end
 * @param cgroup path of the cgroup that it is about; empty for the whole machine
 * @param device name of the disk that it is about; empty for all
 */
public record Measure(String metric, String cgroup, String device, double value)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** The value as text: no fraction where there is none. */
  String text() {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}

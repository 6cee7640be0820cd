package io.cglab.shell.observe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The numbers that scripts give names to, with the command {@code metric}. */
public final class Metrics {
  /** Seconds of virtual time at the end: what each run of a sweep has anyway. */
  public static final String VIRTUAL_S = "virtual_s";

  private final Map<String, Double> values = new LinkedHashMap<>();
  private String refused = "";

  /** Sets a value; one of the same name goes. */
  public void set(String name, double value) {
    values.put(name, value);
  }

  /** Notes that a value was not taken, and why. */
  public void refuse(String why) {
    if (refused.isEmpty()) {
      refused = why;
    }
  }

  /** Why the first value that was not taken was not; empty if all were. */
  public String refused() {
    return refused;
  }

  /** The values by name, in the order in which the names were first set. */
  public Map<String, Double> values() {
    return Collections.unmodifiableMap(values);
  }
}

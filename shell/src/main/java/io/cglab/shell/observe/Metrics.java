package io.cglab.shell.observe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The numbers that scripts give names to, with the command {@code metric}. */
public final class Metrics {
  private final Map<String, Double> values = new LinkedHashMap<>();

  /** Sets a value; one of the same name goes. */
  public void set(String name, double value) {
    values.put(name, value);
  }

  /** The values by name, in the order in which the names were first set. */
  public Map<String, Double> values() {
    return Collections.unmodifiableMap(values);
  }
}

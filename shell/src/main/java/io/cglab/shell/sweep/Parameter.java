package io.cglab.shell.sweep;

import java.io.Serializable;
import java.util.List;

/**
 * One dimension of a grid.
 *
 * @param name a shell variable, which has the label of the cell
 * @param set what of the machine file it replaces, as in {@link MachineText}; empty for nothing
 * @param labels what the values are called, each once, at least one
 * @param values JSON texts that replace what {@code set} names; empty without it
 */
record Parameter(String name, String set, List<String> labels, List<String> values)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** The value of {@code set} that means the whole machine. */
  static final String MACHINE = "machine";

  Parameter {
    labels = List.copyOf(labels);
    values = List.copyOf(values);
  }

  boolean choosesMachine() {
    return set.equals(MACHINE);
  }

  boolean changesMachine() {
    return !set.isEmpty() && !choosesMachine();
  }

  /** True if every label is a number, so that distances along an axis mean something. */
  boolean isNumeric() {
    return labels.stream().allMatch(label -> !Double.isNaN(Quantity.parse(label)));
  }
}

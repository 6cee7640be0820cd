package io.cglab.shell.compare;

/**
 * A criterion that does not hold, with its numbers.
 *
 * @param criterion its kind, as in {@code tolerances.yaml}
 * @param subject which job, cgroup, file or tenth of a second
 * @param kernel what was recorded
 * @param cglab what the emulator did
 * @param allowed what would have been within tolerance
 */
record Finding(String criterion, String subject, String kernel, String cglab, String allowed) {
  @Override
  public String toString() {
    return criterion
        + ": "
        + subject
        + ": kernel "
        + kernel
        + ", cglab "
        + cglab
        + ", allowed "
        + allowed;
  }
}

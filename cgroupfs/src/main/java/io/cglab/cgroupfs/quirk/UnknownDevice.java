package io.cglab.cgroupfs.quirk;

import io.cglab.cgroupfs.kernfs.Interposer;
import io.cglab.cgroupfs.kernfs.Mount;

/** The rows of a device, or of the first one in a file, have {@code (unknown)} for its number. */
final class UnknownDevice implements Interposer {
  private static final String UNKNOWN = "(unknown)";

  private final String device;

  /**
   * The device of this number; empty for the first one in each file.
   *
   * @param device MAJ:MIN or empty
   */
  UnknownDevice(String device) {
    this.device = device;
  }

  @Override
  public String shown(Mount tree, String path, String text) {
    if (!Rows.areIn(tree, path)) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    String hidden = device;
    for (String line : Rows.of(text)) {
      String of = Rows.device(line);
      if (hidden.isEmpty()) {
        hidden = of;
      }
      boolean unknown = !of.isEmpty() && of.equals(hidden);
      out.append(unknown ? UNKNOWN + line.substring(of.length()) : line);
    }
    return out.toString();
  }
}

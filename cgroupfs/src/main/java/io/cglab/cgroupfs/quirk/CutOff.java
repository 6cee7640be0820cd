package io.cglab.cgroupfs.quirk;

import io.cglab.cgroupfs.kernfs.Interposer;
import io.cglab.cgroupfs.kernfs.Mount;

/** Lines of a file that begin with some text end behind it. */
record CutOff(String file, String beginning) implements Interposer {
  @Override
  public String shown(Mount tree, String path, String text) {
    if (!Rows.isFile(file, tree, path)) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    for (String line : Rows.of(text)) {
      out.append(line.startsWith(beginning) ? beginning + "\n" : line);
    }
    return out.toString();
  }
}

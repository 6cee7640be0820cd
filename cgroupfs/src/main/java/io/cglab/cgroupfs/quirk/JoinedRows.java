package io.cglab.cgroupfs.quirk;

import io.cglab.cgroupfs.kernfs.Interposer;
import io.cglab.cgroupfs.kernfs.Mount;
import java.util.List;

/**
 * Of a file's devices all but the last have lost their counters and the end of their line, so that
 * several stand on one: {@code 254:2 254:1 254:0 rbytes=...}.
 */
record JoinedRows(String file) implements Interposer {
  @Override
  public String shown(Mount tree, String path, String text) {
    if (!Rows.isFile(file, tree, path)) {
      return text;
    }
    List<String> lines = Rows.of(text);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      String device = Rows.device(lines.get(i));
      boolean last = i == lines.size() - 1 || Rows.device(lines.get(i + 1)).isEmpty();
      out.append(device.isEmpty() || last ? lines.get(i) : device + " ");
    }
    return out.toString();
  }
}

package io.cglab.shell.fuse;

import io.cglab.shell.explain.Moments;
import io.cglab.shell.observe.Narrator;

/** {@code .cglab/trace}: the latest of what a narrator told, each behind its moment. */
record TraceLog(Narrator narrator, int lines) implements LabDirectory.Log {
  @Override
  public String text() {
    StringBuilder out = new StringBuilder();
    for (Narrator.Told each : narrator.told()) {
      out.append(Moments.at(each.atNs())).append(": ").append(each.what()).append('\n');
    }
    return out.toString();
  }

  @Override
  public void clear() {
    narrator.follow(lines);
  }
}

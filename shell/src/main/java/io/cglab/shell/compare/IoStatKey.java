package io.cglab.shell.compare;

import java.util.ArrayList;
import java.util.List;

/** One number of each {@code io.stat} line of the record. */
record IoStatKey(String key, double percent) implements Criterion {
  static final String KIND = "io-stat-key";

  @Override
  public List<Finding> judge(Comparison comparison) {
    List<Finding> findings = new ArrayList<>();
    for (RecordedFile file : RecordedFile.of("io.stat", comparison)) {
      for (String device : file.recorded().devices()) {
        file.judge(KIND, device, key, percent).ifPresent(findings::add);
      }
    }
    return findings;
  }
}

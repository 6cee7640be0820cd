package io.cglab.shell.compare;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Totals of {@code io.pressure}, in us; a total of 0 must stay 0.
 *
 * @param jobs whose cgroups; {@link Jobs#ALL} means every cgroup of the record
 * @param lines some of {@code some} and {@code full}
 */
record Pressure(Jobs jobs, List<String> lines, double percent) implements Criterion {
  static final String KIND = "pressure";
  static final List<String> LINES = List.of("some", "full");
  private static final String FILE = "io.pressure";

  @Override
  public List<Finding> judge(Comparison comparison) {
    Set<String> chosen = new LinkedHashSet<>();
    jobs.of(comparison).forEach(process -> chosen.add(process.job().cgroup()));
    List<Finding> findings = new ArrayList<>();
    for (RecordedFile file : RecordedFile.of(FILE, comparison)) {
      if (jobs != Jobs.ALL && !chosen.contains(file.cgroup())) {
        continue;
      }
      for (String line : lines) {
        file.judge(KIND, line, "total", percent).ifPresent(findings::add);
      }
    }
    return findings;
  }
}

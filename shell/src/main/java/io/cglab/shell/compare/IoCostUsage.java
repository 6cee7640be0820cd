package io.cglab.shell.compare;

import io.cglab.shell.compare.Comparison.Proc;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * {@code cost.usage} of {@code io.stat}: the model's cost of each of the emulator's own {@code
 * rios}. What a cgroup submitted last need not have been added yet.
 *
 * @param usPerIo the model's cost of one I/O
 * @param lastMs the I/Os of so long before a cgroup's last submission may be missing
 */
record IoCostUsage(long usPerIo, long lastMs) implements Criterion {
  static final String KIND = "io-cost-usage";
  private static final String KEY = "cost.usage";

  @Override
  public List<Finding> judge(Comparison comparison) {
    List<Finding> findings = new ArrayList<>();
    for (RecordedFile file : RecordedFile.of("io.stat", comparison)) {
      for (String device : file.recorded().devices()) {
        judge(comparison, file, device, findings);
      }
    }
    return findings;
  }

  private void judge(
      Comparison comparison, RecordedFile file, String device, List<Finding> findings) {
    String recorded = file.recorded().value(device, KEY);
    OptionalLong rios = file.emulatedNumber(device, "rios");
    OptionalLong usage = file.emulatedNumber(device, KEY);
    if (recorded.isEmpty()) {
      return;
    }
    String subject = file.path() + ", " + device + " " + KEY;
    if (rios.isEmpty() || usage.isEmpty()) {
      findings.add(new Finding(KIND, subject, recorded, "none", "missing", "both rios and it"));
      return;
    }
    double most = (double) rios.getAsLong() * usPerIo;
    double late = (double) late(comparison, file.cgroup(), device) * usPerIo;
    var range = new Range(most - late, most);
    if (!range.contains(usage.getAsLong())) {
      findings.add(
          new Finding(
              KIND,
              subject + " of " + rios.getAsLong() + " rios",
              recorded,
              Long.toString(usage.getAsLong()),
              "from " + usPerIo + " us each: " + Finding.off(most, usage.getAsLong()),
              range.text(" us")));
    }
  }

  /** How many I/Os the cgroup and those below it submitted in the last {@code lastMs}. */
  private long late(Comparison comparison, String cgroup, String device) {
    List<Long> submitted = new ArrayList<>();
    for (Proc process : comparison.processes()) {
      if ((process.job().cgroup() + "/").startsWith(cgroup + "/")
          && device.equals("$DEV" + process.job().dev())) {
        submitted.addAll(process.emulated().completions().submissionsNs());
      }
    }
    long last = submitted.stream().mapToLong(Long::longValue).max().orElse(0);
    return submitted.stream().filter(ns -> ns >= last - lastMs * 1_000_000).count();
  }
}

package io.cglab.shell.compare;

import io.cglab.shell.compare.Comparison.Proc;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code io.stat} of each cgroup in the record: exact; within some I/Os where an event happened or
 * where a process under a common limit is charged (who takes the last I/Os is a matter of
 * microseconds); within a percentage in a direction without a limit (the device alone decides).
 *
 * @param ios how many I/Os may be missing or too many under a common limit or with events
 * @param unlimitedPercent how much a number may be off in a direction without a limit
 * @param maxIoBytes the most that the devices take at once: larger I/Os count as several
 */
record IoStatCriterion(long ios, double unlimitedPercent, int maxIoBytes) implements Criterion {
  static final String KIND = "io-stat";
  private static final String FILE = "/io.stat";

  /** What may be off, absolutely or relatively; the larger one holds. */
  record Allowance(double absolute, double percent) {
    static final Allowance EXACT = new Allowance(0, 0);

    double of(double recorded) {
      return Math.max(absolute, recorded * percent / 100);
    }
  }

  @Override
  public List<Finding> judge(Comparison comparison) {
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<String, String> file : comparison.scenario().kernel().files().entrySet()) {
      String path = file.getKey();
      if (!path.endsWith(FILE)) {
        continue;
      }
      String emulated = comparison.files().get(path);
      if (emulated == null) {
        findings.add(new Finding(KIND, path, "there", "not there", "the file"));
        continue;
      }
      String cgroup = path.substring(0, path.length() - FILE.length());
      judgeFile(comparison, cgroup, IoStatText.parse(file.getValue()), IoStatText.parse(emulated))
          .forEach(findings::add);
    }
    return findings;
  }

  private List<Finding> judgeFile(
      Comparison comparison, String cgroup, IoStatText recorded, IoStatText emulated) {
    String path = cgroup + FILE;
    if (!recorded.devices().equals(emulated.devices())) {
      return List.of(
          new Finding(
              KIND,
              path + ", lines",
              recorded.devices().toString(),
              emulated.devices().toString(),
              "the same, in this order"));
    }
    List<Finding> findings = new ArrayList<>();
    for (String device : recorded.devices()) {
      if (!List.copyOf(recorded.keys(device)).equals(List.copyOf(emulated.keys(device)))) {
        findings.add(
            new Finding(
                KIND,
                path + ", keys of " + device,
                recorded.keys(device).toString(),
                emulated.keys(device).toString(),
                "the same, in this order"));
        continue;
      }
      for (String key : recorded.keys(device)) {
        Allowance allowance = allowance(comparison, cgroup, device, key);
        String expected = recorded.value(device, key);
        String got = emulated.value(device, key);
        if (!isWithin(expected, got, allowance)) {
          findings.add(
              new Finding(KIND, path + ", " + device + " " + key, expected, got, text(allowance)));
        }
      }
    }
    return findings;
  }

  /** True if the values are equal, or numbers that differ by no more than is allowed. */
  static boolean isWithin(String recorded, String emulated, Allowance allowance) {
    if (recorded.equals(emulated)) {
      return true;
    }
    if (!recorded.matches("[0-9]{1,18}") || !emulated.matches("[0-9]{1,18}")) {
      return false;
    }
    double expected = Long.parseLong(recorded);
    return Math.abs(Long.parseLong(emulated) - expected) <= allowance.of(expected);
  }

  private static String text(Allowance allowance) {
    if (allowance.equals(Allowance.EXACT)) {
      return "exact";
    }
    String absolute = String.format(Locale.ROOT, "+-%.0f", allowance.absolute());
    String relative = String.format(Locale.ROOT, "+-%.1f %%", allowance.percent());
    if (allowance.percent() == 0) {
      return absolute;
    }
    return allowance.absolute() == 0 ? relative : absolute + " or " + relative;
  }

  /** How far {@code key} of a device's line may be off in the file of {@code cgroup}. */
  private Allowance allowance(Comparison comparison, String cgroup, String device, String key) {
    boolean inIos = key.equals("rios") || key.equals("wios");
    if (!inIos && !key.equals("rbytes") && !key.equals("wbytes")) {
      return Allowance.EXACT;
    }
    var limits = new CommonLimits(comparison.scenario());
    boolean events = !comparison.scenario().events().isEmpty();
    double absolute = 0;
    double percent = 0;
    for (Proc process : comparison.processes()) {
      Scenario.Job job = process.job();
      boolean charged =
          (job.cgroup() + "/").startsWith(cgroup + "/")
              && device.equals("$DEV" + job.dev())
              && job.write() == key.startsWith("w");
      if (!charged) {
        continue;
      }
      if (events || limits.isShared(process, comparison.processes())) {
        int pieces = (job.blockBytes() + maxIoBytes - 1) / maxIoBytes;
        absolute = Math.max(absolute, (double) ios * (inIos ? pieces : job.blockBytes()));
      }
      if (!limits.isLimited(job)) {
        percent = unlimitedPercent;
      }
    }
    return new Allowance(absolute, percent);
  }
}

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
  record Margin(double absolute, double percent) {
    static final Margin EXACT = new Margin(0, 0);

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
        findings.add(new Finding(KIND, path, "there", "not there", "missing", "the file"));
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
              "other lines",
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
                "other keys",
                "the same, in this order"));
        continue;
      }
      for (String key : recorded.keys(device)) {
        Margin allowance = allowance(comparison, cgroup, device, key);
        String expected = recorded.value(device, key);
        String got = emulated.value(device, key);
        if (!isWithin(expected, got, allowance)) {
          String subject = path + ", " + device + " " + key;
          findings.add(
              new Finding(KIND, subject, expected, got, off(expected, got), text(allowance)));
        }
      }
    }
    return findings;
  }

  /** True if the values are equal, or numbers that differ by no more than is allowed. */
  static boolean isWithin(String recorded, String emulated, Margin allowance) {
    if (recorded.equals(emulated)) {
      return true;
    }
    if (!isNumber(recorded) || !isNumber(emulated)) {
      return false;
    }
    double expected = Long.parseLong(recorded);
    return Math.abs(Long.parseLong(emulated) - expected) <= allowance.of(expected);
  }

  private static String off(String recorded, String emulated) {
    return isNumber(recorded) && isNumber(emulated)
        ? Finding.off(Long.parseLong(recorded), Long.parseLong(emulated))
        : "another value";
  }

  private static boolean isNumber(String value) {
    return value.matches("[0-9]{1,18}");
  }

  private static String text(Margin allowance) {
    if (allowance.equals(Margin.EXACT)) {
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
  private Margin allowance(Comparison comparison, String cgroup, String device, String key) {
    boolean inIos = key.equals("rios") || key.equals("wios");
    if (!inIos && !key.equals("rbytes") && !key.equals("wbytes")) {
      return Margin.EXACT;
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
    return new Margin(absolute, percent);
  }
}

package io.cglab.shell.compare;

import io.cglab.shell.compare.Comparison.Proc;
import io.cglab.shell.compare.Scenario.FileWrite;
import io.cglab.shell.compare.Scenario.Group;
import java.util.ArrayList;
import java.util.List;

/**
 * The I/Os of two processes in sibling cgroups, the heavier one's by the lighter one's, measured in
 * the ratio of their weights: 1 is a perfect share.
 *
 * @param file where the weights were written
 * @param least lower bound
 * @param most upper bound
 */
record WeightRatio(String file, double least, double most) implements Criterion {
  static final String KIND = "weight-ratio";
  private static final double DEFAULT_WEIGHT = 100;

  @Override
  public List<Finding> judge(Comparison comparison) {
    List<Finding> findings = new ArrayList<>();
    List<Proc> processes = comparison.processes();
    for (int i = 0; i < processes.size(); i++) {
      for (int j = i + 1; j < processes.size(); j++) {
        if (areSiblings(processes.get(i).job().cgroup(), processes.get(j).job().cgroup())) {
          judge(comparison.scenario(), processes.get(i), processes.get(j), findings);
        }
      }
    }
    return findings;
  }

  private void judge(Scenario scenario, Proc one, Proc other, List<Finding> findings) {
    double oneWeight = weight(scenario, one.job().cgroup());
    double otherWeight = weight(scenario, other.job().cgroup());
    Proc heavy = oneWeight >= otherWeight ? one : other;
    Proc light = heavy == one ? other : one;
    double weights = Math.max(oneWeight, otherWeight) / Math.min(oneWeight, otherWeight);
    double recorded = (double) heavy.recorded().ios() / light.recorded().ios() / weights;
    double emulated = (double) heavy.emulated().ios() / light.emulated().ios() / weights;
    if (!(emulated >= least && emulated <= most)) {
      findings.add(
          Finding.of(
              KIND,
              "I/Os of " + heavy.title() + " by " + light.title() + ", by weights",
              recorded * 100,
              emulated * 100,
              new Range(least * 100, most * 100),
              " %"));
    }
  }

  private static boolean areSiblings(String one, String other) {
    return !one.equals(other) && parent(one).equals(parent(other));
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** The last number written, {@code N} or {@code default N}. */
  private double weight(Scenario scenario, String cgroup) {
    double weight = DEFAULT_WEIGHT;
    for (Group group : scenario.groups()) {
      for (FileWrite write : group.writes()) {
        String number = write.data().replaceFirst("^default ", "").strip();
        if (group.path().equals(cgroup) && write.file().equals(file) && number.matches("[0-9]+")) {
          weight = Double.parseDouble(number);
        }
      }
    }
    return weight;
  }
}

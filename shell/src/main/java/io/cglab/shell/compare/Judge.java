package io.cglab.shell.compare;

import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.shell.compare.ScenarioMachine.Built;
import io.cglab.shell.compare.ScenarioRun.Outcome;
import io.cglab.shell.compare.Tolerances.Entry;
import io.cglab.shell.compare.Tolerances.StartOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs scenarios and judges them.
 *
 * @param boot makes the machines
 * @param machine the template of the machines
 * @param tolerances which criteria hold for which scenario
 * @param hz ticks a second in place of the template's, or null
 * @param seed of the machine and of random offsets, or null for the template's
 */
record Judge(
    ScenarioHost.Boot boot,
    ScenarioMachine machine,
    Tolerances tolerances,
    @Nullable Integer hz,
    @Nullable Long seed) {

  /** Runs a scenario on a fresh machine and applies its criteria. */
  Verdict judge(Scenario scenario) throws MalformedFileException {
    Optional<Entry> entry = tolerances.of(scenario);
    Built built = machine.build(scenario, hz, seed);
    Outcome outcome;
    try (ScenarioHost host = boot.boot(built.yaml(), machine.name())) {
      StartOrder order = entry.map(Entry::startOrder).orElse(StartOrder.LISTED);
      outcome = ScenarioRun.run(scenario, built, host, order, seed == null ? 0 : seed);
    }
    List<String> missing = new ArrayList<>(outcome.missing());
    if (entry.isEmpty()) {
      missing.add("no tolerances for " + scenario.name());
    }
    String noJudgement = entry.map(Entry::noJudgement).orElse(null);
    Double aim = entry.map(Entry::aimPercent).orElse(null);
    if (outcome.processes().isEmpty()) {
      return new Verdict(scenario, null, List.copyOf(missing), noJudgement, List.of(), aim);
    }
    Comparison comparison = Comparison.of(scenario, outcome.processes(), outcome.files());
    List<Finding> findings =
        entry.map(Entry::criteria).orElse(List.of()).stream()
            .flatMap(criterion -> criterion.judge(comparison).stream())
            .toList();
    return new Verdict(scenario, comparison, List.copyOf(missing), noJudgement, findings, aim);
  }
}

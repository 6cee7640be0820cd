package io.cglab.shell.compare;

import io.cglab.shell.compare.Comparison.Proc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a criterion adds up before it compares, as {@code tolerances.yaml} says with {@code per}.
 */
enum Per {
  /** Each process alone. */
  JOB,
  /** Processes of one cgroup and one class. */
  GROUP,
  /** Processes under a common limit. */
  LIMIT,
  /** All that {@link Jobs} chose. */
  ALL;

  /** The word for it in {@code tolerances.yaml}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Puts the chosen processes together, in the order of their first ones; no pool is empty. */
  List<Pool> pools(Jobs jobs, Comparison comparison) {
    List<Proc> chosen = jobs.of(comparison);
    Scenario scenario = comparison.scenario();
    List<Pool> pools = new ArrayList<>();
    switch (this) {
      case JOB -> chosen.forEach(process -> pools.add(Pool.of(scenario, process)));
      case GROUP -> groups(scenario, chosen).forEach((k, v) -> pools.add(pool(scenario, k, v)));
      case LIMIT ->
          new CommonLimits(scenario)
              .pools(chosen)
              .forEach(
                  pool -> pools.add(pool(scenario, "under a common limit: " + titles(pool), pool)));
      case ALL -> {
        if (!chosen.isEmpty()) {
          String which = jobs == Jobs.ALL ? "all" : "all " + jobs.word();
          pools.add(pool(scenario, which + " (" + chosen.size() + " jobs)", chosen));
        }
      }
    }
    return List.copyOf(pools);
  }

  private static Map<String, List<Proc>> groups(Scenario scenario, List<Proc> chosen) {
    Map<String, List<Proc>> groups = new LinkedHashMap<>();
    for (Proc process : chosen) {
      String name =
          String.format(
              Locale.ROOT,
              "group %s, class %d",
              process.job().cgroup(),
              PrioClasses.of(scenario, process.job()));
      groups.computeIfAbsent(name, k -> new ArrayList<>()).add(process);
    }
    return groups;
  }

  private static Pool pool(Scenario scenario, String title, List<Proc> processes) {
    return processes.size() == 1
        ? Pool.of(scenario, processes.get(0))
        : new Pool(title, scenario, List.copyOf(processes));
  }

  private static String titles(List<Proc> pool) {
    return pool.stream().map(Proc::title).collect(Collectors.joining(", "));
  }
}

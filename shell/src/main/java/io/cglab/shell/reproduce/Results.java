package io.cglab.shell.reproduce;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came out, row by row.
 *
 * @param tables that ran
 * @param seeds over how many seeds figures are the mean
 */
record Results(List<Table> tables, int seeds, Map<String, Map<Integer, Figures>> byTable) {
  Results {
    tables = List.copyOf(tables);
    Map<String, Map<Integer, Figures>> copy = new LinkedHashMap<>();
    byTable.forEach((id, rows) -> copy.put(id, new LinkedHashMap<>(rows)));
    byTable = copy;
  }

  /** A row's figures; null if it did not run. */
  @Nullable Figures find(String table, int nr) {
    return byTable.getOrDefault(table, Map.of()).get(nr);
  }

  /** A row's figures, which ran. */
  Figures at(String table, int nr) {
    Figures found = find(table, nr);
    if (found == null) {
      throw new IllegalArgumentException("did not run: " + table + ":" + nr);
    }
    return found;
  }

  /** True if all of these rows ran. */
  boolean has(String table, List<Integer> nrs) {
    return nrs.stream().allMatch(nr -> find(table, nr) != null);
  }
}

package io.cglab.shell.compare;

import io.cglab.shell.compare.Comparison.Proc;
import java.util.List;
import java.util.stream.Collectors;

/** Processes that are compared together. */
final class Pools {
  private Pools() {}

  /** How reports name a pool. */
  static String title(List<Proc> pool) {
    if (pool.size() == 1) {
      return pool.get(0).title();
    }
    return "under a common limit: "
        + pool.stream().map(Proc::title).collect(Collectors.joining(", "));
  }
}

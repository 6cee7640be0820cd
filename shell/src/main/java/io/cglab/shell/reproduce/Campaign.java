package io.cglab.shell.reproduce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs rows side by side, each on a machine of its own. A machine is a function of its row and its
 * seed, so that figures are the same whatever the number of workers.
 */
final class Campaign {
  private final RowRun run;
  private final int workers;
  private final Runnable stepped;

  /**
   * Nothing runs yet.
   *
   * @param workers threads, at least 1
   * @param stepped called after each run, by any of them
   */
  Campaign(RowRun run, int workers, Runnable stepped) {
    this.run = run;
    this.workers = workers;
    this.stepped = stepped;
  }

  /** How many runs that will be. */
  static int runs(List<Table> tables, int seeds) {
    return tables.stream().mapToInt(table -> table.rows().size()).sum() * seeds;
  }

  /**
   * Runs all rows of the tables, each with the seeds 1 to {@code seeds}.
   *
   * @throws InterruptedException if the caller is interrupted; what runs is given up
   */
  Results run(List<Table> tables, int seeds) throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    try {
      Map<String, Map<Integer, List<Future<Figures>>>> pending = new LinkedHashMap<>();
      for (Table table : tables) {
        for (PublishedRow row : table.rows()) {
          List<Future<Figures>> ofRow = new ArrayList<>();
          for (int seed = 1; seed <= seeds; seed++) {
            int with = seed;
            ofRow.add(pool.submit(() -> one(table, row.nr(), with)));
          }
          pending.computeIfAbsent(table.id(), id -> new LinkedHashMap<>()).put(row.nr(), ofRow);
        }
      }
      Map<String, Map<Integer, Figures>> figures = new LinkedHashMap<>();
      for (Map.Entry<String, Map<Integer, List<Future<Figures>>>> table : pending.entrySet()) {
        Map<Integer, Figures> rows = new LinkedHashMap<>();
        for (Map.Entry<Integer, List<Future<Figures>>> row : table.getValue().entrySet()) {
          rows.put(row.getKey(), Figures.mean(all(row.getValue())));
        }
        figures.put(table.getKey(), rows);
      }
      return new Results(tables, seeds, figures);
    } finally {
      pool.shutdownNow();
    }
  }

  private Figures one(Table table, int nr, long seed) {
    Figures figures = run.run(table, nr, seed);
    stepped.run();
    return figures;
  }

  private static List<Figures> all(List<Future<Figures>> of) throws InterruptedException {
    List<Figures> figures = new ArrayList<>();
    for (Future<Figures> each : of) {
      try {
        figures.add(each.get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException thrown) {
          throw thrown;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
    return figures;
  }
}

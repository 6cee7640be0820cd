package io.cglab.shell.sweep;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Runs cells on this computer, a thread for each worker. */
final class LocalEngine implements Engine {
  private final int workers;

  LocalEngine(int workers) {
    this.workers = workers;
  }

  @Override
  public void run(SweepPlan plan, CellRunner runner, Consumer<CellResult> results)
      throws EngineException {
    int cells = plan.cells();
    AtomicInteger next = new AtomicInteger();
    BlockingQueue<CellResult> done = new ArrayBlockingQueue<>(Math.max(64, 4 * workers));
    for (int i = 0; i < Math.min(workers, cells); i++) {
      Thread worker =
          new Thread(
              () -> {
                try {
                  for (int at = next.getAndIncrement(); at < cells; at = next.getAndIncrement()) {
                    done.put(result(plan, runner, at));
                  }
                } catch (InterruptedException ended) {
                  Thread.currentThread().interrupt();
                }
              },
              "sweep-" + (i + 1));
      worker.setDaemon(true);
      worker.start();
    }
    try {
      for (int i = 0; i < cells; i++) {
        results.accept(done.take());
      }
    } catch (InterruptedException interrupted) {
      next.set(cells);
      Thread.currentThread().interrupt();
      throw new EngineException("interrupted");
    }
  }

  /** A cell that takes all memory must not end its worker: the results would never be complete. */
  private static CellResult result(SweepPlan plan, CellRunner runner, int at) {
    try {
      return runner.guarded(plan, at);
    } catch (OutOfMemoryError full) {
      return CellResult.failed(at, "out of memory; give java more (-Xmx), or use fewer --workers");
    }
  }
}

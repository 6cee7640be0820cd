package io.cglab.shell.sweep;

import java.io.Serializable;

/**
 * Runs single cells. One runner serves many threads at once, and may be sent to other computers: it
 * keeps nothing.
 */
@FunctionalInterface
public interface CellRunner extends Serializable {
  /** Runs one cell on a machine of its own. A cell that fails has a result that says so. */
  CellResult run(SweepPlan plan, Cell cell);

  /** As {@link #run}, and what is thrown becomes the result, too. */
  default CellResult guarded(SweepPlan plan, int index) {
    try {
      return run(plan, plan.cell(index));
    } catch (RuntimeException | AssertionError | StackOverflowError bug) {
      return CellResult.failed(index, "a bug of cglab's own: " + bug);
    }
  }
}

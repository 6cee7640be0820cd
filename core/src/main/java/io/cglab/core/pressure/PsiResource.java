package io.cglab.core.pressure;

/** What tasks may wait for: each has a pressure file of its own. */
public enum PsiResource {
  /** Sleeps in I/O. */
  IO,
  /** Reclaim that is done for the task's own sake, and the sleeps that it imposes. */
  MEMORY
}

package io.cglab.cgroupfs;

import io.cglab.cgroupfs.quirk.Quirk;
import io.cglab.core.task.Job;

/** What was done to a machine other than by its files. */
public sealed interface MachineCommand {
  /** A process was forked; it is in the roots. */
  record Spawn(Task task) implements MachineCommand {}

  /** A workload was started. */
  record Start(Task task, Job job) implements MachineCommand {}

  /** A process was killed. */
  record Kill(Task task) implements MachineCommand {}

  /** A quirk was injected. */
  record Inject(Quirk quirk) implements MachineCommand {}

  /** All quirks were ended. */
  record ClearQuirks() implements MachineCommand {}
}

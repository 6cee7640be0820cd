package io.cglab.cgroupfs;

import io.cglab.cgroupfs.quirk.Quirk;
import io.cglab.core.task.Job;
import java.nio.file.Path;

/** What was done to a machine other than by its files. */
public sealed interface MachineCommand {
  /** A process was forked; it is in the roots. */
  record Spawn(Task task) implements MachineCommand {}

  /** A workload was started. */
  record Start(Task task, Job job) implements MachineCommand {}

  /** A workload was told to submit nothing more. */
  record Stop(Task task) implements MachineCommand {}

  /** A process was killed. */
  record Kill(Task task) implements MachineCommand {}

  /** mount(2); the options as mount(8) takes them after -o, empty for none. */
  record Mount(String type, String source, String options, Path on) implements MachineCommand {}

  /** mount(2) with MS_REMOUNT. */
  record Remount(String options, Path on) implements MachineCommand {}

  /** umount(2). */
  record Unmount(Path on) implements MachineCommand {}

  /** A quirk was injected. */
  record Inject(Quirk quirk) implements MachineCommand {}

  /** All quirks were ended. */
  record ClearQuirks() implements MachineCommand {}
}

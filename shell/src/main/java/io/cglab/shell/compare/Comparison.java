package io.cglab.shell.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The record and the emulation of one scenario, side by side.
 *
 * @param scenario what ran
 * @param processes one entry a process, jobs in order
 * @param files the scenario's files as the emulator showed them after the run, {@code $DEV0} and so
 *     on in place of device numbers
 */
record Comparison(Scenario scenario, List<Proc> processes, Map<String, String> files) {
  /**
   * One process.
   *
   * @param index its place in the record, from 0
   * @param jobIndex the job it belongs to
   */
  record Proc(
      int index,
      int jobIndex,
      Scenario.Job job,
      Scenario.RecordedProcess recorded,
      Measured emulated) {
    /** How reports name it: {@code job 2 (p/a)}, with the process where a job has several. */
    String title() {
      String process = job.processes() == 1 ? "" : ", process " + (index + 1);
      return "job " + (jobIndex + 1) + " (" + job.cgroup() + process + ")";
    }
  }

  /** Puts the two together; {@code emulated} has one entry a process, jobs in order. */
  static Comparison of(Scenario scenario, List<Measured> emulated, Map<String, String> files) {
    List<Proc> processes = new ArrayList<>();
    for (int j = 0; j < scenario.jobs().size(); j++) {
      Scenario.Job job = scenario.jobs().get(j);
      for (int n = 0; n < job.processes(); n++) {
        int i = processes.size();
        processes.add(new Proc(i, j, job, scenario.kernel().processes().get(i), emulated.get(i)));
      }
    }
    return new Comparison(scenario, List.copyOf(processes), files);
  }
}

package io.cglab.shell.approach;

import java.util.Map;

/**
 * A way to control block I/O: a machine, what is set up on it, and where job A and job B belong.
 *
 * @param name as the table has it
 * @param machines the text of its machine file, by the name of the disk in it
 * @param controls what it controls
 * @param sits where in the path of an I/O
 * @param unit of fairness, or of its limits
 * @param setting what it was told for A and B
 * @param setup a script
 */
public record Approach(
    String name,
    Map<String, String> machines,
    String controls,
    String sits,
    String unit,
    String setting,
    String setup,
    Job a,
    Job b) {
  public Approach {
    machines = Map.copyOf(machines);
  }

  /** The text of its machine file with a disk of approaches.yaml. */
  public String machineWith(String disk) {
    String machine = machines.get(disk);
    if (machine == null) {
      throw new IllegalArgumentException("no disk " + disk);
    }
    return machine;
  }

  /**
   * What is a job's own.
   *
   * @param cgroup the directory of its cgroup; empty for none
   * @param device what it reads and writes
   */
  public record Job(String cgroup, String device) {}
}

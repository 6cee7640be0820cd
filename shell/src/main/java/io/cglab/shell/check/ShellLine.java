package io.cglab.shell.check;

import io.cglab.cgroupfs.CgroupFs;

/** Runs a shell command on a machine, for the {@code sh} and {@code cgrun} lines of transcripts. */
@FunctionalInterface
public interface ShellLine {
  /**
   * Runs {@code command} to its end; virtual time passes as the command needs.
   *
   * @param machine where it runs
   * @param pid the process on whose behalf it runs; its children start in that process's cgroups
   * @param command one line of shell text
   */
  Result run(CgroupFs machine, int pid, String command);

  /**
   * What came back.
   *
   * @param stdout the standard output, a character a byte (Latin-1)
   * @param status the exit status, 0 to 255
   */
  record Result(String stdout, int status) {}
}

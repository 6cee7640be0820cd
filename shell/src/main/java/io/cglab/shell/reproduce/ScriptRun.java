package io.cglab.shell.reproduce;

import io.cglab.cgroupfs.CgroupFs;

/** Runs a script on a machine to its end in virtual time. */
@FunctionalInterface
public interface ScriptRun {
  /**
   * Runs it.
   *
   * @return what it printed on stderr, and its exit status where that is not 0; empty if all went
   *     well
   */
  String complaints(CgroupFs machine, String script);
}

package io.cglab.shell.compare;

import io.cglab.cgroupfs.machine.MalformedFileException;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;

/** The machine that a scenario runs on, as far as a scenario needs one. */
interface ScenarioHost extends AutoCloseable {
  /** The machine's files. */
  FileSystem fileSystem();

  /** Lets virtual time pass up to {@code ns} after boot; everything due by then has happened. */
  void advanceTo(long ns);

  /** CPU time of one submission, in ns. */
  long submitNs();

  /**
   * Makes a process in {@code cgroup} that does {@code work} from its start to its end. Returns at
   * once.
   *
   * @param sink is told of every I/O that the process reaps
   * @throws IOException if the cgroup or the device is refused
   */
  void start(Path cgroup, Work work, Sink sink) throws IOException;

  /** Lets virtual time pass until all processes have finished; false if they never do. */
  boolean finish();

  @Override
  void close();

  /** Is told of I/Os in the order in which they are reaped, in ns after boot. */
  @FunctionalInterface
  interface Sink {
    void reaped(long submittedNs, long reapedNs, int bytes);
  }

  /**
   * What one process does: direct I/O through Linux AIO.
   *
   * @param device number as {@code MAJ:MIN}
   * @param startNs when it starts, after boot
   * @param stopNs when it submits no more, after boot
   * @param prioClass 1 RT, 2 BE, 3 idle, 0 none
   */
  record Work(
      String device,
      boolean write,
      boolean random,
      int blockBytes,
      int ioDepth,
      long thinkNs,
      long startNs,
      long stopNs,
      int prioClass,
      long seed) {}

  /** Makes hosts. */
  @FunctionalInterface
  interface Boot {
    /**
     * Boots a machine.
     *
     * @param yaml a machine file
     * @param name its name for messages
     */
    ScenarioHost boot(String yaml, String name) throws MalformedFileException;
  }
}

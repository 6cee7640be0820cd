package io.cglab.shell.check;

import io.cglab.core.api.DevNo;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The machine that a transcript is played on, as far as its commands need one. */
interface TranscriptHost extends AutoCloseable {
  /** The machine's files. */
  FileSystem fileSystem();

  /** Lets virtual time pass. */
  void sleep(long ns);

  /** Makes a sleeping process in the root cgroups and returns its PID. */
  int spawn() throws IOException;

  /** Kills a process and waits for it; its PID is free afterwards. */
  void reap(int pid);

  /** Does a file operation as the process {@code pid}, which is the superuser's. */
  void as(int pid, FileAction action) throws IOException;

  /** The whole disk behind a device node, or null if the path names no block device. */
  @Nullable DevNo wholeDisk(String device);

  /**
   * Does the I/O as {@code pid} and returns how long it took in virtual ns, or empty if it does not
   * come to an end.
   *
   * @throws IOException if the device is refused
   */
  OptionalLong directIo(int pid, DirectIo io) throws IOException;

  /** Runs a shell command as {@code pid}. */
  ShellLine.Result shell(int pid, String command);

  /** Virtual time in ns. */
  long nowNs();

  @Override
  void close();

  /** A file operation that may be refused. */
  @FunctionalInterface
  interface FileAction {
    void run() throws IOException;
  }
}

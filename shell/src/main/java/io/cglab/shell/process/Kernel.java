package io.cglab.shell.process;

import io.cglab.cgroupfs.disk.DiskCalls;
import io.cglab.cgroupfs.disk.DiskFile;
import io.cglab.cgroupfs.kernfs.IoCallable;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.KernelException;
import io.cglab.core.file.FileSystemType;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import io.cglab.shell.observe.Instruments;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All that the shell asks of the machine beyond its files. Called by one thread at a time. */
public interface Kernel {
  /** The whole tree of files. */
  FileSystem fileSystem();

  /** What watches the machine. */
  Instruments instruments();

  /** The daemon of this kind that runs on the machine; the first to ask starts it. */
  <T> T daemon(Class<T> kind, Supplier<T> start);

  /** Virtual time since boot, in ns. */
  long nowNs();

  /** The instant of boot, in seconds since the epoch; what {@code date} counts from. */
  long bootEpochSeconds();

  /**
   * Jumps to the next pending event and fires it; false if nothing is pending. May wait for the
   * wall clock where virtual time is paced.
   */
  boolean step();

  /** Time of the next pending event in ns; {@link Long#MAX_VALUE} if nothing is pending. */
  long nextEventNs();

  /** Fires all events up to and at {@code ns} and lets it be that time. */
  void advanceTo(long ns);

  /** Runs {@code action} at virtual time {@code ns}, in event order. */
  void at(long ns, Runnable action);

  /** A new process in the cgroups of {@code parentPid}. */
  int fork(int parentPid, String name) throws KernelException;

  /** execve(2): the process is another program from now on. */
  void exec(int pid, String name) throws KernelException;

  /**
   * Ends a process, as soon as its I/O lets it, and then frees its number. Does nothing where there
   * is none.
   */
  void exit(int pid);

  /** SIGKILL: the process exits as soon as its I/O lets it. */
  void kill(int pid) throws KernelException;

  /** True for a process that has not exited. */
  boolean isAlive(int pid);

  /** True while the freezer holds the process. */
  boolean isFrozen(int pid);

  /** True while v1's freezer holds it, which not even a signal ends. */
  boolean isHeld(int pid);

  /** ioprio_get(2) of a process: its own priority, not what it gets without one. */
  IoPrio ioPrio(int pid) throws KernelException;

  /** ioprio_set(2). EINVAL for a class or level that is none. */
  void setIoPrio(int pid, IoPrio prio) throws KernelException;

  /** getpriority(2): −20 to 19. */
  int nice(int pid) throws KernelException;

  /** setpriority(2); what is beyond the range becomes the end of it. */
  void setNice(int pid, int nice) throws KernelException;

  /** setuid(2) and setgid(2) of a process. */
  void setOwner(int pid, int uid, int gid) throws KernelException;

  /** setpgid(2); {@code pgrp} is the process's own number for a group of its own. */
  void setGroup(int pid, int pgrp) throws KernelException;

  /** All processes that were not reaped, by number. */
  List<ProcessInfo> processes();

  /** Runs {@code body} with {@code pid} as the caller of its file operations. */
  <T> T as(int pid, IoCallable<T> body) throws IOException;

  /** mount(2); options as mount(8) takes them after -o. */
  void mount(String type, String source, String options, Path on) throws IOException;

  /** mount(2) with MS_REMOUNT. */
  void remount(String options, Path on) throws IOException;

  /** umount(2). */
  void unmount(Path on) throws IOException;

  /** The disk or partition behind a device node; null for every other file. */
  @Nullable BlockDevice blockDevice(Path path) throws IOException;

  /** The file of a simulated disk at a path; null for every other file, and for none. */
  @Nullable DiskFile diskFile(Path path) throws IOException;

  /** mkfs(8): an empty file system on a disk or partition, with the layout of a plain one. */
  io.cglab.core.file.FileSystem format(DevNo dev, FileSystemType type) throws KernelException;

  /** The file system on a disk or partition, mounted or not; null for none. */
  io.cglab.core.file.@Nullable FileSystem fileSystemOn(DevNo dev);

  /** Starts sync(2), or syncfs(2) of one file system, of a process. */
  Run sync(int pid, io.cglab.core.file.@Nullable FileSystem only) throws KernelException;

  /** Sets how system calls on files of disks wait for their I/O. */
  void setFileWait(DiskCalls.Wait how);

  /** Starts a workload of a process; its devices and its observer are the job's. */
  Run start(int pid, Job job) throws KernelException;

  /** Starts direct I/O, one request after another; {@code done} runs when the last has ended. */
  Transfer start(int pid, DiskIo io, Runnable done) throws KernelException;
}

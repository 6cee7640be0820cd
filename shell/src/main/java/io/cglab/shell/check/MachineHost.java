package io.cglab.shell.check;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.core.Machine;
import io.cglab.core.Profile;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.Disk;
import io.cglab.core.device.Partition;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A transcript's commands on the emulator itself. */
final class MachineHost implements TranscriptHost {
  private static final String DEV = "/dev/";

  /** An I/O that takes longer than a day of virtual time is taken to have no end. */
  private static final long LONGEST_NS = 86_400_000_000_000L;

  private final CgroupFs cgroupFs;
  private final Machine machine;
  private final ShellLine shell;

  private MachineHost(CgroupFs cgroupFs, ShellLine shell) {
    this.cgroupFs = cgroupFs;
    this.machine = cgroupFs.machine();
    this.shell = shell;
  }

  /**
   * Boots a machine.
   *
   * @param name of a built-in machine
   * @param mayBeFile true if {@code name} may also be a machine file's
   * @param profile in place of the machine's, or null
   * @param seed in place of the machine's, or null
   */
  static MachineHost boot(
      String name,
      boolean mayBeFile,
      @Nullable Profile profile,
      @Nullable Long seed,
      ShellLine shell)
      throws UnknownMachineException {
    if (!mayBeFile && !MachineSpec.BUILT_IN.contains(name)) {
      throw new UnknownMachineException(
          "expected a built-in machine ("
              + String.join(", ", MachineSpec.BUILT_IN)
              + "), not "
              + name);
    }
    try {
      MachineSpec spec = MachineSpec.find(name, profile);
      return new MachineHost(CgroupFs.boot(seed == null ? spec : spec.withSeed(seed)), shell);
    } catch (MalformedFileException e) {
      throw new UnknownMachineException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UnknownMachineException(
          name
              + ": expected a built-in machine ("
              + String.join(", ", MachineSpec.BUILT_IN)
              + ") or a machine file");
    }
  }

  @Override
  public FileSystem fileSystem() {
    return cgroupFs.fileSystem();
  }

  @Override
  public void sleep(long ns) {
    machine.advanceTo(machine.nowNs() + ns);
  }

  @Override
  public int spawn() throws IOException {
    try {
      return machine.tasks().fork(machine.tasks().init()).pid();
    } catch (KernelException e) {
      throw NioErrors.toIo("fork", e);
    }
  }

  @Override
  public void reap(int pid) {
    Task task = machine.tasks().find(pid);
    if (task == null) {
      return;
    }
    machine.tasks().kill(task);
    while (!task.isDead() && machine.step()) {
      // its I/O has to come to an end first
    }
    machine.tasks().reap(task);
  }

  @Override
  public void as(int pid, FileAction action) throws IOException {
    cgroupFs.as(
        new Caller(pid, 0, 0),
        () -> {
          action.run();
          return pid;
        });
  }

  @Override
  public @Nullable DevNo wholeDisk(String device) {
    for (Disk disk : machine.disks().all()) {
      if (numberOn(disk, device) != null) {
        return disk.dev();
      }
    }
    return null;
  }

  /** The number behind a device node if it is the disk or one of its partitions, or null. */
  private static @Nullable DevNo numberOn(Disk disk, String device) {
    if (device.equals(DEV + disk.name())) {
      return disk.dev();
    }
    for (Partition partition : disk.partitions()) {
      if (device.equals(DEV + partition.name())) {
        return partition.dev();
      }
    }
    return null;
  }

  private DevNo number(String device) throws IOException {
    for (Disk disk : machine.disks().all()) {
      DevNo number = numberOn(disk, device);
      if (number != null) {
        return number;
      }
    }
    throw NioErrors.toIo(device, new KernelException(Errno.ENOENT));
  }

  @Override
  public OptionalLong directIo(int pid, DirectIo io) throws IOException {
    Task task = machine.tasks().find(pid);
    if (task == null) {
      throw NioErrors.toIo(io.device(), new KernelException(Errno.ESRCH));
    }
    long startNs = machine.nowNs();
    Job reads = Job.direct(number(io.device())).asyncIo(false).sequential().count(io.count());
    if (io.blockBytes() % 512 != 0) {
      throw NioErrors.toIo(io.device(), new KernelException(Errno.EINVAL));
    }
    Job job = (io.write() ? reads.writes() : reads.reads()).blockSize(io.blockBytes());
    Run run;
    try {
      run = machine.start(task, job);
    } catch (KernelException e) {
      throw NioErrors.toIo(io.device(), e);
    }
    while (!run.isDone()) {
      if (machine.nextEventNs() > startNs + LONGEST_NS || !machine.step()) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(run.finishedNs() - startNs);
  }

  @Override
  public ShellLine.Result shell(int pid, String command) {
    sleep(machine.config().costs().execNs());
    return shell.run(cgroupFs, pid, command);
  }

  @Override
  public long nowNs() {
    return machine.nowNs();
  }

  @Override
  public void close() {
    cgroupFs.close();
  }
}

package io.cglab.shell;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.disk.DiskCalls;
import io.cglab.cgroupfs.disk.DiskFile;
import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.IoCallable;
import io.cglab.core.Machine;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.Disk;
import io.cglab.core.device.Partition;
import io.cglab.core.file.FileSystemType;
import io.cglab.core.file.Layout;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.process.BlockDevice;
import io.cglab.shell.process.DiskIo;
import io.cglab.shell.process.IoPrio;
import io.cglab.shell.process.Kernel;
import io.cglab.shell.process.ProcessInfo;
import io.cglab.shell.process.Transfer;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the shell asks of the machine, asked of a real one. */
final class MachineKernel implements Kernel {
  private static final int TYPE_MASK = 0170000;
  private static final int BLOCK = 0060000;
  private static final int SECTOR_BYTES = 512;
  private static final int PRIO_CLASSES = 4;
  private static final int PRIO_LEVELS = 8;

  private final CgroupFs cgroupFs;
  private final Machine machine;
  private final Instruments instruments;
  private Pacer pacer = Pacer.NONE;
  private final Map<Class<?>, Object> daemons = new LinkedHashMap<>();

  MachineKernel(Instruments instruments) {
    this.instruments = instruments;
    this.cgroupFs = instruments.machine();
    this.machine = cgroupFs.machine();
  }

  @Override
  public FileSystem fileSystem() {
    return cgroupFs.fileSystem();
  }

  /** Lets time pass no faster than {@code pace} allows. */
  void setPacer(Pacer pace) {
    pacer = pace;
  }

  @Override
  public Instruments instruments() {
    return instruments;
  }

  @Override
  public <T> T daemon(Class<T> kind, Supplier<T> start) {
    return kind.cast(daemons.computeIfAbsent(kind, unused -> start.get()));
  }

  @Override
  public long nowNs() {
    return machine.nowNs();
  }

  @Override
  public long bootEpochSeconds() {
    return CgroupFs.BOOT_EPOCH_SECONDS;
  }

  @Override
  public boolean step() {
    pacer.await(machine.nowNs(), machine.nextEventNs());
    boolean[] fired = new boolean[1];
    cgroupFs.locked(() -> fired[0] = machine.step());
    return fired[0];
  }

  @Override
  public long nextEventNs() {
    return machine.nextEventNs();
  }

  @Override
  public void advanceTo(long ns) {
    cgroupFs.locked(() -> machine.advanceTo(ns));
  }

  @Override
  public void at(long ns, Runnable action) {
    machine.at(ns, action);
  }

  private Task living(int pid) throws KernelException {
    Task task = machine.tasks().find(pid);
    if (task == null) {
      throw new KernelException(Errno.ESRCH);
    }
    return task;
  }

  @Override
  public int fork(int parentPid, String name) throws KernelException {
    return machine.tasks().fork(living(parentPid), name).pid();
  }

  @Override
  public void exec(int pid, String name) throws KernelException {
    living(pid).process().setName(name);
  }

  @Override
  public void exit(int pid) {
    Task task = machine.tasks().find(pid);
    if (task != null) {
      machine.tasks().exit(task);
      machine.tasks().reap(task);
    }
  }

  @Override
  public void kill(int pid) throws KernelException {
    machine.tasks().kill(living(pid));
  }

  @Override
  public boolean isAlive(int pid) {
    Task task = machine.tasks().find(pid);
    return task != null && !task.isDead();
  }

  @Override
  public boolean isFrozen(int pid) {
    Task task = machine.tasks().find(pid);
    return task != null && task.isFrozen();
  }

  @Override
  public boolean isHeld(int pid) {
    Task task = machine.tasks().find(pid);
    return task != null && !task.isDead() && machine.tasks().isHeldOnV1(task);
  }

  @Override
  public IoPrio ioPrio(int pid) throws KernelException {
    Task task = living(pid);
    return task.prioClass() == 0
        ? new IoPrio(0, 0)
        : new IoPrio(task.prioClass(), task.prioLevel());
  }

  @Override
  public void setIoPrio(int pid, IoPrio prio) throws KernelException {
    Task task = living(pid);
    if (prio.prioClass() < 0
        || prio.prioClass() >= PRIO_CLASSES
        || prio.level() < 0
        || prio.level() >= PRIO_LEVELS
        || prio.prioClass() == 0 && prio.level() != 0) {
      throw new KernelException(Errno.EINVAL, "classes are 0 to 3, levels 0 to 7");
    }
    task.setPrio(prio.prioClass(), prio.level());
  }

  @Override
  public int nice(int pid) throws KernelException {
    return living(pid).nice();
  }

  @Override
  public void setNice(int pid, int nice) throws KernelException {
    living(pid).setNice(nice);
  }

  @Override
  public void setOwner(int pid, int uid, int gid) throws KernelException {
    living(pid).process().setOwner(uid, gid);
  }

  @Override
  public void setGroup(int pid, int pgrp) throws KernelException {
    living(pid).process().setPgrp(pgrp);
  }

  @Override
  public List<ProcessInfo> processes() {
    List<ProcessInfo> list = new ArrayList<>();
    for (Task task : machine.tasks().all()) {
      if (task.isLeader()) {
        var process = task.process();
        list.add(
            new ProcessInfo(
                process.pid(),
                process.parentPid(),
                process.uid(),
                process.name(),
                process.isZombie(),
                task.isUninterruptible()));
      }
    }
    return list;
  }

  @Override
  public <T> T as(int pid, IoCallable<T> body) throws IOException {
    Task task = machine.tasks().find(pid);
    Caller caller =
        task == null
            ? new Caller(pid, 0, 0)
            : new Caller(pid, task.process().uid(), task.process().gid());
    return cgroupFs.as(caller, body);
  }

  @Override
  public void mount(String type, String source, String options, Path on) throws IOException {
    cgroupFs.mounts().mount(type, source, options, on);
  }

  @Override
  public void remount(String options, Path on) throws IOException {
    cgroupFs.mounts().remount(options, on);
  }

  @Override
  public void unmount(Path on) throws IOException {
    cgroupFs.mounts().unmount(on);
  }

  @Override
  public @Nullable BlockDevice blockDevice(Path path) throws IOException {
    try {
      var stat = Files.readAttributes(path, "unix:mode,rdev");
      if (!(stat.get("mode") instanceof Integer mode)
          || !(stat.get("rdev") instanceof Long rdev)
          || (mode & TYPE_MASK) != BLOCK) {
        return null;
      }
      DevNo dev = DevNo.ofPacked(rdev.intValue());
      Disk disk = machine.disks().lookup(dev);
      if (disk == null) {
        return null;
      }
      Partition partition = disk.partition(dev);
      long sectors = partition == null ? disk.sectors() : partition.sectors();
      return new BlockDevice(dev, sectors * SECTOR_BYTES);
    } catch (NoSuchFileException missing) {
      return null;
    }
  }

  @Override
  public @Nullable DiskFile diskFile(Path path) throws IOException {
    try {
      return cgroupFs.diskFile(path);
    } catch (NoSuchFileException missing) {
      return null;
    }
  }

  @Override
  public io.cglab.core.file.FileSystem format(DevNo dev, FileSystemType type)
      throws KernelException {
    return cgroupFs.disks().format(dev, type, Layout.USUAL).fileSystem();
  }

  @Override
  public io.cglab.core.file.@Nullable FileSystem fileSystemOn(DevNo dev) {
    return machine.fileSystems().on(dev);
  }

  @Override
  public Run sync(int pid, io.cglab.core.file.@Nullable FileSystem only) throws KernelException {
    return machine.buffered().sync(living(pid), only);
  }

  @Override
  public void setFileWait(DiskCalls.Wait how) {
    cgroupFs.diskCalls().setWait(how);
  }

  @Override
  public Run start(int pid, Job job) throws KernelException {
    return machine.start(living(pid), job);
  }

  @Override
  public Transfer start(int pid, DiskIo io, Runnable done) throws KernelException {
    Job job = Job.direct(io.dev()).offset(io.offset()).blockSize(io.blockSize()).count(io.count());
    Run run = machine.start(living(pid), io.write() ? job.writes() : job.reads());
    run.onDone(done);
    return new Transfer() {
      @Override
      public boolean isDone() {
        return run.isDone();
      }

      @Override
      public @Nullable Errno error() {
        return run.error();
      }

      @Override
      public long completedIos() {
        return run.readIos() + run.wroteIos();
      }

      @Override
      public long completedBytes() {
        return run.readBytes() + run.wroteBytes();
      }

      @Override
      public void stop() {
        run.stop();
      }
    };
  }
}

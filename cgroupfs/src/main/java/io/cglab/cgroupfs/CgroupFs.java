package io.cglab.cgroupfs;

import io.cglab.cgroupfs.disk.DiskCalls;
import io.cglab.cgroupfs.disk.DiskFile;
import io.cglab.cgroupfs.disk.DiskMounts;
import io.cglab.cgroupfs.files.CgroupTree;
import io.cglab.cgroupfs.host.DevDirectory;
import io.cglab.cgroupfs.host.ProcDirectory;
import io.cglab.cgroupfs.host.SysDirectory;
import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.Directory;
import io.cglab.cgroupfs.kernfs.Interposer;
import io.cglab.cgroupfs.kernfs.IoCallable;
import io.cglab.cgroupfs.kernfs.KernFileSystem;
import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.cgroupfs.kernfs.OperationListener;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.cgroupfs.quirk.Quirk;
import io.cglab.cgroupfs.quirk.QuirkLayer;
import io.cglab.core.Machine;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A machine and its files: a {@code java.nio.file.FileSystem} with the cgroup mounts of the machine
 * file, /proc, /sys and /dev, and ordinary files everywhere else.
 *
 * <p>The machine has one owner at a time: every file operation holds the file system's lock, and
 * whoever uses {@link #machine()} beside it from another thread does so inside {@link #locked}.
 */
public final class CgroupFs implements AutoCloseable {
  /** The time of day at which every machine boots: 2026-01-01T00:00:00Z, in s since the epoch. */
  public static final long BOOT_EPOCH_SECONDS = 1_767_225_600L;

  private static final long NS_PER_SECOND = 1_000_000_000L;

  private static final List<String> DIRECTORIES =
      List.of("/dev", "/etc", "/home", "/mnt", "/proc", "/root", "/run", "/sys", "/tmp", "/var");

  private final Machine machine;
  private final MachineSpec spec;
  private final io.cglab.core.cgroup.Task outside;
  private final KernFileSystem files;
  private final DiskCalls diskCalls;
  private final DiskMounts disks;
  private final DevDirectory devices;
  private final CgroupMounts mounts;
  private final ReleaseAgent releaseAgent;
  private final QuirkLayer quirks;
  private final Map<Integer, Task> tasks = new HashMap<>();
  private Consumer<MachineCommand> commands = command -> {};

  private CgroupFs(MachineSpec spec, int outsidePid) throws IOException, KernelException {
    this.spec = spec;
    machine = Machine.boot(spec.config());
    io.cglab.core.cgroup.Task init = machine.tasks().init();
    outside =
        outsidePid == 0
            ? machine.tasks().fork(init, "cglab")
            : machine.tasks().forkAs(outsidePid, init, "cglab");
    releaseAgent = new ReleaseAgent(machine);
    quirks = new QuirkLayer(machine::nowNs, machine.disks());
    files = KernFileSystem.builder().clock(this::epochNs).build();
    for (String directory : DIRECTORIES) {
      Files.createDirectory(files.getPath(directory));
    }
    diskCalls = new DiskCalls(machine, files.lock(), this::callingTask, this::epochNs);
    disks = new DiskMounts(machine, files, diskCalls);
    mounts = new CgroupMounts(machine, outside, files, this::epochNs, disks, this::tell);
    mountOnce(
        "proc",
        "/proc",
        new ProcDirectory(machine, outside, files::caller, mounts::lines, BOOT_EPOCH_SECONDS));
    mountOnce("sysfs", "/sys", new SysDirectory(machine));
    devices = new DevDirectory(diskCalls);
    mountOnce("devtmpfs", "/dev", devices);
    for (MachineSpec.FileSystemSpec made : spec.fileSystems()) {
      disks.format(made.dev(), made.type(), made.layout()).fileSystem().countMaking();
    }
    for (MachineSpec.MountSpec mount : spec.mounts()) {
      Path on = files.getPath(mount.on());
      if (!Files.exists(on)) {
        Files.createDirectories(on);
      }
      mounts.mount(mount.type(), mount.source(), mount.options(), on);
    }
    machine.hierarchies().addListener(releaseAgent);
  }

  /**
   * Boots the machine that a machine file describes.
   *
   * @throws IllegalArgumentException if a mount's directory cannot be made
   */
  public static CgroupFs boot(MachineSpec spec) {
    return boot(spec, 0);
  }

  /**
   * As {@link #boot(MachineSpec)}, where {@link #outside} has the number {@code outsidePid}; 0 for
   * the first that is free.
   *
   * @throws IllegalArgumentException also if a task of the fresh machine has that number
   */
  public static CgroupFs boot(MachineSpec spec, int outsidePid) {
    try {
      return new CgroupFs(spec, outsidePid);
    } catch (IOException | KernelException e) {
      throw new IllegalArgumentException(spec.name() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Loads what every machine needs; for who knows that one will be booted, and has something else
   * to do meanwhile.
   */
  public static void preload() {
    CgroupTree.loadTable();
  }

  private void mountOnce(String type, String point, Directory root) throws IOException {
    mounts.addType(type, root);
    mounts.mount(type, type, "", files.getPath(point));
  }

  private io.cglab.core.cgroup.Task callingTask() {
    io.cglab.core.cgroup.Task task = machine.tasks().find(files.caller().pid());
    return task == null || task.isDead() ? outside : task;
  }

  private long epochNs() {
    return BOOT_EPOCH_SECONDS * NS_PER_SECOND + machine.nowNs();
  }

  public Machine machine() {
    return machine;
  }

  /** What the machine was made from. */
  public MachineSpec spec() {
    return spec;
  }

  /** The whole tree. */
  public FileSystem fileSystem() {
    return files;
  }

  /** The root of the hierarchy that has io, or else of v2, where it is mounted first. */
  public Path root() {
    Path root = mounts.ioRoot();
    if (root == null) {
      throw new IllegalStateException("no hierarchy is mounted on " + spec.name());
    }
    return root;
  }

  /** /dev, where whoever plays udev makes links. */
  public DevDirectory devices() {
    return devices;
  }

  /** What is mounted where, and mount(2). */
  public CgroupMounts mounts() {
    return mounts;
  }

  /** The file systems on its disks, mounted or not, and mkfs(8). */
  public DiskMounts disks() {
    return disks;
  }

  /** How calls on files of disks wait. */
  public DiskCalls diskCalls() {
    return diskCalls;
  }

  /**
   * The file of a disk at a path, links followed; null for every other file.
   *
   * @throws IOException ENOENT if nothing is there, and what path look-up gives
   */
  public @Nullable DiskFile diskFile(Path path) throws IOException {
    return files.node(path) instanceof DiskFile file ? file : null;
  }

  /** What v1's release agent was told. */
  public ReleaseAgent releaseAgent() {
    return releaseAgent;
  }

  /** The task that stands for callers that are no simulated process; it starts in the root. */
  public io.cglab.core.cgroup.Task outside() {
    return outside;
  }

  // ---- processes and time

  /**
   * Starts a process in a cgroup: fork(2), and a write to its cgroup.procs by this thread's caller.
   *
   * @throws IOException EAGAIN over pids.max, and what cgroup.procs refuses; no process is left
   */
  public Task spawn(Path cgroup) throws IOException {
    Task task;
    files.lock().lock();
    try {
      task = Task.ours(this, machine.tasks().fork(machine.tasks().init(), "task"));
      tasks.put(task.pid(), task);
      tell(new MachineCommand.Spawn(task));
    } catch (KernelException refusal) {
      throw NioErrors.toIo(cgroup, refusal);
    } finally {
      files.lock().unlock();
    }
    try {
      task.moveTo(cgroup);
    } catch (IOException refused) {
      task.kill();
      throw refused;
    }
    return task;
  }

  /**
   * Returns the process of this number.
   *
   * @throws IOException ESRCH if none is alive
   */
  public Task task(int pid) throws IOException {
    files.lock().lock();
    try {
      io.cglab.core.cgroup.Task found = machine.tasks().find(pid);
      if (found == null || found.isDead()) {
        throw NioErrors.toIo(String.valueOf(pid), new KernelException(Errno.ESRCH));
      }
      Task known = tasks.get(pid);
      if (known == null || !known.is(found)) {
        known = Task.another(this, found);
        tasks.put(pid, known);
      }
      return known;
    } finally {
      files.lock().unlock();
    }
  }

  /** Lets virtual time pass: everything that happens until then has happened. */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("time does not go back: " + duration);
    }
    locked(() -> machine.advanceTo(machine.nowNs() + duration.toNanos()));
  }

  // ---- for tests

  /**
   * Makes the machine do to those who parse its files what some kernels do.
   *
   * @throws IllegalArgumentException if a quirk names a device that the machine does not have
   */
  public void inject(Quirk quirk) {
    locked(
        () -> {
          quirks.add(quirk);
          files.setInterposer(quirks);
          tell(new MachineCommand.Inject(quirk));
        });
  }

  /** Ends all quirks. */
  public void clearQuirks() {
    locked(
        () -> {
          quirks.clear();
          files.setInterposer(Interposer.NONE);
          tell(new MachineCommand.ClearQuirks());
        });
  }

  /** The quirks that were injected, in order. */
  public List<Quirk> quirks() {
    return quirks.quirks();
  }

  /**
   * Copies the tree as it is now to a directory of the host, for programs that only read; see
   * {@link Export}.
   *
   * @param hostDirectory does not exist, or is empty
   */
  public Export.Result export(Path hostDirectory) throws IOException {
    return Export.of(this).to(hostDirectory);
  }

  /**
   * Sets who is told of each command to the machine that is no file operation; one listener at a
   * time. It is called with the file system's lock held and must not wait.
   */
  public void setCommandListener(Consumer<MachineCommand> listener) {
    commands = listener;
  }

  /** Tells of a command that is done, while the lock is held. */
  void tell(MachineCommand command) {
    commands.accept(command);
  }

  // ---- who calls

  /** Does file work as {@code caller}, on this thread. */
  public <T> T as(Caller caller, IoCallable<T> body) throws IOException {
    return files.as(caller, body);
  }

  /** Sets who is told of each call that changes files; one listener at a time. */
  public void setOperationListener(OperationListener listener) {
    files.setOperationListener(listener);
  }

  /** Holds off all others while {@code action} uses the machine. */
  public void locked(Runnable action) {
    files.lock().lock();
    try {
      action.run();
    } finally {
      files.lock().unlock();
    }
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

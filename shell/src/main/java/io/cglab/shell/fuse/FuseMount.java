package io.cglab.shell.fuse;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.kernfs.KernFileSystem;
import io.cglab.core.Machine;
import io.cglab.core.cgroup.Task;
import io.cglab.shell.explain.Sight;
import io.cglab.shell.explain.TaskExplanation;
import io.cglab.shell.observe.Instruments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The files of a machine on a directory of the host, until they are unmounted. The machine belongs
 * to the mount meanwhile.
 */
public final class FuseMount implements AutoCloseable {
  private static final Path DEVICE = Path.of("/dev/fuse");
  private static final long LONGEST_MOUNT_S = 30;
  private static final long LONGEST_UNMOUNT_S = 10;

  /** The server's own calls meet no mask: the kernel has applied the caller's. */
  private static final int NO_MASK = 0;

  /** st_dev of .cglab; those of the machine's own mounts count from 1. */
  private static final int LAB_DEVICE = 0xfff;

  private static final int TRACE_LINES = 4096;

  private final Callbacks callbacks;
  private final PacedClock clock;
  private final DeviceIo devices;
  private final CountDownLatch ended = new CountDownLatch(1);

  private FuseMount(CgroupFs machine, Settings settings, Consumer<Throwable> bugs)
      throws IOException {
    KernFileSystem files = (KernFileSystem) machine.fileSystem();
    files.setUmask(NO_MASK);
    ProcessBridge bridge = new ProcessBridge(machine, settings.signalHost());
    clock = new PacedClock(files.lock(), machine.machine(), settings.pace(), bridge::sweep);
    devices =
        new DeviceIo(files.lock(), machine.machine(), bridge, clock, NativeCalls::isInterrupted);
    Path lab = Files.createDirectory(files.getPath("/.cglab"));
    Instruments instruments = Instruments.explaining(machine, TRACE_LINES);
    LabDirectory directory =
        new LabDirectory(
            machine.machine()::nowNs,
            () -> explanation(machine.machine(), instruments),
            new TraceLog(instruments.narrator(), TRACE_LINES),
            ns -> clock.skip(ns, NativeCalls::isInterrupted));
    files.mount(lab, directory, "cglab", "cglab", LAB_DEVICE);
    callbacks =
        new Callbacks(
            machine,
            new MachineFiles(machine, bridge, clock, devices),
            new Owners(ownId("uid"), ownId("gid")),
            bugs);
  }

  /** What processes wait for, and where the time of those that did I/O went. */
  private static String explanation(Machine machine, Instruments instruments) {
    Sight sight = new Sight(instruments);
    StringBuilder out = new StringBuilder();
    for (Task task : machine.tasks().all()) {
      if (task.isLeader() && instruments.waits().knows(task)) {
        out.append(TaskExplanation.of(task, sight));
      }
    }
    return out.toString();
  }

  /**
   * How to mount.
   *
   * @param pace virtual seconds a second of the wall; 0 for time that stands unless somebody writes
   *     to {@code .cglab/advance}
   * @param allowOther true to let other users in
   * @param autoUnmount true to unmount even if the server is killed
   * @param signalHost true to stop, continue and kill processes of the host as their tasks
   */
  public record Settings(
      double pace, boolean allowOther, boolean autoUnmount, boolean signalHost) {}

  /** A host that cannot mount; the message says what to do. */
  public static final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    UnavailableException(String message) {
      super(message);
    }
  }

  /**
   * Mounts a machine, and returns once it serves.
   *
   * @param machine fresh, with this process's number for {@link CgroupFs#outside}
   * @param directory of the host, empty
   * @param bugs told of exceptions that stand for no refusal, on any thread
   * @throws UnavailableException if something is missing on the host, or it refuses to mount
   */
  public static FuseMount mount(
      CgroupFs machine, Path directory, Settings settings, Consumer<Throwable> bugs)
      throws UnavailableException, IOException {
    require(settings);
    FuseMount mount;
    try {
      mount = new FuseMount(machine, settings, bugs);
    } catch (LinkageError missing) {
      throw new UnavailableException("libfuse 2 is missing; on Debian: apt-get install libfuse2");
    }
    mount.serve(directory, settings);
    return mount;
  }

  /**
   * Why this host cannot mount, and what to do about it; null if nothing is known to be missing.
   */
  public static @Nullable String missing() {
    try {
      require(new Settings(1, false, true, false));
      NativeCalls.fuse();
      return null;
    } catch (UnavailableException missing) {
      return missing.getMessage();
    } catch (LinkageError missing) {
      return "libfuse 2 is missing; on Debian: apt-get install libfuse2";
    }
  }

  private static void require(Settings settings) throws UnavailableException {
    if (!Files.exists(DEVICE)) {
      throw new UnavailableException(
          DEVICE + " is missing; load the module fuse, or give the container that device");
    }
    if (!Files.isReadable(DEVICE) || !Files.isWritable(DEVICE)) {
      throw new UnavailableException(DEVICE + " is not readable and writable for you");
    }
    if ((settings.autoUnmount() || ownId("uid") != 0) && !isOnPath("fusermount")) {
      throw new UnavailableException("fusermount is missing; on Debian: apt-get install fuse3");
    }
  }

  private static boolean isOnPath(String program) {
    String path = System.getenv("PATH");
    for (String directory : (path == null ? "" : path).split(":")) {
      if (Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }

  /** A number of this process's own; 0 where the host does not tell. */
  private static int ownId(String attribute) {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:" + attribute) instanceof Integer id
          ? id
          : 0;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
      return 0;
    }
  }

  private static String options(Settings settings) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "direct_io",
                "attr_timeout=0",
                "entry_timeout=0",
                "negative_timeout=0",
                "big_writes",
                "atomic_o_trunc",
                "default_permissions",
                "hard_remove",
                "use_ino",
                "intr",
                "fsname=cglab",
                "subtype=cglab"));
    if (settings.allowOther()) {
      options.add("allow_other");
    }
    if (settings.autoUnmount()) {
      options.add("auto_unmount");
    }
    return String.join(",", options);
  }

  private void serve(Path directory, Settings settings) throws UnavailableException {
    clock.start();
    Thread loop = new Thread(() -> run(directory, options(settings)), "fuse");
    loop.setDaemon(true);
    loop.start();
    try {
      for (long waited = 0; waited < LONGEST_MOUNT_S * 1000; waited += 10) {
        if (callbacks.serving().await(10, TimeUnit.MILLISECONDS)) {
          return;
        }
        if (ended.await(0, TimeUnit.MILLISECONDS)) {
          break;
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    clock.close();
    throw new UnavailableException(directory + ": the host refused to mount there");
  }

  private void run(Path directory, String options) {
    Thread unmount = new Thread(callbacks::umount, "unmount");
    Runtime.getRuntime().addShutdownHook(unmount);
    try {
      callbacks.serve(directory, options);
    } finally {
      clock.close();
      devices.close();
      callbacks.end();
      ended.countDown();
      forget(unmount);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // the hook is at work
    }
  }

  /** Returns when it was unmounted, by whomever. */
  public void await() throws InterruptedException {
    ended.await();
  }

  /** How many files and directories are open on it. */
  public int openHandles() {
    return callbacks.openHandles();
  }

  /** Unmounts, even while files are open. */
  @Override
  public void close() {
    devices.close();
    callbacks.umount();
    try {
      ended.await(LONGEST_UNMOUNT_S, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

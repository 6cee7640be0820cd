package io.cglab.shell;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.shell.fuse.FuseMount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cglab mount}: the machine's files on the host, until they are unmounted. */
@Command(
    name = "mount",
    description = "Serves a machine's files on a directory of the host, through FUSE.",
    mixinStandardHelpOptions = true)
final class MountCommand implements Callable<Integer> {
  private final Console console;
  private final AtomicBoolean told = new AtomicBoolean();

  @Mixin private Machines machines = new Machines();

  @Parameters(paramLabel = "DIR", description = "an empty directory")
  private Path directory = Path.of("");

  @Option(
      names = "--pace",
      paramLabel = "F",
      description =
          "virtual seconds a second (default: 1); 0 for time that stands until a length of time,"
              + " such as 2s, is written to .cglab/advance")
  private double pace = 1;

  @Option(names = "--allow-other", description = "lets other users in")
  private boolean allowOther;

  @Option(names = "--auto-unmount", description = "unmounts even if the server is killed")
  private boolean autoUnmount;

  @Option(
      names = "--signal-host",
      description = "freezing stops, thawing continues and killing kills the host's processes")
  private boolean signalHost;

  MountCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, UsageException {
    if (!(pace >= 0 && pace < Double.POSITIVE_INFINITY)) {
      throw new UsageException("--pace: expected a factor of 0 or more");
    }
    MachineSpec spec = machines.spec();
    requireEmptyDirectory();
    try (CgroupFs machine = CgroupFs.boot(spec, (int) ProcessHandle.current().pid());
        FuseMount mount =
            FuseMount.mount(
                machine,
                directory,
                new FuseMount.Settings(pace, allowOther, autoUnmount, signalHost),
                this::report)) {
      String line = "serving on " + directory + "; fusermount -u " + directory + " ends it\n";
      console.out().write(line.getBytes(StandardCharsets.UTF_8));
      console.out().flush();
      mount.await();
      return 0;
    } catch (FuseMount.UnavailableException missing) {
      throw new UsageException(String.valueOf(missing.getMessage()));
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private void requireEmptyDirectory() throws IOException, UsageException {
    if (!Files.isDirectory(directory)) {
      throw new UsageException(
          directory
              + ": expected a directory; after a crash, fusermount -u "
              + directory
              + " makes it one again");
    }
    try (Stream<Path> entries = Files.list(directory)) {
      if (entries.findAny().isPresent()) {
        throw new UsageException(directory + ": expected an empty directory");
      }
    }
  }

  /** A bug of ours is told in full once; its caller gets an error. */
  private void report(Throwable thrown) {
    if (told.compareAndSet(false, true)) {
      System.err.println("cglab: this is a bug of ours; please report it:");
      thrown.printStackTrace();
    }
  }
}

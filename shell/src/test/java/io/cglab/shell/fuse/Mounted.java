package io.cglab.shell.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A machine that is mounted by the test itself, and bash on it. */
public final class Mounted implements AutoCloseable {
  /** All settings as they are without options, but that time stands. */
  public static final FuseMount.Settings STANDING = new FuseMount.Settings(0, false, false, false);

  /** As {@link #STANDING}, but time passes as the wall's. */
  public static final FuseMount.Settings PACED = new FuseMount.Settings(1, false, false, false);

  private static final long LONGEST_S = 120;

  private final Path directory;
  private final CgroupFs machine;
  private final FuseMount mount;
  private final Queue<Throwable> bugs;

  private Mounted(Path directory, CgroupFs machine, FuseMount mount, Queue<Throwable> bugs) {
    this.directory = directory;
    this.machine = machine;
    this.mount = mount;
    this.bugs = bugs;
  }

  /** Skips the test where the host cannot mount; fails it in CI, which has to. */
  public static void assumeHostMounts() {
    String missing = FuseMount.missing();
    if ("true".equals(System.getenv("CI"))) {
      assertThat(missing).isNull();
    }
    assumeTrue(missing == null, () -> "no mount is tested: " + missing);
  }

  public static Mounted on(Path directory, String machine, FuseMount.Settings settings)
      throws Exception {
    assumeHostMounts();
    CgroupFs fs =
        CgroupFs.boot(MachineSpec.find(machine, null), (int) ProcessHandle.current().pid());
    Queue<Throwable> bugs = new ConcurrentLinkedQueue<>();
    return new Mounted(directory, fs, FuseMount.mount(fs, directory, settings, bugs::add), bugs);
  }

  public CgroupFs machine() {
    return machine;
  }

  public Path directory() {
    return directory;
  }

  int openHandles() {
    return mount.openHandles();
  }

  /** What bash gave. */
  public record Result(int status, String out, String err) {}

  /** Runs a script with {@code $M} for the mount point and {@code $C} for the v2 root on it. */
  public Result bash(String script) throws IOException, InterruptedException {
    return bash(List.of("bash", "-c", script), LONGEST_S);
  }

  Result bash(List<String> command, long longestSeconds) throws IOException, InterruptedException {
    Path out = Files.createTempFile("out", "");
    Path err = Files.createTempFile("err", "");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("M", directory.toString());
      builder.environment().put("C", directory + "/sys/fs/cgroup");
      builder.environment().put("LC_ALL", "C");
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(longestSeconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("hangs: " + command);
      }
      return new Result(
          process.exitValue(),
          Files.readString(out, StandardCharsets.ISO_8859_1),
          Files.readString(err, StandardCharsets.ISO_8859_1));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  @Override
  public void close() {
    mount.close();
    machine.close();
    assertThat(bugs).isEmpty();
  }
}

package io.cglab.shell;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.shell.fuse.Mounted;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code cglab mount}: how it begins and how it ends. */
class MountVerbTest {
  private static final int SIGTERM_STATUS = 143;

  private final Path directory;

  MountVerbTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --pace -1 .          | cglab: --pace: expected a factor of 0 or more
          .                    | cglab: .: expected an empty directory
          --pace NaN .         | cglab: --pace: expected a factor of 0 or more
          none                 | cglab: none: expected a directory; after a crash, fusermount -u none makes it one again
          --machine nonsense . | cglab: nonsense: no such machine or file; built in are
          """)
  void wrongUseIsToldInOneLine(String arguments, String message) {
    var err = new ByteArrayOutputStream();
    var in = new ByteArrayInputStream(new byte[0]);
    List<String> args = new ArrayList<>(List.of("mount"));
    args.addAll(List.of(arguments.split(" ")));
    int status =
        Main.run(
            new Console(in, new ByteArrayOutputStream(), err, false), args.toArray(new String[0]));
    assertThat(status).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith(message).hasLineCount(1);
  }

  @Test
  void whatIsMissingOnTheHostIsToldInOneLine() throws Exception {
    Mounted.assumeHostMounts();
    ProcessBuilder builder = command("--auto-unmount");
    builder.environment().put("PATH", "/nonexistent");
    Process process = builder.start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(told).isEqualTo("cglab: fusermount is missing; on Debian: apt-get install fuse3\n");
    assertThat(process.waitFor()).isEqualTo(2);
  }

  private ProcessBuilder command(String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "io.cglab.shell.Main",
                "mount"));
    command.addAll(List.of(options));
    command.add(directory.toString());
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  private Process server(String... options) throws Exception {
    Process process = command(options).start();
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    assertThat(out.readLine()).startsWith("serving on " + directory);
    return process;
  }

  private boolean isMounted() throws Exception {
    return Files.readString(Path.of("/proc/mounts")).contains(" " + directory + " fuse");
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(10, SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void aKilledServersMountPointIsUnmountedAndMountedAgain() throws Exception {
    Mounted.assumeHostMounts();
    Process killed = server();
    assertThat(directory.resolve("sys/fs/cgroup/cgroup.procs")).exists();
    killed.destroyForcibly().waitFor();
    assertThat(isMounted()).isTrue();
    run("fusermount", "-u", directory.toString());
    assertThat(isMounted()).isFalse();

    Process next = server();
    assertThat(directory.resolve("sys/fs/cgroup/cgroup.procs")).exists();
    run("fusermount", "-u", directory.toString());
    assertThat(next.waitFor(20, SECONDS)).isTrue();
    assertThat(next.exitValue()).isZero();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aTerminatedServerUnmounts() throws Exception {
    Mounted.assumeHostMounts();
    Process server = server("--machine", "v1");
    assertThat(directory.resolve("sys/fs/cgroup/blkio/tasks")).exists();
    server.destroy();
    assertThat(server.waitFor(20, SECONDS)).isTrue();
    assertThat(server.exitValue()).isEqualTo(SIGTERM_STATUS);
    assertThat(isMounted()).isFalse();
  }

  @Test
  void autoUnmountOutlivesTheServer() throws Exception {
    Mounted.assumeHostMounts();
    Process server = server("--auto-unmount");
    server.destroyForcibly().waitFor();
    run(
        "timeout",
        "10",
        "sh",
        "-c",
        "while grep -q ' " + directory + " fuse' /proc/mounts; do :; done");
  }
}

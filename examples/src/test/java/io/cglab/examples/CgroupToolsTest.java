package io.cglab.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cglab.shell.fuse.FuseMount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mount/cgroup-tools.sh} prints {@code mount/cgroup-tools.out}. */
class CgroupToolsTest {
  private static final Path DIRECTORY = Path.of("mount");

  private final Path directory;

  CgroupToolsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  /** What the host lacks for the script; null for nothing. */
  private static @Nullable String missing() throws IOException, InterruptedException {
    String missing = FuseMount.missing();
    if (missing != null) {
      return missing;
    }
    if (!Files.isExecutable(Path.of("/usr/bin/cgcreate"))) {
      return "cgroup-tools is missing; on Debian: apt-get install cgroup-tools";
    }
    Process namespace = new ProcessBuilder("unshare", "--mount", "true").start();
    return namespace.waitFor() == 0 && Files.isDirectory(Path.of("/sys/fs/cgroup"))
        ? null
        : "no mount namespace can be made here; that wants root";
  }

  @Test
  void debiansToolsGetThrough() throws Exception {
    String missing = missing();
    if ("true".equals(System.getenv("CI"))) {
      assertThat(missing).isNull();
    }
    assumeTrue(missing == null, () -> "cgroup-tools are not tried: " + missing);
    Path out = directory.resolve("out");
    Process script =
        new ProcessBuilder(
                DIRECTORY.resolve("cgroup-tools.sh").toAbsolutePath().toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "io.cglab.shell.Main")
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertThat(script.waitFor(60, TimeUnit.SECONDS)).isTrue();
    Golden.check(
        DIRECTORY.resolve("cgroup-tools.out"), Files.readString(out, StandardCharsets.UTF_8));
    assertThat(script.exitValue()).isZero();
  }
}

package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cglab export} from its command line to the host's files. */
class ExportCommandTest {
  private final Path host;

  ExportCommandTest(@TempDir Path host) {
    this.host = host;
  }

  private record Outcome(int status, String out, String err) {}

  private Outcome export(String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var in = new ByteArrayInputStream(new byte[0]);
    String[] all = new String[args.length + 1];
    all[0] = "export";
    System.arraycopy(args, 0, all, 1, args.length);
    int status = Main.run(new Console(in, out, err, false), all);
    return new Outcome(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void theTreeIsExportedAsAScriptLeavesIt() throws Exception {
    Path script = host.resolve("s.sh");
    Files.writeString(
        script,
        """
        mkdir /sys/fs/cgroup/$1
        sleep 1
        echo done
        """);
    Path dir = host.resolve("out");
    Outcome outcome = export(dir.toString(), script.toString(), "web");
    assertThat(outcome.err()).startsWith(dir + ": ").endsWith(" links\n");
    assertThat(outcome.out()).isEqualTo("done\n");
    assertThat(outcome.status()).isZero();
    assertThat(dir.resolve("sys/fs/cgroup/web/cgroup.events"))
        .hasContent("populated 0\nfrozen 0\n");
    assertThat(dir.resolve("proc/uptime").toFile().exists() || Files.exists(dir.resolve("proc")))
        .isTrue();
  }

  @Test
  void onlyAPartAndAnotherMachine() {
    Path dir = host.resolve("out");
    Outcome outcome = export("--machine", "v1", "--root", "/sys/fs/cgroup", dir.toString());
    assertThat(outcome.status()).isZero();
    assertThat(dir.resolve("blkio/blkio.throttle.read_bps_device")).isEmptyFile();
    assertThat(dir.resolve("proc")).doesNotExist();
  }

  @Test
  void aFailingScriptExportsNothing() throws Exception {
    Path script = Files.writeString(host.resolve("s.sh"), "exit 3\n");
    assertThat(export(host.resolve("out").toString(), script.toString()).status()).isEqualTo(3);
    assertThat(host.resolve("out")).doesNotExist();
  }

  @Test
  void wrongUsageIsSaidInOneLine() throws Exception {
    Files.writeString(host.resolve("mine"), "kept");
    String dir = host.toString();
    assertThat(export(dir))
        .isEqualTo(
            new Outcome(
                2,
                "",
                "cglab: "
                    + dir
                    + ": not empty; name another directory, or write into it with --force\n"));
    assertThat(export(dir + "/mine"))
        .isEqualTo(new Outcome(2, "", "cglab: " + dir + "/mine: not a directory\n"));
    assertThat(export("--root", "/none", dir + "/out").err())
        .isEqualTo("cglab: --root /none: no such directory of the machine\n");
    assertThat(export(dir + "/out", dir + "/none.sh").err())
        .isEqualTo("cglab: " + dir + "/none.sh: no such file\n");
    assertThat(export().status()).isEqualTo(2);
    assertThat(export("--force", dir).status()).isZero();
    assertThat(host.resolve("mine")).hasContent("kept");
  }
}

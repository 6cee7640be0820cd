package io.cglab.cgroupfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tree as plain files of the host, and nothing outside of it. */
class ExportTest {
  private final TestFs test = TestFs.boot("hybrid");
  private final CgroupFs cg = test.fs;

  private final Path host;

  ExportTest(@TempDir Path host) {
    this.host = host;
  }

  @AfterEach
  void close() {
    test.close();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void everyFileHasItsContentModeAndTime() throws IOException {
    Files.createDirectory(cg.root().resolve("web"));
    Files.writeString(test.path("/tmp/note"), "ordinary\n");
    Export.Result result = cg.export(host.resolve("out"));
    int compared = 0;
    try (Stream<Path> all = Files.walk(test.path("/"))) {
      for (Path path : all.toList()) {
        Path copy = host.resolve("out" + path);
        if (Files.isSymbolicLink(path)) {
          assertThat(copy).isSymbolicLink();
          continue;
        }
        assertThat(mode(copy)).as("mode of %s", path).isEqualTo(mode(path));
        assertThat(Files.getLastModifiedTime(copy).toMillis())
            .as("time of %s", path)
            .isEqualTo(Files.getLastModifiedTime(path).toMillis());
        if (Files.isRegularFile(path) && mode(path).contains("r")) {
          String text = readable(path);
          assertThat(Files.readString(copy)).as("content of %s", path).isEqualTo(text);
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(100);
    assertThat(result.directories() + result.files()).isGreaterThan(compared);
  }

  private static String readable(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException refused) {
      return "";
    }
  }

  @Test
  void programsOfJavaIoReadIt() throws IOException {
    Files.createDirectory(cg.root().resolve("web"));
    cg.export(host);
    File root = new File(host.toFile(), cg.root().toString());
    assertThat(new File(root, "web")).isDirectory();
    assertThat(root.list()).contains("blkio.throttle.read_bps_device", "web");
    assertThat(new File(host.toFile(), "sys/block/sda/queue/nr_requests")).isFile();
  }

  @Test
  void whatCannotBeReadIsEmptyWithItsMode() throws IOException {
    Path reset = cg.root().resolve("web/blkio.reset_stats");
    Files.createDirectory(cg.root().resolve("web"));
    assertThat(mode(reset)).isEqualTo("-w-------");
    cg.export(host);
    assertThat(mode(host.resolve("." + reset))).isEqualTo("-w-------");
    assertThat(Files.size(host.resolve("." + reset))).isZero();
    assertThat(Files.size(host.resolve("dev/sda"))).isZero();
  }

  @Test
  void linksStayWithin() throws IOException {
    Files.writeString(test.path("/tmp/file"), "inside");
    Files.createSymbolicLink(test.path("/tmp/absolute"), test.path("/tmp/file"));
    Files.createSymbolicLink(test.path("/root/up"), test.path("../../../../tmp/file"));
    Files.createSymbolicLink(test.path("/tmp/dangling"), test.path("/etc/passwd"));
    cg.export(host);
    assertThat(Files.readSymbolicLink(host.resolve("tmp/absolute")).toString()).isEqualTo("file");
    assertThat(host.resolve("tmp/absolute")).hasContent("inside");
    assertThat(host.resolve("root/up")).hasContent("inside");
    assertThat(Files.readSymbolicLink(host.resolve("tmp/dangling")).toString())
        .isEqualTo("../etc/passwd");
    assertThat(Files.exists(host.resolve("tmp/dangling"))).isFalse();
    assertThat(Files.isDirectory(host.resolve("sys/block/sda/queue"))).isTrue();
  }

  @Test
  void aPartOfTheTreeBecomesTheRoot() throws IOException {
    Files.createDirectories(test.path("/tmp/a/b"));
    Files.createSymbolicLink(test.path("/tmp/a/out"), test.path("/etc"));
    Files.createSymbolicLink(test.path("/tmp/a/in"), test.path("/tmp/a/b"));
    Export.Result result = Export.of(cg).from(test.path("/tmp/a")).to(host.resolve("part"));
    assertThat(result.directories()).isEqualTo(2);
    assertThat(result.links()).isEqualTo(1);
    assertThat(result.skipped())
        .containsExactly("/tmp/a/out: leads out of what is exported, to /etc");
    assertThat(host.resolve("part/b")).isDirectory();
    assertThat(host.resolve("part/in")).isSymbolicLink();
  }

  @Test
  void aDirectoryThatIsNotEmptyIsRefusedUnlessForced() throws IOException {
    Files.writeString(host.resolve("mine"), "kept");
    assertThatThrownBy(() -> cg.export(host)).isInstanceOf(DirectoryNotEmptyException.class);
    assertThat(host).isDirectoryNotContaining("glob:**/sys");
    Export.of(cg).forced(true).to(host);
    assertThat(host.resolve("mine")).hasContent("kept");
    assertThat(host.resolve("proc/partitions")).exists();
    Files.createDirectory(cg.root().resolve("web"));
    Export.of(cg).forced(true).to(host); // over the first one
    assertThat(host.resolve("." + cg.root().resolve("web"))).isDirectory();
  }

  @Test
  void nothingIsWrittenThroughLinks(@TempDir Path victim) throws IOException {
    Path file = Files.writeString(victim.resolve("partitions"), "untouched");
    Path out = Files.createDirectories(host.resolve("out"));
    Files.createSymbolicLink(out.resolve("sys"), victim);
    Files.createDirectory(out.resolve("proc"));
    Files.createSymbolicLink(out.resolve("proc/partitions"), file);
    Export.of(cg).forced(true).to(out);
    assertThat(file).hasContent("untouched");
    assertThat(victim.toFile().list()).containsExactly("partitions");
    assertThat(Files.isSymbolicLink(out.resolve("sys"))).isFalse();
    assertThat(out.resolve("proc/partitions")).isRegularFile().content().contains("sda");
  }

  @Test
  void longFilesAreLeftOut() throws IOException {
    Files.write(test.path("/tmp/long"), new byte[Export.LONGEST_FILE + 1]);
    Files.write(test.path("/tmp/longest"), new byte[Export.LONGEST_FILE]);
    Export.Result result = Export.of(cg).from(test.path("/tmp")).to(host);
    assertThat(host.resolve("long")).doesNotExist();
    assertThat(host.resolve("longest")).hasSize(Export.LONGEST_FILE);
    assertThat(result.skipped())
        .containsExactly("/tmp/long: longer than 16777216 bytes, so it is left out");
  }

  @Test
  void aFileThatRefusesToBeReadIsEmptyAndSaidSo() throws IOException {
    Path web = Files.createDirectory(v2().resolve("web"));
    Path threads = Files.createDirectory(web.resolve("threads"));
    Files.writeString(threads.resolve("cgroup.type"), "threaded");
    Export.Result result = Export.of(cg).from(web).to(host);
    assertThat(result.skipped())
        .containsExactly(threads + "/cgroup.procs: EOPNOTSUPP: Operation not supported");
    assertThat(host.resolve("threads/cgroup.procs")).isEmptyFile();
  }

  private Path v2() {
    return cg.spec().mounts().stream()
        .filter(mount -> mount.type().equals("cgroup2"))
        .map(mount -> test.path(mount.on()))
        .findFirst()
        .orElseThrow();
  }
}

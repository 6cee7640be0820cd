package io.cglab.cgroupfs.quirk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cglab.cgroupfs.TestFs;
import io.cglab.core.api.Errno;
import io.cglab.core.task.Job;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What quirks do to those who read, and that they do nothing else. */
class QuirkTest {
  private static final String STAT = "rbytes=%d wbytes=0 rios=1 wios=0 dbytes=0 dios=0";

  /** A machine with a cgroup that has read 4 KiB of sda and 8 KiB of sdb. */
  private static TestFs machine(String name) throws IOException {
    TestFs test = TestFs.boot(name);
    Path root = test.fs.root();
    if (Files.exists(root.resolve("cgroup.subtree_control"))) {
      Files.writeString(root.resolve("cgroup.subtree_control"), "+io");
    }
    Path web = Files.createDirectory(root.resolve("web"));
    if (name.equals("v1")) { // it counts where there is some limit
      for (String device : List.of("8:0", "8:16")) {
        Files.writeString(web.resolve("blkio.throttle.read_bps_device"), device + " 1073741824");
      }
    }
    var task = test.fs.spawn(web);
    task.start(Job.read("sda").count(1));
    test.fs.advance(Duration.ofSeconds(1));
    task.start(Job.read("sdb").blockSize(8192).count(1));
    test.fs.advance(Duration.ofSeconds(1));
    task.moveTo(root);
    return test;
  }

  private static String stat(TestFs test) throws IOException {
    return Files.readString(test.fs.root().resolve("web/io.stat"));
  }

  private static String row(String device, int bytes) {
    return device + " " + String.format(STAT, bytes) + "\n";
  }

  @Test
  void withoutQuirksNothingIsOdd() throws IOException {
    try (TestFs test = machine("default")) {
      assertThat(stat(test)).isEqualTo(row("8:16", 8192) + row("8:0", 4096));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          unknown-device         | (unknown) B\\n8:0 A\\n
          unknown-device 8:0     | 8:16 B\\n(unknown) A\\n
          unknown-device sda     | 8:16 B\\n(unknown) A\\n
          unknown-device 259:0   | 8:16 B\\n8:0 A\\n
          cut-off io.stat 8:16_  | 8:16 \\n8:0 A\\n
          cut-off io.stat 8:16_rbytes= | 8:16 rbytes=\\n8:0 A\\n
          cut-off io.max 8:16_   | 8:16 B\\n8:0 A\\n
          joined-rows io.stat    | 8:16 8:0 A\\n
          joined-rows io.max     | 8:16 B\\n8:0 A\\n
          device-gone sdb        | 8:0 A\\n
          device-gone 8:0        | 8:16 B\\n
          busy-rmdir             | 8:16 B\\n8:0 A\\n
          short-reads 3          | 8:16 B\\n8:0 A\\n
          """)
  void whatIoStatShows(String words, String expected) throws IOException {
    try (TestFs test = machine("default")) {
      test.fs.inject(parse(words));
      String text =
          expected
              .replace("\\n", "\n")
              .replace("A", String.format(STAT, 4096))
              .replace("B", String.format(STAT, 8192));
      assertThat(stat(test)).isEqualTo(text);
      test.fs.clearQuirks();
      assertThat(stat(test)).isEqualTo(row("8:16", 8192) + row("8:0", 4096));
    }
  }

  /** Words, with a blank at the end of the last one written as an underscore. */
  private static Quirk parse(String words) {
    return Quirk.parse(List.of(words.split(" ")).stream().map(w -> w.replace('_', ' ')).toList());
  }

  @Test
  void rowsOfV1HaveAnUnknownDevice() throws IOException {
    try (TestFs test = machine("v1")) {
      Path file = test.fs.root().resolve("web/blkio.throttle.io_serviced");
      test.fs.inject(Quirk.unknownDeviceRow("sda"));
      assertThat(Files.readString(file))
          .contains("(unknown) Read 1\n", "8:16 Read 1\n", "Total 2\n")
          .doesNotContain("8:0");
    }
  }

  @Test
  void theFirstRmdirOfEachCgroupIsBusy() throws IOException {
    try (TestFs test = machine("default")) {
      test.fs.inject(Quirk.BUSY_RMDIR);
      Path web = test.fs.root().resolve("web");
      Path db = Files.createDirectory(test.fs.root().resolve("db"));
      Path ordinary = Files.createDirectory(test.path("/tmp/d"));
      assertThat(TestFs.errno(() -> Files.delete(web))).isEqualTo(Errno.EBUSY);
      assertThat(TestFs.errno(() -> Files.delete(web))).isNull();
      assertThat(TestFs.errno(() -> Files.delete(web))).isEqualTo(Errno.ENOENT);
      assertThat(TestFs.errno(() -> Files.delete(db))).isEqualTo(Errno.EBUSY);
      assertThat(TestFs.errno(() -> Files.delete(ordinary))).isNull();
      Files.createDirectory(web);
      assertThat(TestFs.errno(() -> Files.delete(web))).isEqualTo(Errno.EBUSY);
    }
  }

  @Test
  void rmdirIsBusyAsOftenAsWanted() throws IOException {
    try (TestFs test = machine("default")) {
      test.fs.inject(Quirk.busyRmdir(3));
      Path web = test.fs.root().resolve("web");
      for (int i = 0; i < 3; i++) {
        assertThat(TestFs.errno(() -> Files.delete(web))).isEqualTo(Errno.EBUSY);
      }
      Files.delete(web);
    }
  }

  @Test
  void writesForADeviceThatIsGoneAreRefused() throws IOException {
    try (TestFs test = machine("default")) {
      Path limit = test.fs.root().resolve("web/io.max");
      Files.writeString(limit, "8:0 rbps=1048576");
      test.fs.inject(Quirk.deviceGone("sda"));
      assertThat(Files.readString(limit)).isEmpty();
      assertThat(TestFs.errno(() -> Files.writeString(limit, "8:0 rbps=1")))
          .isEqualTo(Errno.ENODEV);
      assertThat(TestFs.errno(() -> Files.writeString(limit, "8:16 rbps=4096"))).isNull();
      test.fs.clearQuirks();
      assertThat(Files.readString(limit)).contains("8:0 rbps=1048576");
    }
  }

  @Test
  void aQuirkBeginsInMidRun() throws IOException {
    try (TestFs test = machine("default")) {
      test.fs.inject(Quirk.deviceGone("sdb").after(Duration.ofSeconds(2)));
      test.fs.advance(Duration.ofNanos(1_999_999_999));
      assertThat(stat(test)).contains("8:16");
      test.fs.advance(Duration.ofNanos(1));
      assertThat(stat(test)).isEqualTo(row("8:0", 4096));
    }
  }

  @Test
  void shortReadsSplitLines() throws IOException {
    try (TestFs test = machine("default")) {
      test.fs.inject(Quirk.shortReads(7));
      Path file = test.fs.root().resolve("web/io.stat");
      try (SeekableByteChannel channel = Files.newByteChannel(file)) {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        assertThat(channel.read(buffer)).isEqualTo(7);
        assertThat(channel.read(buffer)).isEqualTo(7);
        assertThat(StandardCharsets.UTF_8.decode(buffer.flip()).toString())
            .isEqualTo("8:16 rbytes=81");
      }
      assertThat(Files.readString(test.path("/proc/partitions"))).contains("sda1");
    }
  }

  @Test
  void aFileIsGoneAfterItWasOpened() throws IOException {
    try (TestFs test = machine("default")) {
      test.fs.inject(Quirk.fileGone("io.stat"));
      Path file = test.fs.root().resolve("web/io.stat");
      try (SeekableByteChannel channel = Files.newByteChannel(file)) {
        assertThat(TestFs.errno(() -> channel.read(ByteBuffer.allocate(10))))
            .isEqualTo(Errno.ENODEV);
      }
      Files.readString(test.fs.root().resolve("web/io.max"));
    }
  }

  @Test
  void aFileThatIsOpenSeesAQuirkThatComesLater() throws IOException {
    try (TestFs test = machine("default");
        SeekableByteChannel channel = Files.newByteChannel(test.fs.root().resolve("web/io.stat"))) {
      ByteBuffer buffer = ByteBuffer.allocate(1000);
      channel.read(buffer);
      test.fs.inject(Quirk.deviceGone("sdb"));
      channel.position(0);
      channel.read(buffer.clear());
      assertThat(StandardCharsets.UTF_8.decode(buffer.flip()).toString())
          .isEqualTo(row("8:0", 4096));
    }
  }

  @Test
  void quirksAddUp() throws IOException {
    try (TestFs test = machine("default")) {
      test.fs.inject(Quirk.joinedRows("io.stat"));
      test.fs.inject(Quirk.unknownDeviceRow("8:16"));
      assertThat(stat(test)).isEqualTo("(unknown) 8:0 " + String.format(STAT, 4096) + "\n");
      assertThat(test.fs.quirks())
          .extracting(Quirk::toString)
          .containsExactly("joined-rows io.stat", "unknown-device 8:16");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing             | no quirk nothing; there are unknown-device, cut-off, joined-rows, \
          busy-rmdir, device-gone, short-reads, file-gone
          cut-off io.stat     | usage: cut-off FILE TEXT
          busy-rmdir 1 2      | usage: busy-rmdir [TIMES]
          busy-rmdir after=x  | after=x: a time in seconds is wanted
          busy-rmdir 0        | 0 is no count of 1 or more
          short-reads many    | many is no count of 1 or more
          device-gone sdz     | no disk sdz; this machine has nvme0n1, sda, sda1, sda2, sdb
          """)
  void badQuirksAreRefused(String words, String message) throws IOException {
    try (TestFs test = machine("default")) {
      assertThatThrownBy(() -> test.fs.inject(parse(words)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);
      assertThat(test.fs.quirks()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"busy-rmdir", "busy-rmdir 2 after=0.5", "cut-off io.stat 8:0 after=120"})
  void aQuirkIsWordsAndBack(String words) {
    assertThat(parse(words)).hasToString(words);
    assertThat(Quirk.parse(parse(words).words())).isEqualTo(parse(words));
  }
}

package io.cglab.cgroupfs.host;

import static io.cglab.cgroupfs.TestFs.errno;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.TestFs;
import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.cgroup.Task;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** /proc (control-files.md 1.4, 7.5, 7.6). */
class ProcFilesTest {
  private static final String VM = "/proc/sys/vm/";

  private TestFs fs;

  @BeforeEach
  void boot() {
    fs = TestFs.boot("recorded-v2");
  }

  @AfterEach
  void close() {
    fs.close();
  }

  private static String unescaped(String text) {
    return text.replace("\\t", "\t")
        .replace("\\n", "\n")
        .replace("\\r", "\r")
        .replace("\\v", "\013")
        .replace("\\0", "\0");
  }

  @ParameterizedTest(name = "{0} < {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "dirty_ratio | '30 40' | 30 | 3",
        "dirty_ratio | '\\t8 1\\n' | 8 | 3",
        "dirty_ratio | '5 \\r\\n' | 5 | 4",
        "dirty_ratio | '\\r\\v6' | 6 | 3",
        "dirty_ratio | '-0' | 0 | 2",
        "dirty_ratio | '0x10\\n' | 16 | 5",
        "dirty_ratio | '010\\n' | 8 | 4",
        "dirty_ratio | '100' | 100 | 3",
        "dirty_ratio | '5 \\0junk' | 5 | 2",
        "dirty_ratio | '' | 20 | 0",
        "dirty_bytes | '8192' | 8192 | 4",
        "dirty_bytes | '17592186040320' | 17592186040320 | 14",
        "dirty_bytes | '18446744073709551615' | 18446744073709551615 | 20",
        "dirty_background_bytes | '1' | 1 | 1",
        "dirty_writeback_centisecs | '-5' | -5 | 2",
        "dirty_writeback_centisecs | '-0000000000000000005' | -5 | 20",
        "dirtytime_expire_seconds | '2147483647' | 2147483647 | 10",
      })
  void taken(String file, String text, String shown, int count) throws IOException {
    assertThat(fs.write(VM + file, unescaped(text))).isEqualTo(count);
    assertThat(fs.read(VM + file)).isEqualTo(shown + "\n");
  }

  @ParameterizedTest(name = "{0} < {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "dirty_ratio | 101 | EINVAL",
        "dirty_ratio | -1 | EINVAL",
        "dirty_ratio | '30x' | EINVAL",
        "dirty_ratio | '5\\r' | EINVAL",
        "dirty_ratio | x | EINVAL",
        "dirty_ratio | '\\n' | EINVAL",
        "dirty_ratio | '+5' | EINVAL",
        "dirty_ratio | '5\\0' | EINVAL",
        "dirty_ratio | '000000000000000000005' | EINVAL", // 21 characters
        "dirty_writeback_centisecs | '-00000000000000000005' | EINVAL", // the sign counts
        "dirty_ratio | '18446744073709551616' | EINVAL",
        "dirty_bytes | 8191 | EINVAL",
        "dirty_bytes | 0 | EINVAL",
        "dirty_bytes | '-0' | EINVAL",
        "dirty_bytes | 17592186040321 | ERANGE",
        "dirty_background_bytes | 0 | EINVAL",
        "dirty_expire_centisecs | -1 | EINVAL",
        "dirty_expire_centisecs | 2147483648 | EINVAL",
      })
  void refused(String file, String text, Errno refusal) throws IOException {
    String before = fs.read(VM + file);
    assertThat(errno(() -> fs.write(VM + file, unescaped(text)))).isEqualTo(refusal);
    assertThat(fs.read(VM + file)).isEqualTo(before);
  }

  @Test
  void anEmptyTriggerIsRefusedByTheSystemsFilesAlone() throws IOException {
    assertThat(errno(() -> fs.write("/proc/pressure/io", unescaped("")))).isEqualTo(Errno.EINVAL);
    assertThat(fs.write("/sys/fs/cgroup/io.pressure", unescaped(""))).isZero();
  }

  @Test
  void aShareAndANumberOfBytesExcludeEachOther() throws IOException {
    fs.write(VM + "dirty_bytes", "104857600");
    assertThat(fs.read(VM + "dirty_ratio")).isEqualTo("0\n");
    fs.write(VM + "dirty_ratio", "0");
    assertThat(fs.read(VM + "dirty_bytes")).isEqualTo("104857600\n");
    fs.write(VM + "dirty_ratio", "20");
    assertThat(fs.read(VM + "dirty_bytes")).isEqualTo("0\n");
    fs.write(VM + "dirty_background_bytes", "1");
    assertThat(fs.read(VM + "dirty_background_ratio")).isEqualTo("0\n");
  }

  @Test
  void aSecondWriteOnADescriptorIsSwallowed() throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(fs.path(VM + "dirty_ratio"), StandardOpenOption.WRITE)) {
      assertThat(channel.write(ByteBuffer.wrap("30".getBytes(StandardCharsets.UTF_8))))
          .isEqualTo(2);
      assertThat(channel.write(ByteBuffer.wrap("x99".getBytes(StandardCharsets.UTF_8))))
          .isEqualTo(3);
    }
    assertThat(fs.read(VM + "dirty_ratio")).isEqualTo("30\n");
  }

  @Test
  void fileSystems() throws IOException {
    assertThat(fs.read("/proc/filesystems"))
        .contains("nodev\tproc\nnodev\tcgroup\nnodev\tcgroup2\nnodev\tcpuset\n");
  }

  @Test
  void whatATaskHasDone() throws Exception {
    Task task = fs.spawn();
    Run run =
        fs.fs
            .machine()
            .start(
                task,
                Job.direct(new DevNo(8, 0))
                    .asyncIo(false)
                    .sequential()
                    .reads()
                    .blockSize(4096)
                    .count(7));
    while (!run.isDone()) {
      assertThat(fs.fs.machine().step()).isTrue();
    }
    assertThat(fs.read("/proc/" + task.pid() + "/io"))
        .isEqualTo(
            """
            rchar: 28672
            wchar: 0
            syscr: 7
            syscw: 0
            read_bytes: 28672
            write_bytes: 0
            cancelled_write_bytes: 0
            """);
    assertThat(fs.read("/proc/diskstats"))
        .containsPattern("(?m)^   8       0 sda 7 0 56 1 0 0 0 0 0 1 1 0 0 0 0 0 0$")
        .contains("   7       0 loop0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");
    assertThat(fs.read("/sys/block/sda/stat")).startsWith("       7        0       56 ");
  }

  @Test
  void aTask() throws Exception {
    Task task = fs.spawn();
    String proc = "/proc/" + task.pid();
    assertThat(fs.read(proc + "/comm")).isEqualTo("sleep\n");
    assertThat(fs.read(proc + "/stat").split(" "))
        .hasSize(52)
        .startsWith(Integer.toString(task.pid()), "(sleep)", "S", "1");
    assertThat(fs.read(proc + "/status"))
        .contains("Name:\tsleep\nState:\tS (sleeping)\n", "\nThreads:\t1\n");
    Task thread = fs.fs.machine().tasks().cloneThread(task);
    assertThat(fs.read(proc + "/task/" + thread.tid() + "/cgroup")).isEqualTo("0::/\n");
    assertThat(Files.exists(fs.path("/proc/" + thread.tid()))).isFalse();
  }

  @Test
  void selfIsTheCaller() throws Exception {
    Task task = fs.spawn();
    String self = fs.fs.as(new Caller(task.pid(), 0, 0), () -> fs.read("/proc/self/stat"));
    assertThat(self).startsWith(task.pid() + " ");
    assertThat(Files.readSymbolicLink(fs.path("/proc/self")).toString())
        .isEqualTo(Integer.toString(fs.fs.outside().pid()));
  }

  @Test
  void aZombieKeepsItsLastCgroup() throws Exception {
    fs.mkdir("/sys/fs/cgroup/a");
    Task task = fs.spawn();
    fs.write("/sys/fs/cgroup/a/cgroup.procs", Integer.toString(task.pid()));
    assertThat(fs.mount("cgroup", "none,name=n", "/mnt/n")).isNull();
    fs.mkdir("/mnt/n/b");
    fs.write("/mnt/n/b/tasks", Integer.toString(task.pid()));
    String file = "/proc/" + task.pid() + "/cgroup";
    assertThat(fs.read(file)).isEqualTo("1:name=n:/b\n0::/a\n");
    fs.fs.machine().tasks().kill(task);
    assertThat(fs.read(file)).isEqualTo("1:name=n:/\n0::/a\n");
    Files.delete(fs.path("/sys/fs/cgroup/a"));
    assertThat(fs.read(file)).isEqualTo("1:name=n:/\n0::/a (deleted)\n");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'some 150000 1000000\n' | ",
        "'some 150000 1000000' | EINVAL", // the last digit is lost
        "'full 1 2000000\n' | ",
        "'some 0 1000000\n' | EINVAL",
        "'some 5 10000001\n' | EINVAL",
        "'bogus\n' | EINVAL",
      })
  void triggers(String text, @Nullable Errno refusal) {
    assertThat(errno(() -> fs.write("/proc/pressure/io", text))).isEqualTo(refusal);
  }

  @Test
  void pressureFiles() throws IOException {
    assertThat(fs.read("/proc/pressure/io"))
        .isEqualTo(
            """
            some avg10=0.00 avg60=0.00 avg300=0.00 total=0
            full avg10=0.00 avg60=0.00 avg300=0.00 total=0
            """);
    assertThat((int) Files.getAttribute(fs.path("/proc/pressure/cpu"), "unix:mode") & 07777)
        .isEqualTo(0666);
    assertThat(fs.errnoAs(1000, () -> fs.write("/proc/pressure/io", "some 5 2000000\n"))).isNull();
    assertThat(fs.errnoAs(1000, () -> fs.write("/proc/pressure/io", "some 5 1000000\n")))
        .isEqualTo(Errno.EINVAL);
  }
}

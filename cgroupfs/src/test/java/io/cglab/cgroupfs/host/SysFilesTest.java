package io.cglab.cgroupfs.host;

import static io.cglab.cgroupfs.TestFs.errno;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.TestFs;
import io.cglab.core.api.Errno;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** /sys (control-files.md 7.1 to 7.4). */
class SysFilesTest {
  private static final String SDA = "/sys/block/sda";
  private static final int USER = 1000;

  private TestFs fs;

  @BeforeEach
  void boot() {
    fs = TestFs.boot("recorded-v2");
  }

  @AfterEach
  void close() {
    fs.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "sda/dev | 8:0",
        "sda/size | 262144",
        "sda/range | 16",
        "sda/ext_range | 256",
        "sda/diskseq | 26",
        "sda/ro | 0",
        "sda/capability | 0",
        "sda/sda1/dev | 8:1",
        "sda/sda1/size | 130016",
        "sda/sda1/start | 32",
        "sda/sda1/partition | 1",
        "sda/queue/nr_requests | 256",
        "sda/queue/max_sectors_kb | 1280",
        "sda/queue/zoned | none",
        "sda/queue/logical_block_size | 512",
        "sda/queue/read_ahead_kb | 128",
        "sda/queue/io_timeout | 30000",
        "nullb0/queue/max_sectors_kb | 127",
        "nullb0/queue/nr_requests | 64",
      })
  void oneLine(String file, String line) throws IOException {
    assertThat(fs.read("/sys/block/" + file)).isEqualTo(line + "\n");
  }

  @Test
  void uevents() throws IOException {
    assertThat(fs.read(SDA + "/uevent"))
        .isEqualTo("MAJOR=8\nMINOR=0\nDEVNAME=sda\nDEVTYPE=disk\nDISKSEQ=26\n");
    assertThat(fs.read(SDA + "/sda2/uevent"))
        .isEqualTo("MAJOR=8\nMINOR=2\nDEVNAME=sda2\nDEVTYPE=partition\nDISKSEQ=26\nPARTN=2\n");
    assertThat(errno(() -> fs.write(SDA + "/uevent", "change\n"))).isNull();
    assertThat(errno(() -> fs.write(SDA + "/uevent", "bogus\n"))).isEqualTo(Errno.EINVAL);
  }

  @Test
  void statColumns() throws IOException {
    assertThat(fs.read(SDA + "/stat")).isEqualTo("       0 ".repeat(16) + "       0\n");
    assertThat(fs.read(SDA + "/inflight")).isEqualTo("       0        0\n");
  }

  @Test
  void partitionsHaveNoQueueAndRamDisksNoScheduler() {
    assertThat(Files.exists(fs.path(SDA + "/sda1/queue"))).isFalse();
    assertThat(Files.exists(fs.path("/sys/block/ram0/queue/rotational"))).isTrue();
    assertThat(Files.exists(fs.path("/sys/block/ram0/queue/scheduler"))).isFalse();
    assertThat(Files.exists(fs.path("/sys/block/ram0/queue/nr_requests"))).isFalse();
  }

  @ParameterizedTest(name = "{0} < {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "rotational | '5' | 1 | ",
        "rotational | '0\n' | 0 | ",
        "rotational | ' 1' | 0 | EINVAL",
        "rotational | '1\n\n' | 0 | EINVAL",
        "rotational | '-1' | 0 | EINVAL",
        "rotational | '0x1' | 0 | EINVAL",
        "rotational | '+1' | 1 | ",
        "rotational | '4294967295' | 1 | ",
        "rotational | '4294967296' | 0 | EINVAL",
        "rotational | '18446744073709551616' | 0 | EINVAL",
        "iostats | 0 | 0 | ",
        "add_random | 7 | 1 | ",
        "stable_writes | 1 | 1 | ",
        "rq_affinity | 2 | 2 | ",
        "rq_affinity | 9 | 1 | ",
        "nomerges | 2 | 2 | ",
        "nomerges | 3 | 1 | ",
        "read_ahead_kb | 130 | 128 | ",
        "read_ahead_kb | 3 | 0 | ",
        "max_sectors_kb | 64 | 64 | ",
        "max_sectors_kb | 99999 | 1280 | ",
        "max_sectors_kb | 3 | 1280 | EINVAL",
        "nr_requests | 1 | 4 | ",
        "nr_requests | 2048 | 2048 | ",
        "nr_requests | 2049 | 256 | EINVAL",
        "io_timeout | 0 | 30000 | EINVAL",
        "io_timeout | 1 | 1 | ",
        "write_cache | write back | write back | ",
        "write_cache | write throughx | write through | ",
        "write_cache | none | write through | ",
        "write_cache | back | write through | EINVAL",
      })
  void queueFiles(String file, String text, String shown, String refusal) throws IOException {
    String path = SDA + "/queue/" + file;
    assertThat(errno(() -> fs.write(path, text.replace("\\n", "\n"))))
        .isEqualTo(refusal == null ? null : Errno.valueOf(refusal));
    assertThat(fs.read(path)).isEqualTo(shown + "\n");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "bfq | none mq-deadline kyber [bfq] | ",
        "deadline | none [mq-deadline] kyber bfq | ",
        "' kyber ' | none mq-deadline [kyber] bfq | ",
        "nonexistent | '[none] mq-deadline kyber bfq' | ",
        "'bfq            x' | none mq-deadline kyber [bfq] | ", // only 15 bytes count
        "cfq | none [mq-deadline] kyber bfq | EINVAL",
        "noop | none [mq-deadline] kyber bfq | EINVAL",
        "BFQ | none [mq-deadline] kyber bfq | EINVAL",
        "'[bfq]' | none [mq-deadline] kyber bfq | EINVAL",
      })
  void schedulers(String text, String shown, String refusal) throws IOException {
    String path = SDA + "/queue/scheduler";
    assertThat(errno(() -> fs.write(path, text)))
        .isEqualTo(refusal == null ? null : Errno.valueOf(refusal));
    assertThat(fs.read(path)).isEqualTo(shown + " \n");
  }

  @ParameterizedTest(name = "{0}/{1} < {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "bfq | slice_idle | 20 | 20 | ",
        "bfq | slice_idle | 4295 | 0 | ", // 32 bits of ns
        "bfq | slice_idle_us | 500 | 500 | ",
        "bfq | low_latency | 99 | 1 | ",
        "bfq | back_seek_penalty | 0 | 1 | ",
        "bfq | fifo_expire_sync | 0 | 1 | ",
        "bfq | max_budget | 99999999999 | 2147483647 | ",
        "bfq | max_budget | 18446744073709551616 | 0 | ERANGE",
        "bfq | max_budget | -1 | 0 | EINVAL",
        "bfq | timeout_sync | 0x10 | 125 | EINVAL",
        "mq-deadline | read_expire | 0x10 | 16 | ",
        "mq-deadline | read_expire | -5 | 0 | ",
        "mq-deadline | writes_starved | -5 | -5 | ",
        "mq-deadline | front_merges | 7 | 1 | ",
        "mq-deadline | front_merges | -7 | 0 | ",
        "mq-deadline | fifo_batch | 4294967296 | 16 | ERANGE",
        "mq-deadline | fifo_batch | ' 4' | 16 | EINVAL",
        "mq-deadline | fifo_batch | '4 ' | 16 | EINVAL",
        "mq-deadline | async_depth | 0 | 1 | ",
        "mq-deadline | async_depth | 300 | 300 | ",
        "kyber | read_lat_nsec | 18446744073709551615 | 18446744073709551615 | ",
        "kyber | write_lat_nsec | 0x5 | 10000000 | EINVAL",
      })
  void tunables(String scheduler, String file, String text, String shown, String refusal)
      throws IOException {
    fs.write(SDA + "/queue/scheduler", scheduler);
    String path = SDA + "/queue/iosched/" + file;
    assertThat(errno(() -> fs.write(path, text)))
        .isEqualTo(refusal == null ? null : Errno.valueOf(refusal));
    assertThat(fs.read(path)).isEqualTo(shown + "\n");
  }

  @Test
  void aSwitchOfSchedulersBringsFreshTunables() throws IOException {
    String file = SDA + "/queue/iosched/fifo_batch";
    fs.write(file, "1");
    try (SeekableByteChannel open = Files.newByteChannel(fs.path(file))) {
      fs.write(SDA + "/queue/scheduler", "none");
      assertThat(Files.exists(fs.path(SDA + "/queue/iosched"))).isFalse();
      fs.write(SDA + "/queue/scheduler", "mq-deadline");
      assertThat(fs.read(file)).isEqualTo("16\n");
      assertThat(errno(() -> open.position(0))).isEqualTo(Errno.ENODEV);
    }
  }

  @Test
  void strictGuaranteesRaiseTheIdleTime() throws IOException {
    fs.write(SDA + "/queue/scheduler", "bfq");
    fs.write(SDA + "/queue/iosched/slice_idle", "0");
    fs.write(SDA + "/queue/iosched/strict_guarantees", "1");
    assertThat(fs.read(SDA + "/queue/iosched/slice_idle")).isEqualTo("8\n");
  }

  /** Every file of two disks, /sys/kernel and /sys/module. */
  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String top : List.of("block/sda", "block/ram0", "kernel", "module")) {
      try (Stream<Path> all = Files.walk(fs.path("/sys/" + top))) {
        all.filter(Files::isRegularFile).forEach(files::add);
      }
    }
    return files;
  }

  @Test
  void everyFileIsAPageAndKeepsItsModeEvenForRoot() throws IOException {
    List<Path> files = files();
    assertThat(files).hasSizeGreaterThan(100);
    for (Path file : files) {
      int mode = (int) Files.getAttribute(file, "unix:mode") & 07777;
      assertThat(mode).as(file.toString()).isIn(0444, 0644);
      assertThat(Files.size(file)).as(file.toString()).isEqualTo(4096);
      String before = Files.readString(file);
      Errno refusal = errno(() -> Files.writeString(file, "bogus"));
      assertThat(refusal).as(file.toString()).isEqualTo(mode == 0444 ? Errno.EACCES : Errno.EINVAL);
      assertThat(fs.errnoAs(USER, () -> Files.writeString(file, "1"))).isEqualTo(Errno.EACCES);
      assertThat(Files.readString(file)).as(file.toString()).isEqualTo(before);
    }
  }

  @Test
  void aLongWriteIsCut() throws IOException {
    assertThat(fs.write(SDA + "/queue/scheduler", "bfq" + " ".repeat(5000))).isEqualTo(4096);
    assertThat(fs.read(SDA + "/queue/scheduler")).contains("[bfq]");
  }

  @Test
  void linksByNumberAndClass() throws IOException {
    assertThat(fs.read("/sys/dev/block/8:17/partition")).isEqualTo("1\n");
    assertThat(fs.read("/sys/class/block/sdb/dev")).isEqualTo("8:16\n");
  }

  @Test
  void whatTheKernelSaysOfItsCgroups() throws IOException {
    assertThat(fs.read("/sys/kernel/cgroup/delegate"))
        .isEqualTo("cgroup.procs\ncgroup.threads\ncgroup.subtree_control\n");
    assertThat(fs.read("/sys/kernel/cgroup/features"))
        .isEqualTo(
            """
            nsdelegate
            favordynmods
            memory_localevents
            memory_recursiveprot
            memory_hugetlb_accounting
            pids_localevents
            """);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"y,Y", "Y,Y", "t,Y", "1,Y", "on,Y", "oN,Y", "n,N", "F,N", "0,N", "off,N"})
  void debugStatistics(String text, String shown) throws IOException {
    String file = "/sys/module/blk_cgroup/parameters/blkcg_debug_stats";
    assertThat(fs.read(file)).isEqualTo("N\n");
    fs.write(file, text + "\n");
    assertThat(fs.read(file)).isEqualTo(shown + "\n");
    assertThat(errno(() -> Files.write(fs.path(file), new byte[] {'x'}, StandardOpenOption.WRITE)))
        .isEqualTo(Errno.EINVAL);
  }
}

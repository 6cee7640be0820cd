package io.cglab.cgroupfs.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.core.api.DevNo;
import io.cglab.core.dm.Segment;
import io.cglab.core.dm.VolumeConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a volume shows of itself: the files of a disk without requests, and those of its own. */
class VolumeFilesTest {
  private static final String MACHINE =
      """
      mounts:
        - {type: cgroup2, on: /sys/fs/cgroup}
      disks:
        - {name: sda, dev: "8:0", size: 1M, partitions: [{dev: "8:1", start: 8, sectors: 1024}]}
        - {name: sdb, dev: "8:16", size: 1M}
      volumes:
        - {name: vg-data, dev: "253:0", type: striped, members: [{disk: sda1, sectors: 1024}, {disk: sdb, sectors: 1024}]}
      """;

  private CgroupFs fs;

  @BeforeEach
  void boot() throws Exception {
    fs = CgroupFs.boot(MachineSpec.parse(MACHINE, "m"));
  }

  @AfterEach
  void close() {
    fs.close();
  }

  private Path path(String path) {
    return fs.fileSystem().getPath(path);
  }

  private String read(String path) throws IOException {
    return Files.readString(path(path));
  }

  @ParameterizedTest
  @CsvSource({
    "dev, 253:0",
    "size, 2048",
    "range, 1",
    "diskseq, 3",
    "dm/name, vg-data",
    "dm/uuid, ''",
    "dm/suspended, 0",
    "slaves/sda1/start, 8",
    "slaves/sdb/dev, 8:16",
    "queue/max_sectors_kb, 1280",
    "queue/minimum_io_size, 65536",
    "queue/optimal_io_size, 131072",
    "queue/rotational, 0",
  })
  void oneLine(String file, String line) throws IOException {
    assertThat(read("/sys/block/dm-0/" + file)).isEqualTo(line + "\n");
    assertThat(read("/sys/dev/block/253:0/" + file)).isEqualTo(line + "\n");
  }

  @Test
  void aVolumeHasNoSchedulerAndADiskNoDmDirectory() throws IOException {
    assertThat(Files.exists(path("/sys/block/dm-0/queue/scheduler"))).isFalse();
    assertThat(Files.exists(path("/sys/block/dm-0/queue/nr_requests"))).isFalse();
    assertThat(Files.exists(path("/sys/block/dm-0/queue/iosched"))).isFalse();
    assertThat(Files.exists(path("/sys/block/sda/dm"))).isFalse();
    assertThat(read("/sys/block/sda/queue/minimum_io_size")).isEqualTo("512\n");
    assertThat(read("/sys/block/sda/queue/optimal_io_size")).isEqualTo("0\n");
  }

  /** 128 KiB from 32 KiB on are three pieces, the second of which lies on sdb. */
  @Test
  void readsOfItsNodeAreReadsOfItsMembers() throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(path("/dev/mapper/vg-data"), StandardOpenOption.READ)) {
      assertThat(channel.position(32 << 10).read(ByteBuffer.allocate(128 << 10)))
          .isEqualTo(128 << 10);
    }
    assertThat(read("/proc/diskstats"))
        .contains(" sda 2 0 128 ")
        .contains(" sdb 1 0 128 ")
        .contains(" 253       0 dm-0 3 0 256 ");
    assertThat(read("/sys/fs/cgroup/io.stat"))
        .contains("253:0 rbytes=131072 wbytes=0 rios=3 ")
        .contains("8:16 rbytes=65536 wbytes=0 rios=1 ");
    assertThat(read("/proc/partitions")).contains(" 253        0       1024 dm-0\n");
  }

  @Test
  void aLimitMayBeSetOnAVolume() throws IOException {
    Files.writeString(path("/sys/fs/cgroup/cgroup.subtree_control"), "+io");
    Files.createDirectory(path("/sys/fs/cgroup/a"));
    Files.writeString(path("/sys/fs/cgroup/a/io.max"), "253:0 rbps=1048576");
    assertThat(read("/sys/fs/cgroup/a/io.max"))
        .isEqualTo("253:0 rbps=1048576 wbps=max riops=max wiops=max\n");
  }

  @Test
  void aVolumeThatIsMadeLaterHasItsFilesAtOnce() throws Exception {
    fs.machine()
        .addVolume(
            VolumeConfig.linear("late", new DevNo(253, 1), List.of(new Segment("dm-0", 0, 8))));
    assertThat(read("/sys/block/dm-1/dm/name")).isEqualTo("late\n");
    assertThat(read("/sys/class/block/dm-1/size")).isEqualTo("8\n");
    assertThat(read("/sys/block/dm-1/queue/optimal_io_size")).isEqualTo("0\n");
    assertThat(Files.readAllBytes(path("/dev/mapper/late"))).hasSize(4096);
    assertThat(read("/proc/diskstats")).contains(" dm-1 1 0 8 ").contains(" dm-0 1 0 8 ");
  }
}

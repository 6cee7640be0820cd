package io.cglab.cgroupfs.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cglab.cgroupfs.TestFs;
import io.cglab.cgroupfs.kernfs.DirectOption;
import io.cglab.core.Machine;
import io.cglab.core.api.DevNo;
import io.cglab.core.device.DiskStats;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A disk of 8 MiB with a request at a time, each of a millisecond, as an open file. */
class OpenDeviceTest {
  private static final int MIB = 1 << 20;
  private static final long MS = 1_000_000;
  private static final DevNo SDA = new DevNo(8, 0);

  private TestFs fs;
  private Machine machine;

  @BeforeEach
  void boot() {
    fs =
        TestFs.ofYaml(
            """
            disks:
              - {name: sda, dev: "8:0", size: 8M, max_sectors_kb: 1024, params: {completion_nsec: 1000000, hw_queue_depth: 1}}
            """);
    machine = fs.fs.machine();
  }

  @AfterEach
  void close() {
    fs.close();
  }

  private FileChannel open(OpenOption... options) throws IOException {
    return FileChannel.open(fs.path("/dev/sda"), options);
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count);
  }

  private long wroteBytes() {
    var disk = machine.disks().lookup(SDA);
    assertThat(disk).isNotNull();
    return disk.stats().sectors(DiskStats.WRITE) * 512;
  }

  @Test
  void aWriteIsInMemoryUntilTheFileIsClosed() throws IOException {
    try (FileChannel file = open(StandardOpenOption.WRITE)) {
      assertThat(file.write(bytes(4 * MIB))).isEqualTo(4 * MIB);
      assertThat(wroteBytes()).isZero();
      assertThat(machine.pageCache().dirtyPages()).isEqualTo(1024);
    }
    assertThat(wroteBytes()).isEqualTo(4 * MIB);
    assertThat(machine.nowNs()).isBetween(4 * MS, 8 * MS);
    assertThat(machine.pageCache().filePages()).isZero();
    assertThat(machine.claims().count(SDA)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"SYNC", "DSYNC"})
  void aSynchronousWriteIsOnTheDisk(StandardOpenOption option) throws IOException {
    try (FileChannel file = open(StandardOpenOption.WRITE, option)) {
      file.write(bytes(MIB));
      assertThat(wroteBytes()).isEqualTo(MIB);
      file.write(bytes(MIB));
      file.force(true);
      assertThat(wroteBytes()).isEqualTo(2 * MIB);
      assertThat(machine.pageCache().filePages()).as("it stays cached").isEqualTo(512);
    }
  }

  @Test
  void theLastOfManyWaits() throws IOException {
    try (FileChannel other = open(StandardOpenOption.READ)) {
      try (FileChannel file = open(StandardOpenOption.WRITE)) {
        file.write(bytes(MIB));
      }
      assertThat(wroteBytes()).isZero();
      assertThat(other.read(bytes(100), MIB - 10)).isEqualTo(100);
    }
    assertThat(wroteBytes()).isEqualTo(MIB);
  }

  @Test
  void itEndsWhereTheDiskEnds() throws IOException {
    try (FileChannel file = open(StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      assertThat(file.size()).isEqualTo(8 * MIB);
      assertThat(file.read(bytes(100), 8 * MIB - 1)).isEqualTo(1);
      assertThat(file.read(bytes(100), 8 * MIB)).isEqualTo(-1);
      assertThat(file.write(bytes(100), 8 * MIB - 1)).isEqualTo(1);
      assertThatThrownBy(() -> file.write(bytes(100), 8 * MIB))
          .hasMessageContaining("No space left on device");
    }
  }

  @Test
  void directIoGoesPastMemoryInWholeSectors() throws IOException {
    try (FileChannel file =
        open(StandardOpenOption.READ, StandardOpenOption.WRITE, DirectOption.DIRECT)) {
      file.write(bytes(4096));
      assertThat(wroteBytes()).isEqualTo(4096);
      assertThat(machine.pageCache().filePages()).isZero();
      assertThatThrownBy(() -> file.read(bytes(100), 0)).hasMessageContaining("Invalid argument");
      assertThatThrownBy(() -> file.write(bytes(512), 1)).hasMessageContaining("Invalid argument");
    }
  }
}

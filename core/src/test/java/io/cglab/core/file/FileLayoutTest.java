package io.cglab.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cglab.core.TestMachine;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.Disks;
import io.cglab.core.device.FixedLatency;
import io.cglab.core.device.Partition;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where files are on the disk. */
class FileLayoutTest {
  private static final DevNo SDA = TestMachine.DEV;
  private static final DevNo SDA1 = new DevNo(8, 1);
  private static final DevNo SDA2 = new DevNo(8, 2);
  private static final int KIB = 1024;

  private final Disks disks = new Disks(1, 1000);
  private FileSystems all;

  @BeforeEach
  void disk() {
    disks.add(
        new DiskConfig(
            "sda",
            SDA,
            1 << 20,
            false,
            true,
            1,
            8,
            8,
            128,
            new FixedLatency(1),
            List.of(
                new Partition("sda1", SDA1, 1, 2048, 1 << 18),
                new Partition("sda2", SDA2, 2, 2048 + (1 << 18), 1 << 18))));
    all = new FileSystems(disks);
  }

  /** Sectors from the file system's first free one on, for each KiB asked for. */
  private static String places(FileSystem fs, Inode file, int... kib) {
    long first = fs.sector(fs.overheadBlocks());
    StringBuilder text = new StringBuilder();
    for (int at : kib) {
      long sector = file.sector((long) at * KIB);
      text.append(text.isEmpty() ? "" : " ").append(sector < 0 ? "-" : "" + (sector - first));
    }
    return text.toString();
  }

  @Test
  void filesAreBehindOneAnotherInTheOrderOfTheirWrites() throws Exception {
    FileSystem fs = all.format(SDA1, FileSystemType.EXT4, Layout.USUAL);
    Inode one = fs.create();
    Inode two = fs.create();
    two.allocate(0, 8 * KIB);
    one.allocate(0, 4 * KIB);
    two.allocate(8 * KIB, 4 * KIB);
    assertThat(places(fs, two, 0, 1, 4, 8, 12)).isEqualTo("0 2 8 24 -");
    assertThat(places(fs, one, 0, 4)).isEqualTo("16 -");
    assertThat(two.run(0, 100 * KIB)).isEqualTo(8 * KIB);
    assertThat(two.run(6 * KIB, 100 * KIB)).isEqualTo(2 * KIB);
  }

  @Test
  void spacingKeepsFilesApartAndEachGrowsInItsOwnPlace() throws Exception {
    FileSystem fs = all.format(SDA1, FileSystemType.EXT3, new Layout(1 << 20, 0));
    Inode one = fs.create();
    Inode two = fs.create();
    two.allocate(0, 4 * KIB);
    one.allocate(0, 4 * KIB);
    two.allocate(4 * KIB, 4 * KIB);
    one.allocate(4 * KIB, 4 * KIB);
    assertThat(places(fs, one, 0, 4)).isEqualTo("0 8");
    assertThat(places(fs, two, 0, 4)).isEqualTo("2048 2056");
  }

  @Test
  void holesAreFilledInTheOrderOfArrival() throws Exception {
    FileSystem fs = all.format(SDA, FileSystemType.EXT3, Layout.USUAL);
    Inode file = fs.create();
    file.truncate(64 * KIB);
    file.allocate(32 * KIB, 4 * KIB);
    file.allocate(0, 4 * KIB);
    file.allocate(60 * KIB, 4 * KIB);
    file.allocate(32 * KIB, 4 * KIB);
    assertThat(places(fs, file, 0, 4, 32, 60)).isEqualTo("8 - 0 16");
    assertThat(file.blocks()).isEqualTo(3);
    assertThat(file.isAllocated(0, 8 * KIB)).isFalse();
    assertThat(file.isAllocated(62 * KIB, 2 * KIB)).isTrue();
  }

  @Test
  void aDelayedFileIsInOnePieceThoughAnotherIsWrittenMeanwhile() throws Exception {
    FileSystem fs = all.format(SDA, FileSystemType.EXT4, Layout.USUAL);
    Inode slow = fs.create();
    Inode other = fs.create();
    slow.reserve(0, 4 * KIB);
    other.allocate(0, 4 * KIB);
    slow.reserve(4 * KIB, 4 * KIB);
    assertThat(places(fs, slow, 0, 4)).isEqualTo("- -");
    slow.allocate(0, 8 * KIB);
    assertThat(slow.run(0, 8 * KIB)).isEqualTo(8 * KIB);
    assertThat(slow.reservedBlocks()).isZero();
  }

  @Test
  void preallocatedBlocksReadAsZerosUntilTheyAreWrittenTo() throws Exception {
    FileSystem fs = all.format(SDA, FileSystemType.XFS, Layout.USUAL);
    Inode file = fs.create();
    file.fallocate(0, 16 * KIB, false);
    file.allocate(4 * KIB, 4 * KIB);
    assertThat(file.sectorToRead(0)).isEqualTo(Inode.NONE);
    assertThat(file.sectorToRead(4 * KIB)).isEqualTo(file.sector(4 * KIB)).isPositive();
    assertThat(places(fs, file, 0, 4, 8, 12)).isEqualTo("0 8 16 24");
  }

  @Test
  void whatIsFullTakesNoMoreAndIsWholeAgainAfterwards() throws Exception {
    FileSystem fs = all.format(SDA1, FileSystemType.EXT4, Layout.USUAL);
    long room = fs.availableBlocks();
    Inode file = fs.create();
    assertThat(file.reserve(0, (room - 2) * 4096)).isEqualTo((room - 2) * 4096);
    Inode other = fs.create();
    assertThat(other.allocate(0, 12 * KIB)).isEqualTo(8 * KIB);
    assertThat(other.reserve(64 * KIB, 1)).isZero();
    assertThatThrownBy(() -> other.fallocate(0, 12 * KIB, true))
        .isInstanceOfSatisfying(
            KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOSPC));
    assertThat(file.allocate(0, (room - 2) * 4096)).isEqualTo((room - 2) * 4096);
    file.truncate(0);
    assertThat(fs.availableBlocks()).isEqualTo(room - 2);
    other.unlink();
    assertThat(fs.availableBlocks()).isEqualTo(room);
  }

  @ParameterizedTest(name = "a file system on {0} and one on {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          8:0 | 8:1 | one
          8:1 | 8:0 | one
          8:1 | 8:2 | both
          8:1 | 8:1 | one
          """)
  void whatIsMadeReplacesWhatItCovers(String first, String second, String left) throws Exception {
    FileSystem one = all.format(dev(first), FileSystemType.EXT4, Layout.USUAL);
    one.mounted();
    if (left.equals("one")) {
      assertThatThrownBy(() -> all.format(dev(second), FileSystemType.EXT4, Layout.USUAL))
          .isInstanceOfSatisfying(
              KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY));
    }
    one.unmounted();
    FileSystem two = all.format(dev(second), FileSystemType.EXT4, Layout.USUAL);
    assertThat(all.on(dev(second))).isSameAs(two);
    assertThat(all.on(dev(first)) == one).isEqualTo(left.equals("both"));
  }

  private static DevNo dev(String text) {
    return new DevNo(8, text.charAt(2) - '0');
  }
}

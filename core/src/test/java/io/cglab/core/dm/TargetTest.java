package io.cglab.core.dm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the sectors of a volume lie (schedulers-and-devices.md 5.3). */
class TargetTest {
  /**
   * Chunks of 128 sectors on three members of disks 4, 5, 6 that begin at 1000, 2000, 3000. Sector
   * 500 is in chunk 3, so on member 0, in its second chunk: 1000 + 1 · 128 + 500 mod 128 = 1244.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 4, 1000, 128",
    "127, 4, 1127, 1",
    "128, 5, 2000, 128",
    "383, 6, 3127, 1",
    "384, 4, 1128, 128",
    "500, 4, 1244, 12",
    "1000, 5, 2360, 24",
    "1279, 4, 1511, 1",
  })
  void striped(long sector, int disk, long memberSector, long together) {
    Target target = new Striped(128, new int[] {4, 5, 6}, new long[] {1000, 2000, 3000});
    assertThat(target.memberDisk(sector)).isEqualTo(disk);
    assertThat(target.memberSector(sector)).isEqualTo(memberSector);
    assertThat(target.together(sector)).isEqualTo(together);
  }

  /** Chunks of 24 sectors, no power of two, on two members. */
  @ParameterizedTest
  @CsvSource({"23, 0, 23, 1", "24, 1, 0, 24", "50, 0, 26, 22", "100, 0, 52, 20"})
  void stripesOfAnyLength(long sector, int disk, long memberSector, long together) {
    Target target = new Striped(24, new int[] {0, 1}, new long[] {0, 0});
    assertThat(target.memberDisk(sector)).isEqualTo(disk);
    assertThat(target.memberSector(sector)).isEqualTo(memberSector);
    assertThat(target.together(sector)).isEqualTo(together);
  }

  /** 100 sectors of disk 7 from 50, 30 of disk 2 from 0, 1 of disk 7 from 10. */
  @ParameterizedTest
  @CsvSource({
    "0, 7, 50, 100",
    "99, 7, 149, 1",
    "100, 2, 0, 30",
    "129, 2, 29, 1",
    "130, 7, 10, 1",
  })
  void linear(long sector, int disk, long memberSector, long together) {
    Target target =
        new Linear(new int[] {7, 2, 7}, new long[] {50, 0, 10}, new long[] {100, 30, 1});
    assertThat(target.memberDisk(sector)).isEqualTo(disk);
    assertThat(target.memberSector(sector)).isEqualTo(memberSector);
    assertThat(target.together(sector)).isEqualTo(together);
  }

  @Test
  void flushesGoToAllMembers() {
    Target target = new Linear(new int[] {7, 2}, new long[] {0, 0}, new long[] {1, 1});
    assertThat(target.members()).isEqualTo(2);
    assertThat(target.diskOf(1)).isEqualTo(2);
  }
}

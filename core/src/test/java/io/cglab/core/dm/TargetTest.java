package io.cglab.core.dm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Machine;
import io.cglab.core.MachineConfig;
import io.cglab.core.TestMachine;
import io.cglab.core.api.DevNo;
import io.cglab.core.block.BioDriver;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.FixedLatency;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the sectors of a mapped device lie (schedulers-and-devices.md 5.3). */
class TargetTest {
  /** A machine of eight disks. */
  private static Machine machine() {
    List<DiskConfig> disks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      disks.add(TestMachine.disk("d" + i, new DevNo(8, 16 * i), new FixedLatency(0), 1, 2560));
    }
    return Machine.boot(MachineConfig.plain().withDisks(disks));
  }

  private static BioDriver linear(int... numbers) throws Exception {
    Machine machine = machine();
    MappedDevice device = machine.mapper().create("data");
    List<TableLine> lines = new ArrayList<>();
    long start = 0;
    for (int i = 0; i < numbers.length; i += 3) {
      TargetSpec.Leg leg = new TargetSpec.Leg(new DevNo(8, 16 * numbers[i]), numbers[i + 1]);
      lines.add(new TableLine(start, numbers[i + 2], new TargetSpec.Linear(leg)));
      start += numbers[i + 2];
    }
    machine.mapper().load(device, lines);
    machine.mapper().resume(device);
    return device.driver();
  }

  private static Target stripes(int chunk, int firstDisk, long... starts) {
    Machine machine = machine();
    return new Striped(
        chunk,
        IntStream.range(0, starts.length)
            .mapToObj(i -> new Place(machine.disks().get(firstDisk + i), starts[i]))
            .toList());
  }

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
    Target target = stripes(128, 4, 1000, 2000, 3000);
    assertThat(target.memberDisk(sector, false)).isEqualTo(disk);
    assertThat(target.memberSector(sector, false)).isEqualTo(memberSector);
    assertThat(target.together(sector, false)).isEqualTo(together);
  }

  /** Chunks of 24 sectors, no power of two, on two members. */
  @ParameterizedTest
  @CsvSource({"23, 0, 23, 1", "24, 1, 0, 24", "50, 0, 26, 22", "100, 0, 52, 20"})
  void stripesOfAnyLength(long sector, int disk, long memberSector, long together) {
    Target target = stripes(24, 0, 0, 0);
    assertThat(target.memberDisk(sector, false)).isEqualTo(disk);
    assertThat(target.memberSector(sector, false)).isEqualTo(memberSector);
    assertThat(target.together(sector, false)).isEqualTo(together);
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
  void linesFollowOneAnother(long sector, int disk, long memberSector, long together)
      throws Exception {
    BioDriver driver = linear(7, 50, 100, 2, 0, 30, 7, 10, 1);
    assertThat(driver.memberDisk(sector, false)).isEqualTo(disk);
    assertThat(driver.memberSector(sector, false)).isEqualTo(memberSector);
    assertThat(driver.together(sector, false)).isEqualTo(together);
  }

  @Test
  void flushesGoToAllMembers() throws Exception {
    BioDriver driver = linear(7, 0, 1, 2, 0, 1);
    assertThat(driver.members()).isEqualTo(2);
    assertThat(driver.diskOf(1)).isEqualTo(2);
  }
}

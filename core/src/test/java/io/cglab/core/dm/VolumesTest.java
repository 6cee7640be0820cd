package io.cglab.core.dm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cglab.core.Machine;
import io.cglab.core.MachineConfig;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.device.Disk;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.FixedLatency;
import io.cglab.core.device.Partition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How volumes are made, and what is refused. */
class VolumesTest {
  private static final DevNo DM0 = new DevNo(253, 0);

  private static MachineConfig twoDisks() {
    DiskConfig sda =
        new DiskConfig(
            "sda",
            new DevNo(8, 0),
            10_000,
            false,
            true,
            32,
            1024,
            2560,
            128,
            new FixedLatency(0),
            List.of(new Partition("sda1", new DevNo(8, 1), 1, 2048, 4096)));
    DiskConfig sdb =
        new DiskConfig(
            "sdb",
            new DevNo(8, 16),
            10_000,
            true,
            true,
            1,
            2560,
            2560,
            64,
            new FixedLatency(0),
            List.of());
    return MachineConfig.plain().withDisks(List.of(sda, sdb));
  }

  @Test
  void aVolumeIsADiskWithoutRequests() throws Exception {
    Machine machine = Machine.boot(twoDisks());
    List<String> seen = new ArrayList<>();
    machine.onDisk(disk -> seen.add(disk.name()));
    assertThat(machine.mapper().freeDev()).isEqualTo(DM0);
    MappedDevice volume =
        machine.addVolume(
            VolumeConfig.linear(
                "data", DM0, List.of(new Segment("sda1", 96, 4000), new Segment("sdb", 0, 16))));
    Disk disk = volume.disk();
    assertThat(machine.disks().lookup(DM0)).isSameAs(disk);
    assertThat(disk.name()).isEqualTo("dm-0");
    assertThat(disk.sectors()).isEqualTo(4016);
    assertThat(disk.isRequestBased()).isFalse();
    assertThat(disk.isRotational()).as("sdb spins").isTrue();
    assertThat(disk.maxSectors()).isEqualTo(1024);
    assertThat(disk.maxSegments()).isEqualTo(64);
    assertThat(volume.driver().memberSector(0, false))
        .as("within the partition")
        .isEqualTo(2048 + 96);
    assertThat(volume.memberNames()).containsExactly("sda1", "sdb");
    assertThat(machine.mapper().of(disk)).isSameAs(volume);
    assertThat(machine.mapper().of(machine.disks().get(0))).isNull();
    assertThat(machine.mapper().freeDev()).isEqualTo(new DevNo(253, 1));
    assertThat(seen).containsExactly("sda", "sdb", "dm-0");
  }

  @ParameterizedTest
  @CsvSource({
    "data2, 0, sda, 0, 8, EBUSY", // the number is taken
    "data, 1, sda, 0, 8, EBUSY", // the name is taken
    "data2, 1, sdc, 0, 8, ENXIO",
    "data2, 1, sda, 0, 10001, EINVAL",
    "data2, 1, sda, 9999, 2, EINVAL",
    "data2, 1, sda1, 0, 4097, EINVAL",
    "data2, 1, sda1, 9223372036854775807, 2, EINVAL",
    "data2, 1, sda, 9999, 1,",
    "data2, 1, sda1, 0, 4096,",
    "data2, 1, dm-0, 0, 8,",
  })
  void whatIsRefused(String name, int minor, String member, long start, long sectors, Errno errno)
      throws Exception {
    Machine machine = Machine.boot(twoDisks());
    machine.addVolume(VolumeConfig.linear("data", DM0, List.of(new Segment("sda", 0, 8))));
    int before = machine.disks().count();
    VolumeConfig config =
        VolumeConfig.linear(
            name, new DevNo(253, minor), List.of(new Segment(member, start, sectors)));
    KernelException refused =
        catchThrowableOfType(KernelException.class, () -> machine.addVolume(config));
    assertThat(refused == null ? null : refused.errno()).isEqualTo(errno);
    assertThat(machine.disks().count()).isEqualTo(errno == null ? before + 1 : before);
    assertThat(machine.mapper().all()).hasSize(machine.disks().count() - 2);
  }

  @ParameterizedTest
  @CsvSource({"128, 256, 128", "128, 200, 200", "4, 256, 256", "-1, 256, 256"})
  void stripesAreWholeChunksOnMembersOfOneLength(int chunk, long first, long second) {
    assertThatThrownBy(
            () ->
                VolumeConfig.striped(
                    "s",
                    DM0,
                    chunk,
                    List.of(new Segment("sda", 0, first), new Segment("sdb", 0, second))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMachineBootsWithItsVolumes() {
    VolumeConfig inner = VolumeConfig.linear("in", DM0, List.of(new Segment("sda", 0, 64)));
    VolumeConfig outer =
        VolumeConfig.striped("out", new DevNo(253, 7), 8, List.of(new Segment("dm-0", 0, 64)));
    Machine machine = Machine.boot(twoDisks().withVolumes(List.of(inner, outer)));
    assertThat(machine.mapper().all()).extracting(MappedDevice::name).containsExactly("in", "out");
    MachineConfig wrong = twoDisks().withVolumes(List.of(outer, inner));
    assertThatThrownBy(() -> Machine.boot(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("out");
  }
}

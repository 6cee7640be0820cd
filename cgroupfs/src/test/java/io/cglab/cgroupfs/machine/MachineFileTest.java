package io.cglab.cgroupfs.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cglab.core.Feature;
import io.cglab.core.Machine;
import io.cglab.core.Profile;
import io.cglab.core.api.DevNo;
import io.cglab.core.elevator.Scheduler;
import io.cglab.core.file.FileSystemType;
import io.cglab.core.file.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineFileTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hz: 0                                                        | m:1: hz: expected
          disks:;  - {name: a, dev: "8:0", size: 1M};filesystems:;  - {device: b, type: ext4} | m:4: device: expected one of a
          disks:;  - {name: a, dev: "8:0", size: 1M};filesystems:;  - {device: a, type: ext5} | m:4: type: expected one of ext2, ext3, ext4, xfs, btrfs
          disks:;  - {name: a, dev: "8:0", size: 1M};filesystems:;  - {device: a, type: ext4, spacing: 1000} | m:4: spacing: expected a multiple of 4K
          disks:;  - {name: a, dev: "8:0", size: 1M};filesystems:;  - {device: a, type: ext4, on: mnt} | m:4: on: expected an absolute path
          hz: 1000;speed: 3                                            | m:2: speed: expected no such key
          disks:;  - {name: a, dev: "8:0", size: 1M};  - {name: a, dev: "8:1", size: 1M} | m:3: name: expected each name once
          disks:;  - {name: a, dev: "8:0", size: 1M};  - {name: b, dev: "8:0", size: 1M} | m:3: dev: expected each number once
          disks:;  - {name: a, dev: sda, size: 1M}                     | m:2: dev: expected a device number
          disks:;  - {name: a, dev: "8:0", size: big}                  | m:2: size: expected a size
          disks:;  - {name: a, dev: "8:0"}                             | m:2: disks: expected the key size
          mounts:;  - {type: cgroup2, on: here}                        | m:2: on: expected an absolute path
          features: {without: [bfq, sound]}                            | m:1: without: expected one of throttle, iolatency, iocost, ioprio, bfq, bfq_debug, psi
          features: {with: [bfq]}                                      | m:1: with: expected one of wbt
          disks:;  - {name: a, dev: "8:0", size: 1M, scheduler: cfq}   | m:2: scheduler: expected one of none, mq-deadline, kyber, bfq
          disks:;  - {name: a, dev: "1:0", size: 1M, model: ram, scheduler: bfq} | m:2: scheduler: expected one of none
          features: {without: [bfq]};disks:;  - {name: a, dev: "8:0", size: 1M, scheduler: bfq} | m:3: scheduler: expected one of none, mq-deadline, kyber
          profile: linux-9                                             | m:1: profile: expected one of linux-6.12, linux-4.19, linux-2.6.31, linux-2.6.31-v10
          features: {without: [cfq]}                                   | m:1: without: expected one of throttle
          profile: linux-4.19;features: {without: [psi]}               | m:2: without: expected one of throttle, iolatency, bfq, bfq_debug, cfq, cfq_debug
          profile: linux-4.19;disks:;  - {name: a, dev: "8:0", size: 1M, scheduler: x} | m:3: scheduler: expected one of none, mq-deadline, kyber, bfq, noop, deadline, cfq
          profile: linux-4.19;features: {without: [cfq, bfq]};disks:;  - {name: a, dev: "8:0", size: 1M, scheduler: cfq} | m:4: scheduler: expected one of none, mq-deadline, kyber, noop, deadline
          profile: linux-4.19;disks:;  - {name: a, dev: "1:0", size: 1M, model: ram, scheduler: noop} | m:3: scheduler: expected one of none
          """)
  void whatIsWrongIsNamedWithItsLine(String yaml, String message) {
    assertThatThrownBy(() -> MachineSpec.parse(yaml.replace(';', '\n'), "m"))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void fileSystemsAreMadeAndMounted() throws Exception {
    MachineSpec spec =
        MachineSpec.parse(
            """
            disks:
              - {name: sda, dev: "8:0", size: 4G, partitions: [{dev: "8:1", start: 2048, sectors: 2097152}]}
              - {name: sdb, dev: "8:16", size: 4G}
            filesystems:
              - {device: sda1, type: ext3, on: /data, spacing: 16M, hole_fallback_us: 50}
              - {device: sdb, type: xfs}
            """,
            "m");
    assertThat(spec.fileSystems())
        .containsExactly(
            new MachineSpec.FileSystemSpec(
                new DevNo(8, 1), FileSystemType.EXT3, new Layout(16 << 20, 50_000)),
            new MachineSpec.FileSystemSpec(
                new DevNo(8, 16), FileSystemType.XFS, new Layout(0, 95_000)));
    assertThat(spec.mounts())
        .containsExactly(new MachineSpec.MountSpec("ext3", "/dev/sda1", "", "/data"));
  }

  @Test
  void theBuiltInMachinesAreWellFormed() {
    for (String name : MachineSpec.BUILT_IN) {
      assertThat(MachineSpec.named(name).config().disks()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name: sda                          | MQ_DEADLINE
          name: nvme0n1                      | NONE
          name: loop0                        | NONE
          name: ram0, model: ram             | NONE
          name: sda, scheduler: none         | NONE
          name: sda, scheduler: bfq          | BFQ
          name: nvme0n1, scheduler: kyber    | KYBER
          name: sda, scheduler: noop         | NOOP
          name: nvme0n1, scheduler: cfq      | CFQ
          """)
  void aDiskStartsWithItsScheduler(String disk, Scheduler scheduler) throws Exception {
    String yaml = "profile: linux-4.19\ndisks:\n  - {dev: \"8:0\", size: 1M, " + disk + "}";
    Machine machine = Machine.boot(MachineSpec.parse(yaml, "m").config());
    assertThat(machine.elevators().of(machine.disks().get(0)).scheduler()).isEqualTo(scheduler);
  }

  @Test
  void anotherProfileTakesThePlaceOfTheFiles() throws Exception {
    String yaml = "disks:\n  - {name: sda, dev: \"8:0\", size: 1M, scheduler: cfq}";
    MachineSpec old = MachineSpec.parse(yaml, "m", Profile.LINUX_4_19);
    assertThat(old.profile()).isEqualTo(Profile.LINUX_4_19);
    assertThat(old.config().features()).isEqualTo(Profile.LINUX_4_19.features());
    assertThat(old.config().schedulers()).containsEntry("sda", Scheduler.CFQ);
    assertThatThrownBy(
            () -> MachineSpec.parse("profile: linux-4.19\n" + yaml, "m", Profile.LINUX_6_12))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith("m:3: scheduler: expected one of none, mq-deadline, kyber, bfq");
    assertThat(MachineSpec.find("default", null).profile()).isEqualTo(Profile.LINUX_6_12);
    assertThat(MachineSpec.find("legacy", null).profile()).isEqualTo(Profile.LINUX_4_19);
  }

  @Test
  void aKernelIsBuiltWithAllButWhatIsNamed() throws Exception {
    assertThat(MachineSpec.parse("hz: 250", "m").config().features())
        .isEqualTo(Profile.LINUX_6_12.features())
        .contains(Feature.IOCOST, Feature.FREEZER_V2)
        .doesNotContain(Feature.CFQ, Feature.CFQ_DEBUG);
    assertThat(MachineSpec.parse("profile: linux-4.19", "m").config().features())
        .isEqualTo(Profile.LINUX_4_19.features());
    assertThat(
            MachineSpec.parse("profile: linux-4.19\nfeatures: {without: [cfq]}", "m")
                .config()
                .features())
        .as("CFQ's statistics need CFQ")
        .containsExactlyInAnyOrder(
            Feature.THROTTLE, Feature.IOLATENCY, Feature.BFQ, Feature.BFQ_DEBUG);
    assertThat(MachineSpec.parse("features: {without: [iocost, bfq]}", "m").config().features())
        .as("BFQ's statistics need BFQ")
        .doesNotContain(Feature.IOCOST, Feature.BFQ, Feature.BFQ_DEBUG)
        .contains(Feature.THROTTLE, Feature.PSI);
  }

  @Test
  void someFeaturesHaveToBeAskedFor() throws Exception {
    assertThat(MachineSpec.parse("hz: 250", "m").config().features()).doesNotContain(Feature.WBT);
    assertThat(
            MachineSpec.parse("features: {with: [wbt], without: [bfq]}", "m").config().features())
        .contains(Feature.WBT, Feature.IOLATENCY)
        .doesNotContain(Feature.BFQ);
  }
}

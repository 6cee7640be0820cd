package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.machine.MachineSpec;
import org.junit.jupiter.api.Test;

/** A file whose writers change is written back by another cgroup's flusher from then on (6.2). */
class FileChangesHandsTest {
  /** A disk so slow that flushers sleep in their files. */
  private static final String MACHINE =
      """
      profile: linux-6.12
      hz: 1000
      memory: 2G
      controllers: {enabled: [io, memory]}
      mounts: [{type: cgroup2, on: /sys/fs/cgroup}]
      disks:
        - {name: sda, dev: "8:0", size: 160G, model: sata7200-2009, scheduler: mq-deadline}
      """;

  /**
   * Once it was on no flusher's list after that: dirty for ever, and its writer all but stopped.
   */
  @Test
  void noneOfItsPagesIsForgotten() throws Exception {
    Scripts.Result result =
        Scripts.runOn(
            MachineSpec.parse(MACHINE, "slow"),
            false,
            """
            mkfs.ext3 -q /dev/sda; mount /dev/sda /mnt
            echo "+io +memory" > /sys/fs/cgroup/cgroup.subtree_control; mkdir /sys/fs/cgroup/a
            job='--name=w --filename=/mnt/f --rw=write --bs=1M --time_based --runtime=30'
            fio $job --size=64G --direct=0 --fallocate=none > /tmp/fio; sync
            cgexec a -- fio $job --size=2G --direct=0 > /tmp/fio
            sync; grep Dirty: /proc/meminfo
            set -- $(cat /sys/fs/cgroup/a/io.stat); echo $((${3#wbytes=} >> 30)) GiB
            """);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("Dirty:                 0 kB\n2 GiB\n");
  }
}

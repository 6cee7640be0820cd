package io.cglab.cgroupfs.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cglab.core.Costs;
import io.cglab.core.device.DeviceModel;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.FixedLatency;
import io.cglab.core.device.NullBlk;
import io.cglab.core.device.ScsiDebug;
import io.cglab.core.device.Ssd;
import io.cglab.core.device.hdd.Hdd;
import io.cglab.core.dm.Segment;
import io.cglab.core.dm.VolumeConfig;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Models of disks, and volumes, in machine files. */
class ModelFileTest {
  private static DiskConfig disk(String entries) throws MalformedFileException {
    String yaml = "disks:\n  - {name: d, dev: \"8:0\", size: 1G" + entries + "}";
    return MachineSpec.parse(yaml, "m").config().disks().get(0);
  }

  private static Stream<Arguments> models() {
    return Stream.of(
        Arguments.of("", new FixedLatency(0), 1, 2560),
        Arguments.of(
            ", params: {completion_nsec: 5, hw_queue_depth: 7}", new FixedLatency(5), 7, 2560),
        Arguments.of(", model: null_blk", new NullBlk(1, 10_000, 0), 64, 255),
        Arguments.of(
            ", model: null_blk, params: {irqmode: 2, completion_nsec: 100000, hw_queue_depth: 1,"
                + " mbps: 7}",
            new NullBlk(2, 100_000, 7),
            1,
            255),
        Arguments.of(
            ", model: null_blk, max_sectors_kb: 1280, params: {mbps: 63}",
            new NullBlk(1, 10_000, 63),
            64,
            2560),
        Arguments.of(", model: scsi_debug", new ScsiDebug(1, 0, false), 192, 2560),
        Arguments.of(
            ", model: scsi_debug, params: {delay: 0, ndelay: 999999999, random: 1, max_queue: 3}",
            new ScsiDebug(0, 999_999_999, true),
            3,
            2560),
        Arguments.of(", model: ssd", Ssd.sata(), 32, 2560),
        Arguments.of(", model: ssd, params: {interface: nvme}", Ssd.nvme(), 1023, 2560),
        Arguments.of(
            ", model: ssd, params: {channels: 4, tR: 0.5, tP: 300, tCmd: 0, tAck: 1, bufBytes: 1M,"
                + " ifRate: 100, hw_queue_depth: 8, gc: true, gcSpare: 28}",
            new Ssd(4, 500, 300_000, 0, 1_000, 1 << 20, 100, new Ssd.Collection(5, 28, 3_000_000)),
            8,
            2560),
        Arguments.of(", model: sata7200-2009", Hdd.sata2009(), 31, 2560),
        Arguments.of(", model: hdd", Hdd.sata2009(), 31, 2560),
        Arguments.of(
            ", model: hdd, params: {rpm: 15000, spt0: 1000, spt1: 500, zones: 16, a: 0.3, b: 2, c:"
                + " 0, wSettle: 0.1, cmdRead: 0.02, cmdWrite: 0.03, busRate: 600, raTrigger: 1,"
                + " raAhead: 256, ncq: 64, policy: sptf, ncqAge: 50, wce: false, wcBytes: 64M,"
                + " wcCmds: 1000, wcHigh: 0.8, wcLow: 0.5, readsPerDestage: 1, readAnticipate: 2,"
                + " destageIdle: 50}",
            new Hdd(
                new Hdd.Platters(15_000, 1000, 500, 16),
                new Hdd.Arm(300_000, 2_000_000, 0, 100_000),
                new Hdd.Link(20_000, 30_000, 600),
                new Hdd.ReadAhead(1, 256),
                new Hdd.Queue(64, Hdd.Order.SPTF, 50_000_000),
                new Hdd.Cache(false, 64 << 20, 1000, 0.8, 0.5, 1, 2_000_000, 50_000_000)),
            64,
            2560),
        Arguments.of(
            ", model: hdd, params: {s1: 3.6, s_avg: 9.05333, s_full: 17.2}",
            Hdd.sata2009().with(new Hdd.Arm(3_600_000, 4_599_983, 9_000_017, 0)),
            31,
            2560));
  }

  @Test
  void aHardDiskIsRotationalUnlessTheFileSaysOtherwise() throws Exception {
    assertThat(disk(", model: hdd").rotational()).isTrue();
    assertThat(disk(", model: hdd, rotational: false").rotational()).isFalse();
    assertThat(disk(", model: ssd").rotational()).isFalse();
  }

  @Test
  void aTurnOfTheHostIsAllThatItsMachineCosts() throws Exception {
    assertThat(MachineSpec.parse("costs: {host_turn_us: 40}", "m").config().costs())
        .isEqualTo(new Costs(20_000, 20_000, 0, 0, 0, 0, 0, 0, 0, 1_000, 100, 0));
    assertThatThrownBy(() -> MachineSpec.parse("costs: {host_turn_us: 40, reap_us: 5}", "m"))
        .hasMessage("m:1: host_turn_us: expected no other cost beside it");
  }

  @ParameterizedTest
  @MethodSource("models")
  void aModelIsWhatItsParametersSay(String entries, DeviceModel model, int depth, int maxSectors)
      throws Exception {
    DiskConfig disk = disk(entries);
    assertThat(disk.model()).isEqualTo(model);
    assertThat(disk.queueDepth()).isEqualTo(depth);
    assertThat(disk.maxSectors()).isEqualTo(maxSectors);
    assertThat(disk.maxHwSectors()).isEqualTo(maxSectors);
    assertThat(disk.requestBased()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          model: tape | model: expected one of fixed, ram, null_blk, scsi_debug, ssd, hdd, sata7200-2009
          model: hdd, params: {rpm: 0} | rpm: expected a number from 1 to 100000
          model: hdd, params: {spt0: 700, spt1: 701} | spt1: expected a number up to spt0, which is 700
          model: hdd, params: {cmdRead: 0} | cmdRead: expected a number of ms above 0 to 60000
          model: hdd, params: {a: -1} | a: expected a number, 0 or more
          model: hdd, params: {wSettle: 60001} | wSettle: expected a number of ms from 0 to 60000
          model: hdd, params: {policy: elevator} | policy: expected one of fifo, sptf, clook
          model: hdd, params: {ncq: 1025} | ncq: expected a number from 1 to 1024
          model: hdd, params: {wcBytes: 0} | wcBytes: expected a size above 0
          model: hdd, params: {wcHigh: 1.1} | wcHigh: expected a number above 0 and up to 1.0
          model: hdd, params: {wcHigh: 0.5, wcLow: 0.6} | wcLow: expected a number above 0 and up to 0.5
          model: hdd, params: {s1: 1, s_full: 9} | s_full: expected s1, s_avg and s_full together
          model: hdd, params: {a: 1, s1: 1, s_avg: 5, s_full: 9} | a: expected no such key beside s1
          model: hdd, params: {s1: 1, s_avg: 9, s_full: 9} | s_full: expected seek times that a curve
          model: sata7200-2009, params: {tR: 60} | tR: expected no such key, but one of a, b, busRate
          params: {mbps: 7} | mbps: expected no such key, but one of completion_nsec, hw_queue_depth
          model: ram, params: {irqmode: 1} | irqmode: expected no such key
          model: null_blk, params: {irqmode: 3} | irqmode: expected a number from 0 to 2
          model: null_blk, params: {hw_queue_depth: 0} | hw_queue_depth: expected a number from 1 to 10240
          model: null_blk, params: {mbps: 40961} | mbps: expected a number from 0 to 40960
          model: null_blk, params: {mbps: 6} | mbps: expected 0 or a number from 7, since
          model: null_blk, max_sectors_kb: 1280, params: {mbps: 62} | mbps: expected 0 or a number from 63, since
          model: scsi_debug, params: {ndelay: 1000000000} | ndelay: expected a number from 0 to 999999999
          model: scsi_debug, params: {max_queue: 193} | max_queue: expected a number from 1 to 192
          model: scsi_debug, params: {random: 2} | random: expected a number from 0 to 1
          model: scsi_debug, params: {delay: -1} | delay: expected a whole number, 0 or more
          model: ssd, params: {channels: 0} | channels: expected a number from 1 to 1024
          model: ssd, params: {tR: 1000001} | tR: expected a number of us from 0 to 1000000
          model: ssd, params: {bufBytes: 2K} | bufBytes: expected a size from 4K to 1G
          model: ssd, params: {ifRate: 0} | ifRate: expected a number from 1
          model: ssd, params: {interface: usb} | interface: expected one of sata, nvme
          model: ssd, params: {gcLow: 5} | gcLow: expected gc: true beside it
          model: ssd, params: {gc: true, gcLow: 51} | gcLow: expected a number from 1 to 50
          """)
  void whatIsWrongWithAModelIsNamed(String entries, String message) {
    assertThatThrownBy(() -> disk(", " + entries))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith("m:2: " + message);
  }

  private static MachineSpec withVolumes(String volumes) throws MalformedFileException {
    return MachineSpec.parse(
        """
        disks:
          - {name: sda, dev: "8:0", size: 1M, partitions: [{dev: "8:1", start: 8, sectors: 1024}]}
          - {name: sdb, dev: "8:16", size: 1M}
        volumes:
        """
            + volumes,
        "m");
  }

  @Test
  void volumesArePiecesOfDisksPartitionsAndVolumes() throws Exception {
    MachineSpec spec =
        withVolumes(
            """
              - {name: vg-fast, dev: "253:0", type: striped, members: [{disk: sda1, sectors: 256}, {disk: sdb, start: 64, sectors: 256}]}
              - {name: all, dev: "253:1", type: linear, members: [{disk: dm-0, sectors: 512}, {disk: sdb, start: 2047, sectors: 1}]}
              - {name: fine, dev: "253:5", type: striped, chunk_kb: 4, members: [{disk: dm-1, sectors: 8}]}
            """);
    assertThat(spec.config().volumes().get(0).members())
        .containsExactly(new Segment("sda1", 0, 256), new Segment("sdb", 64, 256));
    assertThat(spec.config().volumes())
        .extracting(VolumeConfig::chunkSectors)
        .isEqualTo(List.of(128, 0, 8));
    assertThat(spec.config().volumes())
        .extracting(VolumeConfig::sectors)
        .isEqualTo(List.of(512L, 513L, 8L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name: v, dev: "8:1", type: linear, members: [{disk: sdb, sectors: 8}] | dev: expected each number once
          name: v, dev: "9:0", type: linear, members: [{disk: sdb, sectors: 8}] | dev: expected a volume's number such as
          name: .v, dev: "253:0", type: linear, members: [{disk: sdb, sectors: 8}] | name: expected a name of letters
          name: v, dev: "253:0", type: raid5, members: [{disk: sdb, sectors: 8}] | type: expected one of linear, striped
          name: v, dev: "253:0", type: linear | volumes: expected the key members
          name: v, dev: "253:0", type: linear, chunk_kb: 64, members: [{disk: sdb, sectors: 8}] | chunk_kb: expected type: striped
          name: v, dev: "253:0", type: striped, chunk_kb: 3, members: [{disk: sdb, sectors: 8}] | chunk_kb: expected a number from 4
          name: v, dev: "253:0", type: linear, members: [] | members: expected a list
          name: v, dev: "253:0", type: linear, members: [{disk: sdc, sectors: 8}] | disk: expected a disk or partition of this machine
          name: v, dev: "253:0", type: linear, members: [{disk: dm-0, sectors: 8}] | disk: expected a disk or partition of this machine
          name: v, dev: "253:0", type: linear, members: [{disk: sda1, start: 1, sectors: 1024}] | sectors: expected a number from 1 to 1023
          name: v, dev: "253:0", type: linear, members: [{disk: sda1, start: 1025, sectors: 1}] | start: expected a number from 0 to 1024
          name: v, dev: "253:0", type: striped, members: [{disk: sdb, sectors: 129}] | sectors: expected a multiple of 128 sectors
          name: v, dev: "253:0", type: striped, members: [{disk: sdb, sectors: 256}, {disk: sda, sectors: 128}] | sectors: expected 256, as the first
          """)
  void whatIsWrongWithAVolumeIsNamed(String entries, String message) {
    assertThatThrownBy(() -> withVolumes("  - {" + entries + "}\n"))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith("m:5: " + message);
  }

  @Test
  void aVolumesNameIsItsOwn() {
    String volume =
        "  - {name: v, dev: \"253:%d\", type: linear, members: [{disk: sdb, sectors: 8}]}\n";
    assertThatThrownBy(() -> withVolumes(volume.formatted(0) + volume.formatted(1)))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith("m:6: name: expected each name once");
  }
}

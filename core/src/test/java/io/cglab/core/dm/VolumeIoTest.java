package io.cglab.core.dm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.cglab.core.Costs;
import io.cglab.core.MachineConfig;
import io.cglab.core.Seeds;
import io.cglab.core.TestMachine;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.IoMax;
import io.cglab.core.api.IoStat;
import io.cglab.core.api.Op;
import io.cglab.core.block.BlockLayer;
import io.cglab.core.block.Submitter;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.device.Device;
import io.cglab.core.device.DeviceModel;
import io.cglab.core.device.Disk;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.DiskStats;
import io.cglab.core.device.FixedLatency;
import io.cglab.core.device.ScsiDebug;
import io.cglab.core.device.Ssd;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import io.cglab.core.trace.Trace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What becomes of bios on volumes. */
class VolumeIoTest {
  private static final long MS = 1_000_000;
  private static final long SECOND_NS = 1000 * MS;
  private static final int MIB = 1 << 20;
  private static final DevNo VOLUME = new DevNo(253, 0);
  private static final int CHUNK = 128;

  private static TestMachine machine(Costs costs, VolumeConfig volume, DeviceModel... models) {
    List<DiskConfig> disks = new ArrayList<>();
    for (int i = 0; i < models.length; i++) {
      disks.add(TestMachine.disk("d" + i, new DevNo(8, 16 * i), models[i], 64, 2560));
    }
    return new TestMachine(
        MachineConfig.plain().withCosts(costs).withDisks(disks).withVolumes(List.of(volume)));
  }

  /** Stripes over two whole disks of {@link TestMachine#disk}. */
  private static VolumeConfig stripes() {
    return VolumeConfig.striped(
        "data",
        VOLUME,
        CHUNK,
        List.of(new Segment("d0", 0, 8L << 20), new Segment("d1", 0, 8L << 20)));
  }

  private static Disk volume(TestMachine m) {
    return m.machine.mapper().all().get(0).disk();
  }

  private static IoStat stat(TestMachine m, Cgroup cgroup, Disk disk) {
    return m.machine.blkgs().stat(m.machine.blkgs().obtain(cgroup, disk));
  }

  private static void limit(TestMachine m, Cgroup cgroup, Disk disk, IoMax limits) {
    m.machine.throttle().activate(disk);
    m.machine.throttle().setLimits(m.machine.blkgs().obtain(cgroup, disk), limits);
  }

  // ---- a bio and its pieces

  /**
   * 256 KiB from 32 KiB on, over chunks of 64 KiB: pieces of 32, 64, 64, 64 and 32 KiB, of which
   * the first, third and fifth lie on d0. It takes as long as the slower disk.
   */
  @Test
  void aBioIsCutAtChunksAndCompleteWithItsLastPiece() throws Exception {
    TestMachine m =
        machine(Costs.NONE, stripes(), new FixedLatency(100_000), new FixedLatency(300_000));
    Cgroup a = m.cgroup("a");
    Job job = Job.direct(VOLUME).writes().count(1);
    Run run = m.start(a, job.blockSize(256 << 10).offset(32 << 10));
    m.machine.advanceTo(MS);
    assertThat(run.finishedNs()).isEqualTo(300_000);
    assertThat(stat(m, a, volume(m))).isEqualTo(new IoStat(0, 256 << 10, 0, 5, 0, 0));
    assertThat(stat(m, a, m.machine.disks().get(0)))
        .isEqualTo(new IoStat(0, 128 << 10, 0, 3, 0, 0));
    assertThat(stat(m, a, m.machine.disks().get(1)))
        .isEqualTo(new IoStat(0, 128 << 10, 0, 2, 0, 0));
    DiskStats stats = volume(m).stats();
    assertThat(stats.ios(DiskStats.WRITE)).isEqualTo(5);
    assertThat(stats.sectors(DiskStats.WRITE)).isEqualTo(512);
    assertThat(stats.timeNs(DiskStats.WRITE)).isEqualTo(3 * 100_000 + 2 * 300_000);
    assertThat(stats.busyNs(MS)).isEqualTo(300_000);
    assertThat(stats.inFlight(1)).isZero();
    // A bio within a chunk of d0 takes as long as d0.
    Run one = m.start(a, job.blockSize(4096));
    m.machine.advanceTo(2 * MS);
    assertThat(one.finishedNs()).isEqualTo(MS + 100_000);
  }

  @Test
  void aFlushIsCompleteWhenAllMembersAre() throws Exception {
    TestMachine m =
        machine(Costs.NONE, stripes(), new FixedLatency(100_000), new FixedLatency(300_000));
    int blkg = m.machine.blkgs().obtain(m.cgroup("a"), volume(m));
    List<Long> done = new ArrayList<>();
    BlockLayer block = m.machine.block();
    Feeder feeder = new Feeder(block);
    feeder.submit(block.bio(blkg, Op.FLUSH, 0, 0, 0, 0, (bio, cookie, now) -> done.add(now), 0));
    m.machine.advanceTo(MS);
    assertThat(done).containsExactly(300_000L);
    assertThat(volume(m).stats().ios(DiskStats.FLUSH)).isEqualTo(2);
    assertThat(block.bios().used()).isZero();
  }

  // ---- limits

  @Test
  void aLimitOnTheVolumeHoldsForTheVolumeAlone() throws Exception {
    TestMachine m =
        machine(Costs.NONE, stripes(), new FixedLatency(100_000), new FixedLatency(100_000));
    Cgroup a = m.cgroup("a");
    limit(m, a, volume(m), IoMax.NONE.withRbps(MIB));
    Job job = Job.direct(VOLUME).reads().random().ioDepth(4).seed(1);
    Run limited = m.start(a, job);
    Run direct = m.start(a, Job.direct(TestMachine.DEV).reads().random().ioDepth(4));
    m.machine.advanceTo(10 * SECOND_NS);
    assertThat((double) limited.readBytes()).isCloseTo(10.0 * MIB, withinPercentage(2));
    assertThat(direct.readIos()).as("4 at once of 100 us each").isBetween(399_990L, 400_000L);
  }

  @Test
  void aLimitOnAMemberHoldsForItsPieces() throws Exception {
    TestMachine m =
        machine(Costs.NONE, stripes(), new FixedLatency(100_000), new FixedLatency(100_000));
    Cgroup a = m.cgroup("a");
    Disk d1 = m.machine.disks().get(1);
    limit(m, a, d1, IoMax.NONE.withRbps(MIB));
    // Each I/O is a chunk on d0 and one on d1.
    Run run = m.start(a, Job.direct(VOLUME).reads().blockSize(2 * CHUNK * 512).ioDepth(4));
    m.machine.advanceTo(10 * SECOND_NS);
    assertThat((double) stat(m, a, d1).readBytes()).isCloseTo(10.0 * MIB, withinPercentage(2));
    assertThat((double) run.readBytes()).isCloseTo(20.0 * MIB, withinPercentage(5));
  }

  @Test
  void aLimitOfIosOnTheVolumeCountsPieces() throws Exception {
    TestMachine m =
        machine(Costs.NONE, stripes(), new FixedLatency(100_000), new FixedLatency(100_000));
    Cgroup a = m.cgroup("a");
    limit(m, a, volume(m), IoMax.NONE.withRiops(40)); // 4 in a slice: the pieces of one I/O
    m.start(a, Job.direct(VOLUME).reads().blockSize(256 << 10).count(2));
    m.machine.advanceTo(90 * MS);
    assertThat(stat(m, a, volume(m)).readIos()).isEqualTo(4);
    m.machine.advanceTo(300 * MS);
    assertThat(stat(m, a, volume(m))).isEqualTo(new IoStat(512 << 10, 0, 8, 0, 0, 0));
  }

  @Test
  void aRemovedCgroupsPiecesArePaidForByItsParent() throws Exception {
    TestMachine m =
        machine(Costs.NONE, stripes(), new FixedLatency(100_000), new FixedLatency(100_000));
    Cgroup p = m.cgroup("p");
    Cgroup a = m.cgroup("p/a");
    int blkg = m.machine.blkgs().obtain(a, volume(m));
    limit(m, a, volume(m), IoMax.NONE.withWbps(40960));
    BlockLayer block = m.machine.block();
    List<Long> done = new ArrayList<>();
    new Feeder(block)
        .submit(block.bio(blkg, Op.WRITE, 0, 8192, 0, 0, (bio, cookie, now) -> done.add(now), 0));
    assertThat(block.bios().used()).as("parked").isEqualTo(1);
    m.v2().rmdir(a);
    m.machine.advanceTo(SECOND_NS);
    assertThat(done).hasSize(1);
    assertThat(stat(m, p, m.machine.disks().get(0)).wroteBytes()).isEqualTo(8192);
    assertThat(p.dyingDescendants()).isZero();
  }

  // ---- every sector, once

  /** Submits bios one after the other, as a thread that sleeps where it must. */
  private static final class Feeder extends Submitter {
    private final BlockLayer block;
    private final ArrayDeque<Integer> waiting = new ArrayDeque<>();
    private boolean asleep;

    Feeder(BlockLayer block) {
      this.block = block;
    }

    void submit(int bio) {
      waiting.add(bio);
      goOn();
    }

    private void goOn() {
      while (!asleep && !waiting.isEmpty()) {
        asleep = !block.submit(waiting.remove(), this);
      }
    }

    @Override
    protected void resume(long nowNs) {
      asleep = false;
      goOn();
    }
  }

  /** A device that counts how often each sector was written. */
  private record Counting(int[] written, long latencyNs) implements DeviceModel, Device {
    @Override
    public Device device(DiskConfig disk, long seed, int hz) {
      return this;
    }

    @Override
    public long complete(Op op, long sector, int sectors, long nowNs) {
      for (long at = sector; at < sector + sectors; at++) {
        written[(int) at]++;
      }
      return nowNs + latencyNs;
    }
  }

  /** The obvious model: for each sector of the volume, the member disk and the sector there. */
  private static List<long[]> dealOut(VolumeConfig volume) {
    List<long[]> places = new ArrayList<>();
    int k = volume.members().size();
    long[] next = new long[k];
    int run = 0;
    int member = 0;
    while (places.size() < volume.sectors()) {
      Segment from = volume.members().get(member);
      places.add(
          new long[] {Integer.parseInt(from.disk().substring(1)), from.start() + next[member]++});
      boolean full =
          volume.isStriped() ? ++run == volume.chunkSectors() : next[member] == from.sectors();
      if (full) {
        run = 0;
        member = (member + 1) % k;
      }
    }
    return places;
  }

  private static VolumeConfig randomVolume(SplittableRandom random, int disks, int diskSectors) {
    boolean striped = random.nextBoolean();
    int k = striped ? disks : 1 + random.nextInt(2 * disks);
    int chunk = 8 * (1 + random.nextInt(20));
    int chunks = 1 + random.nextInt(20);
    List<Segment> members = new ArrayList<>();
    for (int i = 0; i < k; i++) {
      long sectors = striped ? (long) chunk * chunks : 1 + random.nextInt(500);
      members.add(
          new Segment("d" + i % disks, random.nextLong(diskSectors - sectors + 1), sectors));
    }
    return new VolumeConfig("v", VOLUME, striped ? chunk : VolumeConfig.LINEAR, members);
  }

  @Test
  void everySectorReachesItsPlaceOnce() {
    Seeds.forEach(
        60,
        seed -> {
          var random = new SplittableRandom(seed);
          int disks = 1 + random.nextInt(4);
          int diskSectors = 8000;
          List<DiskConfig> configs = new ArrayList<>();
          List<int[]> written = new ArrayList<>();
          for (int i = 0; i < disks; i++) {
            written.add(new int[diskSectors]);
            int maxSectors = 8 + random.nextInt(100);
            configs.add(
                new DiskConfig(
                    "d" + i,
                    new DevNo(8, 16 * i),
                    diskSectors,
                    false,
                    random.nextInt(4) > 0,
                    1 + random.nextInt(8),
                    maxSectors,
                    maxSectors,
                    128,
                    new Counting(written.get(i), 1 + random.nextInt(1_000_000)),
                    List.of()));
          }
          VolumeConfig config = randomVolume(random, disks, diskSectors);
          List<long[]> places = dealOut(config);
          MachineConfig plain = MachineConfig.plain().withDisks(configs);
          TestMachine m = new TestMachine(plain.withVolumes(List.of(config)));
          BlockLayer block = m.machine.block();
          int[][] expected = new int[disks][diskSectors];
          int[] ends = new int[200];
          List<Feeder> feeders = List.of(new Feeder(block), new Feeder(block));
          for (String name : List.of("a", "b")) {
            Cgroup cgroup = m.cgroup(name);
            if (random.nextBoolean()) {
              limit(m, cgroup, volume(m), IoMax.NONE.withWiops(200 + random.nextInt(2000)));
            }
            if (random.nextBoolean()) {
              limit(m, cgroup, m.disk(), IoMax.NONE.withWbps(MIB + random.nextInt(MIB)));
            }
          }
          for (int i = 0; i < ends.length; i++) {
            int first = random.nextInt(places.size());
            int sectors = 1 + random.nextInt(Math.min(400, places.size() - first));
            for (long[] place : places.subList(first, first + sectors)) {
              expected[(int) place[0]][(int) place[1]]++;
            }
            int blkg = m.machine.blkgs().obtain(m.cgroup(i % 2 == 0 ? "a" : "b"), volume(m));
            int bio =
                block.bio(
                    blkg,
                    Op.WRITE,
                    first,
                    sectors * 512L,
                    0,
                    0,
                    (done, cookie, now) -> ends[cookie]++,
                    i);
            feeders.get(random.nextInt(2)).submit(bio);
            m.machine.advanceTo(m.machine.nowNs() + random.nextInt(500_000));
          }
          m.machine.advanceTo(m.machine.nowNs() + 600 * SECOND_NS);
          for (int i = 0; i < disks; i++) {
            assertThat(written.get(i)).as("disk " + i).isEqualTo(expected[i]);
          }
          assertThat(ends).containsOnly(1);
          assertThat(block.bios().used()).isZero();
          assertThat(block.requests().used()).isZero();
          assertThat(volume(m).stats().inFlight(1)).isZero();
        });
  }

  // ---- volumes on volumes, and repetition

  /** A volume of 64 sectors of each of two volumes, which lie on d0 and d1. */
  @Test
  void volumesOfVolumes() throws Exception {
    int[] d0 = new int[1000];
    int[] d1 = new int[1000];
    List<DiskConfig> disks =
        List.of(
            TestMachine.disk("d0", new DevNo(8, 0), new Counting(d0, 5), 1, 8),
            TestMachine.disk("d1", new DevNo(8, 16), new Counting(d1, 5), 1, 8));
    List<VolumeConfig> volumes =
        List.of(
            VolumeConfig.linear("x", new DevNo(253, 1), List.of(new Segment("d0", 100, 64))),
            VolumeConfig.linear("y", new DevNo(253, 2), List.of(new Segment("d1", 200, 64))),
            VolumeConfig.striped(
                "z", VOLUME, 32, List.of(new Segment("dm-1", 0, 64), new Segment("dm-2", 0, 64))));
    TestMachine m = new TestMachine(MachineConfig.plain().withDisks(disks).withVolumes(volumes));
    Run run = m.start(m.cgroup("a"), Job.direct(VOLUME).writes().blockSize(128 * 512).count(1));
    m.machine.advanceTo(SECOND_NS);
    assertThat(run.isDone()).isTrue();
    for (int i = 0; i < 1000; i++) {
      assertThat(d0[i]).as("d0 " + i).isEqualTo(i >= 100 && i < 164 ? 1 : 0);
      assertThat(d1[i]).as("d1 " + i).isEqualTo(i >= 200 && i < 264 ? 1 : 0);
    }
    assertThat(m.machine.block().bios().used()).isZero();
  }

  private static String log(long seed) throws Exception {
    TestMachine m =
        new TestMachine(
            MachineConfig.plain()
                .withSeed(seed)
                .withDisks(
                    List.of(
                        TestMachine.disk("d0", new DevNo(8, 0), Ssd.sata(), 32, 64),
                        TestMachine.disk(
                            "d1", new DevNo(8, 16), new ScsiDebug(1, 0, true), 192, 64)))
                .withVolumes(List.of(stripes())));
    StringBuilder log = new StringBuilder();
    m.machine.setTrace(
        new Trace() {
          @Override
          public void completed(long nowNs, int bio) {
            log.append(nowNs).append(' ').append(bio).append('\n');
          }
        });
    for (int i = 0; i < 3; i++) {
      Job job = Job.direct(VOLUME).random().blockSize(64 << 10).ioDepth(8).seed(i);
      m.start(m.cgroup("g" + i), i % 2 == 0 ? job.reads() : job.writes());
    }
    m.machine.advanceTo(100 * MS);
    return log.toString();
  }

  @Test
  void sameSeedSameRun() throws Exception {
    String first = log(5);
    assertThat(first.lines().count()).isGreaterThan(1000);
    assertThat(log(5)).isEqualTo(first);
    assertThat(log(6)).isNotEqualTo(first);
  }
}

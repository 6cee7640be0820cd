package io.cglab.core.dm.ioband;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.Op;
import io.cglab.core.device.Device;
import io.cglab.core.device.DeviceModel;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.FixedLatency;
import io.cglab.core.dm.TargetSpec;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import io.cglab.core.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scenarios of dm-ioband.md 3.7 to 3.9. */
class ScenarioTest {
  private static final long MS = IobandMachine.MS;

  /** A disk on which the first partition is read in 0.1 ms, the rest in 8 ms. */
  private record NearAndFar() implements DeviceModel, Device {
    @Override
    public Device device(DiskConfig disk, long seed, int hz) {
      return this;
    }

    @Override
    public long complete(Op op, long sector, int sectors, long nowNs) {
      return nowNs + (sector < IobandMachine.PARTITION_SECTORS ? MS / 10 : 8 * MS);
    }
  }

  /** G2: the default group of ioband1 with 40, two users of it with 30 and 20, ioband2 with 10. */
  @Test
  void usersBesideTheirDefaultGroup() throws Exception {
    IobandMachine m = new IobandMachine();
    IobandDevice one = m.member(1, 40);
    IobandDevice two = m.member(2, 10);
    one.setType(GroupType.USER);
    one.attach(1000);
    one.attach(2000);
    one.setWeight(1000, 30);
    one.setWeight(2000, 20);
    m.clients(one, 16, 1000, 4096);
    m.clients(one, 16, 2000, 4096);
    m.clients(one, 16, 3000, 4096);
    m.clients(two, 16, 1000, 4096);
    m.advance(60);
    double[] shares = IobandMachine.shares(one.group().groups());
    assertThat(shares).containsExactly(new double[] {40, 10, 30, 20}, within(1.0));
  }

  /** S7: half of the bios each, but the slow half has the disk. */
  @Test
  void countIsNotTime() throws Exception {
    IobandMachine m = new IobandMachine(new NearAndFar());
    IobandDevice near = m.member(1, 100);
    IobandDevice far = m.member(2, 100);
    far.setToken(256);
    List<Run> fast = m.clients(near, 16);
    m.advance(60);
    assertThat(sum(fast) / 60.0).as("alone").isCloseTo(10_000, within(100.0));
    long before = sum(fast);
    List<Run> slow = m.clients(far, 16);
    m.advance(120);
    assertThat((sum(fast) - before) / 120.0).isCloseTo(123, within(3.0));
    assertThat(sum(slow) / 120.0).isCloseTo(123, within(3.0));
    assertThat(sum(slow) * 8 / 120_000.0).as("of the disk's time").isCloseTo(0.988, within(0.01));
  }

  private static long sum(List<Run> runs) {
    return runs.stream().mapToLong(Run::readIos).sum();
  }

  /** S15: one volume over two disks, one job on each disk: fair, and half of a disk idle. */
  @ParameterizedTest
  @CsvSource({"4, 1000, 500", "32, 1000, 1000"})
  void fairnessOfAVolumeLeavesADiskIdle(int throttle, int first, int second) throws Exception {
    IobandMachine m = new IobandMachine(new FixedLatency(MS), new FixedLatency(MS));
    m.map(
        "lv0",
        IobandMachine.DISK_SECTORS,
        new TargetSpec.Linear(new TargetSpec.Leg(m.dev("sda"), 0)),
        new TargetSpec.Linear(new TargetSpec.Leg(m.dev("sdb"), 0)));
    IobandDevice device =
        m.map(
                "ioband1",
                2 * IobandMachine.DISK_SECTORS,
                new TargetSpec.Ioband(m.dev("dm-0"), IobandSpec.of("1", throttle, 0)))
            .iobandAt(0);
    device.setType(GroupType.USER);
    for (int user = 1; user <= 2; user++) {
      device.attach(user);
      device.setWeight(user, 300 - 100 * user);
    }
    device.setWeight(IobandGroup.DEFAULT_ID, 1);
    List<List<Run>> runs = List.of(new ArrayList<>(), new ArrayList<>());
    long each = IobandMachine.DISK_SECTORS * 512 / 16;
    for (int user = 1; user <= 2; user++) {
      for (int i = 0; i < 16; i++) {
        long offset = (user - 1) * IobandMachine.DISK_SECTORS * 512 + i * each;
        Job job = Job.direct(new DevNo(253, 1)).reads().offset(offset).thinkNs(20_000);
        runs.get(user - 1).add(m.machine.start(m.task(user), job));
      }
    }
    m.advance(60);
    assertThat(sum(runs.get(0)) / 60.0).isCloseTo(first, within(first * 0.02));
    assertThat(sum(runs.get(1)) / 60.0).isCloseTo(second, within(second * 0.02));
  }

  /** S12: a reader behind 32 writers of its group, with room for 16. */
  @ParameterizedTest
  @CsvSource({"CLASSIC, 33", "V1_8, 17"})
  void readsBehindWrites(IobandProfile profile, int ms) throws Exception {
    IobandMachine m = new IobandMachine().profile(profile);
    IobandDevice device = m.member(1, 100);
    device.setIoLimit(16);
    for (int i = 0; i < 32; i++) {
      m.machine.start(m.task(0), m.job(device.name()).writes());
    }
    List<Run> reader = m.clients(device, 1);
    m.advance(60);
    assertThat(60_000.0 / sum(reader)).isCloseTo(ms, within(1.0));
  }

  /** 3.7: 30, 20, 40 and 10 spend 614, 409, 819 and 204 tokens, and run dry in that order. */
  @Test
  void aRoundOfFourGroups() throws Exception {
    IobandMachine m = new IobandMachine();
    List<IobandDevice> devices = new ArrayList<>();
    int[] weights = {30, 20, 40, 10};
    for (int n = 0; n < weights.length; n++) {
      devices.add(m.member(n + 1, weights[n]));
    }
    assertThat(devices)
        .extracting(device -> device.defaultGroup().share())
        .containsExactly(614L, 409L, 819L, 204L);
    List<String> events = new ArrayList<>();
    List<Long> refills = new ArrayList<>();
    m.machine.setTrace(
        new Trace() {
          @Override
          public void iobandExhausted(long nowNs, int group) {
            int number = m.machine.mapper().ioband().group(group).device().number();
            events.add(weights[number] + " at " + nowNs / (100 * MS));
          }

          @Override
          public void iobandRefill(long nowNs, int deviceGroup, long round, int active) {
            events.add("round " + round + " of " + active);
            refills.add(nowNs);
          }
        });
    for (IobandDevice device : devices) {
      m.clients(device, 16);
    }
    m.machine.advanceTo(2300 * MS);
    // A token is spent when a bio goes on, up to 64 ms before it is read.
    assertThat(events)
        .containsExactly("10 at 7", "20 at 13", "30 at 18", "40 at 20", "round 1 of 4");
    assertThat(refills.get(0)).isCloseTo(2046 * MS, within(50 * MS));
  }
}

package io.cglab.core.device.hdd;

import static io.cglab.core.device.hdd.Drive.MS;
import static io.cglab.core.device.hdd.Drive.PENDING;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.api.Op;
import io.cglab.core.device.hdd.Hdd.Order;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random commands on random drives with a small disk, against rules that hold whatever a drive
 * does, checked sector by sector.
 */
class RandomDriveTest {
  private static final int SECTORS = 1 << 14;
  private static final int COMMANDS = 3000;

  private record Command(Op op, int sector, int sectors, long sinceNs, boolean forced) {}

  private static Hdd random(SplittableRandom random) {
    int outer = 200 + random.nextInt(400);
    double high = 0.1 + 0.9 * random.nextDouble();
    return new Hdd(
        new Hdd.Platters(
            5400 + random.nextInt(9600), outer, 100 + random.nextInt(100), random.nextInt(5)),
        new Hdd.Arm(
            random.nextLong(2 * MS), random.nextLong(3 * MS), random.nextLong(9 * MS), 1000),
        new Hdd.Link(1 + random.nextLong(MS / 10), 1 + random.nextLong(MS / 10), 300),
        new Hdd.ReadAhead(1 + random.nextInt(3), 1 + random.nextInt(2000)),
        new Hdd.Queue(
            1 + random.nextInt(32),
            Order.values()[random.nextInt(3)],
            1 + random.nextLong(100 * MS)),
        new Hdd.Cache(
            random.nextInt(4) > 0,
            1 + random.nextInt(1 << 21),
            1 + random.nextInt(40),
            high,
            high * (0.1 + 0.9 * random.nextDouble()),
            1 + random.nextInt(6),
            1 + random.nextLong(2 * MS),
            1 + random.nextLong(30 * MS)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void everyCommandIsServedOnceAndNothingIsLost(long seed) {
    List<Long> times = run(seed);
    assertThat(run(seed)).as("the same seed, the same times").isEqualTo(times);
  }

  private static List<Long> run(long seed) {
    var random = new SplittableRandom(seed);
    Hdd hdd = random(random);
    Drive drive = new Drive(hdd, SECTORS);
    List<Command> commands = new ArrayList<>();
    List<Integer> outstanding = new ArrayList<>();
    long pauseNs = random.nextLong(1, 20 * MS);
    while (commands.size() < COMMANDS) {
      outstanding.removeIf(command -> drive.doneNs(command) != PENDING);
      if (outstanding.size() < hdd.queue().depth()) {
        Command next = next(random, drive.nowNs(), commands);
        outstanding.add(drive.at(next.sinceNs, next.op, next.sector, next.sectors, next.forced));
        commands.add(next);
      }
      if (outstanding.size() == hdd.queue().depth()) {
        drive.step();
      } else if (random.nextInt(3) == 0) {
        drive.until(drive.nowNs() + random.nextLong(pauseNs));
      }
    }
    while (!drive.isQuiet()) {
      drive.step();
    }
    check(hdd, drive, commands);
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < COMMANDS; i++) {
      times.add(drive.doneNs(i));
    }
    return times;
  }

  private static Command next(SplittableRandom random, long now, List<Command> before) {
    int kind = random.nextInt(20);
    Op op = kind == 0 ? Op.FLUSH : kind == 1 ? Op.WRITE_ZEROES : kind < 11 ? Op.READ : Op.WRITE;
    if (op == Op.FLUSH) {
      return new Command(op, 0, 0, now, false);
    }
    int sectors = 1 + random.nextInt(random.nextInt(10) == 0 ? 2560 : 64);
    int sector = random.nextInt(SECTORS - sectors);
    Command last = before.isEmpty() ? null : before.get(before.size() - 1);
    if (last != null && random.nextInt(3) > 0) { // a stream
      sector = Math.min(last.sector + last.sectors, SECTORS - sectors);
    }
    return new Command(op, sector, sectors, now, random.nextInt(8) == 0);
  }

  private static void check(Hdd hdd, Drive drive, List<Command> commands) {
    double turnNs = 60e9 / hdd.platters().rpm();
    double longestSeekNs = hdd.arm().aNs() + hdd.arm().bNs() + hdd.arm().cNs() + 1000;
    long freeNs = 0;
    for (Drive.Access access : drive.accesses) {
      assertThat(access.fromNs()).as("one access at a time").isGreaterThanOrEqualTo(freeNs);
      freeNs = access.toNs();
      double least = access.sectors() * turnNs / hdd.platters().outerSpt();
      double most = access.sectors() * turnNs / hdd.platters().innerSpt() + turnNs + longestSeekNs;
      assertThat((double) (freeNs - access.fromNs())).isBetween(least - 2, most + 2);
      assertThat(access.sector() + access.sectors()).isLessThanOrEqualTo(SECTORS);
    }
    for (int i = 0; i < COMMANDS; i++) {
      Command command = commands.get(i);
      long least = command.op == Op.READ ? hdd.link().readNs() : hdd.link().writeNs();
      assertThat(drive.doneNs(i)).as("complete").isGreaterThanOrEqualTo(command.sinceNs + least);
    }
    checkDurability(hdd, drive, commands);
  }

  /**
   * Everything written comes to the platters after it was sent: by its completion where there is no
   * cache, by the completion of each flush that came behind its own, and in the end.
   */
  private static void checkDurability(Hdd hdd, Drive drive, List<Command> commands) {
    for (int i = 0; i < COMMANDS; i++) {
      Command write = commands.get(i);
      if (write.op != Op.WRITE && write.op != Op.WRITE_ZEROES) {
        continue;
      }
      boolean direct = write.forced || !hdd.cache().enabled() || write.op == Op.WRITE_ZEROES;
      long byNs = direct ? drive.doneNs(i) : Long.MAX_VALUE;
      for (int j = i + 1; j < COMMANDS && byNs == Long.MAX_VALUE; j++) {
        if (commands.get(j).op == Op.FLUSH && commands.get(j).sinceNs > drive.doneNs(i)) {
          byNs = drive.doneNs(j);
        }
      }
      if (direct || !overtaken(commands, i)) {
        assertThat(written(drive, write, byNs)).as("command %d of %s", i, hdd).isTrue();
      }
    }
  }

  /** A later write without the cache has its sectors: the older data need not be written. */
  private static boolean overtaken(List<Command> commands, int write) {
    Command of = commands.get(write);
    for (int i = write + 1; i < COMMANDS; i++) {
      Command later = commands.get(i);
      boolean direct = later.op == Op.WRITE_ZEROES || (later.op == Op.WRITE && later.forced);
      if (direct
          && later.sector < of.sector + of.sectors
          && of.sector < later.sector + later.sectors) {
        return true;
      }
    }
    return false;
  }

  private static boolean written(Drive drive, Command write, long byNs) {
    var sectors = new BitSet();
    for (Drive.Access access : drive.accesses) {
      if (access.write() && access.fromNs() >= write.sinceNs && access.toNs() <= byNs) {
        long from = Math.max(access.sector(), write.sector);
        long to = Math.min(access.sector() + access.sectors(), write.sector + write.sectors);
        if (from < to) {
          sectors.set((int) (from - write.sector), (int) (to - write.sector));
        }
      }
    }
    return sectors.cardinality() == write.sectors;
  }
}

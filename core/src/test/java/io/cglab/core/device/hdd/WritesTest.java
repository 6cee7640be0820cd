package io.cglab.core.device.hdd;

import static io.cglab.core.device.hdd.Drive.MS;
import static io.cglab.core.device.hdd.Drive.PENDING;
import static io.cglab.core.device.hdd.Drive.READ_NS;
import static io.cglab.core.device.hdd.Drive.US;
import static io.cglab.core.device.hdd.Drive.WRITE_NS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cglab.core.api.Op;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The write cache: schedulers-and-devices.md 5.2. */
class WritesTest {
  private static final Hdd HDD = Hdd.sata2009();
  private static final long FILE = 400_000_000;

  /** A cache that nobody empties before it is too full. */
  private static Hdd lazy(int commands) {
    return HDD.with(new Hdd.Cache(true, 16 << 20, commands, 0.97, 0.96, 4, MS, 1_000_000 * MS));
  }

  /** Keeps the platters busy with a read, so that idleness counts from then on. */
  private static Drive afterARead(Hdd hdd) {
    Drive drive = new Drive(hdd);
    drive.run(0, Op.READ, 0, 8);
    return drive;
  }

  private static void fill(Drive drive, int commands) {
    var random = new SplittableRandom(5);
    for (int i = 0; i < commands; i++) {
      drive.run(drive.nowNs(), Op.WRITE, FILE + 1000 * random.nextLong(100_000), 8);
    }
  }

  private static List<Drive.Access> writes(Drive drive) {
    return drive.accesses.stream().filter(Drive.Access::write).toList();
  }

  /** Gives it the time for all that is due soon, but not for what is due when it has been idle. */
  private static void quiet(Drive drive) {
    drive.until(drive.nowNs() + 10_000 * MS);
  }

  @Test
  void aCachedWriteCostsTheControllerOnly() {
    Drive drive = new Drive(HDD);
    assertThat(drive.run(0, Op.WRITE, FILE, 8)).isEqualTo(WRITE_NS);
    int[] both = {drive.at(MS, Op.WRITE, 0, 8), drive.at(MS, Op.WRITE, 7000, 8)};
    assertThat(drive.await(both[0])).isEqualTo(MS + WRITE_NS);
    assertThat(drive.await(both[1])).isEqualTo(MS + 2 * WRITE_NS);
  }

  @Test
  void aDriveWithoutReadsWritesOutAtOnce() {
    Drive drive = new Drive(HDD);
    drive.run(0, Op.WRITE, FILE, 8);
    assertThat(writes(drive)).singleElement().extracting(Drive.Access::fromNs).isEqualTo(WRITE_NS);
  }

  @Test
  void anIdleDriveWritesOutSomeTimeAfterTheLastRead() {
    Drive drive = afterARead(HDD);
    long read = drive.last().toNs();
    drive.run(drive.nowNs(), Op.WRITE, FILE, 8);
    drive.run(drive.nowNs() + MS, Op.WRITE, FILE + 100_000, 8);
    quiet(drive);
    List<Drive.Access> writes = writes(drive);
    assertThat(writes).hasSize(2);
    assertThat(writes.get(0).fromNs()).isEqualTo(read + 15 * MS);
    assertThat(writes.get(1).fromNs()).as("at once").isEqualTo(writes.get(0).toNs());
  }

  @Test
  void aRunIsWrittenAsOneAndFreesItsSlotsTogether() {
    Drive drive = afterARead(lazy(16));
    for (int i = 15; i >= 0; i--) { // 0.97 of 16 commands: the 16th makes it too full
      drive.run(drive.nowNs(), Op.WRITE, FILE + 8 * i, 8);
    }
    int waiting = drive.at(drive.nowNs(), Op.WRITE, 0, 8);
    quiet(drive);
    Drive.Access run = writes(drive).get(0);
    assertThat(run.sector()).isEqualTo(FILE);
    assertThat(run.sectors()).isEqualTo(16 * 8);
    assertThat(drive.doneNs(waiting)).isEqualTo(run.toNs());
    assertThat(writes(drive)).as("there is room again").hasSize(1);
  }

  @Test
  void noWriteToThePlattersIsLongerThanOneMebibyte() {
    Drive drive = afterARead(HDD);
    drive.run(drive.nowNs(), Op.WRITE, FILE, 2560); // 1280 KiB
    drive.run(drive.nowNs(), Op.WRITE, FILE + 2560, 1024);
    drive.run(drive.nowNs(), Op.WRITE, FILE + 3584, 1024);
    quiet(drive);
    assertThat(writes(drive))
        .extracting(Drive.Access::sector, Drive.Access::sectors)
        .containsExactly(tuple(FILE, 2048L), tuple(FILE + 2048, 1536L), tuple(FILE + 3584, 1024L));
    assertThat(writes(drive).get(2).fromNs()).isEqualTo(writes(drive).get(1).toNs());
  }

  @Test
  void aCacheIsDrainedFromTooFullToNotQuite() {
    Drive drive = afterARead(lazy(64));
    fill(drive, 62);
    drive.until(drive.nowNs() + 1000 * MS);
    assertThat(writes(drive)).as("62 of 64 are 0.97").isEmpty();
    drive.run(drive.nowNs(), Op.WRITE, 1000, 8);
    quiet(drive);
    assertThat(writes(drive)).as("down to 61, below 0.96").hasSize(2);
  }

  @Test
  void bytesFillACacheToo() {
    Hdd small = HDD.with(new Hdd.Cache(true, 65_536, 64, 1, 0.5, 4, MS, 1_000_000 * MS));
    Drive drive = afterARead(small);
    for (int i = 0; i < 3; i++) { // the third begins with 64 KiB in the cache, which are not more
      long start = drive.nowNs();
      assertThat(drive.run(start, Op.WRITE, FILE + 5000 * i, 64) - start).isLessThan(MS);
    }
    long start = drive.nowNs();
    assertThat(drive.run(start, Op.WRITE, FILE + 50_000, 64) - start).isGreaterThan(2 * MS);
  }

  /** Reads in a closed loop, and a cache that is always full: one destage after four reads. */
  @Test
  void aDrainedDrivePrefersReads() {
    Drive drive = afterARead(HDD);
    fill(drive, 64);
    var random = new SplittableRandom(1);
    int seen = drive.accesses.size();
    int write = drive.at(drive.nowNs(), Op.WRITE, 1, 1);
    for (int i = 0; i < 400; i++) {
      drive.run(drive.nowNs() + 40 * US, Op.READ, random.nextLong(FILE), 8);
      if (drive.doneNs(write) != PENDING) { // never below wcLow: a write always waits
        write = drive.at(drive.nowNs(), Op.WRITE, FILE + 1000 * random.nextLong(100_000), 8);
      }
    }
    List<Drive.Access> then = drive.accesses.subList(seen, drive.accesses.size());
    long writes = then.stream().filter(Drive.Access::write).count();
    assertThat(then.size() - writes).isBetween(395L, 400L);
    assertThat(writes).isBetween(95L, 105L);
    int reads = 0;
    for (int i = 8; i < then.size(); i++) {
      if (then.get(i).write()) {
        assertThat(reads).isLessThanOrEqualTo(4);
        reads = 0;
      } else {
        reads++;
      }
    }
  }

  @Test
  void aDrainedDriveWaitsForAnotherReadBeforeItWrites() {
    Drive drive = afterARead(lazy(16));
    fill(drive, 15);
    drive.run(drive.nowNs(), Op.READ, 0, 8);
    long readEnd = drive.last().toNs();
    drive.at(drive.nowNs(), Op.WRITE, 3, 8);
    quiet(drive);
    assertThat(writes(drive).get(0).fromNs()).isEqualTo(readEnd + MS);
  }

  @Test
  void whatIsCachedIsReadFromThere() {
    Drive drive = afterARead(HDD);
    long now = drive.run(drive.nowNs(), Op.WRITE, FILE, 64);
    assertThat(drive.run(now, Op.READ, FILE + 8, 8)).isEqualTo(now + READ_NS);
    assertThat(drive.run(now + MS, Op.READ, FILE + 60, 8)).isGreaterThan(now + 2 * MS);
  }

  @Test
  void aFlushWaitsForWhatWasCachedBeforeIt() {
    Drive drive = afterARead(lazy(64));
    long start = drive.nowNs();
    assertThat(drive.run(start, Op.FLUSH, 0, 0)).as("nothing").isEqualTo(start + 119 * US);
    fill(drive, 20);
    int flush = drive.at(drive.nowNs(), Op.FLUSH, 0, 0);
    int late = drive.at(drive.nowNs() + 200 * US, Op.WRITE, 9_000_000, 8);
    drive.await(flush);
    assertThat(drive.doneNs(late)).isNotEqualTo(PENDING).isLessThan(drive.doneNs(flush));
    assertThat(writes(drive).stream().filter(write -> write.sector() >= FILE)).hasSize(20);
    assertThat(drive.doneNs(flush)).isEqualTo(drive.last().toNs());
  }

  @Test
  void aFlushWaitsForDataThatWasWrittenAnew() {
    Drive drive = afterARead(lazy(64));
    drive.run(drive.nowNs(), Op.WRITE, FILE, 8);
    int flush = drive.at(drive.nowNs(), Op.FLUSH, 0, 0);
    drive.run(drive.nowNs(), Op.WRITE, FILE - 8, 32);
    drive.await(flush);
    assertThat(writes(drive)).isNotEmpty();
    assertThat(drive.doneNs(flush)).isEqualTo(drive.last().toNs());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withoutACacheAWriteIsOnThePlatters(boolean forced) {
    Hdd hdd = forced ? HDD : HDD.with(new Hdd.Cache(false, 1, 1, 1, 1, 1, 1, 1));
    Drive drive = new Drive(hdd);
    int write = drive.at(0, Op.WRITE, FILE, 8, forced);
    assertThat(drive.await(write)).isEqualTo(drive.last().toNs());
    assertThat(drive.last().fromNs()).isEqualTo(WRITE_NS);
    assertThat(drive.last().write()).isTrue();
    assertThat(drive.run(drive.nowNs(), Op.FLUSH, 0, 0) - drive.last().toNs()).isEqualTo(119 * US);
  }

  @Test
  void zeroesAreWrittenWithoutCrossingTheBus() {
    Drive drive = new Drive(HDD);
    assertThat(drive.run(0, Op.WRITE_ZEROES, FILE, 2048)).isEqualTo(drive.last().toNs());
    assertThat(drive.last().fromNs()).isEqualTo(119 * US);
  }

  @ParameterizedTest
  @EnumSource(
      value = Op.class,
      names = {"DISCARD", "SECURE_ERASE"})
  void whatIsDiscardedNeedNotBeWritten(Op op) {
    Drive drive = afterARead(lazy(4));
    for (int i = 0; i < 4; i++) {
      drive.run(drive.nowNs(), Op.WRITE, FILE + 100 * i, 8);
    }
    int waiting = drive.at(drive.nowNs(), Op.WRITE, 0, 8);
    int flush = drive.at(drive.nowNs(), Op.FLUSH, 0, 0);
    int discard = drive.at(drive.nowNs(), op, FILE, 1000);
    quiet(drive);
    assertThat(drive.doneNs(discard)).isNotEqualTo(PENDING);
    assertThat(drive.doneNs(waiting)).isNotEqualTo(PENDING);
    assertThat(drive.doneNs(flush)).isNotEqualTo(PENDING);
    assertThat(writes(drive)).hasSizeLessThan(3);
  }
}

package io.cglab.core.device.hdd;

import static io.cglab.core.device.hdd.Drive.MS;
import static io.cglab.core.device.hdd.Drive.READ_NS;
import static io.cglab.core.device.hdd.Drive.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cglab.core.api.Op;
import io.cglab.core.device.hdd.Hdd.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Read-ahead and the queue: schedulers-and-devices.md 5.2. */
class ReadsTest {
  private static final long FAR = 400_000_000;
  private static final double TURN_NS = 60e9 / 7200;
  private static final double SECTOR_NS = TURN_NS / 1546;

  private final Drive drive = new Drive(Hdd.sata2009());

  /** The first read of a slot: a seek and a turn in part; the second: a whole turn; then hits. */
  @Test
  void aStreamIsReadAheadFromItsSecondCommand() {
    long first = drive.run(MS, Op.READ, FAR, 8);
    long positioned = Math.round(drive.mechanism.positioningNs(FAR, false, MS + 60 * US));
    long mediaEnd = drive.last().toNs();
    assertThat(drive.last().fromNs()).isEqualTo(MS + 60 * US);
    assertThat(mediaEnd - drive.last().fromNs() - positioned).isBetween(43 * US, 60 * US);
    assertThat(first).isEqualTo(mediaEnd + READ_NS - 60 * US);

    long second = drive.run(first + 40 * US, Op.READ, FAR + 8, 8);
    assertThat(second - first).isCloseTo(Math.round(TURN_NS), within(100 * US));
    assertThat(drive.accesses).hasSize(2);

    long now = second;
    for (int i = 2; i < 1000; i++) {
      long done = drive.run(now + 40 * US, Op.READ, FAR + 8L * i, 8);
      assertThat(done - now).as("read %d", i).isEqualTo(40 * US + READ_NS);
      now = done;
    }
    assertThat(drive.accesses).as("hits").hasSize(2);
  }

  @Test
  void aDriveThatAlwaysReadsAheadHitsTheSecondTime() {
    Drive always = new Drive(Hdd.sata2009().with(new Hdd.ReadAhead(1, 1024)));
    long first = always.run(0, Op.READ, FAR, 8);
    assertThat(always.run(first + MS, Op.READ, FAR + 8, 8)).isEqualTo(first + MS + READ_NS);
  }

  /** Two reads open the window at FAR; what comes then is tried at sectors after the second. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # after, sectors, hit
          0,      8,  true
          -8,     8,  true
          -9,     8,  false
          800,    8,  true
          1024,   8,  true
          1025,   8,  false
          """)
  void aReadWithinTheWindowIsAHit(long after, int sectors, boolean hit) {
    long end = FAR + 16;
    long opened = drive.run(drive.run(0, Op.READ, FAR, 8), Op.READ, FAR + 8, 8);
    long full = opened + 10 * MS;
    long done = drive.run(full, Op.READ, end + after, sectors);
    if (hit && after < 1024) {
      assertThat(done).isEqualTo(full + READ_NS);
    }
    assertThat(drive.accesses).hasSize(hit ? 2 : 3);
  }

  @Test
  void aHitAtTheGrowingEdgeWaitsForThePlatters() {
    long opened = drive.run(drive.run(0, Op.READ, 0, 8), Op.READ, 8, 8);
    long mediaEnd = drive.last().toNs();
    // 512 sectors from the edge on: half of them have not passed yet
    long done = drive.run(opened, Op.READ, 16, 512);
    long bus = 512 * 512 * 1000 / 300;
    assertThat(done).isCloseTo(mediaEnd + Math.round(512 * SECTOR_NS) + bus, within(2L));
    // what another asked for meanwhile had to wait for that
    int stream = drive.at(done, Op.READ, 528, 900);
    int other = drive.at(done + US, Op.READ, FAR, 8);
    long streamed = drive.await(stream);
    drive.await(other);
    assertThat(drive.last().fromNs()).isLessThan(streamed).isGreaterThan(done + 3 * MS);
    assertThat(drive.accesses).hasSize(3);
  }

  @Test
  void anyOtherAccessDropsTheData() {
    long now = drive.run(drive.run(0, Op.READ, 0, 8), Op.READ, 8, 8);
    now = drive.run(now, Op.READ, FAR, 8);
    now = drive.run(now, Op.READ, 16, 8);
    assertThat(drive.accesses).hasSize(4);
    // and the stream must be found again: its second read misses a turn
    long again = drive.run(now, Op.READ, 24, 8);
    assertThat(drive.accesses).hasSize(5);
    assertThat(again - now).isGreaterThan(8 * MS);
    assertThat(drive.run(again, Op.READ, 32, 8)).isEqualTo(again + READ_NS);
  }

  /** The controller has had another command by then, and the arm is on its way. */
  @Test
  void dataMayBeDroppedWhileTheControllerHasAnotherCommand() {
    long now = drive.run(drive.run(0, Op.READ, 0, 8), Op.READ, 8, 8);
    int other = drive.at(now, Op.READ, FAR, 8);
    int next = drive.at(now + 30 * US, Op.READ, 16, 8);
    long otherDone = drive.await(other);
    assertThat(drive.await(next)).isGreaterThan(otherDone + 3 * MS);
    assertThat(drive.accesses).hasSize(4);
  }

  @Test
  void aStreamThatADestageInterruptedIsFoundAtOnce() {
    long now = drive.run(drive.run(0, Op.READ, 0, 8), Op.READ, 8, 8);
    drive.run(now, Op.WRITE, FAR, 8);
    drive.until(now + 100 * MS); // idle: the write goes to the platters
    assertThat(drive.last().write()).isTrue();
    now = drive.run(now + 100 * MS, Op.READ, 16, 8);
    assertThat(drive.accesses).hasSize(4);
    assertThat(drive.run(now, Op.READ, 24, 8)).isEqualTo(now + READ_NS);
  }

  @Test
  void commandsOfAStreamThatWaitInTheQueueBecomeHits() {
    int[] stream = new int[16];
    for (int i = 0; i < stream.length; i++) {
      stream[i] = drive.at(0, Op.READ, 8L * i, 8);
    }
    for (int command : stream) {
      drive.await(command);
    }
    assertThat(drive.accesses).as("the second opens the window for all others").hasSize(2);
  }

  @Test
  void aStreamWithManyCommandsDoesNotKeepThePlattersForEver() {
    int[] stream = new int[8];
    int next = 0;
    for (int i = 0; i < 100 + stream.length; i++) { // media-bound: there is always a hit that waits
      if (i >= stream.length) {
        drive.await(stream[i % stream.length]);
      }
      stream[i % stream.length] = drive.at(drive.nowNs(), Op.READ, 128L * next++, 128);
    }
    long since = drive.nowNs();
    int other = drive.at(since, Op.READ, FAR, 8);
    while (drive.doneNs(other) == Drive.PENDING) {
      drive.await(stream[next % stream.length]);
      stream[next % stream.length] = drive.at(drive.nowNs(), Op.READ, 128L * next++, 128);
    }
    assertThat(drive.doneNs(other) - since).isLessThan(100 * MS);
  }

  @Test
  void theControllerServesOneAfterAnother() {
    long now = drive.run(drive.run(0, Op.READ, 0, 8), Op.READ, 8, 8) + 10 * MS;
    for (int i = 0; i < 10; i++) {
      drive.at(now, Op.READ, 16 + 8L * i, 8);
    }
    for (int i = 0; i < 10; i++) {
      assertThat(drive.await(2 + i)).isEqualTo(now + (i + 1) * READ_NS);
    }
  }

  /** Commands at the given sectors, in units of 10⁶, while the first is served. */
  @ParameterizedTest
  @CsvSource({
    "FIFO,  500, '900 100 510 490', '500 900 100 510 490'",
    "CLOOK, 500, '900 100 510 490', '500 510 900 100 490'",
    "SPTF,  500, '900 100 502',     '500 502 900 100'",
  })
  void theQueueIsServedInItsOrder(Order order, long first, String others, String served) {
    // slow and linear seeks: the nearest is the one with the least time
    Hdd hdd = Hdd.sata2009().with(new Hdd.Queue(31, order, 10_000 * MS));
    Drive sorting = new Drive(hdd.with(new Hdd.Arm(0, 0, 1_000_000_000, 0)));
    sorting.at(0, Op.READ, first * 1_000_000, 8);
    for (String other : others.split(" ")) {
      sorting.at(0, Op.READ, Long.parseLong(other) * 1_000_000, 8);
    }
    while (!sorting.isQuiet()) {
      sorting.step();
    }
    assertThat(sorting.accesses)
        .extracting(access -> Long.toString(access.sector() / 1_000_000))
        .containsExactly(served.split(" "));
  }

  @Test
  void aCommandThatIsTooOldComesFirst() {
    Hdd hdd = Hdd.sata2009().with(new Hdd.Queue(31, Order.SPTF, 100 * MS));
    Drive sorting = new Drive(hdd);
    sorting.run(0, Op.READ, 900_000_000, 8);
    long since = sorting.nowNs();
    int near = sorting.at(since, Op.READ, 900_005_000, 8);
    int old = sorting.at(since, Op.READ, 0, 8);
    for (int i = 2; sorting.doneNs(old) == Drive.PENDING; i++) { // there is always one that is near
      int next = sorting.at(sorting.nowNs(), Op.READ, 900_000_000 + 5000L * i, 8);
      sorting.await(near);
      near = next;
    }
    assertThat(sorting.doneNs(old) - since).isBetween(100 * MS, 150 * MS);
  }
}

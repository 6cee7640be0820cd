package io.cglab.core.device.hdd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cglab.core.TestMachine;
import io.cglab.core.elevator.QueueAttributes.WriteCache;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a hard disk may be made of: schedulers-and-devices.md 7. */
class HddTest {
  private static final Hdd USUAL = Hdd.sata2009();

  /** Makes a disk with one parameter replaced. */
  private static Hdd with(String name, double value) {
    double[] v = {7200, 1546, 773, 0, 3.6e6, 4.6e6, 9e6, 0, 60_000, 119_000, 300, 2, 1024};
    double[] w = {31, 300e6, 16 << 20, 64, 0.97, 0.96, 4, 1e6, 15e6};
    String names = "rpm spt0 spt1 zones a b c wSettle cmdRead cmdWrite busRate raTrigger raAhead";
    String others =
        "ncq ncqAge wcBytes wcCmds wcHigh wcLow readsPerDestage readAnticipate destageIdle";
    int at = Arrays.asList(names.split(" ")).indexOf(name);
    (at < 0 ? w : v)[at < 0 ? Arrays.asList(others.split(" ")).indexOf(name) : at] = value;
    return new Hdd(
        new Hdd.Platters((int) v[0], (int) v[1], (int) v[2], (int) v[3]),
        new Hdd.Arm((long) v[4], (long) v[5], (long) v[6], (long) v[7]),
        new Hdd.Link((long) v[8], (long) v[9], (int) v[10]),
        new Hdd.ReadAhead((int) v[11], (int) v[12]),
        new Hdd.Queue((int) w[0], Hdd.Order.FIFO, (long) w[1]),
        new Hdd.Cache(
            true, (long) w[2], (int) w[3], w[4], w[5], (int) w[6], (long) w[7], (long) w[8]));
  }

  @Test
  void theDiskOf2009IsTheSpecifications() {
    assertThat(with("rpm", 7200)).isEqualTo(USUAL);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          rpm,             0
          rpm,             100001
          spt0,            772
          spt1,            0
          spt1,            1547
          zones,           -1
          zones,           1001
          a,               -1
          b,               -1
          c,               -1
          wSettle,         -1
          cmdRead,         0
          cmdWrite,        0
          busRate,         0
          raTrigger,       0
          raAhead,         0
          ncq,             0
          ncq,             1025
          ncqAge,          0
          wcBytes,         0
          wcCmds,          0
          wcCmds,          16385
          wcHigh,          0.95
          wcHigh,          1.01
          wcLow,           0
          wcLow,           0.98
          wcLow,           NaN
          readsPerDestage, 0
          readAnticipate,  0
          destageIdle,     0
          """)
  void aParameterOutOfItsRangeIsRefused(String name, double value) {
    assertThatThrownBy(() -> with(name, value)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"a, 0", "b, 0", "c, 0", "zones, 1000", "spt0, 773", "wcHigh, 1", "wcLow, 0.97"})
  void theEndsOfARangeAreInIt(String name, double value) {
    assertThat(with(name, value)).isNotEqualTo(USUAL);
  }

  @Test
  void aQueueInFrontIsNoDeeperThanTheDrives() {
    assertThatThrownBy(
            () -> USUAL.device(TestMachine.disk("sda", TestMachine.DEV, USUAL, 32, 2560), 0, 1000))
        .hasMessage("sda: the drive takes 31 commands at once, not 32");
  }

  @Test
  void theKernelKnowsOfTheCache() {
    var m = HddMachine.with(USUAL);
    assertThat(m.writeCache()).isEqualTo(WriteCache.WRITE_BACK);
    m = HddMachine.with(USUAL.with(new Hdd.Cache(false, 1, 1, 1, 1, 1, 1, 1)));
    assertThat(m.writeCache()).isEqualTo(WriteCache.WRITE_THROUGH);
  }
}

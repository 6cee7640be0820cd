package io.cglab.core.policy.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cglab.core.TestMachine;
import io.cglab.core.api.IoMax;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.task.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worked examples of throttle-and-qos.md 2.9: times in ms, at both tick rates. */
class WorkedExamplesTest {
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;
  private static final long SECOND_NS = 1_000_000_000;

  private static List<Long> numbers(String text) {
    return Arrays.stream(text.trim().split("[ ,]+")).map(Long::valueOf).toList();
  }

  private static IoMax rbps(long bps) {
    return IoMax.NONE.withRbps(bps);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1000 | 104 208 304 408 504 608 704 808 904 1008
          250  | 108 208 308 408 508 608 708 808 908 1008
          """)
  void oneReaderOfSmallBios(int hz, String releases) throws KernelException {
    TestMachine m = TestMachine.ideal(hz);
    Cgroup a = m.cgroup("a");
    m.limit(a, rbps(MIB));
    m.start(a, TestMachine.reads(4 * KIB, 1));
    m.machine.advanceTo(1050 * TestMachine.MS);

    List<Long> released = new ArrayList<>();
    long before = 0;
    for (TestMachine.Issue issue : m.issues) {
      if (issue.ns() - before > 10 * TestMachine.MS) {
        released.add(issue.ms());
      }
      before = issue.ns();
    }
    assertThat(released).isEqualTo(numbers(releases));
    assertThat(m.issues).hasSize(281);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1000 | 1008 2008 3008 4008
          250  | 1004 2004 3004 4004
          """)
  void biosOfTenSlices(int hz, String times) throws KernelException {
    TestMachine m = TestMachine.ideal(hz);
    Cgroup a = m.cgroup("a");
    m.limit(a, rbps(MIB));
    m.start(a, TestMachine.reads(MIB, 4));
    m.machine.advanceTo(4500 * TestMachine.MS);
    assertThat(m.issues).extracting(TestMachine.Issue::ms).isEqualTo(numbers(times));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1000 | 0 104 208 304 408 504 608 704 808 904 1008
          250  | 0 104 204 304 404 504 604 704 804 904 1004
          """)
  void tenIosASlice(int hz, String times) throws KernelException {
    TestMachine m = TestMachine.ideal(hz);
    Cgroup a = m.cgroup("a");
    m.limit(a, IoMax.NONE.withRiops(100));
    m.start(a, TestMachine.reads(4 * KIB, 32));
    m.machine.advanceTo(1050 * TestMachine.MS);
    assertThat(m.burstTimes(0, 1050)).isEqualTo(numbers(times));
    assertThat(
            m.issues.stream()
                .collect(Collectors.groupingBy(TestMachine.Issue::ms, Collectors.counting()))
                .values())
        .containsOnly(10L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1000 | 0 128 224 320 408 504 632 720 816 912 1008 | AAB BAB ABA BAB ABA BABA BAB ABA BAB ABA BABA
          250  | 0 128 220 316 408 508 628 720 816 908 1008 | AAB BAB ABA BAB ABA BABA BAB ABA BAB ABA BABA
          """)
  void twoChildrenUnderOneParent(int hz, String times, String order) throws KernelException {
    TestMachine m = TestMachine.ideal(hz);
    Cgroup p = m.cgroup("p");
    Cgroup a = m.cgroup("p/A");
    Cgroup b = m.cgroup("p/B");
    m.limit(p, rbps(2 * MIB));
    m.limit(a, rbps(3 * MIB / 2));
    m.limit(b, rbps(3 * MIB / 2));
    m.start(a, TestMachine.reads(64 * KIB, 8));
    m.start(b, TestMachine.reads(64 * KIB, 8).startNs(1)); // A submits its eight first
    m.machine.advanceTo(1050 * TestMachine.MS);
    assertThat(m.burstTimes(0, 1050)).isEqualTo(numbers(times));
    String issued =
        m.burstTimes(0, 1050).stream()
            .map(
                ms ->
                    m.issues.stream()
                        .filter(issue -> issue.ms() == ms)
                        .map(TestMachine.Issue::cgroup)
                        .collect(Collectors.joining()))
            .collect(Collectors.joining(" "));
    assertThat(issued).isEqualTo(order);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1536 | 1536 | 64 8 | 64 8  | 1.000 | 0.997
          1536 | 512  | 64 8 | 64 8  | 1.497 | 0.497
          0    | 0    | 64 32 | 4 32 | 1.881 | 0.117
          """)
  void sharesUnderAParentOf2MiB(
      long limitA, long limitB, String loadA, String loadB, double rateA, double rateB)
      throws KernelException {
    TestMachine m = TestMachine.ideal(1000);
    m.limit(m.cgroup("p"), rbps(2 * MIB));
    Run a = startUnder(m, "p/A", limitA, loadA);
    Run b = startUnder(m, "p/B", limitB, loadB);
    m.machine.advanceTo(20 * SECOND_NS);
    assertThat(a.readBytes() / 20.0 / MIB).isCloseTo(rateA, within(0.01));
    assertThat(b.readBytes() / 20.0 / MIB).isCloseTo(rateB, within(0.01));
  }

  private static Run startUnder(TestMachine m, String path, long limitKib, String load)
      throws KernelException {
    Cgroup cgroup = m.cgroup(path);
    if (limitKib > 0) {
      m.limit(cgroup, rbps(limitKib * KIB));
    }
    List<Long> sizeAndDepth = numbers(load);
    return m.start(
        cgroup,
        TestMachine.reads(
            Math.toIntExact(sizeAndDepth.get(0) * KIB), Math.toIntExact(sizeAndDepth.get(1))));
  }

  @Test
  void oneActiveChildHasItsOwnLimit() throws KernelException {
    TestMachine m = TestMachine.ideal(1000);
    m.limit(m.cgroup("p"), rbps(2 * MIB));
    Run a = startUnder(m, "p/A", 1536, "64 8");
    m.machine.advanceTo(20 * SECOND_NS);
    assertThat(a.readBytes() / 20.0 / MIB).isCloseTo(1.5, within(0.01));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1000 | 2048 | 504 504 632 632 752 813 813 944 1002 1002 1128 1128 1256 1313 1313 1440 1502 1502
          1000 | 4096 | 504 504 504 504 632 632 632 720 720 720 816 816 816 912 912 912 1008 1008 1008 1008 1128 1128 1128 1224 1224 1224 1320 1320 1320
          1000 | 512  | 504 752 1008 1256 1504 1752 2008
          250  | 2048 | 504 504 628 628 752 816 816 940 1008 1008 1128 1128 1252 1316 1316 1440 1508 1508
          """)
  void aLimitThatChangesAt500Ms(int hz, long kib, String times) throws KernelException {
    TestMachine m = TestMachine.ideal(hz);
    Cgroup a = m.cgroup("a");
    m.limit(a, rbps(MIB));
    m.start(a, TestMachine.reads(128 * KIB, 8));
    m.machine.advanceTo(500 * TestMachine.MS);
    assertThat(m.issues)
        .extracting(TestMachine.Issue::ms)
        .isEqualTo(hz == 1000 ? List.of(128L, 256L, 376L) : List.of(128L, 252L, 376L));
    m.issues.clear();
    m.limit(a, rbps(kib * KIB));
    List<Long> expected = numbers(times);
    m.machine.advanceTo((expected.get(expected.size() - 1) + 1) * TestMachine.MS);
    assertThat(m.issues).extracting(TestMachine.Issue::ms).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # limit MiB/s | KiB | depth | HZ=1000 | HZ=250
          1   | 4    | 1  | 0.9998 | 0.9998
          1   | 4    | 32 | 0.9998 | 0.9998
          1   | 16   | 4  | 0.9992 | 0.9992
          1   | 64   | 8  | 0.9969 | 0.9969
          1   | 128  | 4  | 0.9938 | 0.9938
          1   | 300  | 4  | 0.9961 | 0.9668
          1   | 512  | 4  | 0.975  | 0.975
          1   | 1024 | 4  | 0.95   | 0.95
          10  | 4    | 32 | 10.0   | 10.0
          10  | 128  | 8  | 10.0   | 10.0
          10  | 1024 | 4  | 9.95   | 9.95
          100 | 1024 | 4  | 100.0  | 100.0
          100 | 128  | 32 | 100.0  | 100.0
          """)
  void longRunBytes(int mib, int kib, int depth, double at1000, double at250)
      throws KernelException {
    for (int hz : new int[] {1000, 250}) {
      TestMachine m = TestMachine.ideal(hz);
      Cgroup a = m.cgroup("a");
      m.limit(a, rbps((long) mib * MIB));
      m.start(a, TestMachine.reads(kib * KIB, depth));
      m.machine.advanceTo(20 * SECOND_NS);
      double issued = m.issues.stream().mapToLong(TestMachine.Issue::bytes).sum();
      double expected = hz == 1000 ? at1000 : at250;
      assertThat(issued / 20 / MIB).as("HZ=%d", hz).isCloseTo(expected, within(expected * 0.004));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, 1.95",
    "5, 4.8",
    "10, 10",
    "15, 10",
    "100, 100",
    "150, 150",
    "333, 330",
    "1000, 1000",
    "10000, 10000"
  })
  void longRunIos(int limit, double iops) throws KernelException {
    for (int hz : new int[] {1000, 250}) {
      TestMachine m = TestMachine.ideal(hz);
      Cgroup a = m.cgroup("a");
      m.limit(a, IoMax.NONE.withRiops(limit));
      m.start(a, TestMachine.reads(4 * KIB, 32));
      m.machine.advanceTo(20 * SECOND_NS);
      assertThat(m.issues.size() / 20.0).as("HZ=%d", hz).isCloseTo(iops, within(iops * 0.006));
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 100", "64, 16"})
  void theSlowerOfTwoLimitsRules(int kib, double iops) throws KernelException {
    TestMachine m = TestMachine.ideal(1000);
    Cgroup a = m.cgroup("a");
    m.limit(a, rbps(MIB).withRiops(100));
    m.start(a, TestMachine.reads(kib * KIB, 8));
    m.machine.advanceTo(20 * SECOND_NS);
    assertThat(m.issues.size() / 20.0).isCloseTo(iops, within(iops * 0.01));
  }

  @Test
  void anIdleGroupDoesNotBankButMayBurst() throws KernelException {
    TestMachine m = TestMachine.ideal(1000);
    Cgroup a = m.cgroup("a");
    m.limit(a, IoMax.NONE.withRiops(100));
    m.machine.advanceTo(10 * SECOND_NS);
    m.start(a, TestMachine.reads(4 * KIB, 32));
    m.machine.advanceTo(10 * SECOND_NS + 90 * TestMachine.MS);
    assertThat(m.issues).hasSize(10);
  }
}

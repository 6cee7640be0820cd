package io.cglab.shell.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.shell.compare.Scenario.Device;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The shipped tolerances against the record itself: it passes everywhere, and a change just beyond
 * what kernel/README.md allows does not.
 */
class ShippedTolerancesTest {
  static Stream<String> names() throws MalformedFileException {
    return Measurements.scenarios().stream().map(Scenario::name);
  }

  private static Scenario scenario(String name, int hwQueueDepth) throws MalformedFileException {
    for (Scenario scenario : Measurements.scenarios()) {
      if (scenario.name().equals(name)) {
        return hwQueueDepth == 0 ? scenario : withDepth(scenario, hwQueueDepth);
      }
    }
    throw new AssertionError("no scenario " + name);
  }

  private static Scenario withDepth(Scenario s, int depth) {
    return new Scenario(
        s.name(),
        s.durationMs(),
        s.groups(),
        s.jobs(),
        s.devices().stream().map(device -> new Device(device.completionNs(), depth)).toList(),
        s.scheduler(),
        s.nrRequests(),
        s.nrRequestsTwice(),
        s.iosched(),
        s.root(),
        s.rootAfter(),
        s.events(),
        s.kernel());
  }

  private static List<String> findings(Comparison comparison) {
    return Tolerances.shipped().of(comparison.scenario()).orElseThrow().criteria().stream()
        .flatMap(criterion -> criterion.judge(comparison).stream())
        .map(Finding::toString)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void theRecordIsWithinItsOwnTolerances(String name) throws MalformedFileException {
    assertThat(findings(Replay.of(scenario(name, 0)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iolatency-protects",
        "iolatency-both-have-targets",
        "iolatency-recovers-after-a-stops"
      })
  void soItIsAtTheOtherDepth(String name) throws MalformedFileException {
    assertThat(findings(Replay.of(scenario(name, 2)))).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {2} {3}, not {4}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # scenario                       | depth | change | within | beyond | found
          throttle-rbps-4k-qd1             | 0 | ios 0      | 12      | 13      | ios: job 1
          bfq-weights-1-2                  | 0 | ios *      | 2.9%    | 3.1%    | ios: all (2 jobs)
          bfq-weights-1-2                  | 0 | ios 1      | 40      | 41      | ios: job 2 (b)
          bfq-weights-1-2                  | 0 | ios 1      | -40     | -41     | ios: job 2 (b)
          bfq-weights-1-2                  | 0 | early 0    | 31      | 32      | running-totals: job 1 (a), 0.0 to 0.1 s
          bfq-weights-many-readers         | 0 | ios 0      | 284     | 285     | even: job 1 (a, process 1)
          bfq-weights-many-readers         | 0 | ios 1      | 732     | 734     | ios: group a, class 2
          bfq-weights-ssd                  | 0 | first 0    | 3000    | 3001    | first-completions: job 1 (a), completion 1 of 1
          bfq-weights-1-2                  | 0 | first 0    | 5010    | 5011    | first-completions: job 1 (a)
          bfq-weights-ssd                  | 0 | p50 0      | 230     | 232     | latency: job 1 (a), median
          bfq-weights-1-2                  | 0 | p50 0      | -5510   | -5512   | latency: job 1 (a), median
          bfq-weights-ssd                  | 0 | max 0      | 254700  | 254800  | latency: job 1 (a), longest
          bfq-weight-change-midway         | 0 | ios 0      | 762     | 763     | ios: job 1 (a)
          bfq-hierarchy                    | 0 | ios 2      | -786    | -788    | ios: job 3 (c)
          bfq-work-conserving              | 0 | ios 1      | 738     | 740     | ios: job 2 (b)
          mqdeadline-ignores-weights       | 0 | ios *      | -2.9%   | -3.1%   | ios: all (2 jobs)
          mqdeadline-ignores-weights       | 0 | ios 0      | 241     | 242     | ios: job 1 (a)
          mqdeadline-ignores-weights       | 0 | p50 0      | -4.9%   | -5.1%   | latency: job 1 (a), median
          mqdeadline-ignores-weights       | 0 | p99 0      | 11.9%   | 12.1%   | latency: job 1 (a), p99
          mqdeadline-ignores-weights       | 0 | move 0 10  | 22%     | 27%     | windows: job 1 (a), 1.0 to 1.1 s
          mqdeadline-ignores-weights       | 0 | early 0    | 73      | 74      | running-totals: job 1 (a), 0.0 to 0.5 s
          mqdeadline-ioprio-classes        | 0 | ios 1      | 0       | 1       | io-count: job 2 (a): kernel 2
          mqdeadline-ioprio-classes        | 0 | ios 1      | 3       | 4       | ios: job 2 (a)
          mqdeadline-ioprio-classes        | 0 | at 2       | 10      | 10.1    | io-count: job 3 (a), after 10 ms
          ioprio-policy-restrict-idle      | 0 | ios 0      | 0       | 1       | io-count: job 1 (a)
          ioprio-policy-restrict-idle      | 0 | move 1 10  | 1.9%    | 2.1%    | windows: job 2 (b), 1.0 to 1.1 s
          bfq-ioprio-classes               | 0 | ios 0      | 2.9%    | 3.1%    | ios: job 1 (a)
          bfq-ioprio-classes               | 0 | ios 1      | 2       | 3       | io-count: job 2 (a)
          bfq-ioprio-classes               | 0 | ios 2      | 8       | 9       | io-count: job 3 (a)
          bfq-ioprio-classes               | 0 | ios 2      | -4      | -5      | io-count: job 3 (a)
          bfq-ioprio-classes               | 0 | at 2       | 1003    | 1003.1  | grid: job 3 (a), completion 4 of 19
          bfq-ioprio-classes               | 0 | at 2       | 10      | 10.1    | grid: job 3 (a), completion 1 of 19
          bfq-sync-qd1-idling              | 0 | ios *      | -2.9%   | -3.1%   | ios: all (2 jobs)
          bfq-sync-qd1-idling              | 0 | ios 1      | -5843   | -5844   | weight-ratio: I/Os of job 2 (b) by job 1 (a)
          bfq-sync-qd1-idling              | 0 | ios 1      | 12677   | 12678   | weight-ratio: I/Os of job 2 (b) by job 1 (a)
          bfq-sync-qd1-idling              | 0 | ios 0      | -9.9%   | -10.1%  | ios: job 1 (a)
          bfq-sync-qd1-idling              | 0 | p50 1      | 4.9%    | 5.1%    | latency: job 2 (b), median
          bfq-reader-vs-writers            | 0 | move 0 9   | 220     | 221     | windows: job 1 (a), 0.0 to 1.0 s
          bfq-reader-vs-writers            | 0 | early 1    | 50      | 51      | windows: all writers (4 jobs), 0.0 to 1.0 s
          bfq-reader-vs-writers            | 0 | first 0    | 3000    | 3001    | first-completions: job 1 (a)
          bfq-reader-vs-writers            | 0 | split 1    | 1       | 2       | reaps: job 2 (b, process 2), reaps of 3
          iocost-weights                   | 0 | ios 0      | 31      | 32      | ios: job 1 (a)
          iocost-hierarchy                 | 0 | p50 1      | 0.9%    | 1.1%    | latency: job 2 (p/b), median
          iocost-weights                   | 0 | move 0 20  | 15      | 16      | windows: job 1 (a), 2.0 to 2.1 s
          iocost-vrate-half                | 0 | move 0 20  | 31      | 32      | windows: job 1 (a), 2.0 to 2.1 s
          iocost-weights                   | 0 | first 1    | 3000    | 3001    | first-completions: job 2 (b), completion 1 of 64
          iocost-weights                   | 0 | file a/io.stat $DEV0 rios         | 62  | 63  | io-stat-key: a/io.stat, $DEV0 rios
          iocost-weights                   | 0 | file a/io.stat $DEV0 cost.usage   | 0   | 1   | io-cost-usage: a/io.stat, $DEV0 cost.usage
          iocost-hierarchy                 | 0 | file p/a/io.pressure full total   | 3.9% | 4.1% | pressure: p/a/io.pressure, full total
          iocost-donation                  | 0 | file a/io.pressure some total     | 0   | 1   | pressure: a/io.pressure, some total
          iocost-donation                  | 0 | ios 1      | 275     | 276     | ios: job 2 (b)
          iocost-donation                  | 0 | p50 1      | 1.9%    | 2.1%    | latency: job 2 (b), median
          iocost-donation                  | 0 | move 0 20  | 1       | 2       | windows: job 1 (a), 2.0 to 2.1 s
          iocost-donation                  | 0 | move 1 20  | 9%      | 11%     | windows: job 2 (b), 2.0 to 2.1 s
          iocost-donation                  | 0 | move 1 19  | 109     | 110     | windows: job 2 (b), 1.0 to 2.0 s
          iolatency-off-baseline           | 0 | ios *      | 0.9%    | 1.1%    | ios: all (17 jobs)
          iolatency-off-baseline           | 0 | early 1    | 196     | 197     | windows: all (17 jobs), 0.0 to 1.0 s
          iolatency-off-baseline           | 0 | ios b      | 2.9%    | 3.1%    | ios: all others (16 jobs)
          iolatency-off-baseline           | 0 | ios 1      | 7.9%    | 8.1%    | ios: job 2 (b, process 2)
          iolatency-off-baseline           | 0 | p50 1      | 19%     | 21%     | latency: job 2 (b, process 2), median
          iolatency-off-baseline           | 0 | ios 0      | -24.9%  | -25.1%  | ios: job 1 (a)
          iolatency-loose-target-no-effect | 0 | ios 0      | 2.9%    | 3.1%    | ios: job 1 (a)
          iolatency-off-baseline           | 0 | file a/io.pressure some total     | -9.9%  | -10.1% | pressure: a/io.pressure, some
          iolatency-loose-target-no-effect | 0 | file a/io.pressure full total     | 19.9%  | 20.1%  | pressure: a/io.pressure, full
          iolatency-off-baseline           | 0 | file b/io.pressure some total     | 0.9%   | 1.1%   | pressure: b/io.pressure, some
          iolatency-off-baseline           | 0 | file b/io.pressure full total     | 2.9%   | 3.1%   | pressure: b/io.pressure, full
          iolatency-protects               | 0 | ios 0      | 2.9%    | 3.1%    | ios: job 1 (a)
          iolatency-protects               | 2 | ios 0      | 4.9%    | 5.1%    | ios: job 1 (a)
          iolatency-both-have-targets      | 0 | ios 0      | 2.9%    | 3.1%    | ios: job 1 (a)
          iolatency-both-have-targets      | 2 | ios 0      | 19.9%   | 20.1%   | ios: job 1 (a)
          iolatency-recovers-after-a-stops | 2 | ios 0      | -19.9%  | -20.1%  | ios: job 1 (a)
          iolatency-both-have-targets      | 2 | ios b      | 9.9%    | 10.1%   | ios: all others (16 jobs)
          iolatency-recovers-after-a-stops | 2 | ios b      | 2.9%    | 3.1%    | ios: all others (16 jobs)
          iolatency-both-have-targets      | 2 | ios 16     | 11.9%   | 12.1%   | ios: job 2 (b, process 17)
          iolatency-both-have-targets      | 0 | ios 16     | 7.9%    | 8.1%    | ios: job 2 (b, process 17)
          iolatency-protects               | 0 | p50 0      | 1.9%    | 2.1%    | latency: job 1 (a), median
          iolatency-protects               | 2 | p50 0      | 1.9%    | 2.1%    | latency: job 1 (a), median
          iolatency-recovers-after-a-stops | 0 | p50 0      | 1.9%    | 2.1%    | latency: job 1 (a), median
          iolatency-protects               | 0 | delay 0    | 2       | 3       | crossings: job 1 (a)
          iolatency-recovers-after-a-stops | 2 | delay 0    | -2      | -3      | crossings: job 1 (a)
          iolatency-both-have-targets      | 2 | delay 0    | 2       | 3       | crossings: job 1 (a)
          iolatency-protects               | 2 | file a/io.pressure some total     | 9.9%   | 10.1%  | pressure: a/io.pressure, some
          iolatency-both-have-targets      | 2 | file a/io.pressure some total     | 14.9%  | 15.1%  | pressure: a/io.pressure, some
          iolatency-both-have-targets      | 0 | file a/io.pressure some total     | 9.9%   | 10.1%  | pressure: a/io.pressure, some
          """)
  void aChangeJustBeyondIsFound(
      String name, int depth, String change, String within, String beyond, String found)
      throws MalformedFileException {
    Scenario scenario = scenario(name, depth);

    assertThat(findings(Mutation.play(scenario, change, within)))
        .noneMatch(finding -> finding.startsWith(found));
    assertThat(findings(Mutation.play(scenario, change, beyond)))
        .anyMatch(finding -> finding.startsWith(found));
  }

  /** What the README says is not compared. */
  @ParameterizedTest(name = "{0}: {2} {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bfq-work-conserving              | 0 | first 1      | 50000  | first-completions
          bfq-weights-ssd                  | 0 | max 0        | -99%   | latency
          bfq-weights-ssd                  | 0 | p99 0        | -50%   | latency
          bfq-sync-qd1-idling              | 0 | early 0      | 900    | windows
          bfq-sync-qd1-idling              | 0 | max 0        | 90%    | latency
          bfq-reader-vs-writers            | 0 | move 0 30    | 90%    | windows
          iolatency-both-have-targets      | 2 | p50 0        | -50%   | latency
          iolatency-off-baseline           | 0 | p50 0        | -50%   | latency
          iolatency-off-baseline           | 0 | delay 0      | 3      | crossings
          iolatency-protects               | 0 | first *      | 9000   | first-completions
          iolatency-protects               | 0 | move 1 5     | 90%    | windows
          throttle-rbps-4k-qd1             | 0 | file a/io.pressure some total | 50% | pressure
          bfq-weights-1-2                  | 0 | file a/io.stat $DEV0 rios     | 50% | io-stat
          """)
  void whatIsForReadingOnlyIsNotJudged(
      String name, int depth, String change, String amount, String kind)
      throws MalformedFileException {
    assertThat(findings(Mutation.play(scenario(name, depth), change, amount)))
        .noneMatch(finding -> finding.startsWith(kind));
  }
}

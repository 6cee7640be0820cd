package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ionice of util-linux, and nice. */
class IoniceTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ionice                                | 0 | none: prio 0
          ionice -c 3 ionice                    | 0 | idle
          ionice -c idle ionice                 | 0 | idle
          ionice -c Best-Effort ionice          | 0 | best-effort: prio 4
          ionice -c realtime -n 0 ionice        | 0 | realtime: prio 0
          ionice --class=1 --classdata=7 ionice | 0 | realtime: prio 7
          ionice -n 3 ionice                    | 0 | best-effort: prio 3
          ionice -n3 -p $$; ionice -p $$        | 0 | best-effort: prio 3
          ionice -c3 sh -c ionice; ionice       | 0 | idle none: prio 0
          ionice -c2 -n0 sh -c 'ionice -c0 ionice' | 0 | none: prio 0
          spawn X Y; ionice -c1 -p $X $Y; ionice -p $X $Y | 0 | realtime: prio 4 realtime: prio 4
          spawn X; ionice -c3 -p $X; (ionice -p $X 1)     | 0 | idle none: prio 0
          ionice -c 3 false                     | 1 | ''
          ionice -t -c 9 echo anyway            | 0 | anyway
          nice                                  | 0 | 0
          nice nice                             | 0 | 10
          nice -n -3 nice -n 5 nice             | 0 | 2
          nice -n 99 nice                       | 0 | 19
          nice -n 19 ionice                     | 0 | none: prio 0
          """)
  void setsAndShows(String script, int status, String out) {
    Scripts.Result result = Scripts.run(script);
    assertThat(result.err()).isEmpty();
    assertThat(result.out().strip().replace('\n', ' ')).isEqualTo(out);
    assertThat(result.status()).isEqualTo(status);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ionice -c fast true         | 1   | ionice: unknown scheduling class: 'fast'
          ionice -c 1x true           | 1   | ionice: invalid class argument: '1x'
          ionice -n -1 true           | 1   | ionice: invalid class data argument: '-1'
          ionice -n 8 true            | 1   | ionice: ioprio_set failed: Invalid argument
          ionice -p x                 | 1   | ionice: invalid PID argument: 'x'
          ionice -p 99999             | 1   | ionice: ioprio_get failed: No such process
          ionice -c 3 -p 99999        | 1   | ionice: ioprio_set failed: No such process
          ionice -c 3 -n 1 true       | 0   | ionice: ignoring given class data for idle class
          ionice -c 0 -n 1 true       | 0   | ionice: ignoring given class data for none class
          ionice -c 3                 | 1   | ionice: bad usage
          ionice -x                   | 1   | ionice: invalid option -- 'x'
          nice -n x true              | 125 | nice: invalid adjustment 'x'
          nice -n 3                   | 125 | nice: a command must be given with an adjustment
          """)
  void refusesAsUtilLinuxDoes(String script, int status, String message) {
    Scripts.Result result = Scripts.run(script);
    assertThat(result.err()).startsWith(message + "\n");
    assertThat(result.status()).isEqualTo(status);
  }

  @Test
  void theIdleClassWaitsForTheOthers() {
    String script =
        """
        echo mq-deadline > /sys/block/sdb/queue/scheduler
        echo 256 > /sys/block/sdb/queue/nr_requests
        read_all() { $1 dd if=/dev/sdb of=/dev/null bs=4k count=2000 iflag=direct 2> /dev/null; }
        for class in 1 2 3 4 5 6 7 8; do read_all "$FIRST" & done
        read_all "$SECOND"
        date +%s%N
        wait
        """;
    long alike = end("FIRST= SECOND=\n" + script);
    long preferred = end("FIRST='ionice -c 3' SECOND='ionice -c 1'\n" + script);
    assertThat(preferred).isLessThan(alike);
  }

  private static long end(String script) {
    Scripts.Result result = Scripts.run(script);
    assertThat(result.err()).isEmpty();
    return Long.parseLong(result.out().strip());
  }
}

package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that run others, or find and end them: timeout, watch, pgrep, pkill, pidof, renice. */
class LaunchersTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          timeout 1 sleep 5                          | 124 | 1000
          timeout 5 sleep 1                          | 0   | 1000
          timeout 0 sleep 3                          | 0   | 3000
          timeout 500ms sleep 5                      | 124 | 500
          timeout -s KILL 1 sleep 5                  | 137 | 1000
          timeout --signal=INT 1 sleep 5             | 124 | 1000
          timeout --preserve-status 1 sleep 5        | 143 | 1000
          timeout 1 false                            | 1   | 0
          timeout 1 sh -c 'exit 7'                   | 7   | 0
          timeout -k 2 1 sh -c 'trap "" TERM; sleep 9' | 137 | 3000
          timeout 1 sh -c 'trap "exit 3" TERM; sleep 2 & wait' | 124 | 1000
          timeout 1 dd if=/dev/sda of=/dev/null bs=1M count=1000000 iflag=direct 2>/dev/null | 124 | 1000
          timeout 1 nonesuch_x 2>/dev/null           | 127 | 0
          timeout x true 2>/dev/null                 | 125 | 0
          timeout 1 2>/dev/null                      | 125 | 0
          timeout -s NONE 1 true 2>/dev/null         | 125 | 0
          """)
  void timeoutEndsWhatTakesTooLong(String script, int status, long ms) {
    Scripts.Result result = Scripts.run(script);
    assertThat(result.status()).as(result.err()).isEqualTo(status);
    assertThat(result.elapsedNs() / 1_000_000).isBetween(ms, ms + 50);
  }

  @Test
  void watchPrintsFramesInVirtualTime() {
    Scripts.Result result = Scripts.run("n=1; watch -n 0.5 --count 3 'date +%T.%N | cut -c1-10'");
    assertThat(result.out())
        .isEqualTo(
            """
            Every 0.5s: date +%T.%N | cut -c1-10                              cglab: 0.000 s

            00:00:00.0

            Every 0.5s: date +%T.%N | cut -c1-10                              cglab: 0.500 s

            00:00:00.5

            Every 0.5s: date +%T.%N | cut -c1-10                              cglab: 1.000 s

            00:00:01.0
            """);
    assertThat(result.err()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          watch -t -n 1 echo x          | 0 | 10 | watch: stopped after 10 frames; --count N makes it more
          watch -t -e --count 5 false   | 8 | 0  | ''
          watch -t -e --count 3 echo a  | 0 | 3  | ''
          watch -tx --count 2 echo 'a  b' | 0 | 2 | ''
          (sleep 3; echo new > f) & echo old > f; watch -t -g -n 2 cat f | 0 | 3 | ''
          watch                         | 1 | 0  | watch: usage: watch [-n SECONDS] [-t] [--count N] COMMAND
          watch --count 0 true          | 1 | 0  | watch: --count takes a number of frames from 1
          watch -n x true               | 1 | 0  | watch: failed to parse argument: 'x'
          """)
  void watchStops(String script, int status, int frames, String message) {
    Scripts.Result result = Scripts.run(script);
    assertThat(result.status()).isEqualTo(status);
    assertThat(result.out().lines().filter(line -> !line.isEmpty()).count()).isEqualTo(frames);
    assertThat(result.err().strip()).isEqualTo(message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sleep 9 & [ "$(pgrep sleep)" = $! ]; echo $?                | 0
          sleep 9 & sleep 9 & pgrep -c slee                           | 2
          sleep 9 & a=$!; sleep 9 & [ "$(pgrep -n sleep)" = $! ] && [ "$(pgrep -o sleep)" = $a ]; echo $? | 0
          sleep 9 & pgrep -x slee; echo $?                            | 1
          nice env A=1 /bin/sleep 9 & (exec sleep 9) & sleep 1; pgrep -xc sleep | 2
          nice env A=1 /bin/sleep 9 & sleep 1; pgrep -xc nice         | 0
          sleep 9 & pgrep -P $$ -l . > f; cut -d' ' -f2 f             | sleep
          sleep 9 & pkill sleep; wait $!; echo $?                     | 143
          sleep 9 & pkill -9 -x sleep; wait $!; echo $?               | 137
          sleep 9 & pkill -USR1 nothing; echo $?                      | 1
          sleep 9 & a=$!; sleep 9 & [ "$(pidof sleep)" = "$! $a" ]; echo $? | 0
          pidof nothing; echo $?                                      | 1
          sleep 9 & renice -n 5 -p $! > f; tr -d 0-9 < f               | (process ID) old priority , new priority
          sleep 9 & renice 7 $! > /dev/null; ps -p $! -o comm=        | sleep
          """)
  void findsProcesses(String script, String out) {
    Scripts.Result result = Scripts.run(script);
    assertThat(result.err()).isEmpty();
    assertThat(result.out().strip()).isEqualTo(out);
  }
}

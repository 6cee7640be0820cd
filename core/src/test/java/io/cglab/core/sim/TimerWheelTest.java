package io.cglab.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimerWheelTest {
  private final VirtualClock clock = new VirtualClock();
  private final EventQueue events = new EventQueue();
  private final Ticks ticks = new Ticks(1000, 0, 0);
  private final TimerWheel wheel = new TimerWheel(clock, events, ticks, true);
  private long firedAt = -1;

  @ParameterizedTest
  @CsvSource({
    "50, 51",
    "62, 63",
    "63, 64",
    "98, 104",
    "100, 104",
    "104, 112",
    "503, 504",
    "504, 512",
    "800, 832"
  })
  void firesAsLateAsItsLevelIsCoarse(long expiry, long fires) {
    int timer = wheel.alloc((arg, now) -> firedAt = ticks.at(now), 0);
    wheel.arm(timer, expiry);
    run();
    assertThat(firedAt).isEqualTo(fires);
  }

  @Test
  void anEqualExpiryKeepsTheOldFiringTick() {
    int timer = wheel.alloc((arg, now) -> firedAt = ticks.at(now), 0);
    wheel.arm(timer, 100);
    clock.moveTo(ticks.startNs(60));
    wheel.arm(timer, 100); // from here on it would be 101
    run();
    assertThat(firedAt).isEqualTo(104);
  }

  @Test
  void aTimerInThePastFiresOnTheNextTick() {
    clock.moveTo(ticks.startNs(40));
    int timer = wheel.alloc((arg, now) -> firedAt = ticks.at(now), 0);
    wheel.arm(timer, 10);
    run();
    assertThat(firedAt).isEqualTo(41);
  }

  @Test
  void armedInACallbackItCountsFromTheNextTick() {
    int[] timer = new int[1];
    int[] rounds = new int[1];
    timer[0] =
        wheel.alloc(
            (arg, now) -> {
              firedAt = ticks.at(now);
              if (rounds[0]++ == 0) {
                wheel.arm(timer[0], firedAt + 1);
              }
            },
            0);
    wheel.arm(timer[0], 0);
    run();
    assertThat(firedAt).isEqualTo(3);
  }

  private void run() {
    while (!events.isEmpty()) {
      clock.moveTo(events.nextNs());
      events.fireNext();
    }
  }
}

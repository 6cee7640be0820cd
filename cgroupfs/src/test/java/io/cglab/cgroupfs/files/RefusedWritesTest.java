package io.cglab.cgroupfs.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.elevator.Scheduler;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random text: taken or refused with an errno, and what is refused changes nothing anywhere. */
class RefusedWritesTest {
  private static final int WRITES = 1500;
  private static final long SEED = Long.getLong("seed", 20_260_101);

  private static final List<String> WORDS =
      List.of(
          "8:0",
          "8:16",
          "8:1",
          "1:0",
          "9:9",
          "default",
          "max",
          "target=",
          "enable=",
          "ctrl=",
          "auto",
          "user",
          "rpct=",
          "rlat=",
          "min=",
          "model=",
          "linear",
          "rbps=",
          "wseqiops=",
          "idle",
          "no-change",
          "promote-to-rt",
          "some",
          "full",
          "0",
          "1",
          "7",
          "100",
          "1001",
          "10001",
          "95.5",
          "0x10",
          "-1",
          "18446744073709551616",
          "2000000",
          " ",
          " ",
          " ",
          " ",
          "\t",
          "\n",
          ":",
          "=",
          "\0",
          "\u00a0",
          "\r",
          "x",
          ".",
          "-",
          "+");

  private static String random(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    if (random.nextInt(3) > 0) {
      text.append(random.nextBoolean() ? "8:0 " : "8:16 ");
    }
    for (int words = random.nextInt(8); words >= 0; words--) {
      if (random.nextInt(12) == 0) {
        text.append((char) random.nextInt(256));
      } else {
        text.append(WORDS.get(random.nextInt(WORDS.size())));
      }
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/io.weight",
        "a/io.bfq.weight",
        "a/io.latency",
        "a/io.max",
        "a/io.prio.class",
        "io.cost.qos",
        "io.cost.model",
        "a/io.pressure"
      })
  void aRefusedWriteChangesNothing(String file) {
    var random = new SplittableRandom(SEED ^ file.hashCode());
    try (var machine = new FilesMachine()) {
      for (String dev : new String[] {"8:0", "8:16"}) {
        machine.select(dev, Scheduler.BFQ);
        // Records and activations stay behind a refusal, so they are all there before.
        machine.write("io.cost.qos", dev + " enable=1");
        machine.write("a/io.latency", dev + " target=5");
        machine.write("a/io.max", dev + " rbps=5");
      }
      machine.write("a/io.latency", "1:0 target=5");
      machine.write("a/io.max", "1:0 rbps=5");
      String before = machine.everything();
      int refused = 0;
      for (int i = 0; i < WRITES; i++) {
        String text = random(random);
        String outcome = machine.write(file, text);
        if (outcome.equals(FilesMachine.OK)) {
          before = machine.everything();
        } else {
          assertThat(outcome).as("seed %s: %s", SEED, text).matches("E[A-Z0-9]+");
          refused++;
          if (refused % 8 == 0) {
            assertThat(machine.everything()).as("seed %s: %s", SEED, text).isEqualTo(before);
          }
        }
      }
      assertThat(machine.everything()).isEqualTo(before);
      assertThat(refused).isGreaterThan(WRITES / 4);
    }
  }
}

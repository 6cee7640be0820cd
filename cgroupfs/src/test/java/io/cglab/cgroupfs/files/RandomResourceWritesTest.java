package io.cglab.cgroupfs.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.cgroup.Controller;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random text to every file of the controllers beside io: refused with an errno and nothing
 * changed, or taken, and then what the file says is taken again and says the same.
 */
class RandomResourceWritesTest {
  private static final long SEED = Long.getLong("seed", 20_260_101);
  private static final int WRITES = 6000;

  private static final List<String> WORDS =
      List.of(
          "max",
          "0",
          "1",
          "-1",
          "5",
          "100",
          "1000",
          "5000",
          "100000",
          "10001",
          "4096",
          "64M",
          "1g",
          "0x10",
          "010",
          "0-3",
          "1,3",
          "0-3:1/2",
          "all",
          "N",
          "root",
          "member",
          "isolated",
          "a",
          "c 1:3 rwm",
          "b *:* m",
          "FROZEN",
          "THAWED",
          "99.5",
          "9223372036854775807",
          "18446744073709551616",
          " ",
          " ",
          "\n",
          "\t",
          ":",
          "-",
          ",",
          "x",
          "\0",
          "\u00a0");

  private static String random(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int words = random.nextInt(3); words >= 0; words--) {
      text.append(WORDS.get(random.nextInt(WORDS.size())));
    }
    return text.toString();
  }

  private static List<ControlFile> files(List<ControlFile> table, Predicate<ControlFile> which) {
    return table.stream()
        .filter(file -> file.owner() != null && file.owner() != Controller.IO)
        .filter(file -> file.place() != ControlFile.Place.ROOT)
        .filter(which)
        .toList();
  }

  private static String everything(ResourceMachine machine, List<ControlFile> readable) {
    StringBuilder all = new StringBuilder();
    for (String cgroup : new String[] {"a/", "a/b/"}) {
      for (ControlFile file : readable) {
        all.append(file.name()).append(' ').append(machine.read(cgroup + file.name())).append('\n');
      }
    }
    return all.toString();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRefusedWriteChangesNothingAndWhatIsShownIsTaken(boolean v2) throws IOException {
    var random = new SplittableRandom(SEED);
    List<ControlFile> table = v2 ? ControlFiles.V2 : V1ControlFiles.ALL;
    List<ControlFile> writable = files(table, file -> file.writer() != null);
    List<ControlFile> readable = files(table, file -> file.reader() != null);
    int refusals = 0;
    try (ResourceMachine machine = v2 ? ResourceMachine.v2() : ResourceMachine.v1()) {
      String before = everything(machine, readable);
      for (int i = 0; i < WRITES; i++) {
        ControlFile file = writable.get(random.nextInt(writable.size()));
        String path = (random.nextBoolean() ? "a/" : "a/b/") + file.name();
        String text = random(random);
        String outcome = machine.write(path, text);
        if (outcome.equals(FilesMachine.OK)) {
          String shown = machine.read(path);
          if (file.reader() != null && isANumberOrAWord(file)) {
            assertThat(machine.outcome(path, shown.replace(";", "\n")))
                .as("seed %s: %s <- %s", SEED, path, text)
                .isEqualTo(shown);
          }
          before = everything(machine, readable);
        } else {
          assertThat(outcome).as("seed %s: %s <- %s", SEED, path, text).matches("E[A-Z0-9]+");
          if (++refusals % 16 == 0) {
            assertThat(everything(machine, readable))
                .as("seed %s: %s <- %s", SEED, path, text)
                .isEqualTo(before);
          }
        }
      }
      assertThat(everything(machine, readable)).isEqualTo(before);
    }
    assertThat(refusals).isBetween(WRITES / 4, WRITES - 1);
  }

  /** Files that say more than they take: a state with its reason, a weight of an idle group. */
  private static boolean isANumberOrAWord(ControlFile file) {
    return switch (file.name()) {
      case "cpuset.cpus.partition", "freezer.state", "cpu.weight", "cpu.weight.nice" -> false;
      case "cpu.shares", "memory.oom_control", "memory.limit_in_bytes" -> false;
      default -> true;
    };
  }
}

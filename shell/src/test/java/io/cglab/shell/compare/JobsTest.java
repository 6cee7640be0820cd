package io.cglab.shell.compare;

import static io.cglab.shell.compare.Samples.group;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.shell.compare.Scenario.FileWrite;
import io.cglab.shell.compare.Scenario.Group;
import io.cglab.shell.compare.Scenario.Job;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which processes a criterion chooses, and which it adds up. */
class JobsTest {
  /**
   * Real time with two processes, best effort as a writer, idle with a pause; one apart on dev 1.
   */
  private static final Comparison COMPARISON =
      comparison(
          List.of(group("a"), group("b"), group("c", "$DEV0 rbps=5")),
          job("a", 0, false, 2, 0, 1),
          job("b", 0, true, 1, 0, 0),
          job("c", 0, false, 1, 500, 3),
          job("a", 1, false, 1, 0, 3),
          job("c", 0, false, 1, 0, 2));

  private static Job job(String cgroup, int dev, boolean write, int processes, long us, int prio) {
    return new Job(cgroup, dev, write, true, 4096, 4, processes, us, 0, 300, prio);
  }

  private static Comparison comparison(List<Group> groups, Job... jobs) {
    var nothing = Collections.nCopies(20, Samples.nothing());
    Scenario scenario = Samples.scenario(groups, List.of(jobs), List.of(), nothing, Map.of());
    return Comparison.of(scenario, Collections.nCopies(20, Samples.measured()), Map.of());
  }

  private static String indices(List<Comparison.Proc> processes) {
    return String.join(" ", processes.stream().map(p -> Integer.toString(p.index())).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "ALL, 0 1 2 3 4 5",
    "FIRST, 0",
    "OTHERS, 1 2 3 4 5",
    "RT, 0 1",
    "BE, 2 5",
    "IDLE, 3 4",
    "TOP, 0 1 4",
    "LOWER, 2 3 5",
    "PEERS, 0 1",
    "ALONE, 4",
    "STEADY, 0 1 2 4 5",
    "PAUSING, 3",
    "READERS, 0 1 3 4 5",
    "WRITERS, 2"
  })
  void chooses(Jobs jobs, String expected) {
    assertThat(indices(jobs.of(COMPARISON))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"JOB, 0;1;2;3;4;5", "GROUP, 0 1;2;3;4;5", "LIMIT, 0;1;2;3 5;4", "ALL, 0 1 2 3 4 5"})
  void addsUp(Per per, String expected) {
    List<String> pools =
        per.pools(Jobs.ALL, COMPARISON).stream().map(pool -> indices(pool.processes())).toList();

    assertThat(String.join(";", pools)).isEqualTo(expected);
  }

  @Test
  void poolsHaveNames() {
    assertThat(Per.GROUP.pools(Jobs.ALL, COMPARISON).get(0).title()).isEqualTo("group a, class 1");
    assertThat(Per.GROUP.pools(Jobs.BE, COMPARISON).get(0).title()).isEqualTo("job 2 (b)");
    assertThat(Per.LIMIT.pools(Jobs.ALL, COMPARISON).get(3).title())
        .isEqualTo("under a common limit: job 3 (c), job 5 (c)");
    assertThat(Per.ALL.pools(Jobs.ALL, COMPARISON).get(0).title()).isEqualTo("all (6 jobs)");
    assertThat(Per.ALL.pools(Jobs.OTHERS, COMPARISON).get(0).title())
        .isEqualTo("all others (5 jobs)");
  }

  /** A device with 100 us and 64 slots; the jobs are 4 deep and of 4 KiB. */
  @Test
  void iosBatchesAndSlotsOfAPool() {
    Pool pool = Per.ALL.pools(Jobs.ALL, COMPARISON).get(0);
    double slot = 125_000 / 110.0 * 64;

    assertThat(pool.inIos()).isEqualTo(new Allowance.Unit(1, 3, slot));
    assertThat(pool.inKib()).isEqualTo(new Allowance.Unit(4, 12, slot * 4));
    assertThat(pool.inUs()).isEqualTo(new Allowance.Unit(110, 330, 125_000));
  }

  @ParameterizedTest(name = "class {1} under {0} is {2}")
  @CsvSource({
    "no-change, 0, 2",
    "no-change, 1, 1",
    "no-change, 3, 3",
    "promote-to-rt, 3, 1",
    "none-to-rt, 2, 1",
    "restrict-to-be, 1, 2",
    "restrict-to-be, 3, 3",
    "restrict-to-be, 0, 2",
    "idle, 1, 3"
  })
  void aPolicyChangesTheClass(String policy, int prio, int expected) {
    var limited = new Group("a", List.of(new FileWrite("io.prio.class", policy)));
    Comparison comparison = comparison(List.of(limited), job("a", 0, false, 1, 0, prio));

    assertThat(PrioClasses.of(comparison.scenario(), comparison.processes().get(0).job()))
        .isEqualTo(expected);
  }
}

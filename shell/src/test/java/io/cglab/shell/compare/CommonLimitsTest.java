package io.cglab.shell.compare;

import static io.cglab.shell.compare.Samples.event;
import static io.cglab.shell.compare.Samples.group;
import static io.cglab.shell.compare.Samples.job;
import static io.cglab.shell.compare.Samples.nothing;
import static io.cglab.shell.compare.Samples.reader;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.shell.compare.Scenario.Event;
import io.cglab.shell.compare.Scenario.Group;
import io.cglab.shell.compare.Scenario.Job;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommonLimitsTest {
  private static List<List<Integer>> pools(List<Group> groups, List<Event> events, Job... jobs) {
    var processes = java.util.Collections.nCopies(20, nothing());
    Scenario scenario = Samples.scenario(groups, List.of(jobs), events, processes, Map.of());
    return new CommonLimits(scenario)
        .pools(Samples.processes(scenario)).stream()
            .map(pool -> pool.stream().map(Comparison.Proc::index).toList())
            .toList();
  }

  @Test
  void jobsOfOneLimitedCgroupShareInEachDirectionAndDevice() {
    List<Group> a = List.of(group("a", "$DEV0 rbps=1000 wiops=5", "$DEV1 rbps=7"));

    assertThat(
            pools(
                a,
                List.of(),
                reader("a"),
                job("a", 0, true),
                job("a", 1, false),
                reader("a"),
                job("a", 1, true),
                job("a", 1, true)))
        .containsExactly(List.of(0, 3), List.of(1), List.of(2), List.of(4), List.of(5));
  }

  @Test
  void theTopmostLimitedAncestorDecides() {
    List<Group> groups =
        List.of(
            group("p", "$DEV0 riops=300"),
            group("p/q", "$DEV0 riops=200"),
            group("p/q/a", "$DEV0 riops=150"),
            group("p/q/b"),
            group("p/c"),
            group("pc", "$DEV0 riops=9"));

    assertThat(
            pools(groups, List.of(), reader("p/q/a"), reader("pc"), reader("p/q/b"), reader("p/c")))
        .containsExactly(List.of(0, 2, 3), List.of(1));
  }

  @Test
  void siblingsWithLimitsOfTheirOwnShareNone() {
    assertThat(
            pools(
                List.of(group("p"), group("p/a", "$DEV0 rbps=1"), group("p/b", "$DEV0 rbps=1")),
                List.of(),
                reader("p/a"),
                reader("p/b")))
        .containsExactly(List.of(0), List.of(1));
    assertThat(pools(List.of(group("a", "$DEV0 rbps=max")), List.of(), reader("a"), reader("a")))
        .containsExactly(List.of(0), List.of(1));
  }

  @Test
  void aLimitThatIsSetDuringTheRunCounts() {
    assertThat(
            pools(
                List.of(group("a")),
                List.of(event(1, "a", "$DEV0 rbps=5")),
                reader("a"),
                reader("a")))
        .containsExactly(List.of(0, 1));
  }

  @Test
  void processesOfOneJobShareItsLimit() {
    Job four = new Job("a", 0, false, true, 4096, 1, 4, 0, 0, 300, 0);

    assertThat(pools(List.of(group("a", "$DEV0 rbps=5")), List.of(), four))
        .containsExactly(List.of(0, 1, 2, 3));
    assertThat(pools(List.of(group("a", "$DEV0 wbps=5")), List.of(), four)).hasSize(4);
  }
}

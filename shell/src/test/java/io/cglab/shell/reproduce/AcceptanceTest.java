package io.cglab.shell.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Profile;
import io.cglab.shell.UnwatchedShell;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The posting's experiments on the disk of 2009 against the acceptance targets of
 * schedulers-and-devices.md 5.5: a few rows always, all of them with {@code -Preproduce}.
 */
class AcceptanceTest {
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  /** A figure of a row. */
  enum Figure {
    KIB_S,
    MS,
    OTHER_KIB_S,
    OTHER_MS,
    /** The second process's bandwidth over the first's. */
    BANDWIDTHS,
    /** The second group's disk time over the first's. */
    DISK_TIMES;

    double of(Figures figures) {
      return switch (this) {
        case KIB_S -> figures.value(Column.BANDWIDTH);
        case MS -> figures.value(Column.LATENCY) / 1000;
        case OTHER_KIB_S -> figures.value(Column.OTHER_BANDWIDTH);
        case OTHER_MS -> figures.value(Column.OTHER_LATENCY) / 1000;
        case BANDWIDTHS -> OTHER_KIB_S.of(figures) / KIB_S.of(figures);
        case DISK_TIMES -> 1 / figures.diskRatio();
      };
    }
  }

  private static Results run(List<Table> tables, int seeds, int workers) {
    try {
      RowRun run = new RowRun(UnwatchedShell::complaints);
      return new Campaign(run, workers, () -> {}).run(tables, seeds);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Table> tables(String... globs) {
    List<Table> tables = new ArrayList<>();
    for (String glob : globs) {
      tables.addAll(Posting.only(Posting.v10(), glob));
    }
    return tables;
  }

  /** Bounds are those of 5.5; shares of a process's rate alone are taken of 35174 and 495 KiB/s. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          readers-vanilla:1,         KIB_S:      32775 37275, MS:         0 20
          random-readers-vanilla:1,  KIB_S:      460 508,     MS:         0 25
          writers-vanilla:1,         KIB_S:      21565 24045, MS:         0 20
          random-writers-vanilla:1,  KIB_S:      13728 15372, MS:         0 20
          random-writers-vanilla:16, KIB_S:      500 2240,    MS:         50 500
          readers-vanilla:4,         KIB_S:      28139 31657, MS:         281 421
          random-readers-vanilla:16, KIB_S:      297 421,     MS:         50 4000
          test1-groups:8,            OTHER_KIB_S: 173 400,    OTHER_MS:   0 350
          test1-vanilla:16,          OTHER_KIB_S: 5 74,       KIB_S:      5000 12000
          test2-vanilla:4,           OTHER_KIB_S: 7.5 12.5,   KIB_S:      22863 29898
          test2-groups:1,            OTHER_KIB_S: 208 371,    KIB_S:      12311 17587
          test2-groups:8,            DISK_TIMES:  0.923 1.084, OTHER_MS:  0 260
          test3-groups:4,            BANDWIDTHS:  1.85 2.2,   DISK_TIMES: 1.94 2.06
          test4-guests:1,            DISK_TIMES:  0.485 0.515, MS:        0 400
          test5-writers:1,           BANDWIDTHS:  0.8 1.25,   KIB_S:      20000 70000
          """)
  void aRowIsWithinItsTargets(String row, String one, String other) {
    Table table = tables(row).get(0);
    Figures figures = run(List.of(table), 1, 1).at(table.id(), table.rows().get(0).nr());
    for (String bounds : List.of(one, other)) {
      String[] parts = bounds.split(":? +");
      assertThat(Figure.valueOf(parts[0]).of(figures))
          .as(row + " " + parts[0])
          .isBetween(Double.valueOf(parts[1]), Double.valueOf(parts[2]));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "linux-4.19, test2-groups:4, OTHER_MS, 0, 260",
    "linux-4.19, test3-groups:2, BANDWIDTHS, 1.85, 2.2",
    "linux-6.12, test1-groups:16, OTHER_KIB_S, 173, 400",
    "linux-6.12, test2-groups:4, OTHER_KIB_S, 208, 371",
    "linux-6.12, test3-groups:1, BANDWIDTHS, 1.85, 2.2",
    "linux-6.12, test3-groups:2, BANDWIDTHS, 1.85, 2.2",
    "linux-6.12, test3-groups:4, DISK_TIMES, 1.94, 2.06"
  })
  void soItIsOnLaterKernels(String kernel, String row, Figure figure, double low, double high) {
    Profile profile = Profile.named(kernel);
    assertThat(profile).isNotNull();
    Table table = tables(row).get(0).on(profile);
    Figures figures = run(List.of(table), 1, 1).at(table.id(), table.rows().get(0).nr());
    assertThat(figure.of(figures)).isBetween(low, high);
  }

  @Test
  void figuresAreTheSameWhateverTheNumberOfWorkers() {
    List<Table> tables = tables("readers-vanilla:1", "random-readers-controller:2", "test3-*:1");
    Results alone = run(tables, 1, 1);
    assertThat(run(tables, 1, 3).byTable()).isEqualTo(alone.byTable());
    assertThat(alone.at("test3-groups", 1).diskMs()).hasSize(2);
  }

  /**
   * One target is missed: BFQ lets the reader of the heavier group send a request into the lighter
   * one's slot, which is the longer for it; where that has one reader or two, too few for BFQ to
   * learn that the disk queues no commands, its slots sum up to more than a third.
   */
  @ParameterizedTest
  @CsvSource({"linux-2.6.31-v10, 54, ''", "linux-4.19, 41, ''", "linux-6.12, 41, B2"})
  @Tag("reproduce")
  void allTargetsHoldOverThreeSeeds(String kernel, int targets, String missed) {
    Profile profile = Profile.named(kernel);
    assertThat(profile).isNotNull();
    List<Table> tables =
        Posting.v10().stream()
            .map(table -> table.on(profile))
            .filter(
                table -> !table.id().matches("test[45]-.*") || profile == Profile.LINUX_2_6_31_V10)
            .toList();
    List<Finding> findings = Targets.of(run(tables, 3, CORES));
    assertThat(findings).hasSize(targets);
    assertThat(findings)
        .allSatisfy(
            finding ->
                assertThat(finding.holds())
                    .as("%s", finding)
                    .isEqualTo(!finding.id().equals(missed)));
  }
}

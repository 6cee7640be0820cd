package io.cglab.shell.sweep.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cglab.shell.Main;
import io.cglab.shell.sweep.Cell;
import io.cglab.shell.sweep.CellResult;
import io.cglab.shell.sweep.CellRunner;
import io.cglab.shell.sweep.Engine;
import io.cglab.shell.sweep.Engine.EngineException;
import io.cglab.shell.sweep.Measure;
import io.cglab.shell.sweep.Planner;
import io.cglab.shell.sweep.Results;
import io.cglab.shell.sweep.SweepPlan;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sweeps on Spark in local mode: the same bytes, tasks that fail, each result once. */
class SparkEngineTest {
  private static final String GRID =
      """
      parameters:
        RBPS: {from: 1048576, to: 4194304, times: 2}
        SERVICE: {set: disks.sda.params.completion_nsec, values: [100000, 400000]}
      seeds: 4
      """;

  private static final String SCRIPT =
      """
      cd /sys/fs/cgroup
      echo +io > cgroup.subtree_control
      mkdir web
      echo "8:0 rbps=$RBPS" > web/io.max
      echo 0 > web/cgroup.procs
      dd if=/dev/sda of=/dev/null bs=16k count=100 iflag=direct
      metric rbps $RBPS
      [ $SEED = 3 ] && exit 3
      true
      """;

  @TempDir private Path dir = Path.of("");

  private String sweep(String... options) throws IOException {
    Path grid = Files.writeString(dir.resolve("grid.yaml"), GRID);
    Path script = Files.writeString(dir.resolve("s.sh"), SCRIPT);
    List<String> args = new ArrayList<>(List.of("sweep", grid.toString(), script.toString()));
    args.addAll(List.of(options));
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status =
        Main.run(new ByteArrayInputStream(new byte[0]), out, err, args.toArray(new String[0]));
    assertThat(err.toString(StandardCharsets.UTF_8)).endsWith("24 runs, 6 failed\n");
    assertThat(status).isEqualTo(1);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void givesTheSameBytesAsTheLocalEngine() throws IOException {
    String local = sweep("--workers", "1");
    assertThat(local).contains("exit status 3", ",rbps,,,4194304\n");
    assertThat(sweep("--engine", "spark", "--master", "local[2]")).isEqualTo(local);
    assertThat(sweep("--engine", "spark", "--master", "local")).isEqualTo(local);
  }

  /** Fails amid every task's first try. A try that failed has run cells, which run again. */
  private static final class Breaking implements CellRunner {
    private static final long serialVersionUID = 1;

    @Override
    public CellResult run(SweepPlan plan, Cell cell) {
      return new CellResult(cell.index(), "", List.of(new Measure("cell", "", "", cell.index())));
    }

    @Override
    public CellResult guarded(SweepPlan plan, int index) {
      if (TaskContext.get().attemptNumber() == 0 && index % 2 == 1) {
        throw new IllegalStateException("lost");
      }
      return run(plan, plan.cell(index));
    }
  }

  @Test
  void aTaskThatFailsIsTriedAgainAndItsResultsArriveOnce() throws Exception {
    SweepPlan plan =
        Planner.plan("g", "parameters: {N: {from: 1, to: 300}}", "s", "true", "").plan();
    Results results = new Results(plan);
    List<Integer> arrived = new ArrayList<>();
    Engine engine = new SparkProvider().engine(new Engine.Options(2, "local[2]"));
    engine.run(plan, new Breaking(), results.andThen(result -> arrived.add(result.index())));
    assertThat(results.known()).isEqualTo(300);
    assertThat(arrived).hasSize(300).doesNotHaveDuplicates();
  }

  /** Fails however often it is tried. */
  private static final class Broken implements CellRunner {
    private static final long serialVersionUID = 1;

    @Override
    public CellResult run(SweepPlan plan, Cell cell) {
      throw new IllegalStateException("unused");
    }

    @Override
    public CellResult guarded(SweepPlan plan, int index) {
      throw new IllegalStateException("lost");
    }
  }

  @Test
  void aTaskThatFailsForGoodIsOneLine() throws Exception {
    SweepPlan plan = Planner.plan("g", "parameters: {N: [1]}", "s", "true", "").plan();
    Engine engine = new SparkProvider().engine(new Engine.Options(2, "local[2]"));
    assertThatThrownBy(() -> engine.run(plan, new Broken(), result -> {}))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("spark: Job aborted")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest(name = "master {0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "refused",
      textBlock =
          """
          local              | local[3,4]
          local[2]           | local[2,4]
          local[*]           | local[*,4]
          local[2,1]         | local[2,1]
          spark://h:7077     | spark://h:7077
          yarn               | yarn
          ''                 | refused
          http://h           | refused
          """)
  void mastersAreNamedAsSparkDoes(String given, String wanted) throws EngineException {
    Engine.Options options = new Engine.Options(3, given);
    if (wanted == null) {
      assertThatThrownBy(() -> SparkProvider.master(options))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("--master");
    } else {
      assertThat(SparkProvider.master(options)).isEqualTo(wanted);
    }
  }
}

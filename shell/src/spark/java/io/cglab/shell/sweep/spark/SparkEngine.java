package io.cglab.shell.sweep.spark;

import io.cglab.shell.sweep.CellResult;
import io.cglab.shell.sweep.CellRunner;
import io.cglab.shell.sweep.Engine;
import io.cglab.shell.sweep.SweepPlan;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/**
 * Runs cells on a Spark cluster. The plan is sent to each executor once; a task is a run of cells,
 * which Spark tries again elsewhere if its executor is lost. Of the tries of a task Spark delivers
 * one, so each cell's result arrives once.
 *
 * <p>What Spark needs opened of the JDK is in the manifest of the jar for the driver; Spark itself
 * gives it to its executors.
 */
final class SparkEngine implements Engine {
  /** Tasks for each slot of the cluster: enough that slow cells even out. */
  private static final int TASKS_PER_SLOT = 8;

  /** Results are fetched after so many tasks for each slot, so that progress can be seen. */
  private static final int WAVE_PER_SLOT = 4;

  private final String master;

  SparkEngine(String master) {
    this.master = master;
  }

  @Override
  public void run(SweepPlan plan, CellRunner runner, Consumer<CellResult> results)
      throws EngineException {
    SparkConf conf =
        new SparkConf()
            .setMaster(master)
            .setAppName("cglab sweep " + plan.script())
            .setIfMissing("spark.ui.enabled", "false")
            .setIfMissing("spark.log.level", "OFF");
    String jar = jar();
    if (!jar.isEmpty()) {
      conf.setJars(new String[] {jar});
    }
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      run(spark, plan, runner, results);
    } catch (ExecutionException failed) {
      throw new EngineException("spark: " + reason(failed));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new EngineException("interrupted");
    } catch (RuntimeException failed) {
      if (reason(failed).isEmpty()) {
        throw failed;
      }
      throw new EngineException("spark: " + reason(failed));
    }
  }

  private static void run(
      JavaSparkContext spark, SweepPlan plan, CellRunner runner, Consumer<CellResult> results)
      throws ExecutionException, InterruptedException {
    Broadcast<SweepPlan> sent = spark.broadcast(plan);
    int slots = Math.max(1, spark.defaultParallelism());
    int cells = plan.cells();
    int perTask = Math.max(1, cells / (slots * TASKS_PER_SLOT));
    int perWave = perTask * slots * WAVE_PER_SLOT;
    for (int from = 0; from < cells; from += perWave) {
      List<Integer> wave = new ArrayList<>();
      for (int at = from; at < Math.min(cells, from + perWave); at++) {
        wave.add(at);
      }
      int tasks = (wave.size() + perTask - 1) / perTask;
      JavaRDD<CellResult> done =
          spark.parallelize(wave, tasks).mapPartitions(new Cells(sent, runner));
      JavaFutureAction<List<CellResult>> action = done.collectAsync();
      action.get().forEach(results);
    }
  }

  /** The first line of the innermost reason; empty where Spark is not to blame. */
  private static String reason(Throwable failed) {
    String line = "";
    for (Throwable at = failed; at != null; at = at.getCause()) {
      if (at instanceof SparkException || at.getClass().getName().startsWith("org.apache.spark")) {
        line = String.valueOf(at.getMessage()).lines().findFirst().orElse("");
      }
    }
    return line;
  }

  /** The jar that this class is in, for the executors; empty where it is in no jar. */
  private static String jar() {
    CodeSource source = SparkEngine.class.getProtectionDomain().getCodeSource();
    try {
      URI from = source == null ? null : source.getLocation().toURI();
      return from != null && Files.isRegularFile(Path.of(from)) ? from.toString() : "";
    } catch (URISyntaxException e) {
      return "";
    }
  }

  /** What a task does: its cells, one after another. */
  private static final class Cells implements FlatMapFunction<Iterator<Integer>, CellResult> {
    private static final long serialVersionUID = 1;

    private final Broadcast<SweepPlan> plan;
    private final CellRunner runner;

    Cells(Broadcast<SweepPlan> plan, CellRunner runner) {
      this.plan = plan;
      this.runner = runner;
    }

    @Override
    public Iterator<CellResult> call(Iterator<Integer> cells) {
      List<CellResult> results = new ArrayList<>();
      cells.forEachRemaining(cell -> results.add(runner.guarded(plan.value(), cell)));
      return results.iterator();
    }
  }
}

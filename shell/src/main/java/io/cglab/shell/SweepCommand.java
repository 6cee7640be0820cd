package io.cglab.shell;

import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.shell.picture.Pictures;
import io.cglab.shell.sweep.CellResult;
import io.cglab.shell.sweep.Engine;
import io.cglab.shell.sweep.Planner;
import io.cglab.shell.sweep.Planner.Planned;
import io.cglab.shell.sweep.Results;
import io.cglab.shell.sweep.Sweep;
import io.cglab.shell.sweep.SweepPage;
import io.cglab.shell.sweep.SweepPlan;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cglab sweep GRID.yaml SCRIPT}: a script on every machine of a grid. */
@Command(
    name = "sweep",
    description = {
      "Runs SCRIPT once for each combination of GRID's parameters and seeds, each on a machine of"
          + " its own, on all cores.",
      "A parameter is a shell variable of the script; with 'set' also a part of the machine file."
          + " SCRIPT is a shell script, whose 'metric NAME VALUE' lines are collected beside bytes,"
          + " I/Os and latencies of each cgroup; or a file of measured scenarios (*.json)."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nA grid:%n",
    footer = {
      "  machine: default                       # built in, or a machine file",
      "  parameters:",
      "    LIMIT: [1048576, 4194304]            # $LIMIT in the script",
      "    CONTAINERS: {from: 1, to: 64, times: 2}",
      "    SERVICE: {set: disks.sda.params.completion_nsec, values: [50000, 200000]}",
      "    DISK: {set: disks.sda.scheduler, values: {fair: bfq, plain: none}}",
      "    KERNEL: {set: profile, values: [linux-6.12, linux-4.19]}",
      "    MACHINE: {set: machine, values: [default, hybrid]}",
      "  seeds: 5                               # 1 to 5, or a list: $SEED",
      "  plot: {x: LIMIT, metrics: [p99_ms]}    # optional"
    },
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:every run was done",
      "1:a run failed; the others are in the results",
      "2:wrong usage, or a file is missing or malformed"
    })
final class SweepCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int FAILURES_SHOWN = 20;
  private static final int WORKERS_MAX = 1024;

  private final Console console;

  @Parameters(index = "0", paramLabel = "GRID.yaml", description = "the parameters")
  private String grid = "";

  @Parameters(index = "1", paramLabel = "SCRIPT", description = "a script, or scenarios (*.json)")
  private String script = "";

  @Option(names = "--workers", paramLabel = "N", description = "runs at a time (default: cores)")
  private int workers = Runtime.getRuntime().availableProcessors();

  @Option(names = "--csv", paramLabel = "FILE", description = "where the numbers go, not to stdout")
  private @Nullable Path csv;

  @Option(names = "--html", paramLabel = "FILE", description = "a page of plots")
  private @Nullable Path html;

  @Option(names = "--only", paramLabel = "GLOB", description = "only scenarios of this name")
  private String only = "";

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "what runs the cells: local (default), or spark where it is built in")
  private String engine = Sweep.LOCAL;

  @Option(names = "--master", paramLabel = "URL", description = "the Spark cluster")
  private String master = "";

  SweepCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, UsageException {
    if (workers < 1 || workers > WORKERS_MAX) {
      throw new UsageException("--workers: expected 1 to " + WORKERS_MAX + ", not " + workers);
    }
    try {
      checkOptions();
      Planned planned =
          Planner.plan(
              grid,
              read(grid, StandardCharsets.UTF_8),
              script,
              read(
                  script,
                  script.endsWith(".json") ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1),
              only);
      Engine chosen = Sweep.engine(engine, new Engine.Options(workers, master));
      Results results = run(chosen, planned.plan());
      write(planned, results);
      return report(results);
    } catch (MalformedFileException | Engine.EngineException wrong) {
      throw new UsageException(String.valueOf(wrong.getMessage()));
    }
  }

  private void checkOptions() throws IOException, UsageException {
    if (!only.isEmpty() && !script.endsWith(".json")) {
      throw new UsageException("--only chooses scenarios; " + script + " is a script (not *.json)");
    }
    List<Path> taken = new ArrayList<>(List.of(whole(Path.of(grid)), whole(Path.of(script))));
    for (Path file : new @Nullable Path[] {csv, html}) {
      if (file != null) {
        Pictures.check(file);
        if (taken.contains(whole(file)) && (!Files.exists(file) || Files.isRegularFile(file))) {
          throw new UsageException(file + ": is another file of this sweep; name a new one");
        }
        taken.add(whole(file));
      }
    }
  }

  private static Path whole(Path file) {
    return file.toAbsolutePath().normalize();
  }

  private Results run(Engine chosen, SweepPlan plan) throws Engine.EngineException {
    Results results = new Results(plan);
    if (!console.terminal()) {
      chosen.run(plan, new SweepRunner(), results);
      return results;
    }
    PrintStream err = new PrintStream(console.err(), true, StandardCharsets.UTF_8);
    try (ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName("sweep")
            .setUnit(" runs", 1)
            .setInitialMax(plan.cells())
            .setConsumer(new ConsoleProgressBarConsumer(err))
            .build()) {
      Consumer<CellResult> both = results.andThen(result -> bar.step());
      chosen.run(plan, new SweepRunner(), both);
    }
    return results;
  }

  private void write(Planned planned, Results results) throws IOException {
    Path file = csv;
    if (file == null && html == null) {
      Writer out = new OutputStreamWriter(console.out(), StandardCharsets.UTF_8);
      results.writeCsv(out);
      out.flush();
      if (console.out() instanceof PrintStream stream && stream.checkError()) {
        throw new IOException("the results could not be written to stdout"); // it swallows errors
      }
    } else if (file != null) {
      try (Writer out = Files.newBufferedWriter(file)) {
        results.writeCsv(out);
      }
    }
    if (html != null) {
      Files.writeString(html, SweepPage.html(planned, results));
    }
  }

  private int report(Results results) {
    PrintStream err = new PrintStream(console.err(), true, StandardCharsets.UTF_8);
    List<CellResult> failed = results.failed();
    for (CellResult cell : failed.subList(0, Math.min(FAILURES_SHOWN, failed.size()))) {
      String what = results.plan().describe(results.plan().cell(cell.index()));
      err.println("cell " + (cell.index() + 1) + " (" + what + "): " + cell.error());
    }
    if (failed.size() > FAILURES_SHOWN) {
      err.println("and " + (failed.size() - FAILURES_SHOWN) + " more; the results name them all");
    }
    err.println(results.known() + " runs, " + failed.size() + " failed");
    return failed.isEmpty() ? 0 : FAILED;
  }

  private static String read(String file, Charset charset) throws IOException, UsageException {
    try {
      return new String(Files.readAllBytes(Path.of(file)), charset);
    } catch (NoSuchFileException missing) {
      throw new UsageException(file + ": no such file");
    } catch (FileSystemException unreadable) {
      throw unreadable;
    } catch (IOException unreadable) {
      // As that of a directory, whose message does not name it.
      throw new UsageException(file + ": " + unreadable.getMessage());
    }
  }
}

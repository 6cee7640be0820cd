package io.cglab.shell.reproduce;

import io.cglab.core.Profile;
import io.cglab.shell.picture.Pictures;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cglab reproduce v10}: runs a posting's experiments and shows both sets of figures. */
@Command(
    name = "reproduce",
    description =
        "Runs published experiments on a simulated disk, side by side with their figures.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:every target that can be told from what ran holds",
      "1:at least one does not",
      "2:no such posting, or --only matches nothing"
    })
public final class ReproduceCommand implements Callable<Integer> {
  private static final int OK = 0;
  private static final int MISSED = 1;
  private static final int USAGE = 2;
  private static final int MOST_SEEDS = 1000;

  private final ScriptRun shell;
  private final boolean terminal;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "POSTING", description = "v10: the IO scheduler based IO controller")
  private String posting = "";

  @Option(
      names = "--only",
      paramLabel = "GLOB",
      description = "only these tables or rows: test3-groups, 'test*', readers-vanilla:4")
  private @Nullable String only;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "the mean of N runs of each row (default: ${DEFAULT-VALUE})")
  private int seeds = 1;

  @Option(
      names = "--kernel",
      paramLabel = "P",
      description =
          "the controller's tables on another kernel: linux-4.19 (CFQ with blkio.weight) or"
              + " linux-6.12 (BFQ)")
  private @Nullable String kernel;

  @Option(names = "--workers", paramLabel = "N", description = "threads (default: one a core)")
  private int workers = Runtime.getRuntime().availableProcessors();

  @Option(names = "--list", description = "only list tables and rows")
  private boolean list;

  @Option(names = "--script", description = "only print the commands of the rows")
  private boolean script;

  @Option(names = "--json", description = "print the result as JSON")
  private boolean json;

  @Option(names = "--markdown", description = "print the tables in Markdown")
  private boolean markdown;

  @Option(names = "--html", paramLabel = "FILE", description = "write tables and plots as one page")
  private @Nullable Path html;

  /**
   * Makes the command.
   *
   * @param terminal true if a person sits at the terminal and watches how it goes
   */
  public ReproduceCommand(ScriptRun shell, boolean terminal) {
    this.shell = shell;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Objects.requireNonNull(spec, "picocli sets it");
    PrintWriter out = command.commandLine().getOut();
    PrintWriter err = command.commandLine().getErr();
    List<Table> tables;
    try {
      tables = tables();
      if (html != null) {
        Pictures.check(html); // before a minute of runs, not after it
      }
    } catch (IllegalArgumentException | IOException wrong) {
      err.println("cglab: " + wrong.getMessage());
      return USAGE;
    }
    if (list || script) {
      tables.forEach(table -> table.rows().forEach(row -> describe(table, row, out)));
      out.flush();
      return OK;
    }
    Results results;
    try (Progress progress = Progress.of(terminal, Campaign.runs(tables, seeds))) {
      results = new Campaign(new RowRun(shell), workers, progress::step).run(tables, seeds);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      err.println("cglab: interrupted");
      return MISSED;
    }
    List<Finding> findings = Targets.of(results);
    if (json) {
      out.println(JsonTables.of(results, findings));
    } else if (markdown) {
      out.print(MarkdownTables.of(results));
    } else {
      out.print(TextTables.of(results));
      findings(findings, out);
    }
    out.flush();
    if (html != null) {
      Files.writeString(html, Page.of(results, findings));
    }
    return findings.stream().allMatch(Finding::holds) ? OK : MISSED;
  }

  private List<Table> tables() {
    if (!posting.equals("v10")) {
      throw new IllegalArgumentException("no posting \"" + posting + "\"; there is v10");
    }
    if (seeds < 1 || seeds > MOST_SEEDS) {
      throw new IllegalArgumentException("--seeds: expected 1 to " + MOST_SEEDS);
    }
    if (json && markdown) {
      throw new IllegalArgumentException("--json or --markdown, not both");
    }
    if ((list || script) && (json || markdown || html != null)) {
      throw new IllegalArgumentException(
          (list ? "--list" : "--script") + " runs nothing: it has no --json, --markdown or --html");
    }
    if (workers < 1) {
      throw new IllegalArgumentException("--workers: expected at least 1");
    }
    List<Table> tables = Posting.v10();
    if (kernel != null) {
      Profile other = Profile.named(kernel);
      if (other != Profile.LINUX_4_19 && other != Profile.LINUX_6_12) {
        throw new IllegalArgumentException("--kernel: expected linux-4.19 or linux-6.12");
      }
      tables =
          tables.stream()
              .filter(table -> table.scheduler().equals("cfq"))
              .map(table -> table.on(other))
              .toList();
    }
    if (only != null) {
      tables = Posting.only(tables, only);
      if (tables.isEmpty()) {
        throw new IllegalArgumentException(
            "--only " + only + ": no table and no row of that name; --list shows them");
      }
    }
    return tables;
  }

  private void describe(Table table, PublishedRow row, PrintWriter out) {
    out.println((script ? "# " : "") + table.id() + ":" + row.nr());
    if (script) {
      out.println(RowScript.of(table, row.nr(), 1));
    }
  }

  private static void findings(List<Finding> findings, PrintWriter out) {
    for (Finding finding : findings) {
      out.printf(
          Locale.ROOT,
          "%-4s %-18s %-55s %-16s wanted %s%n",
          finding.holds() ? "ok" : "MISS",
          finding.id(),
          finding.what(),
          finding.found(),
          finding.wanted());
    }
    long held = findings.stream().filter(Finding::holds).count();
    out.printf(Locale.ROOT, "%d of %d targets hold%n", held, findings.size());
  }
}

package io.cglab.shell.compare;

import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.shell.option.ProfileOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cglab compare FILE.json...}: runs measured scenarios and judges the outcome. */
@Command(
    name = "compare",
    description = "Runs measured scenarios and shows how far the emulator is from the kernel.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:every scenario that is judged is within tolerance",
      "1:at least one is outside",
      "2:a file is missing or malformed, or --only matches nothing"
    })
public final class CompareCommand implements Callable<Integer> {
  private static final int OK = 0;
  private static final int OUTSIDE = 1;
  private static final int MALFORMED = 2;
  private static final int MOST_HZ = 10_000;

  private final ScenarioHost.Boot boot;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "scenarios (*.json)")
  private List<Path> files = List.of();

  @Option(names = "--only", paramLabel = "GLOB", description = "only scenarios of this name")
  private @Nullable String only;

  @Option(
      names = "--tolerances",
      paramLabel = "FILE",
      description = "judge by this file, not by the shipped tolerances.yaml")
  private @Nullable Path tolerancesFile;

  @Option(
      names = "--machine",
      paramLabel = "FILE",
      description = "machine file in place of the shipped scenario-machine.yaml")
  private @Nullable Path machineFile;

  @Mixin private ProfileOption kernel = new ProfileOption();

  @Option(names = "--hz", paramLabel = "N", description = "ticks a second: 100, 250, 300 or 1000")
  private @Nullable Integer hz;

  @Option(names = "--seed", paramLabel = "N", description = "seed of the machines")
  private @Nullable Long seed;

  @Option(names = "--json", description = "print the result as JSON")
  private boolean json;

  @Option(
      names = "--plot",
      paramLabel = "FILE.svg",
      description = "draw KiB per tenth of a second, recorded and emulated")
  private @Nullable Path plotFile;

  /** Makes the command. */
  public CompareCommand() {
    this(MachineHost::boot);
  }

  CompareCommand(ScenarioHost.Boot boot) {
    this.boot = boot;
  }

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Objects.requireNonNull(spec, "picocli sets it");
    PrintWriter out = command.commandLine().getOut();
    List<Verdict> verdicts = new ArrayList<>();
    try {
      Judge judge = judge();
      for (Scenario scenario : scenarios()) {
        Verdict verdict = judge.judge(scenario);
        verdicts.add(verdict);
        if (!json) {
          Report.lines(verdict).forEach(out::println);
          out.flush();
        }
      }
    } catch (MalformedFileException e) {
      command.commandLine().getErr().println(e.getMessage());
      return MALFORMED;
    }
    out.println(json ? JsonReport.of(verdicts) : Report.total(verdicts));
    out.flush();
    if (plotFile != null) {
      Files.writeString(plotFile, Plot.svg(verdicts));
    }
    return verdicts.stream().allMatch(v -> v.isWithin() || !v.isJudged()) ? OK : OUTSIDE;
  }

  private Judge judge() throws MalformedFileException {
    if (hz != null && (hz < 1 || hz > MOST_HZ)) {
      throw new MalformedFileException("--hz: expected 1 to " + MOST_HZ);
    }
    ScenarioMachine machine =
        machineFile == null
            ? ScenarioMachine.shipped()
            : ScenarioMachine.parse(machineFile.toString(), read(machineFile));
    Tolerances tolerances =
        tolerancesFile == null
            ? Tolerances.shipped()
            : Tolerances.parse(tolerancesFile.toString(), read(tolerancesFile));
    return new Judge(boot, machine.withProfile(kernel.profile()), tolerances, hz, seed);
  }

  private List<Scenario> scenarios() throws MalformedFileException {
    List<Scenario> scenarios = new ArrayList<>();
    for (Path file : files) {
      scenarios.addAll(ScenarioReader.read(file.toString(), read(file)));
    }
    if (only == null) {
      return scenarios;
    }
    var glob = new Glob(only);
    List<Scenario> chosen = scenarios.stream().filter(s -> glob.matches(s.name())).toList();
    if (chosen.isEmpty()) {
      throw new MalformedFileException("--only " + only + ": expected a name that a scenario has");
    }
    return chosen;
  }

  private static String read(Path file) throws MalformedFileException {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new MalformedFileException(file + ": no such file");
    } catch (IOException e) {
      throw new MalformedFileException(file + ": cannot be read: " + e);
    }
  }
}

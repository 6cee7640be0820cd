package io.cglab.shell.compare;

import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.shell.compare.Comparison.Proc;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs measured scenarios for their numbers, as sweeps do. */
public final class ScenarioRuns {
  /** Name of the machine that scenarios run on if nobody says otherwise. */
  public static final String MACHINE = "scenario-machine.yaml";

  private ScenarioRuns() {}

  /**
   * A number of one job, or of a whole scenario.
   *
   * @param name the scenario's, a colon, the job's place and a dot if it is a job's, the quantity
   * @param cgroup path of the job's cgroup; empty for a whole scenario
   * @param device name of the job's disk; empty for a whole scenario
   */
  public record Number(String name, String cgroup, String device, double value) {}

  /** The text of {@link #MACHINE}. */
  public static String machine() {
    try (InputStream in = ScenarioRuns.class.getResourceAsStream(MACHINE)) {
      if (in == null) {
        throw new AssertionError("not in the jar: " + MACHINE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checks a file of scenarios and that {@code only}, if it is not empty, names one. */
  public static void check(String file, String json, String only) throws MalformedFileException {
    chosen(file, json, only);
  }

  private static List<Scenario> chosen(String file, String json, String only)
      throws MalformedFileException {
    List<Scenario> all = ScenarioReader.read(file, json);
    if (only.isEmpty()) {
      return all;
    }
    Glob glob = new Glob(only);
    List<Scenario> chosen = all.stream().filter(s -> glob.matches(s.name())).toList();
    if (chosen.isEmpty()) {
      throw new MalformedFileException("--only " + only + ": expected a name that a scenario has");
    }
    return chosen;
  }

  /**
   * Runs the scenarios of a file, each on a fresh machine, and judges them by the shipped
   * tolerances.
   *
   * @param machine the machine file's text, a template as for {@code compare --machine}
   */
  public static List<Number> run(String file, String json, String only, String machine, long seed)
      throws MalformedFileException {
    Judge judge =
        new Judge(
            MachineHost::boot,
            ScenarioMachine.parse("machine", machine),
            Tolerances.shipped(),
            null,
            seed);
    List<Number> numbers = new ArrayList<>();
    for (Scenario scenario : chosen(file, json, only)) {
      Verdict verdict = judge.judge(scenario);
      if (verdict.comparison() == null) {
        throw new MalformedFileException(
            scenario.name() + ": " + String.join("; ", verdict.missing()));
      }
      numbers.addAll(numbers(verdict, verdict.comparison()));
    }
    return numbers;
  }

  private static List<Number> numbers(Verdict verdict, Comparison comparison) {
    List<Number> numbers = new ArrayList<>();
    String prefix = verdict.scenario().name() + ":";
    Map<Integer, List<Proc>> byJob = new LinkedHashMap<>();
    for (Proc process : comparison.processes()) {
      byJob.computeIfAbsent(process.jobIndex(), job -> new ArrayList<>()).add(process);
    }
    byJob.forEach(
        (index, processes) -> {
          Scenario.Job job = verdict.scenario().jobs().get(index);
          String device = "$DEV" + job.dev();
          String of = prefix + "job" + (index + 1) + ".";
          long ios = 0;
          long bytes = 0;
          double longest = 0;
          List<long[]> latencies = new ArrayList<>();
          for (Proc process : processes) {
            Measured measured = process.emulated();
            ios += measured.ios();
            bytes += measured.bytes();
            longest = Math.max(longest, measured.latency().maxUs());
            latencies.add(
                measured
                    .completions()
                    .latencies(measured.completions().countBefore(measured.endNs())));
          }
          Latency latency = Latency.of(latencies.stream().flatMapToLong(Arrays::stream).toArray());
          numbers.add(new Number(of + "ios", job.cgroup(), device, ios));
          numbers.add(new Number(of + "bytes", job.cgroup(), device, bytes));
          numbers.add(new Number(of + "lat_mean_us", job.cgroup(), device, latency.meanUs()));
          numbers.add(new Number(of + "lat_p50_us", job.cgroup(), device, latency.p50Us()));
          numbers.add(new Number(of + "lat_p99_us", job.cgroup(), device, latency.p99Us()));
          numbers.add(new Number(of + "lat_max_us", job.cgroup(), device, longest));
        });
    if (verdict.isJudged()) {
      numbers.add(new Number(prefix + "within", "", "", verdict.isWithin() ? 1 : 0));
      numbers.add(new Number(prefix + "findings", "", "", verdict.findings().size()));
    }
    return numbers;
  }
}

package io.cglab.shell.compare;

import static io.cglab.shell.compare.CriterionKeys.ALLOWANCE;
import static io.cglab.shell.compare.CriterionKeys.CHOICE;
import static io.cglab.shell.compare.CriterionKeys.all;

import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.cgroupfs.machine.YamlCursor;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The table of criteria: the kind as {@code tolerances.yaml} calls it, its keys, its maker. */
final class CriterionKinds {
  private static final String KIND = "kind";
  private static final Set<String> NONE = Set.of();
  private static final Set<String> JOBS = Set.of("jobs");

  /** Makes a criterion from its keys; those that are required are there. */
  private interface Maker {
    Criterion make(CriterionKeys in) throws MalformedFileException;
  }

  private record Kind(Set<String> required, Set<String> optional, Maker maker) {}

  private static final Map<String, Kind> KINDS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  Ios.KIND,
                  new Kind(
                      NONE,
                      all(CHOICE, ALLOWANCE),
                      in -> new Ios(in.jobs(), in.per(Per.JOB), in.allowance()))),
              Map.entry(
                  IoCount.KIND,
                  new Kind(
                      Set.of("at_most"),
                      Set.of("jobs", "at_least", "plus_depths", "by_ms"),
                      in ->
                          new IoCount(
                              in.jobs(),
                              in.integer("at_least", 0),
                              in.integer("at_most"),
                              in.integer("plus_depths", 0),
                              in.integer("by_ms", Long.MAX_VALUE)))),
              Map.entry(Spans.WINDOWS, spans(false)),
              Map.entry(Spans.RUNNING_TOTALS, spans(true)),
              Map.entry(
                  Even.KIND,
                  new Kind(
                      Set.of("percent"),
                      CHOICE,
                      in -> new Even(in.jobs(), in.per(Per.GROUP), in.number("percent")))),
              Map.entry(
                  FirstCompletions.KIND,
                  new Kind(
                      Set.of("within_us"),
                      all(CHOICE, Set.of("or_ios", "count", "recorded_before_ms")),
                      in ->
                          new FirstCompletions(
                              in.jobs(),
                              in.per(Per.LIMIT),
                              in.integer("within_us"),
                              in.number("or_ios", 0),
                              in.integer("count", Measured.FIRST_COMPLETIONS),
                              in.integer("recorded_before_ms", Long.MAX_VALUE / 1000)))),
              Map.entry(
                  LatencyCriterion.KIND,
                  new Kind(
                      Set.of("of"),
                      all(JOBS, ALLOWANCE, Set.of("or_us_per_further_job")),
                      in ->
                          new LatencyCriterion(
                              in.jobs(),
                              in.word(
                                  "of", LatencyCriterion.Of.values(), LatencyCriterion.Of::word),
                              in.allowance(),
                              in.number("or_us_per_further_job", 0)))),
              Map.entry(
                  Tenths.KIND,
                  new Kind(
                      Set.of(
                          "shift_us",
                          "shift_after_event_us",
                          "percent",
                          "or_ios",
                          "alone_percent",
                          "alone_or_ios"),
                      NONE,
                      in ->
                          new Tenths(
                              in.integer("shift_us"),
                              in.integer("shift_after_event_us"),
                              new Tenths.Slack(in.number("percent"), in.integer("or_ios")),
                              new Tenths.Slack(
                                  in.number("alone_percent"), in.integer("alone_or_ios"))))),
              Map.entry(
                  Crossings.KIND,
                  new Kind(
                      Set.of("percent", "within_tenths"),
                      CHOICE,
                      in ->
                          new Crossings(
                              in.jobs(),
                              in.per(Per.JOB),
                              in.number("percent"),
                              in.integer("within_tenths")))),
              Map.entry(
                  Grid.KIND,
                  new Kind(
                      Set.of("every_ms", "within_us"),
                      Set.of("jobs", "free_ios", "free_until_ms"),
                      in ->
                          new Grid(
                              in.jobs(),
                              Math.max(1, in.integer("every_ms")),
                              in.integer("within_us"),
                              in.integer("free_ios", 0),
                              in.integer("free_until_ms", 0)))),
              Map.entry(
                  Reaps.KIND,
                  new Kind(
                      Set.of("until_ms", "at_least_percent"),
                      JOBS,
                      in ->
                          new Reaps(
                              in.jobs(), in.integer("until_ms"), in.number("at_least_percent")))),
              Map.entry(
                  WeightRatio.KIND,
                  new Kind(
                      Set.of("file", "at_least", "at_most"),
                      NONE,
                      in ->
                          new WeightRatio(
                              in.text("file"), in.number("at_least"), in.number("at_most")))),
              Map.entry(
                  Pressure.KIND,
                  new Kind(
                      Set.of("percent"),
                      Set.of("jobs", "lines"),
                      in ->
                          new Pressure(
                              in.jobs(), in.words("lines", Pressure.LINES), in.number("percent")))),
              Map.entry(
                  IoStatCriterion.KIND,
                  new Kind(
                      Set.of("shared_or_events_ios", "unlimited_percent", "max_io_bytes"),
                      NONE,
                      in ->
                          new IoStatCriterion(
                              in.integer("shared_or_events_ios"),
                              in.number("unlimited_percent"),
                              (int) Math.max(1, in.integer("max_io_bytes"))))),
              Map.entry(
                  IoStatKey.KIND,
                  new Kind(
                      Set.of("key", "percent"),
                      NONE,
                      in -> new IoStatKey(in.text("key"), in.number("percent")))),
              Map.entry(
                  IoCostUsage.KIND,
                  new Kind(
                      Set.of("us_per_io", "last_ms"),
                      NONE,
                      in -> new IoCostUsage(in.integer("us_per_io"), in.integer("last_ms"))))));

  private CriterionKinds() {}

  private static Kind spans(boolean running) {
    return new Kind(
        NONE,
        all(CHOICE, ALLOWANCE, Set.of("window_ms", "from_ms", "until_ms")),
        in ->
            new Spans(
                in.jobs(),
                in.per(Per.JOB),
                in.allowance(),
                running,
                in.windowTenths("window_ms"),
                in.tenths("from_ms", 0),
                in.tenths("until_ms", Integer.MAX_VALUE)));
  }

  /** Reads one criterion: {@code {kind: KIND, key: value, ...}}. */
  static Criterion read(YamlCursor in) throws MalformedFileException {
    YamlCursor named = in.map().get(KIND);
    if (named == null) {
      throw in.expected("the key kind, one of " + String.join(", ", KINDS.keySet()));
    }
    Kind kind = KINDS.get(named.text());
    if (kind == null) {
      throw named.expected("one of " + String.join(", ", KINDS.keySet()));
    }
    Set<String> required = all(kind.required(), Set.of(KIND));
    return kind.maker().make(new CriterionKeys(in, in.map(required, kind.optional())));
  }
}

package io.cglab.shell.compare;

import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.cgroupfs.machine.YamlCursor;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The table of criteria: the kind as {@code tolerances.yaml} calls it, its keys, its maker. */
final class CriterionKinds {
  private static final String KIND = "kind";

  /** Makes a criterion from its keys, all of which are there. */
  private interface Maker {
    Criterion make(Map<String, YamlCursor> keys) throws MalformedFileException;
  }

  private record Kind(Set<String> keys, Maker maker) {}

  private static final Map<String, Kind> KINDS =
      new TreeMap<>(
          Map.of(
              Ios.KIND,
              new Kind(
                  Set.of("percent", "or_ios"),
                  in -> new Ios(number(in, "percent"), integer(in, "or_ios"))),
              FirstCompletions.KIND,
              new Kind(Set.of("within_us"), in -> new FirstCompletions(integer(in, "within_us"))),
              Tenths.KIND,
              new Kind(
                  Set.of(
                      "shift_us",
                      "shift_after_event_us",
                      "percent",
                      "or_ios",
                      "alone_percent",
                      "alone_or_ios"),
                  in ->
                      new Tenths(
                          integer(in, "shift_us"),
                          integer(in, "shift_after_event_us"),
                          new Tenths.Slack(number(in, "percent"), integer(in, "or_ios")),
                          new Tenths.Slack(
                              number(in, "alone_percent"), integer(in, "alone_or_ios")))),
              MedianLatency.KIND,
              new Kind(
                  Set.of("percent", "or_us_per_further_job"),
                  in ->
                      new MedianLatency(
                          number(in, "percent"), number(in, "or_us_per_further_job"))),
              IoStatCriterion.KIND,
              new Kind(
                  Set.of("shared_or_events_ios", "unlimited_percent", "max_io_bytes"),
                  in ->
                      new IoStatCriterion(
                          integer(in, "shared_or_events_ios"),
                          number(in, "unlimited_percent"),
                          (int) Math.max(1, integer(in, "max_io_bytes"))))));

  private CriterionKinds() {}

  /** Reads one criterion: {@code {kind: KIND, key: number, ...}}. */
  static Criterion read(YamlCursor in) throws MalformedFileException {
    YamlCursor named = in.map().get(KIND);
    if (named == null) {
      throw in.expected("the key kind, one of " + String.join(", ", KINDS.keySet()));
    }
    Kind kind = KINDS.get(named.text());
    if (kind == null) {
      throw named.expected("one of " + String.join(", ", KINDS.keySet()));
    }
    Set<String> keys = new LinkedHashSet<>(kind.keys());
    keys.add(KIND);
    return kind.maker().make(in.map(keys, Set.of()));
  }

  private static double number(Map<String, YamlCursor> in, String key)
      throws MalformedFileException {
    return there(in, key).number();
  }

  private static long integer(Map<String, YamlCursor> in, String key)
      throws MalformedFileException {
    return there(in, key).integer();
  }

  private static YamlCursor there(Map<String, YamlCursor> in, String key) {
    YamlCursor value = in.get(key);
    if (value == null) {
      throw new AssertionError("a key that was required is missing: " + key);
    }
    return value;
  }
}

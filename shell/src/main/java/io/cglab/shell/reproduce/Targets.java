package io.cglab.shell.reproduce;

import io.cglab.core.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/**
 * The acceptance targets of schedulers-and-devices.md 5.5, as far as rows of the posting's tables
 * tell: absolute rates of single processes (A), shares and isolation (B), trends (C). On a later
 * kernel in the controller's place only B is wanted of the tables with groups, and of BFQ, whose
 * slots are longer, half as much again where it is about latencies.
 */
final class Targets {
  private static final List<Integer> TO_16 = List.of(1, 2, 4, 8, 16);
  private static final List<Integer> TO_32 = List.of(1, 2, 4, 8, 16, 32);
  private static final List<Integer> FROM_2 = List.of(2, 4, 8, 16);
  private static final double US_PER_MS = 1000;

  /** Of two groups with the weights 500 and 1000. */
  private static final double DOUBLE = 2;

  private static final double PATIENCE_WITH_BFQ = 1.5;

  private final Results results;
  private final List<Finding> findings = new ArrayList<>();

  private Targets(Results results) {
    this.results = results;
  }

  /** Those that can be told from what ran. */
  static List<Finding> of(Results results) {
    Targets targets = new Targets(results);
    targets.absolute();
    targets.writersAndReader();
    targets.readersAndReader();
    targets.readersByWeight();
    targets.flat();
    targets.guests();
    return List.copyOf(targets.findings);
  }

  // ---- A

  private void absolute() {
    solo("A sequential read", "readers-vanilla", 34500, 35500, 20);
    solo("A random read", "random-readers-vanilla", 484, 484, 25);
    solo("A sequential write", "writers-vanilla", 22700, 22900, Double.POSITIVE_INFINITY);
    solo("A random write", "random-writers-vanilla", 14450, 14640, Double.POSITIVE_INFINITY);
  }

  private void solo(String id, String table, double low, double high, double mostMs) {
    if (!results.has(table, List.of(1))) {
      return;
    }
    double tolerance = 0.05;
    range(
        id,
        "KiB/s of one process",
        List.of(1),
        n -> bandwidth(table, n),
        low * (1 - tolerance),
        high * (1 + tolerance));
    if (mostMs < Double.POSITIVE_INFINITY) {
      range(id, "longest latency, ms", List.of(1), n -> latencyMs(table, n), 0, mostMs);
    }
  }

  // ---- Test1

  private void writersAndReader() {
    String groups = "test1-groups";
    String vanilla = "test1-vanilla";
    if (results.has(groups, TO_32)) {
      spread("B10", "reader over n", TO_32, n -> other(groups, n), 1.25);
      range(
          "B12",
          "reader's longest latency, ms",
          TO_32,
          n -> otherMs(groups, n),
          0,
          350 * patience(groups));
      String solo = "random-readers-controller";
      if (results.has(solo, List.of(1))) {
        range(
            "B11",
            "reader over its own rate alone",
            TO_32,
            n -> other(groups, n) / bandwidth(solo, 1),
            0.35,
            1.1);
      }
      if (results.has(vanilla, List.of(16, 32))) {
        double most = Double.POSITIVE_INFINITY;
        IntToDoubleFunction gain = n -> other(groups, n) / other(vanilla, n);
        range("B13", "reader in a group over without, n 16", List.of(16), gain, 5, most);
        range("B13", "reader in a group over without, n 32", List.of(32), gain, 8, most);
      }
    }
    if (results.has(vanilla, TO_32)) {
      String alone = "random-readers-vanilla";
      if (results.has(alone, List.of(1))) {
        range(
            "C8",
            "reader over its own rate alone",
            List.of(16, 32),
            n -> other(vanilla, n) / bandwidth(alone, 1),
            0,
            0.15);
      }
      range(
          "C8",
          "reader at n 32 over n 16",
          List.of(32),
          n -> other(vanilla, 32) / other(vanilla, 16),
          0,
          1);
      range(
          "C8",
          "writers at n >= 8 over n 2 and 4",
          List.of(8, 16, 32),
          n -> bandwidth(vanilla, n) / Math.max(bandwidth(vanilla, 2), bandwidth(vanilla, 4)),
          1,
          Double.POSITIVE_INFINITY);
    }
  }

  // ---- Test2

  private void readersAndReader() {
    String groups = "test2-groups";
    if (results.has(groups, TO_16)) {
      if (tellsDiskTime(groups)) {
        range(
            "B5",
            "group1's part of the disk time",
            TO_16,
            n -> 1 - 1 / (1 + results.at(groups, n).diskRatio()),
            0.48,
            0.52);
      }
      spread("B6", "random reader over n", TO_16, n -> other(groups, n), 1.10);
      range(
          "B9",
          "random reader's longest latency, ms",
          TO_16,
          n -> otherMs(groups, n),
          0,
          260 * patience(groups));
      if (results.has("random-readers-controller", List.of(1))) {
        range(
            "B7",
            "random reader over its own rate alone",
            TO_16,
            n -> other(groups, n) / bandwidth("random-readers-controller", 1),
            0.42,
            0.75);
      }
      if (results.has("readers-controller", List.of(1))) {
        range(
            "B8",
            "sequential readers over one alone",
            TO_16,
            n -> bandwidth(groups, n) / bandwidth("readers-controller", 1),
            0.35,
            0.50);
      }
    }
    vanillaReaders();
  }

  private void vanillaReaders() {
    String vanilla = "test2-vanilla";
    if (!results.has(vanilla, TO_16)) {
      return;
    }
    IntToDoubleFunction reader = n -> other(vanilla, n);
    range(
        "C6",
        "random reader times n over that of n 1",
        List.of(2, 4),
        n -> n * other(vanilla, n) / other(vanilla, 1),
        0.75,
        1.25);
    double most = Double.POSITIVE_INFINITY;
    range("C6", "random reader, n 8 over n 4", List.of(8), n -> ratio(reader, 8, 4), 3, most);
    range("C6", "random reader, n 16 over n 8", List.of(16), n -> ratio(reader, 16, 8), 0.35, 0.65);
    for (Table table : results.tables()) {
      if (table.id().equals(vanilla)) {
        for (PublishedRow row : table.rows()) {
          double posted = row.value(Column.OTHER_BANDWIDTH);
          range(
              "C6",
              "random reader over the posting's, n " + row.nr(),
              List.of(row.nr()),
              n -> other(vanilla, n) / posted,
              0.75,
              1.25);
        }
      }
    }
    if (results.has("readers-vanilla", List.of(1))) {
      range(
          "C7",
          "sequential readers over one alone",
          TO_16,
          n -> bandwidth(vanilla, n) / bandwidth("readers-vanilla", 1),
          0.65,
          0.85);
    }
    if (results.has("test2-groups", TO_16) && isController("test2-groups")) {
      range(
          "C10",
          "sequential readers in a group over without",
          TO_16,
          n -> bandwidth("test2-groups", n) / bandwidth(vanilla, n),
          0.40,
          0.62);
    }
  }

  private static double ratio(IntToDoubleFunction of, int over, int under) {
    return of.applyAsDouble(over) / of.applyAsDouble(under);
  }

  // ---- Test3

  private void readersByWeight() {
    String groups = "test3-groups";
    if (!results.has(groups, TO_16)) {
      return;
    }
    range(
        "B1",
        "group2's bandwidth over group1's",
        TO_16,
        n -> other(groups, n) / bandwidth(groups, n),
        1.85,
        2.2);
    if (tellsDiskTime(groups)) {
      range(
          "B2",
          "group2's disk time over group1's",
          TO_16,
          n -> 1 / results.at(groups, n).diskRatio(),
          DOUBLE * 0.97,
          DOUBLE * 1.03);
    }
    spread("B3", "group2 over n", TO_16, n -> other(groups, n), 1.10);
    spread("B4", "group1 over n", TO_16, n -> bandwidth(groups, n), 1.15);
    if (!isController(groups)) {
      return;
    }
    range(
        "C9",
        "group1's longest latency over (3n-1) * 108 ms",
        TO_16,
        n -> latencyMs(groups, n) / ((3 * n - 1) * 108),
        0.8,
        1.2);
    range("C9", "group2's longest latency, ms", TO_16, n -> otherMs(groups, n), 0, 180);
  }

  // ---- without groups

  private void flat() {
    for (String kernel : List.of("vanilla", "controller")) {
      if (kernel.equals("controller")
          && results.has("readers-controller", List.of(1))
          && !isController("readers-controller")) {
        return;
      }
      readers("readers-" + kernel);
      String random = "random-readers-" + kernel;
      if (results.has(random, TO_16)) {
        range(
            "C3",
            random + ": n over half of n",
            FROM_2,
            n -> bandwidth(random, n) / bandwidth(random, n / 2),
            0,
            1.005);
        range(
            "C3",
            random + ": n 16 over one alone",
            List.of(16),
            n -> overSolo(random, n),
            0.6,
            0.85);
      }
      String writers = "writers-" + kernel;
      if (results.has(writers, TO_16)) {
        range("C4", writers + " over one alone", TO_16, n -> overSolo(writers, n), 0.85, 1.05);
      }
      String sparse = "random-writers-" + kernel;
      if (results.has(sparse, TO_16)) {
        range(
            "C5",
            sparse + ": n over half of n",
            List.of(4, 8, 16),
            n -> bandwidth(sparse, n) / bandwidth(sparse, n / 2),
            0,
            1);
        range(
            "C5", sparse + ": n 16 over one alone", List.of(16), n -> overSolo(sparse, n), 0, 0.15);
      }
    }
  }

  private void readers(String table) {
    if (!results.has(table, TO_16)) {
      return;
    }
    range(
        "B14",
        table + ": fastest over slowest process",
        List.of(2, 4, 8),
        n ->
            results.at(table, n).value(Column.MAX_BANDWIDTH)
                / results.at(table, n).value(Column.MIN_BANDWIDTH),
        1,
        1.3);
    range("C1", table + ": n >= 2 over one alone", FROM_2, n -> overSolo(table, n), 0.80, 0.90);
    spread("C1", table + " over n >= 2", FROM_2, n -> bandwidth(table, n), 1.05);
    range(
        "C2",
        table + ": longest latency over (n-1) * 117 ms",
        FROM_2,
        n -> latencyMs(table, n) / ((n - 1) * 117),
        0.8,
        1.2);
  }

  private double overSolo(String table, int n) {
    return bandwidth(table, n) / bandwidth(table, 1);
  }

  // ---- Test4

  private void guests() {
    for (Table table : results.tables()) {
      Double ratio = table.ratio();
      if (ratio != null && results.has(table.id(), List.of(1)) && tellsDiskTime(table.id())) {
        range(
            "Test4",
            "group1's disk time over group2's",
            List.of(1),
            n -> results.at(table.id(), n).diskRatio(),
            ratio * 0.97,
            ratio * 1.03);
      }
    }
  }

  // ---- figures

  private Profile kernel(String table) {
    return results.tables().stream()
        .filter(of -> of.id().equals(table))
        .map(Table::profile)
        .findFirst()
        .orElseThrow();
  }

  private boolean isController(String table) {
    return kernel(table) == Profile.LINUX_2_6_31_V10;
  }

  private double patience(String table) {
    return kernel(table) == Profile.LINUX_6_12 ? PATIENCE_WITH_BFQ : 1;
  }

  private double bandwidth(String table, int n) {
    return results.at(table, n).value(Column.BANDWIDTH);
  }

  private double latencyMs(String table, int n) {
    return results.at(table, n).value(Column.LATENCY) / US_PER_MS;
  }

  private double other(String table, int n) {
    return results.at(table, n).value(Column.OTHER_BANDWIDTH);
  }

  private double otherMs(String table, int n) {
    return results.at(table, n).value(Column.OTHER_LATENCY) / US_PER_MS;
  }

  private boolean tellsDiskTime(String table) {
    return !results.at(table, 1).diskMs().isEmpty();
  }

  /** All values lie between the bounds. */
  private void range(
      String id,
      String what,
      List<Integer> over,
      IntToDoubleFunction value,
      double low,
      double high) {
    double least = over.stream().mapToDouble(value::applyAsDouble).min().orElseThrow();
    double most = over.stream().mapToDouble(value::applyAsDouble).max().orElseThrow();
    String wanted =
        high == Double.POSITIVE_INFINITY
            ? "at least " + number(low)
            : low <= 0 ? "at most " + number(high) : number(low) + " to " + number(high);
    String found = over.size() == 1 ? number(least) : number(least) + " to " + number(most);
    findings.add(new Finding(id, what, wanted, found, least >= low && most <= high));
  }

  /** The largest value is at most so many times the smallest. */
  private void spread(
      String id, String what, List<Integer> over, IntToDoubleFunction value, double most) {
    double low = over.stream().mapToDouble(value::applyAsDouble).min().orElseThrow();
    double high = over.stream().mapToDouble(value::applyAsDouble).max().orElseThrow();
    findings.add(
        new Finding(
            id,
            what + ": largest over smallest",
            "at most " + number(most),
            number(high / low),
            high / low <= most));
  }

  private static String number(double value) {
    return value >= 100
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.3g", value);
  }
}

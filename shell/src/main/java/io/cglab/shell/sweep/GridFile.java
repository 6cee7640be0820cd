package io.cglab.shell.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.cgroupfs.machine.YamlCursor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads grids. Whatever is wrong is named with its line and column.
 *
 * <pre>
 * machine: default                     # a built-in machine or a machine file
 * parameters:                          # a run for each combination
 *   LIMIT: [1M, 2M, 4M]                # $LIMIT in the script
 *   CONTAINERS: {from: 1, to: 64, times: 2}
 *   SERVICE:                           # a part of the machine file
 *     set: disks.sda.params.completion_nsec
 *     values: [50000, 200000]
 *   DISKS:                             # whole parts have labels
 *     set: disks.sda
 *     values: {quick: {...}, slow: {...}}
 *   MACHINE: {set: machine, values: [default, hybrid]}
 * seeds: 5                             # 1 to 5, or a list
 * plot: {x: LIMIT, metrics: [p99]}     # what the page shows; both may be left out
 * </pre>
 */
final class GridFile {
  private static final int VALUES_MAX = 10_000;
  private static final int DEPTH_MAX = 50;
  private static final Set<String> KEYS = Set.of("machine", "parameters", "seeds", "plot");

  /**
   * A grid.
   *
   * @param machine name of a built-in machine or of a file; empty if the grid names none
   * @param places where each parameter's values are, for messages: by parameter, by value
   * @param x the parameter along the horizontal axis of plots; empty for the page's choice
   * @param metrics what is plotted; empty for the page's choice
   */
  record Grid(
      String machine,
      YamlCursor machinePlace,
      List<Parameter> parameters,
      List<List<YamlCursor>> places,
      List<Long> seeds,
      String x,
      List<String> metrics) {}

  private final List<Parameter> parameters = new ArrayList<>();
  private final List<List<YamlCursor>> places = new ArrayList<>();

  private GridFile() {}

  /** Reads the text of a grid; {@code name} is for messages. */
  static Grid parse(String name, String text) throws MalformedFileException {
    return new GridFile().read(YamlCursor.parseExactly(name, text));
  }

  private Grid read(YamlCursor file) throws MalformedFileException {
    Map<String, YamlCursor> keys = file.map(Set.of("parameters"), KEYS);
    YamlCursor list = at(keys, "parameters");
    Map<String, YamlCursor> named = list.map();
    if (named.isEmpty()) {
      throw list.expected("at least one parameter");
    }
    for (Map.Entry<String, YamlCursor> entry : named.entrySet()) {
      parameter(entry.getKey(), entry.getValue());
    }
    YamlCursor seedsAt = keys.get("seeds");
    List<Long> seeds = seedsAt == null ? List.of(0L) : seeds(seedsAt);
    long count = SweepPlan.count(parameters, seeds);
    if (count > SweepPlan.CELLS_MAX) {
      throw list.expected("at most " + SweepPlan.CELLS_MAX + " runs, not " + count);
    }
    YamlCursor machine = keys.get("machine");
    String x = "";
    List<String> metrics = new ArrayList<>();
    YamlCursor plot = keys.get("plot");
    if (plot != null) {
      Map<String, YamlCursor> of = plot.map(Set.of(), Set.of("x", "metrics"));
      YamlCursor xAt = of.get("x");
      if (xAt != null) {
        x = xAt.text();
        if (!named.containsKey(x)) {
          throw xAt.expected("one of the parameters " + String.join(", ", named.keySet()));
        }
      }
      YamlCursor metricsAt = of.get("metrics");
      if (metricsAt != null) {
        for (YamlCursor metric : metricsAt.list()) {
          metrics.add(metric.text());
        }
      }
    }
    return new Grid(
        machine == null ? "" : machine.text(),
        machine == null ? file : machine,
        parameters,
        places,
        seeds,
        x,
        metrics);
  }

  private static YamlCursor at(Map<String, YamlCursor> keys, String key) {
    YamlCursor at = keys.get(key);
    assert at != null : "checked by map(): " + key;
    return at;
  }

  private void parameter(String name, YamlCursor at) throws MalformedFileException {
    if (!name.matches("[A-Za-z_][A-Za-z_0-9]{0,63}")) {
      throw at.expected("the name of a shell variable: letters, digits and _");
    }
    if (name.equals("SEED")) {
      throw at.expected("another name; SEED is the seed, which the key seeds sets");
    }
    if (!at.isMap()) {
      add(name, "", at, false);
      return;
    }
    Map<String, YamlCursor> keys = at.map();
    if (keys.containsKey("set") || keys.containsKey("values")) {
      keys = at.map(Set.of("set", "values"), Set.of());
      String set = at(keys, "set").text();
      if (!set.matches("[A-Za-z0-9_*-]+(\\.[A-Za-z0-9_*-]+)*")) {
        throw at(keys, "set").expected("keys of a machine file such as disks.sda.scheduler");
      }
      if (set.equals(Parameter.MACHINE)
          && parameters.stream().anyMatch(Parameter::choosesMachine)) {
        throw at(keys, "set").expected("one parameter that chooses the machine, not two");
      }
      add(name, set, at(keys, "values"), true);
    } else {
      add(name, "", at, false);
    }
  }

  private void add(String name, String set, YamlCursor at, boolean overrides)
      throws MalformedFileException {
    List<String> labels = new ArrayList<>();
    List<String> values = new ArrayList<>();
    List<YamlCursor> where = new ArrayList<>();
    if (at.isMap() && isRange(at)) {
      for (long value : range(at)) {
        labels.add(Long.toString(value));
        values.add(Long.toString(value));
        where.add(at);
      }
    } else if (at.isMap() && overrides && !set.equals(Parameter.MACHINE)) {
      for (Map.Entry<String, YamlCursor> entry : at.map().entrySet()) {
        labels.add(entry.getKey());
        values.add(tree(entry.getValue(), 0).toString());
        where.add(entry.getValue());
      }
    } else {
      if (at.isMap()) {
        throw at.expected("a list of values, or {from, to, step or times}");
      }
      for (YamlCursor value : at.list()) {
        labels.add(value.text());
        values.add(tree(value, 0).toString());
        where.add(value);
      }
    }
    Set<String> seen = new LinkedHashSet<>();
    for (int i = 0; i < labels.size(); i++) {
      if (!seen.add(labels.get(i))) {
        throw where.get(i).expected("each value once, but " + labels.get(i) + " is there twice");
      }
    }
    parameters.add(new Parameter(name, set, labels, overrides ? values : List.of()));
    places.add(where);
  }

  private static boolean isRange(YamlCursor at) throws MalformedFileException {
    return at.map().containsKey("from") || at.map().containsKey("to");
  }

  private static List<Long> range(YamlCursor at) throws MalformedFileException {
    Map<String, YamlCursor> keys = at.map(Set.of("from", "to"), Set.of("step", "times"));
    long from = at(keys, "from").integer();
    long to = at(keys, "to").integer();
    YamlCursor stepAt = keys.get("step");
    YamlCursor timesAt = keys.get("times");
    if (stepAt != null && timesAt != null) {
      throw timesAt.expected("step or times, not both");
    }
    long step = stepAt == null ? 1 : stepAt.integer();
    long times = timesAt == null ? 1 : timesAt.integer();
    if (to < from) {
      throw at(keys, "to").expected(from + " or more");
    }
    if (stepAt != null && step < 1) {
      throw stepAt.expected("1 or more");
    }
    if (timesAt != null && (times < 2 || from < 1)) {
      throw timesAt.expected("2 or more, of a number from 1");
    }
    List<Long> values = new ArrayList<>();
    for (long value = from; value <= to; value = timesAt == null ? value + step : value * times) {
      if (values.size() == VALUES_MAX) {
        throw at.expected("at most " + VALUES_MAX + " values");
      }
      values.add(value);
    }
    return values;
  }

  private static List<Long> seeds(YamlCursor at) throws MalformedFileException {
    List<Long> seeds = new ArrayList<>();
    if (at.isMap()) {
      return range(at);
    }
    if (at.isList()) {
      for (YamlCursor entry : at.list()) {
        long seed = entry.integer();
        if (seeds.contains(seed)) {
          throw entry.expected("each seed once, but " + seed + " is there twice");
        }
        seeds.add(seed);
      }
      return seeds;
    }
    long count = at.integer();
    if (count < 1 || count > SweepPlan.CELLS_MAX) {
      throw at.expected("how many seeds, 1 to " + SweepPlan.CELLS_MAX + ", or a list of them");
    }
    for (long seed = 1; seed <= count; seed++) {
      seeds.add(seed);
    }
    return seeds;
  }

  /** A value as a tree of texts, as machine files are read. */
  private static JsonNode tree(YamlCursor at, int depth) throws MalformedFileException {
    if (depth > DEPTH_MAX) {
      throw at.expected("at most " + DEPTH_MAX + " levels");
    }
    if (at.isMap()) {
      ObjectNode map = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, YamlCursor> entry : at.map().entrySet()) {
        map.set(entry.getKey(), tree(entry.getValue(), depth + 1));
      }
      return map;
    }
    if (at.isList()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      for (YamlCursor entry : at.list()) {
        list.add(tree(entry, depth + 1));
      }
      return list;
    }
    return JsonNodeFactory.instance.textNode(at.text());
  }
}

package io.cglab.shell.sweep;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A whole sweep as text: a script or file of scenarios, and the grid. Nothing in it refers to a
 * file, so that it can be sent anywhere.
 *
 * @param script name of the script
 * @param text what is in it, a character a byte
 * @param only glob of the scenarios that are run; empty for all
 * @param machine name of the machine where no parameter chooses one; empty for the usual one
 * @param machines machine files by name
 * @param parameters the dimensions
 * @param seeds of each point of the grid, at least one
 */
public record SweepPlan(
    String script,
    String text,
    String only,
    String machine,
    Map<String, String> machines,
    List<Parameter> parameters,
    List<Long> seeds)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** More cells than this are refused. */
  static final int CELLS_MAX = 1_000_000;

  public SweepPlan {
    machines = Collections.unmodifiableMap(new TreeMap<>(machines));
    parameters = List.copyOf(parameters);
    seeds = List.copyOf(seeds);
  }

  /** True if the script is a file of measured scenarios, not of commands. */
  public boolean isScenarios() {
    return script.endsWith(".json");
  }

  /** How many runs there are. */
  public int cells() {
    return Math.toIntExact(count(parameters, seeds));
  }

  static long count(List<Parameter> parameters, List<Long> seeds) {
    double count = seeds.size();
    for (Parameter parameter : parameters) {
      count *= parameter.labels().size();
    }
    return (long) Math.min(count, 1L << 40);
  }

  /** The names of the parameters. */
  public List<String> names() {
    return parameters.stream().map(Parameter::name).toList();
  }

  /** A cell by its place. */
  public Cell cell(int index) {
    int rest = index / seeds.size();
    List<Integer> choices = new ArrayList<>(Collections.nCopies(parameters.size(), 0));
    List<String> labels = new ArrayList<>(Collections.nCopies(parameters.size(), ""));
    for (int i = parameters.size() - 1; i >= 0; i--) {
      Parameter parameter = parameters.get(i);
      int choice = rest % parameter.labels().size();
      rest /= parameter.labels().size();
      choices.set(i, choice);
      labels.set(i, parameter.labels().get(choice));
    }
    return new Cell(index, seeds.get(index % seeds.size()), labels, choices);
  }

  /** What tells a cell from the others, for messages: {@code LIMIT=1M, seed 3}. */
  public String describe(Cell cell) {
    List<String> parts = new ArrayList<>();
    variables(cell)
        .forEach((name, label) -> parts.add(name + "=" + label.replaceAll("\\p{Cntrl}+", " ")));
    parts.add("seed " + cell.seed());
    return String.join(", ", parts);
  }

  /** The parameters of a cell as variables, in order. */
  public Map<String, String> variables(Cell cell) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      variables.put(parameters.get(i).name(), cell.labels().get(i));
    }
    return variables;
  }

  /** The name of a cell's machine; empty for the usual one. */
  public String machineName(Cell cell) {
    String name = machine;
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).choosesMachine()) {
        name = cell.labels().get(i);
      }
    }
    return name;
  }

  /**
   * The machine file of a cell.
   *
   * @throws IllegalArgumentException with one line for the user, if a parameter names a part that
   *     the machine does not have
   */
  public String machineText(Cell cell) {
    String yaml = machines.get(machineName(cell));
    if (yaml == null) {
      throw new IllegalStateException("no machine " + machineName(cell));
    }
    if (parameters.stream().noneMatch(Parameter::changesMachine)) {
      return yaml;
    }
    MachineText text = MachineText.parse(yaml);
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      if (parameter.changesMachine()) {
        String problem =
            text.replace(parameter.set(), parameter.values().get(cell.choices().get(i)));
        if (problem != null) {
          throw new IllegalArgumentException(parameter.set() + ": expected " + problem);
        }
      }
    }
    return text.text();
  }

  /** The text with {@code ${NAME}} of each parameter replaced by its label: for scenarios. */
  public String substituted(Cell cell) {
    String text = this.text;
    for (Map.Entry<String, String> variable : variables(cell).entrySet()) {
      text = text.replace("${" + variable.getKey() + "}", variable.getValue());
    }
    return text;
  }
}

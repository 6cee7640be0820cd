package io.cglab.shell.sweep;

import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.cgroupfs.machine.YamlCursor;
import io.cglab.shell.compare.ScenarioRuns;
import io.cglab.shell.lang.Parser;
import io.cglab.shell.lang.SyntaxException;
import io.cglab.shell.sweep.GridFile.Grid;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes plans of grids, and finds before anything runs what cannot run. */
public final class Planner {
  private static final String DEFAULT = "default";

  private final Grid grid;

  private Planner(Grid grid) {
    this.grid = grid;
  }

  /**
   * A plan and what the page is to show of it.
   *
   * @param x name of the parameter along the horizontal axis of plots, or empty
   * @param metrics what is plotted, or empty
   */
  public record Planned(SweepPlan plan, String x, List<String> metrics) {}

  /**
   * Reads a grid and makes the plan.
   *
   * @param gridName for messages
   * @param script its name; one that ends in {@code .json} has scenarios
   * @param text of the script, a character a byte; of scenarios, of the file
   * @param only glob of the scenarios that are run; empty for all
   * @throws MalformedFileException with one line for the user
   */
  public static Planned plan(
      String gridName, String gridText, String script, String text, String only)
      throws MalformedFileException {
    Grid grid = GridFile.parse(gridName, gridText);
    SweepPlan plan = new Planner(grid).plan(script, text, only);
    return new Planned(plan, grid.x(), grid.metrics());
  }

  private SweepPlan plan(String script, String text, String only) throws MalformedFileException {
    boolean scenarios = script.endsWith(".json");
    Map<String, String> machines = new TreeMap<>();
    String machine = grid.machine();
    if (machine.isEmpty()) {
      machine = scenarios ? ScenarioRuns.MACHINE : DEFAULT;
      machines.put(machine, scenarios ? ScenarioRuns.machine() : builtIn());
    } else {
      read(machine, grid.machinePlace(), machines);
    }
    for (int i = 0; i < grid.parameters().size(); i++) {
      Parameter parameter = grid.parameters().get(i);
      for (int j = 0; parameter.choosesMachine() && j < parameter.labels().size(); j++) {
        read(parameter.labels().get(j), grid.places().get(i).get(j), machines);
      }
    }
    SweepPlan plan =
        new SweepPlan(script, text, only, machine, machines, grid.parameters(), grid.seeds());
    for (Map.Entry<String, String> whole : machines.entrySet()) {
      MachineSpec.parse(whole.getValue(), whole.getKey());
    }
    checkMachines(plan);
    if (scenarios) {
      ScenarioRuns.check(script, plan.substituted(plan.cell(0)), only);
    } else {
      try {
        Parser.chunks(text);
      } catch (SyntaxException e) {
        throw new MalformedFileException(script + ":" + e.line() + ": " + e.getMessage());
      }
    }
    return plan;
  }

  private static String builtIn() {
    try {
      return MachineSpec.text(DEFAULT);
    } catch (IOException e) {
      throw new AssertionError("it is in the jar", e);
    }
  }

  private static void read(String name, YamlCursor at, Map<String, String> machines)
      throws MalformedFileException {
    try {
      machines.put(name, MachineSpec.text(name));
    } catch (IOException | InvalidPathException e) {
      throw at.expected(
          "a machine file, or one of " + String.join(", ", MachineSpec.BUILT_IN) + ", not " + name);
    }
  }

  /** Tries each value of each parameter together with the first values of the others. */
  private void checkMachines(SweepPlan plan) throws MalformedFileException {
    for (int i = 0; i < plan.parameters().size(); i++) {
      Parameter parameter = plan.parameters().get(i);
      for (int j = 0; !parameter.set().isEmpty() && j < parameter.labels().size(); j++) {
        String problem = problem(plan, i, j);
        if (problem != null) {
          throw grid.places().get(i).get(j).expected(problem);
        }
      }
    }
  }

  private static @Nullable String problem(SweepPlan plan, int parameter, int choice) {
    List<Integer> choices = new ArrayList<>(Collections.nCopies(plan.parameters().size(), 0));
    choices.set(parameter, choice);
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < choices.size(); i++) {
      labels.add(plan.parameters().get(i).labels().get(choices.get(i)));
    }
    try {
      String text = plan.machineText(new Cell(0, 0, labels, choices));
      MachineSpec.parse(text, "the machine");
      return null;
    } catch (IllegalArgumentException wrong) {
      String message = String.valueOf(wrong.getMessage());
      return message.substring(message.indexOf("expected ") + "expected ".length());
    } catch (MalformedFileException wrong) {
      return "what a machine file may have there; " + wrong.getMessage();
    }
  }
}

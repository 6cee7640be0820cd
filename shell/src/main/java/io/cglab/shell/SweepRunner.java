package io.cglab.shell;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.core.api.KernelException;
import io.cglab.shell.command.Context;
import io.cglab.shell.compare.ScenarioRuns;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.process.MemoryFile;
import io.cglab.shell.process.SpecialFile;
import io.cglab.shell.sweep.BuiltIn;
import io.cglab.shell.sweep.Cell;
import io.cglab.shell.sweep.CellResult;
import io.cglab.shell.sweep.CellRunner;
import io.cglab.shell.sweep.Measure;
import io.cglab.shell.sweep.SweepPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a cell of a sweep: a script in a shell of its own, or scenarios. */
final class SweepRunner implements CellRunner {
  private static final long serialVersionUID = 1;

  @Override
  public CellResult run(SweepPlan plan, Cell cell) {
    try {
      String machine = plan.machineText(cell);
      return plan.isScenarios() ? scenarios(plan, cell, machine) : script(plan, cell, machine);
    } catch (MalformedFileException | IllegalArgumentException | IOException wrong) {
      return CellResult.failed(cell.index(), String.valueOf(wrong.getMessage()));
    } catch (KernelException refused) {
      throw new IllegalStateException("a fresh machine has room for a shell", refused);
    }
  }

  private static CellResult scenarios(SweepPlan plan, Cell cell, String machine)
      throws MalformedFileException {
    List<Measure> measures =
        ScenarioRuns.run(plan.script(), plan.substituted(cell), plan.only(), machine, cell.seed())
            .stream()
            .map(n -> new Measure(n.name(), n.cgroup(), n.device(), n.value()))
            .toList();
    return new CellResult(cell.index(), "", measures);
  }

  /** What a shell has as bytes, as a person reads it. */
  private static String text(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static CellResult script(SweepPlan plan, Cell cell, String machine)
      throws MalformedFileException, IOException, KernelException {
    MachineSpec spec = MachineSpec.parse(machine, plan.machineName(cell)).withSeed(cell.seed());
    MemoryFile errors = new MemoryFile();
    try (CgroupFs fs = CgroupFs.boot(spec)) {
      Instruments instruments = Instruments.attached(fs);
      instruments.setReplayed(true); // a thousand cells do not write one picture
      int init = fs.machine().tasks().init().pid();
      Map<String, String> variables = new LinkedHashMap<>();
      plan.variables(cell).forEach((name, label) -> variables.put(name, Context.utf8(label)));
      variables.put("SEED", Long.toString(cell.seed()));
      try (Shell shell =
          new Shell(
              instruments,
              init,
              plan.script(),
              new MemoryFile(),
              SpecialFile.NULL.open(),
              errors)) {
        int status = shell.withVariables(variables).script(plan.text());
        if (status != 0) {
          String said = text(errors.text()).lines().reduce("", (first, last) -> last);
          return CellResult.failed(
              cell.index(), "exit status " + status + (said.isEmpty() ? "" : ": " + said));
        }
        List<Measure> measures =
            BuiltIn.of(instruments).stream()
                .map(m -> new Measure(m.metric(), text(m.cgroup()), m.device(), m.value()))
                .toList();
        // A mean over the runs that happen to have a number would say nothing of the others.
        String refused = text(instruments.metrics().refused());
        String error =
            refused.isEmpty() ? "" : "metric: " + String.join(" ", refused.lines().toList());
        return new CellResult(cell.index(), error, measures);
      }
    }
  }
}

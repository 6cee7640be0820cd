package io.cglab.shell;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.core.api.KernelException;
import io.cglab.shell.approach.Approach;
import io.cglab.shell.approach.ApproachReport;
import io.cglab.shell.approach.Approaches;
import io.cglab.shell.approach.Measurement;
import io.cglab.shell.approach.Outcome;
import io.cglab.shell.approach.Workload;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.process.MemoryFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cglab compare-approaches}: one workload under several ways to control block I/O. */
@Command(
    name = "compare-approaches",
    description =
        "Runs one workload under several ways to control block I/O, and shows what each gives.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:done", "2:a file is malformed, or --only matches nothing"})
final class CompareApproachesCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      description = "only approaches with this in the name")
  private String only = "";

  @Option(names = "--json", description = "print the result as JSON")
  private boolean json;

  @Option(names = "--html", paramLabel = "FILE", description = "write a page, too")
  private @Nullable Path page;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "compare by this file, not by the shipped approaches.yaml")
  private @Nullable Path file;

  CompareApproachesCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, KernelException, UsageException {
    Approaches approaches = approaches();
    List<Outcome> outcomes = new ArrayList<>();
    for (Approach approach : approaches.approaches()) {
      if (approach.name().contains(only)) {
        Map<String, Measurement> measured = new LinkedHashMap<>();
        for (Workload workload : approaches.workloads()) {
          measured.put(workload.name(), measure(approach, workload, approaches.seconds()));
        }
        outcomes.add(new Outcome(approach, measured));
      }
    }
    if (outcomes.isEmpty()) {
      throw new UsageException("no approach has \"" + only + "\" in its name");
    }
    String text =
        json
            ? ApproachReport.json(approaches, outcomes) + "\n"
            : ApproachReport.text(approaches, outcomes);
    console.out().write(text.getBytes(StandardCharsets.UTF_8));
    console.out().flush();
    if (page != null) {
      Files.writeString(page, ApproachReport.html(approaches, outcomes));
    }
    return 0;
  }

  private Approaches approaches() throws IOException, UsageException {
    if (file == null) {
      return Approaches.shipped();
    }
    try {
      return Approaches.parse(Files.readString(file), file.toString());
    } catch (MalformedFileException malformed) {
      throw new UsageException(String.valueOf(malformed.getMessage()));
    }
  }

  private static Measurement measure(Approach approach, Workload workload, int seconds)
      throws IOException, KernelException, UsageException {
    String script =
        approach.setup()
            + job("a", approach.a(), workload.a())
            + (workload.b().isEmpty() ? "" : job("b", approach.b(), workload.b()))
            + "run "
            + seconds
            + "s\n";
    MemoryFile out = new MemoryFile();
    MemoryFile err = new MemoryFile();
    MachineSpec spec;
    try {
      spec = MachineSpec.parse(approach.machineWith(workload.disk()), approach.name());
    } catch (MalformedFileException malformed) {
      throw new UsageException(String.valueOf(malformed.getMessage()));
    }
    try (CgroupFs machine = CgroupFs.boot(spec);
        Shell shell =
            new Shell(
                new Instruments(machine),
                machine.machine().tasks().init().pid(),
                "cglab",
                new MemoryFile(),
                out,
                err)) {
      int status = shell.script(script);
      if (status != 0 || !err.text().isEmpty()) {
        throw new UsageException(
            approach.name() + ": " + err.text().lines().findFirst().orElse("failed"));
      }
      return measurement(out.text());
    }
  }

  private static String job(String name, Approach.Job of, String options) {
    String cgroup = of.cgroup().isEmpty() ? "" : " --cgroup " + of.cgroup();
    return "job " + name + " --dev " + of.device() + cgroup + " " + options + "\n";
  }

  /** What the table of {@code run} says. */
  private static Measurement measurement(String table) {
    Measurement.Job a = Measurement.Job.NONE;
    Measurement.Job b = Measurement.Job.NONE;
    double disk = 0;
    for (String line : table.lines().toList()) {
      String[] words = line.replace(" %", "").split("\\s+");
      if (line.startsWith("a ")) {
        a = measured(words);
      } else if (line.startsWith("b ")) {
        b = measured(words);
      } else if (line.startsWith("disks at work for ")) {
        disk = Double.parseDouble(words[4]);
      }
    }
    return new Measurement(a, b, disk);
  }

  /** A row: name, I/Os, share, IO/s, KiB/s, mean ms, worst ms, disk. */
  private static Measurement.Job measured(String[] words) {
    return new Measurement.Job(
        Double.parseDouble(words[1]),
        Double.parseDouble(words[3]),
        Double.parseDouble(words[4]),
        Double.parseDouble(words[5]),
        Double.parseDouble(words[6]),
        Double.parseDouble(words[7]));
  }
}

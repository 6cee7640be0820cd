package io.cglab.shell.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.shell.compare.Scenario.Job;
import io.cglab.shell.compare.Scenario.Recorded;
import io.cglab.shell.compare.Scenario.RecordedProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the comparison with the kernel says of models of io.latency that are nearly right. */
class LatencyScenariosTest {
  private static final long MS = 1_000_000;
  private static final String RECOVERY = "iolatency-recovers-after-a-stops";

  static List<Scenario> scenarios() throws MalformedFileException {
    return Measurements.scenarios().stream()
        .filter(scenario -> scenario.name().startsWith("iolatency-"))
        .toList();
  }

  private static List<String> outside(Scenario scenario, Consumer<MachineHost> change)
      throws MalformedFileException {
    ScenarioHost.Boot boot =
        (yaml, name) -> {
          MachineHost host = MachineHost.boot(yaml, name);
          change.accept(host);
          return host;
        };
    Verdict verdict =
        new Judge(boot, ScenarioMachine.shipped(), Tolerances.shipped(), null, null)
            .judge(scenario);
    assertThat(verdict.missing()).isEmpty();
    return verdict.findings().stream().map(Finding::toString).toList();
  }

  @Test
  void windowsOf200MsAreOutside() throws MalformedFileException {
    List<String> found = new ArrayList<>();
    for (Scenario scenario : scenarios()) {
      if (!outside(scenario, host -> host.machine().latencyTargets().setShortestWindowNs(200 * MS))
          .isEmpty()) {
        found.add(scenario.name());
      }
    }
    assertThat(found).contains("iolatency-protects", "iolatency-both-have-targets", RECOVERY);
  }

  /**
   * In the record the first job stops while nobody is slowed down, so nothing has to recover.
   * Stopped 700 ms earlier, in the protected half of a cycle, it leaves the others at half of the
   * disk: what the emulator then does takes the record's place.
   */
  @Test
  void noSlowRecoveryIsOutside() throws MalformedFileException {
    Scenario recorded =
        scenarios().stream().filter(s -> s.name().equals(RECOVERY)).findAny().orElseThrow();
    Scenario asRecord = emulated(firstStopping(recorded, 5300));

    assertThat(ofJobs(outside(asRecord, host -> {}))).isEmpty();
    assertThat(ofJobs(outside(asRecord, host -> host.machine().iolatency().setRecovers(false))))
        .isNotEmpty();
  }

  /** All but pressure: the files are still the record's, of a run that went on for longer. */
  private static List<String> ofJobs(List<String> findings) {
    return findings.stream().filter(finding -> !finding.startsWith("pressure:")).toList();
  }

  private static Scenario firstStopping(Scenario of, long ms) {
    List<Job> jobs = new ArrayList<>(of.jobs());
    Job a = jobs.get(0);
    jobs.set(
        0,
        new Job(
            a.cgroup(),
            a.dev(),
            a.write(),
            a.random(),
            a.blockBytes(),
            a.ioDepth(),
            a.processes(),
            a.thinkUs(),
            a.startMs(),
            ms,
            a.prioClass()));
    return with(of, jobs, of.kernel());
  }

  /**
   * The scenario with what the emulator does in place of the record, which keeps the start order.
   */
  private static Scenario emulated(Scenario of) throws MalformedFileException {
    Comparison run =
        new Judge(MachineHost::boot, ScenarioMachine.shipped(), Tolerances.shipped(), null, null)
            .judge(of)
            .comparison();
    if (run == null) {
      throw new AssertionError("it did not run");
    }
    int tenths = (int) (of.durationMs() / 100);
    List<RecordedProcess> processes = new ArrayList<>();
    for (int i = 0; i < run.processes().size(); i++) {
      Measured measured = run.processes().get(i).emulated();
      processes.add(
          new RecordedProcess(
              measured.ios(),
              measured.bytes(),
              measured.latency(),
              of.kernel().processes().get(i).firstCompletionsUs(),
              measured.kibPer100ms(tenths)));
    }
    Recorded kernel = of.kernel();
    return with(
        of,
        of.jobs(),
        new Recorded(kernel.t0Tick(), kernel.t0UsIntoTick(), processes, kernel.files()));
  }

  private static Scenario with(Scenario of, List<Job> jobs, Recorded kernel) {
    return new Scenario(
        of.name(),
        of.durationMs(),
        of.groups(),
        jobs,
        of.devices(),
        of.scheduler(),
        of.nrRequests(),
        of.nrRequestsTwice(),
        of.iosched(),
        of.root(),
        of.rootAfter(),
        of.events(),
        kernel);
  }
}

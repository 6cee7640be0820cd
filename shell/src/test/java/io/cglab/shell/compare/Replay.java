package io.cglab.shell.compare;

import io.cglab.shell.compare.Scenario.Job;
import io.cglab.shell.compare.Scenario.RecordedProcess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * An emulator that knows the answer: its I/Os complete as the record says, as far as that is known.
 * The first completions are exact, the others of a tenth of a second lie evenly behind them, and
 * the latencies have the recorded percentiles.
 */
final class Replay {
  private static final long MS = 1_000_000;

  private Replay() {}

  /** The record beside itself. */
  static Comparison of(Scenario scenario) {
    return of(scenario, scenario.kernel().processes(), scenario.kernel().files());
  }

  /** The record of {@code scenario} beside an emulation that did what {@code played} says. */
  static Comparison of(Scenario scenario, List<RecordedProcess> played, Map<String, String> files) {
    List<Measured> measured = new ArrayList<>();
    for (Job job : scenario.jobs()) {
      for (int n = 0; n < job.processes(); n++) {
        measured.add(measured(job, played.get(measured.size())));
      }
    }
    return Comparison.of(scenario, measured, files);
  }

  private static Measured measured(Job job, RecordedProcess played) {
    List<Long> times = times(job, played);
    long[] latencies = latencies(played.latency(), times.size());
    var completions = new Completions();
    for (int i = 0; i < times.size(); i++) {
      completions.add(times.get(i), latencies[i], job.blockBytes());
    }
    return new Measured(completions, job.stopMs() * MS);
  }

  private static List<Long> times(Job job, RecordedProcess played) {
    List<Long> firstNs = played.firstCompletionsUs().stream().map(us -> us * 1000).toList();
    List<Long> times = new ArrayList<>(firstNs);
    long last = firstNs.isEmpty() ? 0 : firstNs.get(firstNs.size() - 1);
    for (int tenth = 0; tenth < played.kibPer100ms().size(); tenth++) {
      long begin = tenth * Measured.TENTH_NS;
      long end = begin + Measured.TENTH_NS;
      long first = firstNs.stream().filter(ns -> ns >= begin && ns < end).count();
      long others = played.kibPer100ms().get(tenth) * 1024 / job.blockBytes() - first;
      long from = last < end ? Math.max(begin, last) : begin;
      for (long i = 1; i <= others; i++) {
        times.add(from + (end - from) * i / (others + 1));
      }
    }
    return times.stream().sorted().toList();
  }

  /** So many latencies in ns, in order, whose percentiles are these. */
  private static long[] latencies(Latency latency, int count) {
    long[] ns = new long[count];
    for (int i = 0; i < count; i++) {
      double us =
          i <= (long) count * 50 / 100
              ? latency.p50Us()
              : i <= (long) count * 90 / 100 ? latency.p90Us() : latency.p99Us();
      ns[i] = Math.round((i == count - 1 ? latency.maxUs() : us) * 1000);
    }
    Arrays.sort(ns);
    return ns;
  }
}

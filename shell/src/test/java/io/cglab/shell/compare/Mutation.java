package io.cglab.shell.compare;

import io.cglab.shell.compare.Scenario.Job;
import io.cglab.shell.compare.Scenario.RecordedProcess;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One change to what a {@link Replay} plays. In words: {@code ios P N} does N I/Os more, {@code
 * early P N} does N at the start and not at the end, {@code move P T N} does N of tenth T in the
 * next one, {@code delay P N} does all N tenths later, {@code first P US} completes the first ones
 * later, {@code split P N} reaps N times in two goes, {@code at P MS} does one I/O more then,
 * {@code p50 P US} and so on changes a latency, {@code file PATH LINE KEY N} a number in a file. P
 * is a process from 0, {@code *} for all or {@code b} for all but the first; N% is of the recorded
 * value.
 */
final class Mutation {
  private final Scenario scenario;
  private final List<RecordedProcess> played;
  private final Map<String, String> files;

  private Mutation(Scenario scenario) {
    this.scenario = scenario;
    this.played = new ArrayList<>(scenario.kernel().processes());
    this.files = new LinkedHashMap<>(scenario.kernel().files());
  }

  /** The record of {@code scenario} beside a replay with this change. */
  static Comparison play(Scenario scenario, String change, String amount) {
    var mutation = new Mutation(scenario);
    mutation.apply(change.split(" ", -1), amount);
    return Replay.of(scenario, mutation.played, mutation.files);
  }

  private void apply(String[] words, String amount) {
    if (words[0].equals("file")) {
      file(words[1], words[2], words[3], amount);
      return;
    }
    int only = words[1].matches("[0-9]+") ? Integer.parseInt(words[1]) : -1;
    List<Job> jobs = new ArrayList<>();
    scenario.jobs().forEach(job -> jobs.addAll(Collections.nCopies(job.processes(), job)));
    for (int i = 0; i < played.size(); i++) {
      if (only == i || words[1].equals("*") || (words[1].equals("b") && i > 0)) {
        long kib = jobs.get(i).blockBytes() / 1024;
        played.set(i, changed(played.get(i), kib, words, amount));
      }
    }
  }

  private static RecordedProcess changed(
      RecordedProcess old, long kib, String[] words, String amount) {
    List<Long> series = new ArrayList<>(old.kibPer100ms());
    List<Long> first = new ArrayList<>(old.firstCompletionsUs());
    Latency latency = old.latency();
    switch (words[0]) {
      case "ios" -> spread(series, first, kib, Math.round(value(old.ios(), amount)));
      case "early" -> {
        long ios = Math.round(value(old.ios(), amount));
        series.set(0, series.get(0) + ios * kib);
        for (int i = series.size() - 1; ios > 0; i--) {
          long taken = Math.min(ios, series.get(i) / kib);
          series.set(i, series.get(i) - taken * kib);
          ios -= taken;
        }
      }
      case "move" -> {
        int tenth = Integer.parseInt(words[2]);
        long moved = Math.round(value(series.get(tenth) / (double) kib, amount)) * kib;
        series.set(tenth, series.get(tenth) - moved);
        series.set(tenth + 1, series.get(tenth + 1) + moved);
      }
      case "delay" -> Collections.rotate(series, Integer.parseInt(amount));
      case "first" -> first.replaceAll(us -> us + Long.parseLong(amount));
      case "split" -> split(first, Integer.parseInt(amount));
      case "at" -> {
        long us = Math.round(Double.parseDouble(amount) * 1000);
        first.add(us);
        Collections.sort(first);
        series.set((int) (us / 100_000), series.get((int) (us / 100_000)) + kib);
      }
      default -> latency = changed(latency, words[0], amount);
    }
    long sum = series.stream().mapToLong(Long::longValue).sum();
    return new RecordedProcess(sum / kib, sum * 1024, latency, first, series);
  }

  private static Latency changed(Latency old, String which, String amount) {
    double p50 = which.equals("p50") ? old.p50Us() + value(old.p50Us(), amount) : old.p50Us();
    double p99 = which.equals("p99") ? old.p99Us() + value(old.p99Us(), amount) : old.p99Us();
    double max = which.equals("max") ? old.maxUs() + value(old.maxUs(), amount) : old.maxUs();
    return new Latency(old.meanUs(), p50, old.p90Us(), p99, max);
  }

  /**
   * Adds I/Os, or takes them away, one after the other: each time in the tenth before, but only
   * where the record has some. The first completions stay, unless they are all that there is.
   */
  private static void spread(List<Long> series, List<Long> first, long kib, long ios) {
    List<Integer> tenths = new ArrayList<>();
    long known = first.isEmpty() ? -1 : first.get(first.size() - 1) / 100_000;
    for (int i = series.size() - 1; i >= 0; i--) {
      if (series.get(i) > 0 && i > known) {
        tenths.add(i);
      }
    }
    if (tenths.isEmpty()) {
      tenths.add((int) Math.max(0, known));
    }
    long left = Math.abs(ios);
    for (int n = 0; left > 0; n = (n + 1) % tenths.size()) {
      int tenth = tenths.get(n);
      if (ios > 0 || series.get(tenth) >= kib) {
        series.set(tenth, series.get(tenth) + (ios > 0 ? kib : -kib));
        left--;
      }
      if (ios < 0 && tenth == known) {
        first.remove(first.size() - 1);
        if (series.get(tenth) < kib) {
          tenths.set(n, (int) (first.get(first.size() - 1) / 100_000));
          known = tenths.get(n);
        }
      }
    }
  }

  /** Takes the first I/O of so many reaps 1 us before the others. */
  private static void split(List<Long> first, int reaps) {
    int left = reaps;
    for (int i = 0; left > 0; i++) {
      if (first.get(i).equals(first.get(i + 1))) {
        long us = first.get(i);
        first.set(i, us - 1);
        while (first.get(i + 1) == us) {
          i++;
        }
        left--;
      }
    }
  }

  private void file(String path, String name, String key, String amount) {
    List<String> lines = new ArrayList<>();
    for (String line : files.getOrDefault(path, "").lines().toList()) {
      List<String> words = new ArrayList<>(List.of(line.split(" ", -1)));
      if (words.get(0).equals(name)) {
        words.replaceAll(word -> word.startsWith(key + "=") ? changed(word, amount) : word);
      }
      lines.add(String.join(" ", words) + "\n");
    }
    files.put(path, String.join("", lines));
  }

  private static String changed(String word, String amount) {
    int equals = word.indexOf('=');
    long old = Long.parseLong(word.substring(equals + 1));
    return word.substring(0, equals + 1) + (old + Math.round(value(old, amount)));
  }

  /** {@code N}, or {@code N%} of {@code whole}. */
  private static double value(double whole, String amount) {
    return amount.endsWith("%")
        ? whole * Double.parseDouble(amount.substring(0, amount.length() - 1)) / 100
        : Double.parseDouble(amount);
  }
}

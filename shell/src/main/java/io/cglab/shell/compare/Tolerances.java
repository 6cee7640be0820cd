package io.cglab.shell.compare;

import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.cgroupfs.machine.YamlCursor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which criteria hold for which scenario: the entries of {@code tolerances.yaml}, in order. */
final class Tolerances {
  private static final String RESOURCE = "tolerances.yaml";
  private static final String START_ORDER = "start_order";

  /** In which order jobs that start at the same instant begin. */
  enum StartOrder {
    /** As the scenario lists them. */
    LISTED,
    /** As the record's first completions show it, where that was a matter of chance. */
    RECORDED
  }

  /**
   * One entry.
   *
   * @param scenarios globs of names
   * @param startOrder how ties at the start are decided
   * @param hwQueueDepth only scenarios whose first device takes so many I/Os at once, or null
   * @param noJudgement why differences are shown but not judged, or null
   * @param aimPercent how near each job's I/Os should come; shown, not judged; or null
   * @param criteria what must hold; empty only without judgement
   */
  record Entry(
      List<Glob> scenarios,
      @Nullable Long hwQueueDepth,
      StartOrder startOrder,
      @Nullable String noJudgement,
      @Nullable Double aimPercent,
      List<Criterion> criteria) {
    private boolean matches(Scenario scenario) {
      return scenarios.stream().anyMatch(glob -> glob.matches(scenario.name()))
          && (hwQueueDepth == null || hwQueueDepth == scenario.devices().get(0).hwQueueDepth());
    }
  }

  private final List<Entry> entries;

  private Tolerances(List<Entry> entries) {
    this.entries = entries;
  }

  /** The tolerances in the jar. */
  static Tolerances shipped() {
    try (InputStream in = Tolerances.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new AssertionError("not in the jar: " + RESOURCE);
      }
      return parse(RESOURCE, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MalformedFileException e) {
      throw new AssertionError("the shipped tolerances are malformed", e);
    }
  }

  /** Reads tolerances; {@code file} is the name for messages. */
  static Tolerances parse(String file, String yaml) throws MalformedFileException {
    List<Entry> entries = new ArrayList<>();
    for (YamlCursor entry : YamlCursor.parse(file, yaml).list()) {
      entries.add(entry(entry));
    }
    return new Tolerances(List.copyOf(entries));
  }

  private static Entry entry(YamlCursor in) throws MalformedFileException {
    Map<String, YamlCursor> keys =
        in.map(
            Set.of("scenarios"),
            Set.of("hw_queue_depth", START_ORDER, "no_judgement", "aim_percent", "criteria"));
    List<Glob> globs = new ArrayList<>();
    List<Criterion> criteria = new ArrayList<>();
    StartOrder order = StartOrder.LISTED;
    String noJudgement = null;
    Long hwQueueDepth = null;
    Double aimPercent = null;
    for (Map.Entry<String, YamlCursor> key : keys.entrySet()) {
      YamlCursor value = key.getValue();
      switch (key.getKey()) {
        case "scenarios" -> {
          for (YamlCursor glob : value.list()) {
            globs.add(new Glob(glob.text()));
          }
        }
        case START_ORDER -> order = startOrder(value);
        case "hw_queue_depth" -> hwQueueDepth = value.integer();
        case "aim_percent" -> aimPercent = value.number();
        case "no_judgement" -> noJudgement = value.text();
        default -> {
          for (YamlCursor criterion : value.list()) {
            criteria.add(CriterionKinds.read(criterion));
          }
        }
      }
    }
    if ((noJudgement == null) == criteria.isEmpty()) {
      throw in.expected("either criteria or no_judgement with the reason");
    }
    return new Entry(
        List.copyOf(globs), hwQueueDepth, order, noJudgement, aimPercent, List.copyOf(criteria));
  }

  private static StartOrder startOrder(YamlCursor in) throws MalformedFileException {
    return switch (in.text()) {
      case "listed" -> StartOrder.LISTED;
      case "recorded" -> StartOrder.RECORDED;
      default -> throw in.expected("listed or recorded");
    };
  }

  /** The first entry that matches the scenario. */
  Optional<Entry> of(Scenario scenario) {
    return entries.stream().filter(entry -> entry.matches(scenario)).findFirst();
  }
}

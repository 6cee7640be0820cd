package io.cglab.shell.check;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How close the answers to a transcript must be to the record: to the byte but for what its times
 * and numbers say.
 *
 * @param transcripts glob of file names without {@code .cgt}
 * @param times the tolerance of {@code ~} lines
 * @param numbers numbers within other lines that need not be equal
 */
record ComparisonRule(String transcripts, TimeRule times, List<NumberRule> numbers) {
  private static final String RESOURCE = "transcript-rules.yaml";
  private static final String SUFFIX = ".cgt";

  /** Which times are compared. */
  enum TimesCompared {
    /** Those of I/O for which a limit is set. */
    LIMITED,
    /** All. */
    ALWAYS
  }

  /**
   * The tolerance of a time.
   *
   * @param percent of the recorded time, or
   * @param orMs so many ms, whichever is more
   */
  record TimeRule(TimesCompared compare, double percent, double orMs) {
    boolean accepts(long recordedNs, Answer answer) {
      if (recordedNs == Times.ANY || (compare == TimesCompared.LIMITED && !answer.limited())) {
        return true;
      }
      double allowedNs = Math.max(recordedNs * percent / 100, orMs * 1e6);
      return Math.abs(answer.tookNs() - recordedNs) <= allowedNs;
    }
  }

  /**
   * A number that may differ.
   *
   * @param pattern a regular expression whose only group is the number
   * @param percent of the recorded number; null: not compared
   * @param command a regular expression that is found in the commands whose answers are meant; null
   *     for all
   */
  record NumberRule(String pattern, @Nullable Double percent, @Nullable String command) {
    boolean isFor(String answered) {
      return command == null || Pattern.compile(command).matcher(answered).find();
    }

    boolean accepts(String recorded, String actual) {
      if (percent == null) {
        return true;
      }
      double expected = Double.parseDouble(recorded);
      return Math.abs(Double.parseDouble(actual) - expected) <= expected * percent / 100;
    }
  }

  /** Returns the rule for a transcript: the first one whose glob matches the file's name. */
  static ComparisonRule of(String transcriptName) {
    Path fileName = Path.of(transcriptName).getFileName();
    String name = fileName == null ? "" : fileName.toString();
    Path stem =
        Path.of(name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name);
    return Shipped.RULES.stream()
        .filter(
            rule ->
                FileSystems.getDefault().getPathMatcher("glob:" + rule.transcripts).matches(stem))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the last rule holds for every name"));
  }

  /**
   * True if the answer is as recorded, within the tolerances.
   *
   * @param command what was answered
   * @param recorded the recorded lines with PIDs in place of {@code $NAME}
   */
  boolean accepts(String command, List<String> recorded, Answer answer) {
    if (recorded.size() != answer.lines().size()) {
      return false;
    }
    int timeLine = answer.isTimed() ? answer.lines().size() - 1 : -1;
    for (int i = 0; i < recorded.size(); i++) {
      Long timeNs = i == timeLine ? Times.parse(recorded.get(i)) : null;
      boolean same =
          timeNs == null
              ? acceptsLine(command, recorded.get(i), answer.lines().get(i))
              : times.accepts(timeNs, answer);
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private boolean acceptsLine(String command, String recorded, String actual) {
    String maskedRecorded = recorded;
    String maskedActual = actual;
    for (NumberRule rule : numbers) {
      if (!rule.isFor(command)) {
        continue;
      }
      Pattern pattern = Pattern.compile(rule.pattern());
      List<MatchResult> expected = pattern.matcher(maskedRecorded).results().toList();
      List<MatchResult> got = pattern.matcher(maskedActual).results().toList();
      if (expected.size() != got.size()) {
        return false;
      }
      for (int i = 0; i < got.size(); i++) {
        if (!rule.accepts(expected.get(i).group(1), got.get(i).group(1))) {
          return false;
        }
      }
      maskedRecorded = mask(pattern, maskedRecorded);
      maskedActual = mask(pattern, maskedActual);
    }
    return maskedRecorded.equals(maskedActual);
  }

  private static String mask(Pattern pattern, String line) {
    Matcher m = pattern.matcher(line);
    var out = new StringBuilder();
    int end = 0;
    while (m.find()) {
      out.append(line, end, m.start(1)).append('#');
      end = m.end(1);
    }
    return out.append(line.substring(end)).toString();
  }

  /** The rules in the jar, read once. */
  private static final class Shipped {
    static final List<ComparisonRule> RULES = read();

    private static List<ComparisonRule> read() {
      YAMLMapper mapper =
          YAMLMapper.builder()
              .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
              .enable(com.fasterxml.jackson.databind.MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
              .build();
      try (InputStream in = ComparisonRule.class.getResourceAsStream(RESOURCE)) {
        if (in == null) {
          throw new AssertionError("not in the jar: " + RESOURCE);
        }
        return List.copyOf(mapper.readValue(in, new TypeReference<List<ComparisonRule>>() {}));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

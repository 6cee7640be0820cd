package io.cglab.shell.compare;

import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.cgroupfs.machine.YamlCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The keys of one criterion in {@code tolerances.yaml}, which are known to be the right ones. */
record CriterionKeys(YamlCursor place, Map<String, YamlCursor> values) {
  /** The keys of an {@link Allowance}. */
  static final Set<String> ALLOWANCE =
      Set.of("percent", "less_percent", "more_percent", "or_ios", "or_batches", "plus_slots");

  /** The keys that choose processes. */
  static final Set<String> CHOICE = Set.of("jobs", "per");

  private static final int TENTH_MS = 100;

  /** All of these. */
  @SafeVarargs
  static Set<String> all(Set<String>... sets) {
    Set<String> all = new TreeSet<>();
    Arrays.stream(sets).forEach(all::addAll);
    return all;
  }

  private boolean has(String key) {
    return values.containsKey(key);
  }

  private YamlCursor there(String key) {
    return Objects.requireNonNull(values.get(key), () -> "a key that was required: " + key);
  }

  double number(String key) throws MalformedFileException {
    return there(key).number();
  }

  double number(String key, double otherwise) throws MalformedFileException {
    return has(key) ? number(key) : otherwise;
  }

  long integer(String key) throws MalformedFileException {
    return there(key).integer();
  }

  long integer(String key, long otherwise) throws MalformedFileException {
    return has(key) ? integer(key) : otherwise;
  }

  String text(String key) throws MalformedFileException {
    return there(key).text();
  }

  /** A time in ms that is a whole number of tenths of a second, in tenths. */
  int tenths(String key, int otherwise) throws MalformedFileException {
    if (!has(key)) {
      return otherwise;
    }
    long ms = integer(key);
    if (ms % TENTH_MS != 0 || ms > Integer.MAX_VALUE) {
      throw there(key).expected("a multiple of " + TENTH_MS);
    }
    return (int) (ms / TENTH_MS);
  }

  /** The length of a window in tenths, 1 or more. */
  int windowTenths(String key) throws MalformedFileException {
    int tenths = tenths(key, 1);
    if (tenths == 0) {
      throw there(key).expected("a multiple of " + TENTH_MS + ", but not 0");
    }
    return tenths;
  }

  Jobs jobs() throws MalformedFileException {
    return has("jobs") ? word("jobs", Jobs.values(), Jobs::word) : Jobs.ALL;
  }

  Per per(Per otherwise) throws MalformedFileException {
    return has("per") ? word("per", Per.values(), Per::word) : otherwise;
  }

  <T> T word(String key, T[] known, Function<T, String> word) throws MalformedFileException {
    String text = text(key);
    for (T one : known) {
      if (word.apply(one).equals(text)) {
        return one;
      }
    }
    throw there(key)
        .expected("one of " + Arrays.stream(known).map(word).collect(Collectors.joining(", ")));
  }

  /** The words of a list, each one of {@code known}; all of them if the key is not there. */
  List<String> words(String key, List<String> known) throws MalformedFileException {
    if (!has(key)) {
      return known;
    }
    List<String> words = new ArrayList<>();
    for (YamlCursor word : there(key).list()) {
      if (!known.contains(word.text())) {
        throw word.expected("some of " + String.join(", ", known));
      }
      words.add(word.text());
    }
    return List.copyOf(words);
  }

  /**
   * The bounds: {@code percent} both ways; or {@code less_percent} and {@code more_percent}, of
   * which one that is left out means no bound on that side.
   */
  Allowance allowance() throws MalformedFileException {
    boolean sides = has("less_percent") || has("more_percent");
    boolean both = has("percent");
    if (both && sides || values.keySet().stream().noneMatch(ALLOWANCE::contains)) {
      throw place.expected("a bound: percent, or less_percent and more_percent, or others");
    }
    double otherwise = sides ? Double.POSITIVE_INFINITY : number("percent", 0);
    return new Allowance(
        number("less_percent", otherwise),
        number("more_percent", otherwise),
        number("or_ios", 0),
        number("or_batches", 0),
        number("plus_slots", 0));
  }
}

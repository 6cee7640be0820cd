package io.cglab.shell.explain;

import io.cglab.core.api.Errno;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values of limits: keys, units, ranges. */
final class LimitHints {
  private static final List<String> MAX_KEYS = List.of("rbps", "wbps", "riops", "wiops");
  private static final List<String> QOS_KEYS =
      List.of("enable", "ctrl", "rpct", "rlat", "wpct", "wlat", "min", "max");
  private static final List<String> MODEL_KEYS =
      List.of("ctrl", "model", "rbps", "rseqiops", "rrandiops", "wbps", "wseqiops", "wrandiops");

  private LimitHints() {}

  static @Nullable String ofMax(Refusal refusal, Scene scene) {
    String[] words = refusal.text().split("\\s+", -1);
    for (int i = 1; i < words.length; i++) {
      String hint = ofWord(refusal, words, i);
      if (hint != null) {
        return hint;
      }
    }
    return words.length > 1 ? null : "a limit is missing behind " + words[0] + ", such as rbps=max";
  }

  private static @Nullable String ofWord(Refusal refusal, String[] words, int i) {
    int equals = words[i].indexOf('=');
    if (equals < 0) {
      boolean split = i + 1 < words.length && MAX_KEYS.contains(words[i]);
      return split
          ? "a limit is KEY=VALUE without blanks: "
              + words[i]
              + "="
              + words[i + 1].replaceFirst("^=", "")
          : "a limit is KEY=VALUE, not \"" + words[i] + "\"; keys are rbps, wbps, riops, wiops";
    }
    String key = words[i].substring(0, equals);
    String value = words[i].substring(equals + 1);
    if (!MAX_KEYS.contains(key)) {
      String near = Nearest.to(key, MAX_KEYS);
      return "no key of io.max is \""
          + key
          + "\"; "
          + (near == null
              ? "use rbps, wbps (bytes/s), riops or wiops (I/Os/s)"
              : "did you mean " + near + "? " + replaced(refusal, words, i, near + "=" + value));
    }
    if (refusal.errno() == Errno.ERANGE || value.matches("0+")) {
      return "a limit of 0 would stop all I/O for good, so the kernel refuses it; to lift the"
          + " limit: "
          + replaced(refusal, words, i, key + "=max");
    }
    long meant = Numbers.suffixed(value);
    if (meant > 0) {
      return String.format(
          Locale.ROOT,
          "values are plain numbers (bytes or I/Os a second), suffixes are not understood; %s is"
              + " %d: %s",
          value,
          meant,
          replaced(refusal, words, i, key + "=" + meant));
    }
    if (value.equals("1")) {
      return "the least limit that the kernel takes is 2 a second: "
          + replaced(refusal, words, i, key + "=2");
    }
    return value.matches("\\d+|max")
        ? null
        : "\""
            + value
            + "\" is neither a number nor max: "
            + replaced(refusal, words, i, key + "=max")
            + " lifts the limit";
  }

  private static String replaced(Refusal refusal, String[] words, int i, String word) {
    String[] fixed = words.clone();
    fixed[i] = word;
    return DeviceHints.echo(String.join(" ", fixed), refusal);
  }

  /** blkio.throttle files of v1: a device and a number. */
  static @Nullable String ofV1(Refusal refusal, Scene scene) {
    String[] words = refusal.text().split("\\s+", -1);
    if (words.length < 2) {
      return "a line is MAJ:MIN and a number: "
          + DeviceHints.echo(words[0] + " 1048576", refusal)
          + "; 0 lifts the limit";
    }
    int equals = words[1].indexOf('=');
    return equals < 0
        ? "\"" + words[1] + "\" is no number; 0 lifts the limit"
        : "KEY=VALUE is io.max of cgroup v2; here it is the number alone: "
            + DeviceHints.echo(words[0] + " " + words[1].substring(equals + 1), refusal);
  }

  static @Nullable String ofLatency(Refusal refusal, Scene scene) {
    String[] words = refusal.text().split("\\s+", -1);
    String value = words[words.length - 1].replaceFirst("^.*=", "");
    long us = value.matches("\\d+(us|ms|s)") ? micros(value) : Numbers.plain(value);
    return "a target is in microseconds, without a unit: "
        + DeviceHints.echo(words[0] + " target=" + (us > 0 ? us : 10_000), refusal)
        + (us > 0 ? "" : " (10 ms)")
        + "; target=max lifts it";
  }

  /** The us of a duration such as {@code 10ms}. */
  static long micros(String value) {
    long number = Long.parseLong(value.replaceAll("\\D", ""));
    return value.endsWith("us") ? number : value.endsWith("ms") ? number * 1000 : number * 1000_000;
  }

  static @Nullable String ofCost(Refusal refusal, Scene scene) {
    List<String> keys = refusal.file().equals("io.cost.qos") ? QOS_KEYS : MODEL_KEYS;
    String[] words = refusal.text().split("\\s+", -1);
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      String key = equals < 0 ? words[i] : words[i].substring(0, equals);
      if (!keys.contains(key)) {
        String near = Nearest.to(key, keys);
        return "no key of "
            + refusal.file()
            + " is \""
            + key
            + "\"; "
            + (near == null ? "keys are " + String.join(", ", keys) : "did you mean " + near + "?");
      }
      if (equals < 0) {
        return "a setting is KEY=VALUE, such as " + key + "=1";
      }
    }
    return null;
  }
}

package io.cglab.shell.command;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Signals by name and number, as on x86. */
public final class Signals {
  private static final Map<Integer, String> NAMES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(0, "EXIT"),
              Map.entry(1, "HUP"),
              Map.entry(2, "INT"),
              Map.entry(3, "QUIT"),
              Map.entry(6, "ABRT"),
              Map.entry(9, "KILL"),
              Map.entry(10, "USR1"),
              Map.entry(12, "USR2"),
              Map.entry(13, "PIPE"),
              Map.entry(14, "ALRM"),
              Map.entry(15, "TERM"),
              Map.entry(17, "CHLD"),
              Map.entry(18, "CONT"),
              Map.entry(19, "STOP")));

  private Signals() {}

  /** The number of a signal given by number or name, with or without SIG; null if there is none. */
  public static @Nullable Integer number(String text) {
    long number = Numbers.whole(text);
    if (number >= 0) {
      return number <= 64 ? (int) number : null;
    }
    String upper = text.toUpperCase(Locale.ROOT);
    String name = upper.startsWith("SIG") ? upper.substring(3) : upper;
    for (Map.Entry<Integer, String> entry : NAMES.entrySet()) {
      if (entry.getValue().equals(name)) {
        return entry.getKey();
      }
    }
    return null;
  }

  /** The name without SIG; EXIT for 0. */
  public static String name(int number) {
    return NAMES.getOrDefault(number, Integer.toString(number));
  }

  static String list() {
    return String.join(" ", NAMES.values().stream().filter(n -> !n.equals("EXIT")).toList());
  }
}

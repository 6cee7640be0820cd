package io.cglab.shell.compare;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The text of an {@code io.stat} file, taken apart: device, key and value as they stand. */
final class IoStatText {
  private final Map<String, Map<String, String>> lines = new LinkedHashMap<>();

  /** Reads {@code DEV key=value ...} lines; a word without {@code =} is a key without a value. */
  static IoStatText parse(String text) {
    var parsed = new IoStatText();
    for (String line : text.lines().toList()) {
      List<String> words = List.of(line.split(" ", -1));
      Map<String, String> values = new LinkedHashMap<>();
      for (String word : words.subList(1, words.size())) {
        int equals = word.indexOf('=');
        values.put(
            equals < 0 ? word : word.substring(0, equals),
            equals < 0 ? "" : word.substring(equals + 1));
      }
      parsed.lines.put(words.get(0), values);
    }
    return parsed;
  }

  /** The devices in the order of the file. */
  List<String> devices() {
    return List.copyOf(lines.keySet());
  }

  /** The keys of a device in the order of its line. */
  Set<String> keys(String device) {
    return new LinkedHashSet<>(lines.getOrDefault(device, Map.of()).keySet());
  }

  /** A value as it stands; empty if there is none. */
  String value(String device, String key) {
    return lines.getOrDefault(device, Map.of()).getOrDefault(key, "");
  }
}

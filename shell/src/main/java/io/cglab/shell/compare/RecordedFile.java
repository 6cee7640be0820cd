package io.cglab.shell.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One file of {@code NAME key=value ...} lines, recorded and emulated.
 *
 * @param path below the root cgroup
 * @param emulated null if the emulator has no such file
 */
record RecordedFile(String path, IoStatText recorded, @Nullable IoStatText emulated) {
  /** The recorded files of this name, in order. */
  static List<RecordedFile> of(String name, Comparison comparison) {
    List<RecordedFile> files = new ArrayList<>();
    for (Map.Entry<String, String> file : comparison.scenario().kernel().files().entrySet()) {
      if (file.getKey().endsWith("/" + name)) {
        String text = comparison.files().get(file.getKey());
        files.add(
            new RecordedFile(
                file.getKey(),
                IoStatText.parse(file.getValue()),
                text == null ? null : IoStatText.parse(text)));
      }
    }
    return List.copyOf(files);
  }

  String cgroup() {
    return path.substring(0, path.lastIndexOf('/'));
  }

  /** A number that the emulator shows, if it does. */
  OptionalLong emulatedNumber(String line, String key) {
    return emulated == null ? OptionalLong.empty() : number(emulated.value(line, key));
  }

  private static OptionalLong number(String text) {
    return text.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  /**
   * Returns a finding if a number that the record has is not there or not within a percentage of
   * it.
   */
  Optional<Finding> judge(String kind, String line, String key, double percent) {
    OptionalLong expected = number(recorded.value(line, key));
    if (expected.isEmpty()) {
      return Optional.empty();
    }
    String subject = path + ", " + line + " " + key;
    Range range = Allowance.percent(percent).around(expected.getAsLong(), Allowance.NO_UNIT);
    OptionalLong got = emulatedNumber(line, key);
    if (got.isEmpty()) {
      String recordedText = Long.toString(expected.getAsLong());
      return Optional.of(
          new Finding(kind, subject, recordedText, "none", "missing", range.text("")));
    }
    return range.contains(got.getAsLong())
        ? Optional.empty()
        : Optional.of(Finding.of(kind, subject, expected.getAsLong(), got.getAsLong(), range, ""));
  }
}

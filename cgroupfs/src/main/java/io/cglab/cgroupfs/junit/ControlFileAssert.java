package io.cglab.cgroupfs.junit;

import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.core.api.Errno;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions about what a control file reads, and which writes it takes. */
public final class ControlFileAssert extends AbstractAssert<ControlFileAssert, Path> {
  ControlFileAssert(@Nullable Path actual) {
    super(actual, ControlFileAssert.class);
  }

  private String text() {
    isNotNull();
    try {
      return Files.readString(actual, StandardCharsets.ISO_8859_1);
    } catch (IOException refused) {
      throw failure("%s cannot be read: %s", actual, why(refused));
    }
  }

  private static String why(IOException refused) {
    Errno errno = NioErrors.errnoOf(refused);
    String hint = NioErrors.hintOf(refused);
    String name = errno == null ? String.valueOf(refused.getMessage()) : errno.name();
    return hint == null ? name : name + " (" + hint + ")";
  }

  private static String shown(String text) {
    return text.isEmpty() ? "is empty" : "reads\n" + text;
  }

  /** It reads exactly this. */
  public ControlFileAssert reads(String expected) {
    String text = text();
    if (!text.equals(expected)) {
      throw failureWithActualExpected(
          text, expected, "%s should read%n%s%nbut %s", actual, expected, shown(text));
    }
    return this;
  }

  /** It reads nothing. */
  public ControlFileAssert isEmpty() {
    String text = text();
    if (!text.isEmpty()) {
      throw failureWithActualExpected(text, "", "%s should be empty, but %s", actual, shown(text));
    }
    return this;
  }

  /** It has these lines and no others, in this order. */
  public ControlFileAssert hasLines(String... lines) {
    List<String> expected = List.of(lines);
    String text = text();
    List<String> present = text.lines().toList();
    if (!present.equals(expected)) {
      throw failureWithActualExpected(
          present,
          expected,
          "%s should have the lines%n%s%nbut %s",
          actual,
          String.join("\n", expected),
          shown(text));
    }
    return this;
  }

  /** It has a line of this device with this key: {@code 8:0 rbytes=1} or {@code 8:0 Read 1}. */
  public ControlFileAssert hasKey(String device, String key) {
    String text = text();
    if (find(text, device, key) == null) {
      throw failure("%s has no %s of %s; it %s", actual, key, device, shown(text));
    }
    return this;
  }

  /** It has no line of this device with this key. */
  public ControlFileAssert doesNotHaveKey(String device, String key) {
    String text = text();
    if (find(text, device, key) != null) {
      throw failure("%s should have no %s of %s, but %s", actual, key, device, shown(text));
    }
    return this;
  }

  /** It has this value for a device and key. */
  public ControlFileAssert hasValue(String device, String key, long value) {
    return hasValue(device, key, Long.toString(value));
  }

  /** It has this value for a device and key. */
  public ControlFileAssert hasValue(String device, String key, String value) {
    String text = text();
    String present = hasKey(device, key).find(text, device, key);
    if (!value.equals(present)) {
      throw failureWithActualExpected(
          Objects.requireNonNull(present),
          value,
          "%s of %s in %s should be %s, but is %s; the file %s",
          key,
          device,
          actual,
          value,
          present,
          shown(text));
    }
    return this;
  }

  /** It has a line with this key: {@code populated 1}. */
  public ControlFileAssert hasKey(String key) {
    String text = text();
    if (flat(text, key) == null) {
      throw failure("%s has no %s; it %s", actual, key, shown(text));
    }
    return this;
  }

  /** It has this value for a key. */
  public ControlFileAssert hasValue(String key, long value) {
    String text = text();
    String present = hasKey(key).flat(text, key);
    if (!Long.toString(value).equals(present)) {
      throw failureWithActualExpected(
          Objects.requireNonNull(present),
          Long.toString(value),
          "%s in %s should be %d, but is %s; the file %s",
          key,
          actual,
          value,
          present,
          shown(text));
    }
    return this;
  }

  private @Nullable String flat(String text, String key) {
    return text.lines()
        .filter(line -> line.startsWith(key + " "))
        .map(line -> line.substring(key.length() + 1))
        .findFirst()
        .orElse(null);
  }

  private @Nullable String find(String text, String device, String key) {
    for (String line : text.lines().toList()) {
      if (!line.startsWith(device + " ")) {
        continue;
      }
      List<String> words = List.of(line.substring(device.length() + 1).split(" ", -1));
      if (words.size() == 2 && words.get(0).equals(key)) {
        return words.get(1);
      }
      for (String word : words) {
        if (word.startsWith(key + "=")) {
          return word.substring(key.length() + 1);
        }
      }
    }
    return null;
  }

  /** A write of {@code text} is refused with this errno. */
  public ControlFileAssert refuses(String text, Errno errno) {
    IOException refused = write(text);
    if (refused == null) {
      throw failure(
          "%s should refuse \"%s\" with %s, but took it", actual, text.strip(), errno.name());
    }
    if (NioErrors.errnoOf(refused) != errno) {
      throw failure(
          "%s should refuse \"%s\" with %s, but did with %s",
          actual, text.strip(), errno.name(), why(refused));
    }
    return this;
  }

  /** A write of {@code text} is taken. */
  public ControlFileAssert accepts(String text) {
    IOException refused = write(text);
    if (refused != null) {
      throw failure("%s should take \"%s\", but refused: %s", actual, text.strip(), why(refused));
    }
    return this;
  }

  private @Nullable IOException write(String text) {
    isNotNull();
    try {
      Files.writeString(actual, text, StandardCharsets.ISO_8859_1);
      return null;
    } catch (IOException refused) {
      return refused;
    }
  }
}

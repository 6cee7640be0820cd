package io.cglab.cgroupfs.quirk;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Something that kernels in the wild do to those who parse their files, to be injected into a
 * machine. A description only: the machine that it is injected into keeps what it needs.
 *
 * @param kind what is done
 * @param arguments of the kind, such as a file's name
 * @param after how long after the injection it begins, in virtual time
 */
public record Quirk(QuirkKind kind, List<String> arguments, Duration after) {
  /** The rows of the first device in each file of io or blkio begin with {@code (unknown)}. */
  public static final Quirk UNKNOWN_DEVICE_ROW = of(QuirkKind.UNKNOWN_DEVICE);

  /** The first rmdir of each cgroup gives EBUSY. */
  public static final Quirk BUSY_RMDIR = of(QuirkKind.BUSY_RMDIR);

  private static final int NS_DIGITS = 9;
  private static final String AFTER = "after=";

  public Quirk {
    arguments = List.copyOf(arguments);
    if (!kind.takes(arguments.size())) {
      throw new IllegalArgumentException("usage: " + kind.usage());
    }
    if (after.isNegative()) {
      throw new IllegalArgumentException("before its injection: " + after);
    }
  }

  private static Quirk of(QuirkKind kind, String... arguments) {
    return new Quirk(kind, List.of(arguments), Duration.ZERO);
  }

  /** The rows of a device, in each file of io or blkio, begin with {@code (unknown)}. */
  public static Quirk unknownDeviceRow(String device) {
    return of(QuirkKind.UNKNOWN_DEVICE, device);
  }

  /** Lines of {@code file} that begin with {@code beginning} end behind it. */
  public static Quirk cutOff(String file, String beginning) {
    return of(QuirkKind.CUT_OFF, file, beginning);
  }

  /** The devices of {@code file} stand on one line, all but the last without counters. */
  public static Quirk joinedRows(String file) {
    return of(QuirkKind.JOINED_ROWS, file);
  }

  /** The first {@code times} rmdirs of each cgroup give EBUSY. */
  public static Quirk busyRmdir(int times) {
    return of(QuirkKind.BUSY_RMDIR, Integer.toString(times));
  }

  /**
   * Files of io or blkio have no rows of {@code device}, and writes for it give ENODEV. What tasks
   * have in flight there goes on, and /proc and /sys keep it.
   *
   * @param device name or MAJ:MIN
   */
  public static Quirk deviceGone(String device) {
    return of(QuirkKind.DEVICE_GONE, device);
  }

  /** A read(2) of a cgroup's file gives at most {@code bytes}. */
  public static Quirk shortReads(int bytes) {
    return of(QuirkKind.SHORT_READS, Integer.toString(bytes));
  }

  /** {@code file} opens, but reads give ENODEV, as when its cgroup is removed meanwhile. */
  public static Quirk fileGone(String file) {
    return of(QuirkKind.FILE_GONE, file);
  }

  /** The same, beginning so long after its injection. */
  public Quirk after(Duration delay) {
    return new Quirk(kind, arguments, delay);
  }

  /**
   * Reads a quirk from words: name, arguments, and {@code after=SECONDS} if it is to begin later.
   *
   * @throws IllegalArgumentException saying what is wrong, in one line
   */
  public static Quirk parse(List<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a quirk's name is wanted");
    }
    Duration after = Duration.ZERO;
    List<String> arguments = words.subList(1, words.size());
    String last = words.get(words.size() - 1);
    if (!arguments.isEmpty() && last.startsWith(AFTER)) {
      String seconds = last.substring(AFTER.length());
      if (!seconds.matches("[0-9]{1,9}(\\.[0-9]{1,9})?s?")) {
        throw new IllegalArgumentException(last + ": a time in seconds is wanted");
      }
      after =
          Duration.ofNanos(
              new BigDecimal(seconds.replace("s", "")).movePointRight(NS_DIGITS).longValue());
      arguments = arguments.subList(0, arguments.size() - 1);
    }
    for (QuirkKind kind : QuirkKind.values()) {
      if (kind.text().equals(words.get(0).toLowerCase(Locale.ROOT))) {
        return new Quirk(kind, arguments, after);
      }
    }
    throw new IllegalArgumentException(
        "no quirk "
            + words.get(0)
            + "; there are "
            + String.join(
                ", ", List.of(QuirkKind.values()).stream().map(QuirkKind::text).toList()));
  }

  /** The words that {@link #parse} reads. */
  public List<String> words() {
    List<String> words = new ArrayList<>();
    words.add(kind.text());
    words.addAll(arguments);
    if (!after.isZero()) {
      BigDecimal seconds = BigDecimal.valueOf(after.toNanos(), NS_DIGITS).stripTrailingZeros();
      words.add(AFTER + seconds.toPlainString());
    }
    return words;
  }

  @Override
  public String toString() {
    return String.join(" ", words());
  }
}

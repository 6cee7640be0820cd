package io.cglab.shell.fio;

import io.cglab.core.task.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The values of {@code rw}. */
enum RwMode {
  READ("read", Pattern.Kind.READ, false, "Sequential read"),
  WRITE("write", Pattern.Kind.WRITE, false, "Sequential write"),
  TRIM("trim", Pattern.Kind.TRIM, false, "Sequential trim"),
  RANDREAD("randread", Pattern.Kind.READ, true, "Random read"),
  RANDWRITE("randwrite", Pattern.Kind.WRITE, true, "Random write"),
  RANDTRIM("randtrim", Pattern.Kind.TRIM, true, "Random trim"),
  RW("rw", Pattern.Kind.MIX, false, "Sequential read and write mix"),
  READWRITE("readwrite", Pattern.Kind.MIX, false, "Sequential read and write mix"),
  RANDRW("randrw", Pattern.Kind.MIX, true, "Random read and write mix"),
  TRIMWRITE(
      "trimwrite", Pattern.Kind.TRIM_WRITE, false, "Trim and write mix, trims preceding writes"),
  RANDTRIMWRITE(
      "randtrimwrite",
      Pattern.Kind.TRIM_WRITE,
      true,
      "Randomly trim and write mix, trims preceding writes");

  private final String text;
  private final Pattern.Kind kind;
  private final boolean random;
  private final String help;

  RwMode(String text, Pattern.Kind kind, boolean random, String help) {
    this.text = text;
    this.help = help;
    this.kind = kind;
    this.random = random;
  }

  Pattern.Kind kind() {
    return kind;
  }

  boolean isRandom() {
    return random;
  }

  /** Some of it is read. */
  boolean reads() {
    return kind == Pattern.Kind.READ || kind == Pattern.Kind.MIX;
  }

  boolean trims() {
    return kind == Pattern.Kind.TRIM || kind == Pattern.Kind.TRIM_WRITE;
  }

  /** All names with what they do, as fio lists them. */
  static List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (RwMode mode : values()) {
      lines.add(String.format(Locale.ROOT, "%-10s %s", mode.text, mode.help));
    }
    return lines;
  }

  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (RwMode mode : values()) {
      names.add(mode.text);
    }
    return names;
  }

  static RwMode named(String name) {
    return values()[names().indexOf(name)];
  }

  /** As the header line has it. */
  @Override
  public String toString() {
    return this == READWRITE ? "rw" : text;
  }
}

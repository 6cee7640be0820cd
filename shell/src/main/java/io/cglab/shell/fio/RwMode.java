package io.cglab.shell.fio;

import io.cglab.core.task.Pattern;
import java.util.ArrayList;
import java.util.List;

/** The values of {@code rw}. */
enum RwMode {
  READ("read", Pattern.Kind.READ, false),
  WRITE("write", Pattern.Kind.WRITE, false),
  TRIM("trim", Pattern.Kind.TRIM, false),
  RANDREAD("randread", Pattern.Kind.READ, true),
  RANDWRITE("randwrite", Pattern.Kind.WRITE, true),
  RANDTRIM("randtrim", Pattern.Kind.TRIM, true),
  RW("rw", Pattern.Kind.MIX, false),
  READWRITE("readwrite", Pattern.Kind.MIX, false),
  RANDRW("randrw", Pattern.Kind.MIX, true),
  TRIMWRITE("trimwrite", Pattern.Kind.TRIM_WRITE, false),
  RANDTRIMWRITE("randtrimwrite", Pattern.Kind.TRIM_WRITE, true);

  private final String text;
  private final Pattern.Kind kind;
  private final boolean random;

  RwMode(String text, Pattern.Kind kind, boolean random) {
    this.text = text;
    this.kind = kind;
    this.random = random;
  }

  Pattern.Kind kind() {
    return kind;
  }

  boolean isRandom() {
    return random;
  }

  boolean trims() {
    return kind == Pattern.Kind.TRIM || kind == Pattern.Kind.TRIM_WRITE;
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

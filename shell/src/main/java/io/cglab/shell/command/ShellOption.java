package io.cglab.shell.command;

import org.jspecify.annotations.Nullable;

/** What {@code set} turns on and off. */
public enum ShellOption {
  ALLEXPORT('a'),
  ERREXIT('e'),
  NOGLOB('f'),
  NOUNSET('u'),
  XTRACE('x'),
  VERBOSE('v'),
  NOCLOBBER('C'),
  PIPEFAIL('\0');

  private final char letter;

  ShellOption(char letter) {
    this.letter = letter;
  }

  /** Its letter; NUL for an option that has a name only. */
  public char letter() {
    return letter;
  }

  /** The name that {@code set -o} takes. */
  public String longName() {
    return switch (this) {
      case ALLEXPORT -> "allexport";
      case ERREXIT -> "errexit";
      case NOGLOB -> "noglob";
      case NOUNSET -> "nounset";
      case XTRACE -> "xtrace";
      case VERBOSE -> "verbose";
      case NOCLOBBER -> "noclobber";
      case PIPEFAIL -> "pipefail";
    };
  }

  static @Nullable ShellOption of(char letter) {
    for (ShellOption option : values()) {
      if (option.letter == letter && letter != '\0') {
        return option;
      }
    }
    return null;
  }

  static @Nullable ShellOption named(String name) {
    for (ShellOption option : values()) {
      if (option.longName().equals(name)) {
        return option;
      }
    }
    return null;
  }
}

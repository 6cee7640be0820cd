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
  BRACEEXPAND('B'),
  ERRTRACE('E'),
  FUNCTRACE('T'),
  HASHALL('h'),
  MONITOR('m'),
  NOEXEC('n'),
  NOTIFY('b'),
  PIPEFAIL('\0'),
  /** The language of sh: no brace expansion, {@code local} inherits, echo knows escapes. */
  POSIX('\0'),
  /** Set by shopt: a pattern without a match is no word at all. */
  NULLGLOB('\0');

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
      case BRACEEXPAND -> "braceexpand";
      case ERRTRACE -> "errtrace";
      case FUNCTRACE -> "functrace";
      case HASHALL -> "hashall";
      case MONITOR -> "monitor";
      case NOEXEC -> "noexec";
      case NOTIFY -> "notify";
      case PIPEFAIL -> "pipefail";
      case POSIX -> "posix";
      case NULLGLOB -> "nullglob";
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

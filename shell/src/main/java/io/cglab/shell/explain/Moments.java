package io.cglab.shell.explain;

/** Points in virtual time, for people. */
public final class Moments {
  private Moments() {}

  /** Such as {@code 0.102 000 000 s}. */
  public static String at(long ns) {
    return Numbers.instant(ns);
  }
}

package io.cglab.core.dm.ioband;

/** What a device group of 1.x shares (dm-ioband.md 2.11). */
public enum PolicyKind {
  /** I/Os, by weight; also called default. */
  WEIGHT("weight"),
  /** Sectors, by weight. */
  WEIGHT_IOSIZE("weight-iosize"),
  /** Bandwidth between a minimum and a maximum. */
  RANGE_BW("range-bw");

  private final String word;

  PolicyKind(String word) {
    this.word = word;
  }

  /** The word in messages and tables. */
  public String word() {
    return word;
  }
}

package io.cglab.shell.compare;

/**
 * How far a number may be from the recorded one: a percentage, or some I/Os or batches if that is
 * more, and some slots on top. A batch is what a throttled job reaps at once, iodepth − 1 I/Os; a
 * slot is 125 ms of the device.
 *
 * @param lessPercent how far below, infinite if any number is
 * @param morePercent how far above, infinite if any number is
 */
record Allowance(
    double lessPercent, double morePercent, double orIos, double orBatches, double plusSlots) {

  /** For what is not counted in I/Os. */
  static final Unit NO_UNIT = new Unit(0, 0, 0);

  /** The same percentage both ways and nothing else. */
  static Allowance percent(double percent) {
    return new Allowance(percent, percent, 0, 0, 0);
  }

  /** What one I/O, one batch and one slot are in the unit of what is compared. */
  record Unit(double io, double batch, double slot) {
    Unit times(double factor) {
      return new Unit(io * factor, batch * factor, slot * factor);
    }
  }

  /** The numbers that are within. */
  Range around(double recorded, Unit unit) {
    return around(recorded, unit, 0);
  }

  /**
   * The numbers that are within.
   *
   * @param or another margin, in the unit of what is compared, for if it is more
   */
  Range around(double recorded, Unit unit, double or) {
    double least = Math.max(or, Math.max(orIos * unit.io(), orBatches * unit.batch()));
    double plus = plusSlots * unit.slot();
    return new Range(
        recorded - margin(recorded, lessPercent, least) - plus,
        recorded + margin(recorded, morePercent, least) + plus);
  }

  private static double margin(double recorded, double percent, double least) {
    return Double.isInfinite(percent) ? percent : Math.max(recorded * percent / 100, least);
  }
}

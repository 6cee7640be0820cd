package io.cglab.shell.picture;

/**
 * A line of a figure.
 *
 * @param variant which of its owner's lines, such as {@code read}; the same in each figure
 * @param stroke how it is drawn, so that it is found without colour
 */
record Line(Owner owner, String variant, Stroke stroke, Values values) {
  /** Ways to draw a line, by their dashes in SVG; none is solid. */
  enum Stroke {
    SOLID(""),
    DASHED("6 3"),
    DASH_DOT("8 3 2 3"),
    DOTTED("2 3"),
    /** Thin, and not counted when the vertical axis is chosen unless it is near. */
    LIMIT("1 3");

    private final String dashes;

    Stroke(String dashes) {
      this.dashes = dashes;
    }

    String dashes() {
      return dashes;
    }
  }

  String label() {
    return variant.isEmpty() ? owner.label() : owner.label() + " " + variant;
  }
}

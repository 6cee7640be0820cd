package io.cglab.core.dm;

/** The targets that the device mapper has. */
public enum TargetKind {
  LINEAR("linear"),
  STRIPED("striped"),
  ZERO("zero"),
  ERROR("error"),
  DELAY("delay"),
  IOBAND("ioband");

  private final String target;

  TargetKind(String target) {
    this.target = target;
  }

  /** The name in tables. */
  public String target() {
    return target;
  }
}

package io.cglab.core.api;

import org.jspecify.annotations.Nullable;

/** A block device number. Ordered by major, then minor. */
public record DevNo(int major, int minor) implements Comparable<DevNo> {
  private static final int MINOR_BITS = 20;

  public DevNo {
    if (major < 0 || major >= 1 << 12 || minor < 0 || minor >= 1 << MINOR_BITS) {
      throw new IllegalArgumentException("device number out of range: " + major + ":" + minor);
    }
  }

  /** Returns the device of a packed 32-bit number: major in the upper 12 bits, minor below. */
  public static DevNo ofPacked(int packed) {
    return new DevNo(packed >>> MINOR_BITS, packed & ((1 << MINOR_BITS) - 1));
  }

  /** The number packed in 32 bits: {@code major << 20 | minor}. */
  public int packed() {
    return major << MINOR_BITS | minor;
  }

  // A record's own two are made at run time, which costs the start of the program milliseconds.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DevNo that && packed() == that.packed();
  }

  @Override
  public int hashCode() {
    return packed();
  }

  @Override
  public int compareTo(DevNo other) {
    return Integer.compareUnsigned(packed(), other.packed());
  }

  /** {@code MAJ:MIN}, as control files print it. */
  @Override
  public String toString() {
    return major + ":" + minor;
  }
}

package io.cglab.core.file;

/**
 * How a file system places files, and what a fallback costs (schedulers-and-devices.md 5.4, 6.4).
 *
 * @param spacingBytes how far apart on the disk files begin, a multiple of 4096; 0 for each file
 *     behind what was allocated last
 * @param holeFallbackNs CPU time of a direct write to a hole, beyond that of another
 */
public record Layout(long spacingBytes, long holeFallbackNs) {
  /** Files behind one another; the fallback costs what it did on the machine of the V10 posting. */
  public static final Layout USUAL = new Layout(0, 95_000);

  public Layout {
    if (spacingBytes < 0 || spacingBytes % FileSystem.BLOCK_BYTES != 0) {
      throw new IllegalArgumentException("spacing is no multiple of 4096: " + spacingBytes);
    }
    if (holeFallbackNs < 0) {
      throw new IllegalArgumentException("negative cost: " + holeFallbackNs);
    }
  }
}

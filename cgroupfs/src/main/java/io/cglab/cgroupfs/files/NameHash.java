package io.cglab.cgroupfs.files;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/** The order in which a directory of the kernel's pseudo file systems lists its entries (2.6). */
final class NameHash {
  private static final long GOLDEN_RATIO_64 = 0x61C8864680B583EBL;
  private static final int LARGEST = Integer.MAX_VALUE;

  private NameHash() {}

  /** A name and its hash. */
  private record Hashed(int hash, String name) {}

  /** Sorts names by their hash; equal ones by their bytes. */
  static void sort(List<String> names) {
    List<String> sorted =
        names.stream()
            .map(name -> new Hashed(of(name), name))
            .sorted(Comparator.comparingInt(Hashed::hash).thenComparing(Hashed::name))
            .map(Hashed::name)
            .toList();
    for (int i = 0; i < sorted.size(); i++) {
      names.set(i, sorted.get(i));
    }
  }

  /** The hash of a name: 31 bits, never 0, 1 or 2³¹ − 1. */
  static int of(String name) {
    long h = 0;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      long c = b; // sign-extended
      h = (h + (c << 4) + (c >> 4)) * 11;
    }
    int hash = (int) (h * GOLDEN_RATIO_64 >>> 32) & 0x7fff_ffff;
    if (hash < 2) {
      hash += 2;
    }
    return hash == LARGEST ? LARGEST - 1 : hash;
  }
}

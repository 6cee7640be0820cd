package io.cglab.shell.dm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A volume group of LVM: its physical volumes, each a row of extents of 4 MiB of which the first so
 * many are given away, and the tables of its logical volumes.
 */
final class VolumeGroup {
  /** Length of an extent in sectors. */
  static final long EXTENT_SECTORS = 8192;

  /** Where the first extent of a physical volume begins, in sectors, as LVM of 2008 had it. */
  static final long DATA_START = 384;

  /** A disk or partition of the group. */
  static final class Physical {
    final String dev;
    final long extents;
    private long used;

    /**
     * A physical volume with nothing on it.
     *
     * @param dev its number, MAJ:MIN
     * @param sectors its length
     */
    Physical(String dev, long sectors) {
      this.dev = dev;
      this.extents = Math.max(0, (sectors - DATA_START) / EXTENT_SECTORS);
    }

    long free() {
      return extents - used;
    }

    /** Gives extents away; returns where they begin, in sectors of the physical volume. */
    private long take(long count) {
      long start = DATA_START + used * EXTENT_SECTORS;
      used += count;
      return start;
    }
  }

  private final String name;
  private final List<Physical> physicals;
  private final Map<String, List<String>> logicals = new LinkedHashMap<>();

  VolumeGroup(String name, List<Physical> physicals) {
    this.name = name;
    this.physicals = List.copyOf(physicals);
  }

  String name() {
    return name;
  }

  boolean has(String logical) {
    return logicals.containsKey(logical);
  }

  long extents() {
    return physicals.stream().mapToLong(physical -> physical.extents).sum();
  }

  long free() {
    return physicals.stream().mapToLong(Physical::free).sum();
  }

  /** The first name lvol0, lvol1 and so on that is free. */
  String freeName() {
    int number = 0;
    while (has("lvol" + number)) {
      number++;
    }
    return "lvol" + number;
  }

  /**
   * The device-mapper table of a new logical volume; its extents are taken.
   *
   * @param extents length, a multiple of {@code stripes}
   * @param stripes over how many physical volumes it is dealt out; 1 for one after the other
   * @param chunkSectors length of a stripe's chunk
   */
  List<String> add(String logical, long extents, int stripes, int chunkSectors)
      throws LvmException {
    if (extents > free()) {
      throw LvmException.failed(
          String.format(
              "Insufficient free extents (%d) in volume group %s: %d required",
              free(), name, extents));
    }
    List<String> table =
        stripes == 1 ? linear(extents) : striped(logical, extents, stripes, chunkSectors);
    logicals.put(logical, table);
    return table;
  }

  private List<String> linear(long extents) {
    List<String> table = new ArrayList<>();
    long at = 0;
    for (Physical physical : physicals) {
      long count = Math.min(extents - at, physical.free());
      if (count > 0) {
        table.add(
            String.format(
                "%d %d linear %s %d",
                at * EXTENT_SECTORS, count * EXTENT_SECTORS, physical.dev, physical.take(count)));
        at += count;
      }
    }
    return table;
  }

  private List<String> striped(String logical, long extents, int stripes, int chunkSectors)
      throws LvmException {
    long each = extents / stripes;
    List<Physical> roomy = new ArrayList<>();
    for (Physical physical : physicals) {
      if (physical.free() >= each && roomy.size() < stripes) {
        roomy.add(physical);
      }
    }
    if (roomy.size() < stripes) {
      throw LvmException.failed(
          String.format(
              "Insufficient suitable allocatable extents for logical volume %s: %d more required",
              logical, (stripes - roomy.size()) * each));
    }
    StringBuilder line = new StringBuilder();
    line.append("0 ").append(extents * EXTENT_SECTORS).append(" striped ");
    line.append(stripes).append(' ').append(chunkSectors);
    for (Physical physical : roomy) {
      line.append(' ').append(physical.dev).append(' ').append(physical.take(each));
    }
    return List.of(line.toString());
  }
}

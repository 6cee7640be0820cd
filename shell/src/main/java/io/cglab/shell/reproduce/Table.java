package io.cglab.shell.reproduce;

import io.cglab.core.Profile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of the posting: what was run, and what was measured.
 *
 * @param id its name, for {@code --only}
 * @param title of the test
 * @param heading lines above the columns, as printed
 * @param profile the kernel
 * @param first the fio process of which there are more and more jobs
 * @param second the one that runs beside it, with one job; null for none
 * @param weights of the two processes' cgroups; empty if both are in the root
 * @param groupIdleMs what group_idle is set to; null for the kernel's default
 * @param scheduler of the disk
 * @param existing true if the first process overwrites files that have all their blocks; else
 *     whoever only writes begins with none
 * @param partitions true if the two work on partitions of their own in place of files
 * @param ratio the first group's disk time over the second's, where that is all that was published
 */
record Table(
    String id,
    String title,
    List<String> heading,
    Profile profile,
    FioLine first,
    @Nullable FioLine second,
    List<Integer> weights,
    @Nullable Integer groupIdleMs,
    String scheduler,
    boolean existing,
    boolean partitions,
    @Nullable Double ratio,
    List<PublishedRow> rows) {
  Table {
    heading = List.copyOf(heading);
    weights = List.copyOf(weights);
    rows = List.copyOf(rows);
  }

  /** Cgroups are what it is about. */
  boolean hasGroups() {
    return !weights.isEmpty();
  }

  /** The columns that are measured. */
  List<Column> columns() {
    return second == null
        ? List.of(Column.values()).subList(0, Column.OTHER_BANDWIDTH.ordinal())
        : List.of(Column.values());
  }

  /** The same on another kernel, if this is one of the controller's tables. */
  Table on(Profile other) {
    return profile == Profile.LINUX_2_6_31_V10 ? with(other, rows) : this;
  }

  /** The same with some of the rows. */
  Table withRows(List<PublishedRow> chosen) {
    return with(profile, chosen);
  }

  private Table with(Profile kernel, List<PublishedRow> chosen) {
    return new Table(
        id,
        title,
        heading,
        kernel,
        first,
        second,
        weights,
        groupIdleMs,
        scheduler,
        existing,
        partitions,
        ratio,
        chosen);
  }
}

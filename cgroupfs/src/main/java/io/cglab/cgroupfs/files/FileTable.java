package io.cglab.cgroupfs.files;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.cglab.core.Feature;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The control files of one hierarchy: the rows that its kernel has. */
final class FileTable {
  private final List<ControlFile> rows;
  private final Map<String, ControlFile> byName;

  FileTable(List<ControlFile> known, Set<Feature> features) {
    // The controller of 2009 has nothing of the one that was merged in its place.
    boolean isOlder = features.contains(Feature.IO_CONTROLLER_V10);
    rows =
        known.stream()
            .filter(file -> file.isBuiltWith(features))
            .filter(file -> !isOlder || !file.name().startsWith("blkio."))
            .map(file -> file.builtWith(features))
            .collect(ImmutableList.toImmutableList());
    byName = ImmutableMap.copyOf(Maps.uniqueIndex(rows, ControlFile::name));
  }

  /** All rows, in the order of their making. */
  List<ControlFile> rows() {
    return rows;
  }

  /** The row of this name, wherever the file may exist, or null. */
  @Nullable ControlFile named(String name) {
    return byName.get(name);
  }

  /** How many files a controller brings to a cgroup; null for the core. */
  int count(Cgroup cgroup, @Nullable Controller owner) {
    int count = 0;
    for (ControlFile file : rows) {
      if (file.owner() == owner && file.place().includes(cgroup)) {
        count++;
      }
    }
    return count;
  }
}

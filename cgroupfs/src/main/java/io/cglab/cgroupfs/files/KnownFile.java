package io.cglab.cgroupfs.files;

import io.cglab.core.Feature;
import io.cglab.core.cgroup.Controller;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the table of control files says of one name, for who explains why a file is not there.
 *
 * @param owner the controller that brings it; null for a core file
 * @param inRoot true if a root has it
 * @param below true if cgroups below a root have it
 * @param missing what this kernel lacks to have it; null if it has it
 * @param readable false for a write-only file
 * @param writable false for a read-only file
 */
public record KnownFile(
    String name,
    @Nullable Controller owner,
    boolean inRoot,
    boolean below,
    @Nullable Feature missing,
    boolean readable,
    boolean writable) {

  /** The file of this name on v2 or v1, be the kernel without it; null if no kernel has it. */
  public static @Nullable KnownFile named(String name, boolean v2, Set<Feature> features) {
    ControlFile found = null;
    for (ControlFile file : table(v2)) {
      if (file.name().equals(name) && (found == null || file.isBuiltWith(features))) {
        found = file;
      }
    }
    if (found == null) {
      return null;
    }
    ControlFile.Place place = found.builtWith(features).place();
    return new KnownFile(
        name,
        found.owner(),
        place != ControlFile.Place.NON_ROOT,
        place != ControlFile.Place.ROOT,
        found.isBuiltWith(features) ? null : found.feature(),
        found.reader() != null,
        found.writer() != null);
  }

  private static List<ControlFile> table(boolean v2) {
    return v2 ? ControlFiles.V2 : V1ControlFiles.ALL;
  }
}

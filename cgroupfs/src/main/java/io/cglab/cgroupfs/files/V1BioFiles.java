package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.files.ControlFile.Place.ANY;
import static io.cglab.cgroupfs.files.ControlFiles.ro;

import com.google.common.collect.ImmutableList;
import io.cglab.core.cgroup.Controller;
import java.util.List;

/** bio.id, the one file of bio-cgroup (dm-ioband.md 4.2). */
final class V1BioFiles {
  private V1BioFiles() {}

  static List<ControlFile> rows() {
    return ImmutableList.of(ro("bio.id", ANY, V1BioFiles::showId).of(Controller.BIO));
  }

  private static void showId(FileContext context, StringBuilder out) {
    out.append(context.machine().bioIds().idOf(context.cgroup())).append('\n');
  }
}

package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.files.ControlFile.Place.ANY;
import static io.cglab.cgroupfs.files.ControlFile.Place.NON_ROOT;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of control files: which there are, where, who reads and who writes them
 * (control-files.md 2). Directory listings, modes, permissions and the walk of the tests come from
 * it; there is no second list.
 */
final class ControlFiles {
  private ControlFiles() {}

  /** v2, in the order in which the kernel makes them. */
  static final List<ControlFile> V2 =
      ImmutableList.of(
          // core, whatever controllers are on
          rw("cgroup.type", NON_ROOT, TypeFile::show, TypeFile::write),
          rw("cgroup.procs", ANY, ProcsFile::show, ProcsFile::write),
          rw("cgroup.threads", ANY, ThreadsFile::show, ThreadsFile::write),
          ro("cgroup.controllers", ANY, ControllersFile::show),
          rw("cgroup.subtree_control", ANY, SubtreeControlFile::show, SubtreeControlFile::write),
          ro("cgroup.events", NON_ROOT, CoreFiles::showEvents),
          rw(
              "cgroup.max.descendants",
              ANY,
              LimitFiles::showDescendants,
              LimitFiles::setDescendants),
          rw("cgroup.max.depth", ANY, LimitFiles::showDepth, LimitFiles::setDepth),
          ro("cgroup.stat", ANY, CoreFiles::showStat),
          rw("cgroup.freeze", NON_ROOT, SwitchFiles::showFreeze, SwitchFiles::setFreeze),
          wo("cgroup.kill", NON_ROOT, SwitchFiles::kill),
          ro("cpu.stat", ANY, CoreFiles::showCpuStat),
          ro("cpu.stat.local", ANY, CoreFiles::showNothing),
          ro("io.pressure", ANY, PressureFile::show).hiddenByPressure(),
          ro("memory.pressure", ANY, PressureFile::show).hiddenByPressure(),
          ro("cpu.pressure", ANY, PressureFile::show).hiddenByPressure(),
          rw("cgroup.pressure", ANY, SwitchFiles::showPressure, SwitchFiles::setPressure),
          // io
          ro("io.stat", ANY, IoStatFile::show).of(Controller.IO),
          rw("io.max", NON_ROOT, IoMaxFile::show, IoMaxFile::write).of(Controller.IO));

  private static final Map<String, ControlFile> V2_BY_NAME = byName(V2);

  private static Map<String, ControlFile> byName(List<ControlFile> table) {
    return ImmutableMap.copyOf(Maps.uniqueIndex(table, ControlFile::name));
  }

  /** The files of a cgroup's kind of hierarchy, in the order of their making. */
  static List<ControlFile> of(Cgroup cgroup) {
    return V2;
  }

  /** The row of this name, wherever the file may exist, or null. */
  static @Nullable ControlFile named(Cgroup cgroup, String name) {
    return V2_BY_NAME.get(name);
  }

  private static ControlFile rw(
      String name, ControlFile.Place place, ControlFile.Reader reader, ControlFile.Writer writer) {
    return new ControlFile(name, null, place, false, reader, writer);
  }

  private static ControlFile ro(String name, ControlFile.Place place, ControlFile.Reader reader) {
    return new ControlFile(name, null, place, false, reader, null);
  }

  private static ControlFile wo(String name, ControlFile.Place place, ControlFile.Writer writer) {
    return new ControlFile(name, null, place, false, null, writer);
  }
}

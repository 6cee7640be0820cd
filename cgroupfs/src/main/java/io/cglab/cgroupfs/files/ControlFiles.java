package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.files.ControlFile.Place.ANY;
import static io.cglab.cgroupfs.files.ControlFile.Place.NON_ROOT;
import static io.cglab.cgroupfs.files.ControlFile.Place.ROOT;

import com.google.common.collect.ImmutableList;
import io.cglab.cgroupfs.files.Grammar.First;
import io.cglab.core.Feature;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.elevator.CfqWeights.Share;
import java.util.Arrays;
import java.util.List;

/**
 * The table of control files: which there are, where, who reads and who writes them
 * (control-files.md 2). Directory listings, modes, permissions and the walk of the tests come from
 * it; there is no second list. v1's half is {@link V1ControlFiles}.
 */
final class ControlFiles {
  private static final CfqWeightFile CFQ_WEIGHT = new CfqWeightFile(Share.GROUP);
  private static final Grammar WEIGHT = Grammar.of(First.DEVICE_OR_DEFAULT, "default");
  static final Grammar SWITCH = Grammar.words("0", "1");

  private ControlFiles() {}

  /** v2, in the order in which the kernel makes them. */
  static final List<ControlFile> V2 =
      concat(
          coreAndIo(), CpusetFiles.rows(), CpuFiles.rows(), MemoryFiles.rows(), PidsFiles.rows());

  private static List<ControlFile> coreAndIo() {
    return ImmutableList.of(
        // core, whatever controllers are on
        rw("cgroup.type", NON_ROOT, TypeFile::show, TypeFile::write)
            .taking(Grammar.words("threaded")),
        rw("cgroup.procs", ANY, ProcsFile::show, ProcsFile::write)
            .taking(Grammar.of(First.PROCESS)),
        rw("cgroup.threads", ANY, ThreadsFile::show, ThreadsFile::write)
            .taking(Grammar.of(First.PROCESS)),
        ro("cgroup.controllers", ANY, ControllersFile::show),
        rw("cgroup.subtree_control", ANY, SubtreeControlFile::show, SubtreeControlFile::write)
            .taking(Grammar.of(First.CONTROLLERS)),
        ro("cgroup.events", NON_ROOT, CoreFiles::showEvents).polledBy(CoreFiles::hasEvent),
        rw("cgroup.max.descendants", ANY, LimitFiles::showDescendants, LimitFiles::setDescendants)
            .taking(Grammar.words("max")),
        rw("cgroup.max.depth", ANY, LimitFiles::showDepth, LimitFiles::setDepth)
            .taking(Grammar.words("max")),
        ro("cgroup.stat", ANY, CoreFiles::showStat),
        rw("cgroup.freeze", NON_ROOT, SwitchFiles::showFreeze, SwitchFiles::setFreeze)
            .with(Feature.FREEZER_V2)
            .taking(SWITCH),
        wo("cgroup.kill", NON_ROOT, SwitchFiles::kill)
            .taking(Grammar.words("1"))
            .with(Feature.KILL),
        ro("cpu.stat", ANY, CpuFiles::showStat).onRootWith(Feature.ROOT_STAT),
        ro("cpu.stat.local", ANY, CpuFiles::showStatLocal).with(Feature.CPU_STAT_LOCAL),
        pressure("io.pressure", PressureFile::showIo, PressureFile::watchIo),
        pressure("memory.pressure", PressureFile::showMemory, PressureFile::watchMemory),
        pressure("cpu.pressure", PressureFile::showIdle, PressureFile::watchIdle),
        rw("cgroup.pressure", ANY, SwitchFiles::showPressure, SwitchFiles::setPressure)
            .taking(SWITCH)
            .with(Feature.PSI),
        // io
        ro("io.stat", ANY, IoStatFile::show).of(Controller.IO).onRootWith(Feature.ROOT_STAT),
        io("io.prio.class", ANY, Feature.IOPRIO, PrioClassFile::show, PrioClassFile::write)
            .taking(PrioClassFile.GRAMMAR),
        io("io.bfq.weight", NON_ROOT, Feature.BFQ, BfqWeightFile::show, BfqWeightFile::write)
            .taking(WEIGHT),
        io("io.weight", NON_ROOT, Feature.IOCOST, IoWeightFile::show, IoWeightFile::write)
            .taking(WEIGHT),
        io("io.weight", NON_ROOT, Feature.CFQ, CFQ_WEIGHT::show, CFQ_WEIGHT::write).taking(WEIGHT),
        io("io.cost.qos", ROOT, Feature.IOCOST, CostQosFile::show, CostQosFile::write)
            .taking(CostQosFile.GRAMMAR),
        io("io.cost.model", ROOT, Feature.IOCOST, CostModelFile::show, CostModelFile::write)
            .taking(CostModelFile.GRAMMAR),
        io("io.latency", NON_ROOT, Feature.IOLATENCY, IoLatencyFile::show, IoLatencyFile::write)
            .taking(Grammar.device("target=max")),
        io("io.max", NON_ROOT, Feature.THROTTLE, IoMaxFile::show, IoMaxFile::write)
            .taking(IoMaxFile.GRAMMAR));
  }

  @SafeVarargs
  static List<ControlFile> concat(List<ControlFile>... parts) {
    return Arrays.stream(parts).flatMap(List::stream).collect(ImmutableList.toImmutableList());
  }

  /** The files of a kind of hierarchy, whatever the kernel was built with. */
  static List<ControlFile> of(Hierarchy hierarchy) {
    return hierarchy.isV2() ? V2 : V1ControlFiles.ALL;
  }

  static ControlFile io(
      String name,
      ControlFile.Place place,
      Feature feature,
      ControlFile.Reader reader,
      ControlFile.Writer writer) {
    return rw(name, place, reader, writer).of(Controller.IO).with(feature);
  }

  private static ControlFile pressure(
      String name, ControlFile.Reader reader, ControlFile.Writer writer) {
    return rw(name, ANY, reader, writer)
        .with(Feature.PSI)
        .hiddenByPressure()
        .polledBy(PressureFile::hasEvent)
        .taking(Grammar.words("some", "full"));
  }

  static ControlFile rw(
      String name, ControlFile.Place place, ControlFile.Reader reader, ControlFile.Writer writer) {
    return new ControlFile(name, null, place, null, null, false, reader, writer, null, null);
  }

  static ControlFile ro(String name, ControlFile.Place place, ControlFile.Reader reader) {
    return new ControlFile(name, null, place, null, null, false, reader, null, null, null);
  }

  static ControlFile wo(String name, ControlFile.Place place, ControlFile.Writer writer) {
    return new ControlFile(name, null, place, null, null, false, null, writer, null, null);
  }
}

package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.files.ControlFile.Place.NON_ROOT;
import static io.cglab.cgroupfs.files.ControlFiles.ro;
import static io.cglab.cgroupfs.files.ControlFiles.rw;

import com.google.common.collect.ImmutableList;
import io.cglab.cgroupfs.text.Input;
import io.cglab.core.Feature;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.resource.PidsSetting;
import io.cglab.core.resource.Setting;
import java.util.List;

/** The files of the pids controller, of both versions. */
final class PidsFiles {
  private PidsFiles() {}

  static List<ControlFile> rows() {
    return ControlFiles.concat(
        common(),
        ImmutableList.of(
            ro("pids.events.local", NON_ROOT, PidsFiles::showLocalEvents)
                .of(Controller.PIDS)
                .with(Feature.NEWER_PIDS_FILES)));
  }

  static List<ControlFile> v1Rows() {
    return common();
  }

  private static List<ControlFile> common() {
    return ImmutableList.of(
        rw("pids.max", NON_ROOT, PidsFiles::showMax, PidsFiles::setMax)
            .taking(Grammar.words("max"))
            .of(Controller.PIDS),
        ro("pids.current", NON_ROOT, PidsFiles::showCurrent).of(Controller.PIDS),
        ro("pids.peak", NON_ROOT, PidsFiles::showPeak)
            .of(Controller.PIDS)
            .with(Feature.NEWER_PIDS_FILES),
        ro("pids.events", NON_ROOT, PidsFiles::showEvents).of(Controller.PIDS));
  }

  private static long get(FileContext context, PidsSetting setting) {
    return context.machine().resources().pids().settings().get(context.cgroup(), setting);
  }

  private static void showMax(FileContext context, StringBuilder out) {
    long max = get(context, PidsSetting.MAX);
    out.append(max == Setting.NO_LIMIT ? "max" : max).append('\n');
  }

  private static void setMax(FileContext context, byte[] text) throws KernelException {
    Input in = new Input(text).strip();
    long max = in.is("max") ? Setting.NO_LIMIT : in.s64();
    if (max == Setting.NO_LIMIT && !in.is("max")) {
      max--; // the number, which is no word for no limit
    }
    context.machine().resources().pids().setMax(context.cgroup(), max);
  }

  private static void showCurrent(FileContext context, StringBuilder out) {
    out.append(context.cgroup().allTasks()).append('\n');
  }

  private static void showPeak(FileContext context, StringBuilder out) {
    out.append(context.cgroup().taskPeak()).append('\n');
  }

  private static void showEvents(FileContext context, StringBuilder out) {
    PidsSetting counter = context.machine().resources().pids().events(context.cgroup());
    CoreFiles.line(out, "max", get(context, counter));
  }

  private static void showLocalEvents(FileContext context, StringBuilder out) {
    CoreFiles.line(out, "max", get(context, PidsSetting.LOCAL_HITS));
  }
}

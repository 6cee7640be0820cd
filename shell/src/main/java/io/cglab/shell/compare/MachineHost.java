package io.cglab.shell.compare;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.core.Machine;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Task;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A scenario on the emulator itself. */
final class MachineHost implements ScenarioHost {
  /** Jobs that have not ended an hour after the last one should have are taken to hang. */
  private static final long LONGEST_NS = 3_600_000_000_000L;

  private final CgroupFs cgroupFs;
  private final Machine machine;
  private final List<Run> runs = new ArrayList<>();
  private long lastStopNs;

  private MachineHost(CgroupFs cgroupFs) {
    this.cgroupFs = cgroupFs;
    this.machine = cgroupFs.machine();
  }

  /** Boots the machine of a machine file's text; {@code name} is for messages. */
  static MachineHost boot(String yaml, String name) throws MalformedFileException {
    return new MachineHost(CgroupFs.boot(MachineSpec.parse(yaml, name)));
  }

  /** The machine itself. */
  Machine machine() {
    return machine;
  }

  @Override
  public FileSystem fileSystem() {
    return cgroupFs.fileSystem();
  }

  @Override
  public void advanceTo(long ns) {
    machine.advanceTo(ns);
  }

  @Override
  public void start(Path cgroup, Work work, Sink sink) throws IOException {
    try {
      Task task = machine.tasks().fork(machine.tasks().init());
      cgroupFs.as(new Caller(task.pid(), 0, 0), () -> join(cgroup));
      runs.add(machine.start(task, job(work, sink)));
    } catch (KernelException e) {
      throw NioErrors.toIo(cgroup, e);
    }
    lastStopNs = Math.max(lastStopNs, work.stopNs());
  }

  private static int join(Path cgroup) throws IOException {
    byte[] self = {'0'};
    Path procs = cgroup.resolve("cgroup.procs");
    try (var channel = Files.newByteChannel(procs, StandardOpenOption.WRITE)) {
      return channel.write(ByteBuffer.wrap(self));
    }
  }

  private static Job job(Work work, Sink sink) {
    String[] number = work.device().split(":", -1);
    var dev = new DevNo(Integer.parseInt(number[0]), Integer.parseInt(number[1]));
    Job job =
        Job.direct(dev)
            .blockSize(work.blockBytes())
            .ioDepth(work.ioDepth())
            .asyncIo(true)
            .thinkNs(work.thinkNs())
            .startNs(work.startNs())
            .stopNs(work.stopNs())
            .prioClass(work.prioClass())
            .seed(work.seed())
            .observer(
                (op, bytes, submittedNs, reapedNs) -> sink.reaped(submittedNs, reapedNs, bytes));
    job = work.write() ? job.writes() : job.reads();
    return work.random() ? job.random() : job.sequential();
  }

  @Override
  public long submitNs() {
    return machine.config().costs().submitNs();
  }

  @Override
  public boolean finish() {
    while (!runs.stream().allMatch(Run::isDone)) {
      if (machine.nextEventNs() > lastStopNs + LONGEST_NS || !machine.step()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    cgroupFs.close();
  }
}

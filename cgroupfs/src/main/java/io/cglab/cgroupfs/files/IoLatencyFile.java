package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.Machine;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.policy.iolatency.LatencyTargets;

/** io.latency (control-files.md 3.3, 4.3). */
final class IoLatencyFile {
  private static final int MAX_VALUE = 20;
  private static final long NS_PER_US = 1000;

  private IoLatencyFile() {}

  static void show(FileContext context, StringBuilder out) {
    Machine machine = context.machine();
    Cgroup cgroup = context.cgroup();
    for (int i = cgroup.blkgCount() - 1; i >= 0; i--) {
      int blkg = cgroup.blkg(i);
      long targetNs = machine.latencyTargets().targetNs(blkg);
      if (targetNs != LatencyTargets.NONE) {
        out.append(machine.blkgs().disk(blkg).dev()).append(" target=");
        out.append(Long.toUnsignedString(Long.divideUnsigned(targetNs, NS_PER_US))).append('\n');
      }
    }
  }

  static void write(FileContext context, byte[] text) throws KernelException {
    Machine machine = context.machine();
    LatencyTargets targets = machine.latencyTargets();
    DeviceLine line = DeviceLine.parse(machine, new Input(text));
    // What follows may be refused; that latencies are measured and the record is there stays.
    targets.activate(line.disk());
    int blkg = machine.blkgs().obtain(context.cgroup(), line.disk());
    Input body = line.body();
    long targetNs = LatencyTargets.NONE;
    boolean more = true;
    while (more) {
      more = body.contains(' '); // a blank at the end has an empty piece behind it
      targetNs = target(body.upTo(' '));
    }
    targets.setTarget(blkg, targetNs);
  }

  /** The ns of one {@code target=US}, modulo 2^64 as the kernel multiplies. */
  private static long target(Input piece) throws KernelException {
    if (!piece.contains('=')) {
      throw malformed();
    }
    Input key = piece.upTo('=');
    Input value = piece.word(MAX_VALUE);
    if (!key.is("target") || value.isAtEnd()) {
      throw malformed();
    }
    if (value.is("max")) {
      return LatencyTargets.NONE;
    }
    if (!value.scan64()) {
      throw malformed();
    }
    return value.scanned() * NS_PER_US;
  }

  private static KernelException malformed() {
    return new KernelException(
        Errno.EINVAL, "write MAJ:MIN target=N with N in us (suffixes are ignored) or max");
  }
}

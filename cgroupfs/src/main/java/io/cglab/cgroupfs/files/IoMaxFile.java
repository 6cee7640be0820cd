package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.Machine;
import io.cglab.core.api.Errno;
import io.cglab.core.api.IoMax;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;

/** io.max (control-files.md 3.2, 4.3). */
final class IoMaxFile {
  static final Grammar GRAMMAR = Grammar.device("rbps=max", "wbps=max", "riops=max", "wiops=max");
  private static final int MAX_WORD = 26;

  private IoMaxFile() {}

  static void show(FileContext context, StringBuilder out) {
    Machine machine = context.machine();
    Cgroup cgroup = context.cgroup();
    for (int i = cgroup.blkgCount() - 1; i >= 0; i--) {
      int blkg = cgroup.blkg(i);
      IoMax limits = machine.throttle().limits(blkg);
      if (!limits.equals(IoMax.NONE)) {
        out.append(machine.blkgs().disk(blkg).dev());
        showLimit(out, " rbps=", limits.rbps(), IoMax.MAX_BPS);
        showLimit(out, " wbps=", limits.wbps(), IoMax.MAX_BPS);
        showLimit(out, " riops=", limits.riops(), IoMax.MAX_IOPS);
        showLimit(out, " wiops=", limits.wiops(), IoMax.MAX_IOPS);
        out.append('\n');
      }
    }
  }

  private static void showLimit(StringBuilder out, String key, long value, long max) {
    out.append(key);
    if (value == max) {
      out.append("max");
    } else {
      out.append(value >= 0 ? Long.toString(value) : Long.toUnsignedString(value));
    }
  }

  static void write(FileContext context, byte[] text) throws KernelException {
    Machine machine = context.machine();
    DeviceLine line = DeviceLine.parse(machine, new Input(text));
    // What follows may be refused; that throttling is on and the record is there stays.
    machine.throttle().activate(line.disk());
    int blkg = machine.blkgs().obtain(context.cgroup(), line.disk());
    IoMax limits = machine.throttle().limits(blkg);
    Input in = line.body();
    for (Input word = in.word(MAX_WORD); !word.isAtEnd(); word = in.word(MAX_WORD)) {
      limits = apply(limits, word);
    }
    machine.throttle().setLimits(blkg, limits);
  }

  private static IoMax apply(IoMax limits, Input word) throws KernelException {
    if (!word.contains('=')) {
      throw new KernelException(Errno.EINVAL, "a limit is KEY=VALUE, not \"" + word + "\"");
    }
    Input key = word.upTo('=');
    long value = IoMax.MAX_BPS;
    if (!word.is("max")) {
      if (!word.scan64()) {
        throw new KernelException(
            Errno.EINVAL, "the value of " + key + " is a number of bytes or I/Os, or max");
      }
      value = word.scanned();
    }
    if (value == 0) {
      throw new KernelException(
          Errno.ERANGE, key + "=0 would stop all I/O; " + key + "=max lifts the limit");
    }
    if (value == 1) {
      throw new KernelException(
          Errno.EINVAL, "a limit is at least 2; unit suffixes such as M are ignored");
    }
    long iops = Long.compareUnsigned(value, IoMax.MAX_IOPS) > 0 ? IoMax.MAX_IOPS : value;
    return switch (key.toString()) {
      case "rbps" -> limits.withRbps(value);
      case "wbps" -> limits.withWbps(value);
      case "riops" -> limits.withRiops(iops);
      case "wiops" -> limits.withWiops(iops);
      default ->
          throw new KernelException(
              Errno.EINVAL, "use rbps, wbps, riops or wiops, not \"" + key + "\"");
    };
  }
}

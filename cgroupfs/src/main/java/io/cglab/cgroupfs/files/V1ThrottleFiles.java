package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.Machine;
import io.cglab.core.api.Errno;
import io.cglab.core.api.IoMax;
import io.cglab.core.api.KernelException;
import io.cglab.core.block.RwStat;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.policy.throttle.BlkThrottle;
import org.jspecify.annotations.Nullable;

/** blkio.throttle.*: a file for each limit, and what was submitted (control-files.md 3.8, 4.6). */
final class V1ThrottleFiles {
  private static final long IOPS_BITS = 0xffff_ffffL;

  private V1ThrottleFiles() {}

  /** One of the four limits. */
  enum Limit {
    READ_BPS(IoMax.MAX_BPS) {
      @Override
      long of(IoMax limits) {
        return limits.rbps();
      }

      @Override
      IoMax with(IoMax limits, long value) {
        return limits.withRbps(value);
      }
    },
    WRITE_BPS(IoMax.MAX_BPS) {
      @Override
      long of(IoMax limits) {
        return limits.wbps();
      }

      @Override
      IoMax with(IoMax limits, long value) {
        return limits.withWbps(value);
      }
    },
    READ_IOPS(IoMax.MAX_IOPS) {
      @Override
      long of(IoMax limits) {
        return limits.riops();
      }

      @Override
      IoMax with(IoMax limits, long value) {
        return limits.withRiops(value & IOPS_BITS);
      }
    },
    WRITE_IOPS(IoMax.MAX_IOPS) {
      @Override
      long of(IoMax limits) {
        return limits.wiops();
      }

      @Override
      IoMax with(IoMax limits, long value) {
        return limits.withWiops(value & IOPS_BITS);
      }
    };

    private final long unlimited;

    Limit(long unlimited) {
      this.unlimited = unlimited;
    }

    abstract long of(IoMax limits);

    /** The limits with this one set; of an iops limit only 32 bits are kept. */
    abstract IoMax with(IoMax limits, long value);

    void show(FileContext context, StringBuilder out) {
      Machine machine = context.machine();
      Cgroup cgroup = context.cgroup();
      for (int i = cgroup.blkgCount() - 1; i >= 0; i--) {
        int blkg = cgroup.blkg(i);
        long value = of(machine.throttle().limits(blkg));
        if (value != unlimited) {
          out.append(machine.blkgs().disk(blkg).dev()).append(' ');
          out.append(Long.toUnsignedString(value)).append('\n');
        }
      }
    }

    void write(FileContext context, byte[] text) throws KernelException {
      Machine machine = context.machine();
      DeviceLine line = DeviceLine.parse(machine, new Input(text));
      // What follows may be refused; that throttling is on and the record is there stays.
      machine.throttle().activate(line.disk());
      int blkg = machine.blkgs().obtain(context.cgroup(), line.disk());
      Input in = line.body();
      if (!in.scan64()) {
        throw new KernelException(
            Errno.EINVAL, "the limit is a number; 0 lifts it, unit suffixes are ignored");
      }
      long value = in.scanned() == 0 ? unlimited : in.scanned();
      machine.throttle().setLimits(blkg, with(machine.throttle().limits(blkg), value));
    }
  }

  /** What was counted of a record: I/Os or bytes; null where nothing is counted. */
  @FunctionalInterface
  interface Counter {
    @Nullable RwStat of(BlkThrottle throttle, int blkg);
  }

  /** The reader of a statistics file. */
  static ControlFile.Reader statistics(Counter counter, boolean recursive) {
    return (context, out) -> {
      Machine machine = context.machine();
      BlkgTable blkgs = machine.blkgs();
      Cgroup cgroup = context.cgroup();
      RwStatText text = RwStatText.of(machine, out);
      for (int i = cgroup.blkgCount() - 1; i >= 0; i--) {
        int blkg = cgroup.blkg(i);
        if (machine.throttle().isActive(blkgs.disk(blkg))) {
          RwStat sum = new RwStat();
          if (recursive) {
            Subtree.forEach(
                blkgs,
                cgroup,
                blkgs.disk(blkg),
                each -> addTo(sum, counter.of(machine.throttle(), each)));
          } else {
            addTo(sum, counter.of(machine.throttle(), blkg));
          }
          text.show(blkgs.disk(blkg).dev(), sum);
        }
      }
      text.end();
    };
  }

  private static void addTo(RwStat sum, @Nullable RwStat stat) {
    if (stat != null) {
      sum.add(stat);
    }
  }
}

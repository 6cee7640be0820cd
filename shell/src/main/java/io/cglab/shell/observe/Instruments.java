package io.cglab.shell.observe;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.core.trace.Trace;
import io.cglab.core.trace.TraceFan;

/**
 * The instruments of one machine, which commands read. They see what happens after {@link #attach}.
 */
public final class Instruments {
  private final CgroupFs machine;

  public Instruments(CgroupFs machine) {
    this.machine = machine;
  }

  /** Instruments that watch {@code machine} from now on. */
  public static Instruments attached(CgroupFs machine) {
    return new Instruments(machine).attach();
  }

  /** Begins to watch. */
  public Instruments attach() {
    machine.machine().setTrace(TraceFan.of(observers()));
    return this;
  }

  private Trace[] observers() {
    return new Trace[] {};
  }

  /** The machine that is watched. */
  public CgroupFs machine() {
    return machine;
  }
}

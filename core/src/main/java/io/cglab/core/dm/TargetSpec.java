package io.cglab.core.dm;

import io.cglab.core.api.DevNo;
import io.cglab.core.dm.ioband.IobandSpec;
import java.util.List;

/**
 * A target with its parameters as numbers, not yet checked against the machine. A device is named
 * by its number; one that the machine does not have, such as 0:0 for a path without a node, is
 * refused when the table is loaded.
 */
public sealed interface TargetSpec {
  /** Which target it is. */
  TargetKind kind();

  /**
   * Where a member begins.
   *
   * @param device a disk, partition or mapped device
   * @param offset sector there
   */
  record Leg(DevNo device, long offset) {}

  /** {@code linear DEV OFFSET}. */
  record Linear(Leg on) implements TargetSpec {
    @Override
    public TargetKind kind() {
      return TargetKind.LINEAR;
    }
  }

  /**
   * {@code striped N CHUNK DEV OFFSET...}.
   *
   * @param chunkSectors a power of two, at least 8
   */
  record Striped(int chunkSectors, List<Leg> legs) implements TargetSpec {
    public Striped {
      legs = List.copyOf(legs);
    }

    @Override
    public TargetKind kind() {
      return TargetKind.STRIPED;
    }
  }

  /** {@code zero}: reads nothing but zeros, forgets what is written. */
  record Zero() implements TargetSpec {
    @Override
    public TargetKind kind() {
      return TargetKind.ZERO;
    }
  }

  /** {@code error}: each I/O fails. */
  record Error() implements TargetSpec {
    @Override
    public TargetKind kind() {
      return TargetKind.ERROR;
    }
  }

  /**
   * {@code delay DEV OFFSET MS [DEV OFFSET MS]}.
   *
   * @param write where writes go: the same as {@code read} if the line says nothing
   */
  record Delay(Leg read, long readMs, Leg write, long writeMs) implements TargetSpec {
    @Override
    public TargetKind kind() {
      return TargetKind.DELAY;
    }
  }

  /** {@code ioband DEV GROUPID ...}. */
  record Ioband(DevNo device, IobandSpec spec) implements TargetSpec {
    @Override
    public TargetKind kind() {
      return TargetKind.IOBAND;
    }
  }
}

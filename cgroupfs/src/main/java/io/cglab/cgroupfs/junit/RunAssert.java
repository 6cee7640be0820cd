package io.cglab.cgroupfs.junit;

import io.cglab.cgroupfs.Run;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AbstractDoubleAssert;
import org.assertj.core.api.AbstractDurationAssert;
import org.assertj.core.api.AbstractLongAssert;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** Assertions about a workload, from its start until now, or its end. */
public final class RunAssert extends AbstractAssert<RunAssert, Run> {
  private static final double MEDIAN = 50;

  RunAssert(@Nullable Run actual) {
    super(actual, RunAssert.class);
  }

  private Run run() {
    isNotNull();
    return actual;
  }

  /** Bytes read a second. */
  public AbstractDoubleAssert<?> readRate() {
    return Assertions.assertThat(run().readRate()).as("bytes read a second by %s", actual);
  }

  /** Bytes written a second. */
  public AbstractDoubleAssert<?> writeRate() {
    return Assertions.assertThat(run().writeRate()).as("bytes written a second by %s", actual);
  }

  /** I/Os a second, reads and writes. */
  public AbstractDoubleAssert<?> iops() {
    return Assertions.assertThat(run().iops()).as("I/Os a second of %s", actual);
  }

  public AbstractLongAssert<?> readBytes() {
    return Assertions.assertThat(run().readBytes()).as("bytes read by %s", actual);
  }

  public AbstractLongAssert<?> wroteBytes() {
    return Assertions.assertThat(run().wroteBytes()).as("bytes written by %s", actual);
  }

  /** The latency that {@code percent} of the I/Os do not exceed; above 0, to 100. */
  public AbstractDurationAssert<?> latency(double percent) {
    if (run().readIos() + run().wroteIos() == 0) {
      throw failure("no I/O of %s is done yet, so it has no latency", actual);
    }
    return Assertions.assertThat(actual.latency(percent))
        .as("latency of %s %% of the I/Os of %s", percent, actual);
  }

  /** The latency that half of the I/Os do not exceed. */
  public AbstractDurationAssert<?> medianLatency() {
    return latency(MEDIAN);
  }

  /** It has ended. */
  public RunAssert isDone() {
    if (!run().isDone()) {
      throw failure("%s goes on, but should be done", actual);
    }
    return this;
  }

  /** It has not ended. */
  public RunAssert isRunning() {
    if (run().isDone()) {
      throw failure("%s is done, but should go on", actual);
    }
    return this;
  }
}

package io.cglab.core;

import io.cglab.core.sim.EventHandler;
import io.cglab.core.sim.EventQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The yardstick of all others: one pop and one push with a constant number of events pending. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class EventQueueBenchmark {
  private static final int DRAWN = 1 << 16;

  @Param({"16", "1000", "64000"})
  public int pending;

  private final EventQueue queue = new EventQueue();
  private final long[] delays = new long[DRAWN];
  private int next;
  private long fired;
  private final EventHandler handler =
      (arg, now) -> {
        fired++;
        push(now);
      };

  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < DRAWN; i++) {
      delays[i] = random.nextLong(1_000_000);
    }
    for (int i = 0; i < pending; i++) {
      push(0);
    }
  }

  private void push(long now) {
    queue.push(now + delays[next++ & (DRAWN - 1)], handler, 0);
  }

  @Benchmark
  public long popAndPush() {
    queue.fireNext();
    return fired;
  }
}

package io.cglab.core;

import io.cglab.core.api.KernelException;
import io.cglab.core.elevator.Scheduler;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Events of machines of two sizes, two and a half an I/O in both: {@code mvn -Pbench -DskipTests
 * -pl core -am verify -Djmh.args=Scale}. Budget: an I/O among 100,000 cgroups costs at most 1.5
 * times what it does among ten. All are run with pages of 2 MiB, as a large machine should be.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx4g", "-XX:+UseTransparentHugePages"})
public class ScaleBenchmark {
  private static final int EVENTS = 100_000;

  /**
   * {@code all}: 100,000 cgroups, 1,000 disks, 10,000 tasks. {@code busy}: as many disks and tasks
   * in 10 cgroups, so the difference is due to the cgroups. {@code ten}: 10 cgroups, 1 disk, 10
   * tasks, so the difference is due to all that fits in no cache.
   */
  @Param({"ten", "busy", "all"})
  public String size = "ten";

  @Param({"NONE", "BFQ"})
  public Scheduler scheduler = Scheduler.NONE;

  private Machine machine;

  @Setup
  public void boot() throws KernelException {
    ScaleMachine scale =
        switch (size) {
          case "ten" -> new ScaleMachine(10, 1, 10, scheduler);
          case "busy" -> new ScaleMachine(10, 1_000, 10_000, scheduler);
          default -> new ScaleMachine(100_000, 1_000, 10_000, scheduler);
        };
    machine = scale.machine;
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long event() {
    for (int i = 0; i < EVENTS; i++) {
      machine.step();
    }
    return machine.nowNs();
  }
}

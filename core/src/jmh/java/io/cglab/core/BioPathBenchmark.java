package io.cglab.core;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.KernelException;
import io.cglab.core.api.Op;
import io.cglab.core.block.BioEnd;
import io.cglab.core.block.BlockLayer;
import io.cglab.core.block.Submitter;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.device.Disk;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.FixedLatency;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One bio from submission to completion, with 64 in flight: {@code mvn -Pbench -DskipTests -pl core -am
 * verify}. Budgets: 5 M bios/s without a policy, 2 M through io.max three levels deep, 0 B a bio.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class BioPathBenchmark {
  private static final int DEPTH = 64;
  private static final int BYTES = 4096;

  /**
   * {@code none}: nobody limits. {@code pass}: limits on all three levels that are never reached. {@code
   * bind}: the innermost limit holds every bio back. {@code cost}: iocost charges every bio.
   */
  @Param({"none", "pass", "bind", "cost"})
  public String limits = "none";

  /** Further cgroups with a record on the disk that do nothing. */
  @Param({"10", "100000"})
  public int idle;

  private Machine machine;
  private BlockLayer block;
  private int blkg;
  private long done;
  private long sector;
  private final Submitter submitter =
      new Submitter() {
        @Override
        protected void resume(long nowNs) {}
      };
  private final BioEnd end =
      (bio, cookie, nowNs) -> {
        done++;
        submit();
      };

  @Setup
  public void boot() throws KernelException {
    DevNo dev = new DevNo(8, 0);
    int unbound = Integer.MAX_VALUE;
    machine =
        Machine.boot(
            MachineConfig.plain()
                .withCosts(Costs.NONE)
                .withDisks(
                    List.of(
                        new DiskConfig(
                            "null0", dev, 1L << 31, false, true, unbound, 2560, 2560, 128,
                            new FixedLatency(10_000), List.of()))));
    Disk disk = machine.disks().get(0);
    Hierarchy v2 = machine.hierarchies().v2();
    Cgroup at = v2.root();
    v2.setSubtreeControl(at, Controller.IO.bit(), 0);
    for (int i = 0; i < idle; i++) {
      machine.blkgs().obtain(v2.mkdir(at, "idle" + i), disk);
    }
    for (String name : List.of("a", "b", "c")) {
      v2.setSubtreeControl(at, Controller.IO.bit(), 0);
      at = v2.mkdir(at, name);
      blkg = machine.blkgs().obtain(at, disk);
      if (limits.equals("cost")) {
        Policies.cost(machine, disk);
      } else if (!limits.equals("none")) {
        boolean binds = limits.equals("bind") && name.equals("c");
        Policies.throttle(machine, disk, blkg, binds ? 1L << 30 : Policies.FAR_BPS);
      }
    }
    block = machine.block();
    for (int i = 0; i < DEPTH; i++) {
      submit();
    }
  }

  private void submit() {
    sector = sector + 8 & (1 << 30) - 1;
    block.submit(block.bio(blkg, Op.READ, sector, BYTES, 0, 0, end, 0), submitter);
  }

  @Benchmark
  public long bio() {
    long before = done;
    while (done == before) {
      machine.step();
    }
    return done;
  }
}

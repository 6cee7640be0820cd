package io.cglab.core;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.KernelException;
import io.cglab.core.api.Op;
import io.cglab.core.block.BioEnd;
import io.cglab.core.block.BioTable;
import io.cglab.core.block.BlockLayer;
import io.cglab.core.block.Submitter;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.device.Disk;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.FixedLatency;
import io.cglab.core.elevator.BfqTunables;
import io.cglab.core.elevator.QueueSettings;
import io.cglab.core.elevator.Scheduler;
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
 * One bio from submission to completion through a scheduler: {@code mvn -Pbench -DskipTests -pl core
 * -am verify}. Budgets: BFQ with 64 backlogged groups 1 M bios/s, mq-deadline 2 M, 1 M below all
 * policies.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ElevatorBenchmark {
  private static final int BYTES = 4096;
  private static final int DEPTH = 32;
  private static final int TAGS = 1 << 16;

  @Param({"MQ_DEADLINE", "KYBER", "BFQ"})
  public Scheduler scheduler = Scheduler.BFQ;

  /**
   * Groups, and bios that each has in flight. With one, BFQ ends a slot with every bio: the dearest
   * path.
   */
  @Param({"64x8", "64x1", "512x1", "4096x1"})
  public String load = "64x8";

  /** {@code all}: io.max, io.latency and iocost look at each bio before the scheduler does. */
  @Param({"none", "all"})
  public String policies = "none";

  private Machine machine;
  private BlockLayer block;
  private Thread[] threads;
  private long done;

  /** A thread of one group that keeps so many bios in flight. */
  private final class Thread extends Submitter implements BioEnd {
    private final int blkg;
    private long sector;

    Thread(int blkg, long first) {
      this.blkg = blkg;
      sector = first;
    }

    void submit() {
      sector = sector * 25214903917L + 11 & (1L << 30) - 1;
      block.submit(
          block.bio(blkg, Op.READ, sector & ~7L, BYTES, BioTable.SYNC, 2 << 13 | 4, this, 0), this);
    }

    @Override
    public void bioDone(int bio, int cookie, long nowNs) {
      done++;
      submit();
    }

    @Override
    protected void resume(long nowNs) {}
  }

  @Setup
  public void boot() throws KernelException {
    DevNo dev = new DevNo(8, 0);
    machine =
        Machine.boot(
            MachineConfig.plain()
                .withCosts(Costs.NONE)
                .withDisks(
                    List.of(
                        new DiskConfig(
                            "null0", dev, 1L << 31, false, true, DEPTH, 2560, 2560, 128,
                            new FixedLatency(10_000), List.of()))));
    Disk disk = machine.disks().get(0);
    QueueSettings queue = machine.elevators().of(disk);
    queue.select(scheduler);
    queue.setNrRequests(2047);
    queue.setNrRequests(2048);
    BfqTunables bfq = queue.bfq();
    int groups = Integer.parseInt(load.split("x")[0]);
    int inFlight = Integer.parseInt(load.split("x")[1]);
    if (bfq != null) {
      bfq.setLowLatency(0);
      bfq.setSliceIdleUs(inFlight == 1 ? 0 : 8000);
    }
    block = machine.block();
    block.setTags(disk, TAGS);
    Hierarchy v2 = machine.hierarchies().v2();
    v2.setSubtreeControl(v2.root(), Controller.IO.bit(), 0);
    threads = new Thread[groups];
    for (int i = 0; i < groups; i++) {
      Cgroup cgroup = v2.mkdir(v2.root(), "g" + i);
      int blkg = machine.blkgs().obtain(cgroup, disk);
      if (policies.equals("all")) {
        Policies.throttle(machine, disk, blkg, Policies.FAR_BPS);
        Policies.latency(machine, disk, blkg);
        Policies.cost(machine, disk);
      }
      threads[i] = new Thread(blkg, i);
      for (int n = 0; n < inFlight; n++) {
        threads[i].submit();
      }
    }
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

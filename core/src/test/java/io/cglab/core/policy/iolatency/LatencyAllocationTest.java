package io.cglab.core.policy.iolatency;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.cglab.core.Machine;
import io.cglab.core.MachineConfig;
import io.cglab.core.TestMachine;
import io.cglab.core.api.KernelException;
import io.cglab.core.api.Op;
import io.cglab.core.block.BioEnd;
import io.cglab.core.block.Submitter;
import io.cglab.core.trace.Trace;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A bio that waits for its slot at two levels allocates nothing. */
class LatencyAllocationTest {
  private static final int IOS = 20_000;

  @Test
  void waitingAllocatesNothing() throws KernelException {
    var test =
        new TestMachine(
            MachineConfig.plain()
                .withDisks(List.of(TestMachine.disk("sda", TestMachine.DEV, 100_000, 64, 256))));
    test.machine.setTrace(Trace.NONE);
    int child = test.machine.blkgs().obtain(test.cgroup("a/b"), test.disk());
    int parent = test.machine.blkgs().parent(child);
    test.machine.latencyTargets().activate(test.disk());
    test.machine.latencyTargets().setTarget(parent, 1_000 * TestMachine.MS);
    test.machine.iolatency().group(parent).depth = 2;
    test.machine.iolatency().group(child).depth = 3;
    Loop[] loops = new Loop[8];
    for (int i = 0; i < loops.length; i++) {
      loops[i] = new Loop(test.machine, child);
      loops[i].submit();
    }
    run(test.machine, loops, 2 * IOS);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    run(test.machine, loops, 3 * IOS);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(IOS);
    assertThat(loops).allMatch(loop -> loop.slept > IOS / 10);
  }

  private static void run(Machine machine, Loop[] loops, int until) {
    int done = 0;
    while (done < until) {
      machine.step();
      done = 0;
      for (Loop loop : loops) {
        done += loop.done;
      }
    }
  }

  /** Submits its next bio when the one before is complete. */
  private static final class Loop extends Submitter implements BioEnd {
    private final Machine machine;
    private final int blkg;
    private int done;
    private int slept;

    Loop(Machine machine, int blkg) {
      this.machine = machine;
      this.blkg = blkg;
    }

    void submit() {
      int bio = machine.block().bio(blkg, Op.READ, 0, 4096, 0, 0, this, 0);
      if (!machine.block().submit(bio, this)) {
        slept++;
      }
    }

    @Override
    public void bioDone(int bio, int cookie, long nowNs) {
      done++;
      submit();
    }

    @Override
    protected void resume(long nowNs) {}
  }
}

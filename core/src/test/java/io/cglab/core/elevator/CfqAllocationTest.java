package io.cglab.core.elevator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.cglab.core.api.Op;
import io.cglab.core.block.BioEnd;
import io.cglab.core.block.BioTable;
import io.cglab.core.block.BlockLayer;
import io.cglab.core.block.Submitter;
import io.cglab.core.trace.Trace;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An I/O allocates nothing, whichever CFQ serves it. */
class CfqAllocationTest {
  private static final int THREADS = 8;
  private static final int IOS = 50_000;

  /** A thread with two I/Os in flight, reads and writes of either kind by turns. */
  private static final class Loop extends Submitter implements BioEnd {
    private final BlockLayer block;
    private final int blkg;
    private long sector;
    private int submitted;
    private int done;

    Loop(BlockLayer block, int blkg, long sector) {
      this.block = block;
      this.blkg = blkg;
      this.sector = sector;
    }

    void submit() {
      int kind = submitted++ / 100 % 3;
      int flags = kind == 1 ? BioTable.SYNC : 0;
      sector += 8;
      block.submit(
          block.bio(blkg, kind == 0 ? Op.READ : Op.WRITE, sector, 4096, flags, 0, this, 0), this);
    }

    @Override
    public void bioDone(int bio, int cookie, long nowNs) {
      done++;
      submit();
    }

    @Override
    protected void resume(long nowNs) {
      throw new AssertionError("there are tags for all");
    }
  }

  @ParameterizedTest
  @CsvSource({"FLAT, CFQ", "GROUPS, CFQ", "V10, CFQ", "V10, ANTICIPATORY", "V10, DEADLINE"})
  void anIoAllocatesNothing(CfqFlavor flavor, Scheduler scheduler) throws Exception {
    CfqMachine m = new CfqMachine(flavor, scheduler, new CfqMachine.Seeking(10_000, 50_000), 4);
    m.test.machine.setTrace(Trace.NONE);
    Loop[] loops = new Loop[THREADS];
    for (int i = 0; i < THREADS; i++) {
      String cgroup = i % 2 == 0 ? "a" : "b/c";
      int blkg = m.test.machine.blkgs().obtain(m.test.cgroup(cgroup), m.test.disk());
      loops[i] = new Loop(m.test.machine.block(), blkg, (long) i << 22);
      loops[i].submit();
      loops[i].submit();
    }
    run(m, loops, 2 * IOS);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    run(m, loops, 3 * IOS);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(IOS);
  }

  private static void run(CfqMachine m, Loop[] loops, int ios) {
    int done = 0;
    while (done < ios) {
      m.test.machine.step();
      done = 0;
      for (Loop loop : loops) {
        done += loop.done;
      }
    }
  }
}

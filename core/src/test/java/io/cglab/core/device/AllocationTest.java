package io.cglab.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.cglab.core.Costs;
import io.cglab.core.Machine;
import io.cglab.core.MachineConfig;
import io.cglab.core.TestMachine;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Op;
import io.cglab.core.block.BioEnd;
import io.cglab.core.block.BlockLayer;
import io.cglab.core.block.Submitter;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.device.hdd.Hdd;
import io.cglab.core.dm.Segment;
import io.cglab.core.dm.VolumeConfig;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No model and no volume allocates anything for an I/O, once its arrays have grown. */
class AllocationTest {
  private static final int DEPTH = 16;
  private static final int IOS = 20_000;
  private static final int SPAN = 1 << 16;

  private static Stream<DeviceModel> models() {
    return Stream.of(
        new FixedLatency(10_000),
        new NullBlk(2, 10_000, 100),
        new ScsiDebug(1, 0, true),
        Ssd.sata(),
        Ssd.sata().collecting(Ssd.Collection.DEFAULT),
        Hdd.sata2009().with(new Hdd.Queue(2 * DEPTH, Hdd.Order.FIFO, 300_000_000)),
        Hdd.sata2009().with(new Hdd.Queue(2 * DEPTH, Hdd.Order.SPTF, 300_000_000)));
  }

  @ParameterizedTest
  @MethodSource("models")
  void anIoAllocatesNothing(DeviceModel model) {
    DiskConfig a = TestMachine.disk("d0", new DevNo(8, 0), model, 2 * DEPTH, 255);
    DiskConfig b = TestMachine.disk("d1", new DevNo(8, 16), model, 2 * DEPTH, 255);
    VolumeConfig volume =
        VolumeConfig.striped(
            "v",
            new DevNo(253, 0),
            8,
            List.of(new Segment("d0", 0, SPAN), new Segment("d1", 0, SPAN)));
    Machine machine =
        Machine.boot(
            MachineConfig.plain()
                .withCosts(Costs.NONE)
                .withDisks(List.of(a, b))
                .withVolumes(List.of(volume)));
    for (Disk disk : machine.disks().all()) {
      Loop loop = new Loop(machine, disk);
      loop.run(2 * IOS);
      var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      loop.run(IOS);
      long bytes = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(bytes).as("%d I/Os on %s", IOS, disk.name()).isLessThan(IOS);
    }
  }

  /** A closed loop of reads and writes of 8 KiB. */
  private static final class Loop extends Submitter implements BioEnd {
    private final Machine machine;
    private final BlockLayer block;
    private final int blkg;
    private int submitted;
    private int wanted;
    private int done;

    Loop(Machine machine, Disk disk) {
      this.machine = machine;
      block = machine.block();
      blkg = machine.blkgs().obtain(machine.hierarchies().of(Controller.IO).root(), disk);
    }

    void run(int ios) {
      wanted += ios;
      for (int i = 0; i < DEPTH; i++) {
        submit();
      }
      while (done < wanted) {
        machine.step();
      }
    }

    private void submit() {
      if (submitted < wanted) {
        Op op = submitted % 2 == 0 ? Op.READ : Op.WRITE;
        long sector = submitted++ * 7919L % (SPAN - 16);
        boolean gone = block.submit(block.bio(blkg, op, sector, 8192, 0, 0, this, 0), this);
        assert gone : "there are tags for all";
      }
    }

    @Override
    public void bioDone(int bio, int cookie, long nowNs) {
      done++;
      submit();
    }

    @Override
    protected void resume(long nowNs) {
      throw new AssertionError("it never sleeps");
    }
  }
}

package io.cglab.core;

import io.cglab.core.device.Disk;
import io.cglab.core.device.NullBlk;
import io.cglab.core.elevator.Scheduler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What has happened in each disk's device, beside the books of all bios. */
final class EnduranceWatch extends Ledger {
  private static final long SECOND_NS = 1_000_000_000;
  private static final long MS_NS = 1_000_000;

  /** Schedulers that let a device idle on purpose; all do in a kernel with the V10 posting. */
  private static final Set<Scheduler> IDLING =
      EnumSet.of(Scheduler.BFQ, Scheduler.CFQ, Scheduler.ANTICIPATORY);

  private final Machine machine;
  private final BitSet clones = new BitSet();
  private long[] dispatched = new long[0];
  private long[] before = new long[0];
  private long[] idleSinceNs = new long[0];
  private final long patienceNs;
  final List<String> lazy = new ArrayList<>();

  EnduranceWatch(Machine machine, int hz) {
    super(machine, hz);
    this.machine = machine;
    patienceNs = 3 * MS_NS + 2 * SECOND_NS / hz;
  }

  @Override
  public void mapped(long nowNs, int bio, int clone) {
    clones.set(clone);
  }

  @Override
  public void completed(long nowNs, int bio) {
    if (clones.get(bio)) {
      clones.clear(bio); // nobody has submitted it
    } else {
      super.completed(nowNs, bio);
    }
  }

  @Override
  public void dispatched(long nowNs, int request, int bio) {
    int disk = machine.block().requests().disk(request);
    if (disk >= dispatched.length) {
      dispatched = Arrays.copyOf(dispatched, disk + 1);
    }
    dispatched[disk]++;
  }

  /**
   * No tag is held by a request that waits while the device has nothing: unless the scheduler idles
   * on purpose, or the device said when to ask again. A scheduler that holds back requests of a
   * lower class is asked again after 3 to 4 ms, by a tick timer.
   */
  void probe() {
    List<Disk> disks = machine.disks().all();
    int count = disks.get(disks.size() - 1).index() + 1;
    dispatched = Arrays.copyOf(dispatched, count);
    before = Arrays.copyOf(before, count);
    idleSinceNs = Arrays.copyOf(idleSinceNs, count);
    for (Disk disk : disks) {
      Scheduler scheduler = machine.elevators().of(disk).scheduler();
      boolean watched =
          disk.isRequestBased()
              && !IDLING.contains(scheduler)
              && !machine.config().features().contains(Feature.IO_CONTROLLER_V10)
              && !(disk.config().model() instanceof NullBlk of && of.mbps() > 0);
      int i = disk.index();
      boolean idle =
          watched
              && machine.block().inDevice(disk) == 0
              && machine.block().freeTags(disk) < machine.block().tags(disk);
      if (!idle || dispatched[i] != before[i]) {
        idleSinceNs[i] = machine.nowNs();
      } else if (machine.nowNs() - idleSinceNs[i] > patienceNs) {
        lazy.add(
            disk.name()
                + " under "
                + scheduler
                + " has work and does nothing at "
                + machine.nowNs());
      }
      before[i] = dispatched[i];
    }
  }
}

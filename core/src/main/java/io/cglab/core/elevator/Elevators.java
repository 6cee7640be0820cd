package io.cglab.core.elevator;

import io.cglab.core.device.Disk;
import java.util.ArrayList;
import java.util.List;

/** The queues of all disks. */
public final class Elevators {
  private final List<QueueSettings> queues = new ArrayList<>();
  private final CfqFlavor flavor;
  private final List<SchedulerListener> listeners = new ArrayList<>();

  /** No queues, of a kernel with this CFQ. */
  public Elevators(CfqFlavor flavor) {
    this.flavor = flavor;
  }

  /** The CFQ of the kernel. */
  CfqFlavor cfqFlavor() {
    return flavor;
  }

  /** Adds a disk; disks are added in the order of their index. */
  public void add(Disk disk) {
    queues.add(new QueueSettings(disk, flavor, new Forwarder()));
  }

  /** The queue of a disk. */
  public QueueSettings of(Disk disk) {
    return queues.get(disk.index());
  }

  /** Adds a listener for all disks. Listeners are told in the order in which they were added. */
  public void addListener(SchedulerListener listener) {
    listeners.add(listener);
  }

  /** Tells all listeners. */
  private final class Forwarder implements SchedulerListener {
    @Override
    public void switched(Disk disk, Scheduler before, Scheduler now) {
      listeners.forEach(listener -> listener.switched(disk, before, now));
    }

    @Override
    public void adjusted(Disk disk) {
      listeners.forEach(listener -> listener.adjusted(disk));
    }
  }
}

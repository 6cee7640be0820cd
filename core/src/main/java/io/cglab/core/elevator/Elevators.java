package io.cglab.core.elevator;

import io.cglab.core.device.Disk;
import java.util.ArrayList;
import java.util.List;

/** The queues of all disks. */
public final class Elevators {
  private final List<QueueSettings> queues = new ArrayList<>();

  /** Adds a disk; disks are added in the order of their index. */
  public void add(Disk disk) {
    queues.add(new QueueSettings(disk));
  }

  /** The queue of a disk. */
  public QueueSettings of(Disk disk) {
    return queues.get(disk.index());
  }
}

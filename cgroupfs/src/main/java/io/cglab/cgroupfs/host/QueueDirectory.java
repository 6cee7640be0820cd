package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.kernfs.Node;
import io.cglab.core.Feature;
import io.cglab.core.elevator.BfqTunables;
import io.cglab.core.elevator.CfqFlavor;
import io.cglab.core.elevator.CfqTunables;
import io.cglab.core.elevator.DeadlineTunables;
import io.cglab.core.elevator.KyberTunables;
import io.cglab.core.elevator.QueueSettings;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** /sys/block/DISK/queue, with iosched for as long as a scheduler is selected. */
final class QueueDirectory extends SysDirectoryOf<Block> {
  private static final String IOSCHED = "iosched";

  private final QueueSettings queue;
  private final Supplier<List<SysFile<DeadlineTunables>>> deadlineFiles;

  QueueDirectory(String path, Block block) {
    super(path, block, () -> QueueFiles.TABLE);
    queue = block.queue();
    deadlineFiles =
        block.has(Feature.DEADLINE_PRIO)
            ? () -> TunableFiles.MQ_DEADLINE
            : () -> TunableFiles.DEADLINE;
  }

  @Override
  public @Nullable Node lookup(String name) {
    return name.equals(IOSCHED) ? iosched() : super.lookup(name);
  }

  @Override
  public List<String> names() {
    List<String> names = super.names();
    if (iosched() != null) {
      names.add(IOSCHED);
    }
    return names;
  }

  private @Nullable Node iosched() {
    BfqTunables bfq = queue.bfq();
    DeadlineTunables deadline = queue.deadline();
    KyberTunables kyber = queue.kyber();
    CfqTunables cfq = queue.cfq();
    if (queue.scheduler().isSingleQueue() && queue.cfqFlavor() != CfqFlavor.GROUPS) {
      Object selection = OlderTunables.selection(queue);
      return selection == null
          ? null
          : new Tunables<>(
              queue,
              () -> OlderTunables.TABLE,
              () -> selection == OlderTunables.selection(queue) ? queue : null);
    }
    if (bfq != null) {
      return new Tunables<>(bfq, () -> TunableFiles.BFQ, queue::bfq);
    }
    if (deadline != null) {
      return new Tunables<>(deadline, deadlineFiles, queue::deadline);
    }
    if (cfq != null) {
      return new Tunables<>(cfq, () -> TunableFiles.CFQ, queue::cfq);
    }
    return kyber == null ? null : new Tunables<>(kyber, () -> TunableFiles.KYBER, queue::kyber);
  }

  /** The tunables of one selection of a scheduler: the next selection has others. */
  private final class Tunables<T> extends SysDirectoryOf<T> {
    private final T tunables;
    private final Supplier<@Nullable T> present;

    Tunables(T tunables, Supplier<List<SysFile<T>>> table, Supplier<@Nullable T> present) {
      super(QueueDirectory.this.path() + "/" + IOSCHED, tunables, table);
      this.tunables = tunables;
      this.present = present;
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean isAlive() {
      return present.get() == tunables;
    }
  }
}

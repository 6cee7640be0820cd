package io.cglab.cgroupfs.host;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import io.cglab.core.elevator.AnticipatoryTunables;
import io.cglab.core.elevator.CfqFlavor;
import io.cglab.core.elevator.CfqTunables;
import io.cglab.core.elevator.DeadlineTunables;
import io.cglab.core.elevator.QueueSettings;
import io.cglab.core.elevator.Scheduler;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * queue/iosched of the kernels of 2009 (schedulers-and-devices.md 7, dm-ioband.md 6.2): times in ms
 * only, nothing of what CFQ got later, and the anticipatory scheduler. The IO controller adds
 * group_idle and fairness to CFQ, and its slices to the others, above which it is too.
 */
final class OlderTunables {
  private static final Set<String> LATER =
      Set.of(
          "slice_sync_us",
          "slice_async_us",
          "slice_idle_us",
          "group_idle_us",
          "low_latency",
          "target_latency");
  private static final Set<String> FAIR =
      Set.of("slice_sync", "slice_async", "slice_idle", "group_idle", "fairness");

  private static final List<SysFile<AnticipatoryTunables>> ANTICIPATORY =
      ImmutableList.of(
          SysFile.<AnticipatoryTunables>number("read_expire", AnticipatoryTunables::readExpireMs)
              .takesDecimal(AnticipatoryTunables::setReadExpireMs),
          SysFile.<AnticipatoryTunables>number("write_expire", AnticipatoryTunables::writeExpireMs)
              .takesDecimal(AnticipatoryTunables::setWriteExpireMs),
          SysFile.<AnticipatoryTunables>number(
                  "read_batch_expire", AnticipatoryTunables::readBatchExpireMs)
              .takesDecimal(AnticipatoryTunables::setReadBatchExpireMs),
          SysFile.<AnticipatoryTunables>number(
                  "write_batch_expire", AnticipatoryTunables::writeBatchExpireMs)
              .takesDecimal(AnticipatoryTunables::setWriteBatchExpireMs),
          SysFile.<AnticipatoryTunables>number("antic_expire", AnticipatoryTunables::anticExpireMs)
              .takesDecimal(AnticipatoryTunables::setAnticExpireMs));

  private static final SysFile<CfqTunables> FAIRNESS =
      SysFile.<CfqTunables>number("fairness", cfq -> cfq.fairness() ? 1 : 0)
          .takesDecimal(CfqTunables::setFairness);

  /** All; which there are, the scheduler and the kernel say. */
  static final List<SysFile<QueueSettings>> TABLE = table();

  private OlderTunables() {}

  private static List<SysFile<QueueSettings>> table() {
    ImmutableList.Builder<SysFile<QueueSettings>> all = ImmutableList.builder();
    for (SysFile<DeadlineTunables> file : TunableFiles.DEADLINE) {
      all.add(through(QueueSettings::deadline, file));
    }
    for (SysFile<AnticipatoryTunables> file : ANTICIPATORY) {
      all.add(through(QueueSettings::anticipatory, file));
    }
    for (SysFile<CfqTunables> file : Iterables.concat(TunableFiles.CFQ, List.of(FAIRNESS))) {
      if (!LATER.contains(file.name())) {
        all.add(through(queue -> has(queue, file.name()) ? queue.cfq() : null, file));
      }
    }
    return all.build();
  }

  private static boolean has(QueueSettings queue, String name) {
    boolean isFair = queue.cfqFlavor() == CfqFlavor.V10;
    if (queue.scheduler() != Scheduler.CFQ) {
      return isFair && FAIR.contains(name);
    }
    return isFair || !(name.equals("group_idle") || name.equals("fairness"));
  }

  /** A file of what a queue may have or not. */
  private static <T> SysFile<QueueSettings> through(
      Function<QueueSettings, @Nullable T> part, SysFile<T> file) {
    SysFile.Writer<T> writer = file.writer();
    SysFile<QueueSettings> shown =
        SysFile.<QueueSettings>lines(
                file.name(),
                (queue, out) -> {
                  T of = part.apply(queue);
                  if (of != null) {
                    file.reader().show(of, out);
                  }
                })
            .in(queue -> part.apply(queue) != null);
    return writer == null
        ? shown
        : shown.writtenBy(
            (queue, text) -> {
              T of = part.apply(queue);
              if (of != null) {
                writer.write(of, text);
              }
            });
  }

  /** What the present selection of a scheduler has; null for a queue without tunables. */
  static @Nullable Object selection(QueueSettings queue) {
    Object cfq = queue.cfq();
    Object deadline = queue.deadline();
    return cfq != null ? cfq : deadline != null ? deadline : queue.anticipatory();
  }
}

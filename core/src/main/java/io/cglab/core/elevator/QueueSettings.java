package io.cglab.core.elevator;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.device.Disk;
import io.cglab.core.elevator.QueueAttributes.WriteCache;
import org.jspecify.annotations.Nullable;

/**
 * A disk's queue as sysfs shows it: its scheduler with the tunables, its requests, its merging.
 * Selecting a scheduler gives it fresh tunables; those of the one before are gone.
 */
public final class QueueSettings {
  private static final int LEAST_REQUESTS = 4;
  private static final int MOST_REQUESTS = 2048;
  private static final int MOST_DEFAULT = 128;
  private static final int SINGLE_QUEUE_DEFAULT = 128;

  /** With groups that have 128 each. */
  private static final int V10_DEFAULT = 512;

  private final Disk disk;
  private final QueueAttributes attributes = new QueueAttributes();
  private final SchedulerListener listener;
  private final CfqFlavor flavor;
  private Scheduler scheduler = Scheduler.NONE;
  private int nrRequests;
  private int depthBasis;
  private int noMerges;
  private int nrGroupRequests = SINGLE_QUEUE_DEFAULT;
  private @Nullable BfqTunables bfq;
  private @Nullable DeadlineTunables deadline;
  private @Nullable KyberTunables kyber;
  private @Nullable CfqTunables cfq;
  private @Nullable AnticipatoryTunables anticipatory;

  QueueSettings(Disk disk, CfqFlavor flavor, SchedulerListener listener) {
    this.disk = disk;
    this.flavor = flavor;
    this.listener = listener;
    nrRequests = disk.queueDepth();
    depthBasis = nrRequests;
    if (disk.config().model().cachesWrites()) {
      attributes.setWriteCache(WriteCache.WRITE_BACK);
    }
  }

  public Disk disk() {
    return disk;
  }

  /** What is kept whatever the scheduler is. */
  public QueueAttributes attributes() {
    return attributes;
  }

  public Scheduler scheduler() {
    return scheduler;
  }

  /**
   * Selects a scheduler; the present one changes nothing. A disk that boots with none takes any,
   * later only those of the same block layer.
   */
  public void select(Scheduler next) {
    if (next == scheduler) {
      return;
    }
    Scheduler before = scheduler;
    scheduler = next;
    if (!(before.isSingleQueue() && next.isSingleQueue())) {
      nrRequests = usualRequests();
    }
    depthBasis = nrRequests;
    bfq = next == Scheduler.BFQ ? new BfqTunables() : null;
    boolean isDeadline = next == Scheduler.MQ_DEADLINE || next == Scheduler.DEADLINE;
    deadline = isDeadline ? new DeadlineTunables(nrRequests) : null;
    kyber = next == Scheduler.KYBER ? new KyberTunables() : null;
    boolean isFair = flavor == CfqFlavor.V10 && next.isSingleQueue();
    cfq = next == Scheduler.CFQ || isFair ? new CfqTunables(flavor, disk.isRotational()) : null;
    anticipatory = next == Scheduler.ANTICIPATORY ? new AnticipatoryTunables() : null;
    listener.switched(disk, before, next);
  }

  private int usualRequests() {
    if (scheduler.isSingleQueue()) {
      return flavor == CfqFlavor.V10 ? V10_DEFAULT : SINGLE_QUEUE_DEFAULT;
    }
    return scheduler == Scheduler.NONE
        ? disk.queueDepth()
        : 2 * Math.min(disk.queueDepth(), MOST_DEFAULT);
  }

  /** Tunables of BFQ; null while another scheduler is selected. */
  public @Nullable BfqTunables bfq() {
    return bfq;
  }

  /** Tunables of mq-deadline or deadline; null while another scheduler is selected. */
  public @Nullable DeadlineTunables deadline() {
    return deadline;
  }

  /** Tunables of kyber; null while another scheduler is selected. */
  public @Nullable KyberTunables kyber() {
    return kyber;
  }

  /** Tunables of the anticipatory scheduler; null while another one is selected. */
  public @Nullable AnticipatoryTunables anticipatory() {
    return anticipatory;
  }

  /** Which CFQ the kernel has. */
  public CfqFlavor cfqFlavor() {
    return flavor;
  }

  /**
   * Tunables of CFQ; null while another scheduler is selected. Under the IO controller of 2009 all
   * schedulers of single queues have them.
   */
  public @Nullable CfqTunables cfq() {
    return cfq;
  }

  /** Requests that may be allocated at once. */
  public int nrRequests() {
    return nrRequests;
  }

  /**
   * Sets the number of requests, at least 4.
   *
   * @throws KernelException EINVAL above 2048 with a scheduler, above the hardware's depth without;
   *     on single queues, for which no record says, only from 2^31 up
   */
  public void setNrRequests(long requests) throws KernelException {
    long most = scheduler == Scheduler.NONE ? disk.queueDepth() : MOST_REQUESTS;
    if (scheduler.isSingleQueue()) {
      most = Integer.MAX_VALUE;
    }
    long wanted = Math.max(LEAST_REQUESTS, requests);
    if (wanted > most) {
      throw new KernelException(Errno.EINVAL, "at most " + most + " requests here");
    }
    if (wanted == nrRequests) {
      return;
    }
    depthBasis = nrRequests;
    nrRequests = (int) wanted;
    if (deadline != null) {
      deadline.setAsyncDepth(depthBasis);
    }
    listener.adjusted(disk);
  }

  /** V10: requests of one cgroup that may be allocated at once, within {@link #nrRequests}. */
  public int nrGroupRequests() {
    return nrGroupRequests;
  }

  /** Sets {@link #nrGroupRequests}, at least 4. */
  public void setNrGroupRequests(long requests) {
    nrGroupRequests = (int) Math.min(Integer.MAX_VALUE, Math.max(LEAST_REQUESTS, requests));
    listener.adjusted(disk);
  }

  /**
   * The number of requests from which schedulers derive what writes and asynchronous requests may
   * have: the one before the last change (schedulers-and-devices.md 1.1, a quirk of the kernel's).
   */
  public int depthBasis() {
    return depthBasis;
  }

  /** 0 merges all, 1 only plug and last request, 2 nothing. */
  public int noMerges() {
    return noMerges;
  }

  /** Sets {@link #noMerges}: 2 is 2, any other number but 0 is 1. */
  public void setNoMerges(long value) {
    noMerges = value == 2 ? 2 : value == 0 ? 0 : 1;
    listener.adjusted(disk);
  }
}

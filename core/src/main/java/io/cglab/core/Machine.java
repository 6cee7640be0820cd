package io.cglab.core;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.block.BioDriver;
import io.cglab.core.block.BlockLayer;
import io.cglab.core.block.WakeUps;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchies;
import io.cglab.core.cgroup.Task;
import io.cglab.core.cgroup.Tasks;
import io.cglab.core.cgroup.TreeListener;
import io.cglab.core.device.Disk;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.Disks;
import io.cglab.core.dm.Volume;
import io.cglab.core.dm.VolumeConfig;
import io.cglab.core.dm.Volumes;
import io.cglab.core.elevator.BfqCounters;
import io.cglab.core.elevator.BfqStats;
import io.cglab.core.elevator.BfqWeights;
import io.cglab.core.elevator.CfqStats;
import io.cglab.core.elevator.CfqWeights;
import io.cglab.core.elevator.Elevators;
import io.cglab.core.elevator.QueueAttributes.WriteCache;
import io.cglab.core.elevator.Scheduler;
import io.cglab.core.elevator.Schedulers;
import io.cglab.core.file.FileSystems;
import io.cglab.core.policy.iocost.Iocost;
import io.cglab.core.policy.iolatency.Iolatency;
import io.cglab.core.policy.iolatency.LatencyTargets;
import io.cglab.core.policy.ioprio.PrioPolicies;
import io.cglab.core.policy.throttle.BlkThrottle;
import io.cglab.core.policy.wbt.Wbt;
import io.cglab.core.pressure.Pressure;
import io.cglab.core.resource.Resources;
import io.cglab.core.sim.EventQueue;
import io.cglab.core.sim.Ticks;
import io.cglab.core.sim.TimerWheel;
import io.cglab.core.sim.VirtualClock;
import io.cglab.core.task.BufferedIo;
import io.cglab.core.task.CachedIo;
import io.cglab.core.task.DirectIo;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import io.cglab.core.task.Surroundings;
import io.cglab.core.task.Target;
import io.cglab.core.trace.Trace;
import io.cglab.core.writeback.DirtySettings;
import io.cglab.core.writeback.PageCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A whole simulated computer: clock, disks, block layer, cgroup hierarchies, tasks and policies. It
 * is a pure function of its {@link MachineConfig} and the commands that it is given, in order and
 * with their virtual times.
 *
 * <p>A machine has one owner at a time and no locks: whoever calls must keep all others out, as the
 * gate of the file system above does. Many machines run side by side, one a core.
 */
public final class Machine {
  private static final int MS_PER_SECOND = 1000;
  private static final int PAGE_SHIFT = 12;

  private final MachineConfig config;
  private final VirtualClock clock = new VirtualClock();
  private final EventQueue events = new EventQueue();
  private final Ticks ticks;
  private final TimerWheel wheel;
  private final Disks disks;
  private final Hierarchies hierarchies;
  private final Resources resources;
  private final Tasks tasks;
  private final Pressure pressure;
  private final BlkgTable blkgs = new BlkgTable();
  private final BlockLayer block;
  private final BlkThrottle throttle;
  private final LatencyTargets latencyTargets;
  private final Iolatency iolatency;
  private final Wbt wbt;
  private final Iocost iocost;
  private final PrioPolicies prioPolicies = new PrioPolicies();
  private final Elevators elevators = new Elevators();
  private final DirtySettings dirty = new DirtySettings();
  private final BfqWeights bfqWeights;
  private final BfqCounters bfqCounters;
  private final CfqWeights cfqWeights;
  private final Surroundings surroundings;
  private final Volumes volumes;
  private final FileSystems fileSystems;
  private final PageCache pageCache;
  private final BufferedIo buffered;
  private final List<Consumer<Disk>> diskListeners = new ArrayList<>();

  private Machine(MachineConfig config) {
    this.config = config;
    Costs costs = config.costs();
    disks = new Disks(config.seed(), config.hz());
    ticks = new Ticks(config.hz(), config.j0(), config.phaseNs());
    wheel = new TimerWheel(clock, events, ticks, config.coarseTimers());
    hierarchies =
        new Hierarchies(
            config.enabled(),
            config.disabled(),
            config.features().contains(Feature.CPUSET_V2) ? Set.of() : Set.of(Controller.CPUSET));
    hierarchies.addListener(blkgs);
    hierarchies.addListener(
        new TreeListener() {
          @Override
          public void online(Cgroup cgroup, Controller controller) {
            if (controller == Controller.IO && cgroup.isRoot()) {
              disks.all().forEach(disk -> blkgs.obtain(cgroup, disk));
            }
          }
        });
    resources = new Resources(hierarchies);
    tasks = new Tasks(hierarchies);
    pressure = new Pressure(clock, ticks, wheel, hierarchies);
    if (config.features().contains(Feature.PSI)) {
      hierarchies.addListener(pressure);
      tasks.setActivityListener(pressure);
    }
    block =
        new BlockLayer(
            clock,
            events,
            wheel,
            ticks,
            blkgs,
            new WakeUps(costs.tagWakeNs(), costs.wakeGapNs(), costs.wakeSpreadNs(), config.seed()),
            costs.restartNs());
    throttle =
        new BlkThrottle(
            clock,
            events,
            ticks,
            wheel,
            block,
            Math.max(1, config.hz() * config.throttleSliceMs() / MS_PER_SECOND),
            costs.releaseNs());
    block.setThrottle(throttle);
    latencyTargets = new LatencyTargets(blkgs);
    iolatency = new Iolatency(clock, wheel, ticks, block, latencyTargets);
    iocost = new Iocost(clock, events, wheel, ticks, block, hierarchies);
    wbt =
        new Wbt(
            clock,
            wheel,
            ticks,
            block,
            disk -> elevators.of(disk).scheduler() == Scheduler.BFQ || iocost.isEnabled(disk),
            disk -> elevators.of(disk).attributes().writeCache() == WriteCache.WRITE_BACK);
    hierarchies.addListener(prioPolicies);
    bfqWeights = new BfqWeights(blkgs, elevators);
    hierarchies.addListener(bfqWeights);
    bfqCounters = new BfqCounters(blkgs, elevators);
    Schedulers.follow(block, clock, events, ticks, elevators, bfqWeights, bfqCounters);
    block.setPriority(prioPolicies);
    cfqWeights = new CfqWeights(blkgs, elevators);
    hierarchies.addListener(cfqWeights);
    surroundings =
        new Surroundings(
            clock,
            events,
            block,
            hierarchies,
            tasks,
            disk -> elevators.of(disk).attributes().writeCache() == WriteCache.WRITE_BACK,
            costs.submitNs(),
            costs.schedulerNs(),
            costs.reapNs(),
            costs.sleepLateNs());
    volumes = new Volumes(disks);
    fileSystems = new FileSystems(disks);
    pageCache =
        new PageCache(
            clock,
            events,
            wheel,
            ticks,
            block,
            hierarchies,
            resources.memory(),
            dirty,
            config.memoryBytes() >> PAGE_SHIFT,
            wbt::dirtyPaused);
    hierarchies.addListener(pageCache);
    buffered =
        new CachedIo(
            surroundings,
            pageCache,
            costs.pageNs(),
            costs.scanNs(),
            disk -> elevators.of(disk).attributes().readAheadKib() >> (PAGE_SHIFT - 10));
    for (DiskConfig disk : config.disks()) {
      addDisk(disks.add(disk), null);
    }
    for (VolumeConfig volume : config.volumes()) {
      try {
        addVolume(volume);
      } catch (KernelException refused) {
        throw new IllegalArgumentException("volume " + volume.name(), refused);
      }
    }
  }

  /** Starts a machine at virtual time 0. */
  public static Machine boot(MachineConfig config) {
    return new Machine(config);
  }

  private void addDisk(Disk disk, @Nullable BioDriver driver) {
    block.add(disk, driver);
    elevators.add(disk);
    blkgs.obtain(hierarchies.of(Controller.IO).root(), disk);
    elevators.of(disk).select(config.schedulers().getOrDefault(disk.name(), Scheduler.NONE));
    if (config.features().contains(Feature.WBT) && disk.isRequestBased()) {
      wbt.add(disk);
    }
    if (!config.features().contains(Feature.LAZY_POLICIES)) {
      activatePolicies(disk);
    }
    for (Consumer<Disk> listener : diskListeners) {
      listener.accept(disk);
    }
  }

  private void activatePolicies(Disk disk) {
    if (config.features().contains(Feature.THROTTLE)) {
      throttle.activate(disk);
    }
    if (config.features().contains(Feature.IOLATENCY)) {
      latencyTargets.activate(disk);
    }
  }

  /**
   * Makes a volume of pieces of disks, as lvcreate(8) and dmsetup(8) do.
   *
   * @throws KernelException EBUSY if a name or its number is taken, ENXIO if a member is on no disk
   *     of the machine, EINVAL if it is not within its disk
   */
  public Volume addVolume(VolumeConfig volumeConfig) throws KernelException {
    Volume volume = volumes.add(volumeConfig);
    addDisk(volume.disk(), volume.target());
    return volume;
  }

  public MachineConfig config() {
    return config;
  }

  // ---- time

  /** Virtual time since boot in ns. */
  public long nowNs() {
    return clock.nowNs();
  }

  /** The tick counter, now. */
  public long tick() {
    return ticks.at(clock.nowNs());
  }

  /**
   * Lets time pass until {@code ns}: fires every event up to and at it. Earlier times do nothing.
   */
  public void advanceTo(long ns) {
    while (events.nextNs() <= ns) {
      step();
    }
    if (ns > clock.nowNs()) {
      clock.moveTo(ns);
    }
  }

  /** Jumps to the next event and fires it; returns false if nothing is pending. */
  public boolean step() {
    if (events.isEmpty()) {
      return false;
    }
    clock.moveTo(events.nextNs());
    events.fireNext();
    return true;
  }

  /** Time of the next event in ns; {@link Long#MAX_VALUE} if nothing is pending. */
  public long nextEventNs() {
    return events.nextNs();
  }

  /** Calls {@code action} at {@code ns}, which is not in the past. */
  public void at(long ns, Runnable action) {
    events.push(Math.max(ns, clock.nowNs()), (arg, now) -> action.run(), 0);
  }

  // ---- what it consists of

  public Disks disks() {
    return disks;
  }

  /** The volumes, which are disks too. */
  public Volumes volumes() {
    return volumes;
  }

  /** The file systems on the disks, mounted or not. */
  public FileSystems fileSystems() {
    return fileSystems;
  }

  /** Which pages of files are in memory, dirty or not, and who writes them back. */
  public PageCache pageCache() {
    return pageCache;
  }

  /** Files that are read and written through memory. */
  public BufferedIo buffered() {
    return buffered;
  }

  /** Calls {@code listener} for every disk that there is, and for every one that comes. */
  public void onDisk(Consumer<Disk> listener) {
    disks.all().forEach(listener);
    diskListeners.add(listener);
  }

  public Hierarchies hierarchies() {
    return hierarchies;
  }

  public Tasks tasks() {
    return tasks;
  }

  /** How much tasks wait for I/O; nothing is counted on a kernel without {@link Feature#PSI}. */
  public Pressure pressure() {
    return pressure;
  }

  /** The controllers beside io: cpu, cpuset, memory, pids, devices. */
  public Resources resources() {
    return resources;
  }

  public BlockLayer block() {
    return block;
  }

  public BlkgTable blkgs() {
    return blkgs;
  }

  public BlkThrottle throttle() {
    return throttle;
  }

  public Elevators elevators() {
    return elevators;
  }

  /** What BFQ has counted. */
  public BfqStats bfqStats() {
    return bfqCounters;
  }

  /** What CFQ has counted. */
  public CfqStats cfqStats() {
    return CfqStats.NONE;
  }

  /** When dirty pages are written back. */
  public DirtySettings dirty() {
    return dirty;
  }

  /** io.latency: what is wanted. */
  public LatencyTargets latencyTargets() {
    return latencyTargets;
  }

  /** io.latency: what is done for it. */
  public Iolatency iolatency() {
    return iolatency;
  }

  /** Throttling of buffered writes, on disks with requests where the kernel has it. */
  public Wbt wbt() {
    return wbt;
  }

  /** io.weight, io.cost.qos and io.cost.model. */
  public Iocost iocost() {
    return iocost;
  }

  /** io.prio.class and blkio.prio.class. */
  public PrioPolicies prioPolicies() {
    return prioPolicies;
  }

  /** io.bfq.weight and blkio.bfq.weight_device. */
  public BfqWeights bfqWeights() {
    return bfqWeights;
  }

  /** blkio.weight and its family, and io.weight of kernels with CFQ. */
  public CfqWeights cfqWeights() {
    return cfqWeights;
  }

  /** Sends what happens from now on to {@code trace}; {@link Trace#NONE} for nobody. */
  public void setTrace(Trace trace) {
    block.setTrace(trace);
    throttle.setTrace(trace);
    iolatency.setTrace(trace);
    wbt.setTrace(trace);
    iocost.setTrace(trace);
  }

  // ---- work

  /**
   * Starts a workload on behalf of a task, which does one thing at a time.
   *
   * @throws KernelException ENXIO if there is no such disk or partition, ESRCH if the task is dead
   */
  public Run start(Task task, Job job) throws KernelException {
    List<Target> on = targets(job);
    if (task.isDead()) {
      throw new KernelException(Errno.ESRCH);
    }
    if (job.isBuffered() && !job.files().isEmpty()) {
      return buffered.start(task, job);
    }
    return DirectIo.start(surroundings, task, job, on);
  }

  private List<Target> targets(Job job) throws KernelException {
    List<Target> targets = new ArrayList<>();
    job.files().forEach(file -> targets.add(Target.of(file)));
    if (!targets.isEmpty()) {
      return targets;
    }
    for (String device : job.devices()) {
      DevNo dev = disks.named(device);
      Disk disk = dev == null ? null : disks.lookup(dev);
      if (dev == null || disk == null) {
        throw new KernelException(
            Errno.ENXIO,
            "no disk " + device + "; this machine has " + String.join(", ", disks.names()));
      }
      targets.add(Target.of(disk, dev));
    }
    return targets;
  }
}

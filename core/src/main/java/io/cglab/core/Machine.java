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
import io.cglab.core.device.Claims;
import io.cglab.core.device.Disk;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.Disks;
import io.cglab.core.dm.DeviceMapper;
import io.cglab.core.dm.MappedDevice;
import io.cglab.core.dm.VolumeConfig;
import io.cglab.core.dm.ioband.BioIds;
import io.cglab.core.dm.ioband.Ioband;
import io.cglab.core.elevator.BfqCounters;
import io.cglab.core.elevator.BfqStats;
import io.cglab.core.elevator.BfqWeights;
import io.cglab.core.elevator.CfqClasses;
import io.cglab.core.elevator.CfqCounters;
import io.cglab.core.elevator.CfqFlavor;
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
import io.cglab.core.policy.iothrottle.IoThrottle;
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
import io.cglab.core.task.Pattern;
import io.cglab.core.task.Run;
import io.cglab.core.task.Surroundings;
import io.cglab.core.task.Target;
import io.cglab.core.trace.KernelLog;
import io.cglab.core.trace.Trace;
import io.cglab.core.writeback.CachedFile;
import io.cglab.core.writeback.DirtySettings;
import io.cglab.core.writeback.PageCache;
import io.cglab.core.writeback.RawDevices;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
  private final Elevators elevators;
  private final DirtySettings dirty = new DirtySettings();
  private final BfqWeights bfqWeights;
  private final BfqCounters bfqCounters;
  private final CfqWeights cfqWeights;
  private final CfqClasses cfqClasses;
  private final CfqCounters cfqCounters;
  private final Surroundings surroundings;
  private final FileSystems fileSystems;
  private final PageCache pageCache;
  private final BufferedIo buffered;
  private final KernelLog log = new KernelLog();
  private final Claims claims;
  private final RawDevices rawDevices;
  private final IoThrottle ioThrottle;
  private final BioIds bioIds;
  private final DeviceMapper mapper;
  private final List<DiskListener> diskListeners = new ArrayList<>();

  private Machine(MachineConfig config) {
    this.config = config;
    Costs costs = config.costs();
    elevators = new Elevators(cfqFlavor(config.features()));
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
    cfqWeights = new CfqWeights(blkgs, elevators);
    hierarchies.addListener(cfqWeights);
    cfqClasses = new CfqClasses(blkgs);
    hierarchies.addListener(cfqClasses);
    cfqCounters = new CfqCounters(blkgs, elevators);
    Schedulers.follow(
        block,
        clock,
        events,
        ticks,
        elevators,
        bfqWeights,
        bfqCounters,
        cfqWeights,
        cfqClasses,
        cfqCounters);
    block.setPriority(prioPolicies);
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
    claims = new Claims(disks);
    rawDevices = new RawDevices(disks, claims, pageCache);
    ioThrottle = new IoThrottle(hierarchies, clock);
    hierarchies.addListener(ioThrottle);
    block.setAdmission(ioThrottle);
    bioIds = new BioIds(hierarchies);
    hierarchies.addListener(bioIds);
    mapper =
        new DeviceMapper(
            disks,
            claims,
            block,
            clock,
            events,
            log,
            new Ioband(block, clock, events, log, bioIds),
            new Registered());
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

  private static CfqFlavor cfqFlavor(Set<Feature> features) {
    if (features.contains(Feature.IO_CONTROLLER_V10)) {
      return CfqFlavor.V10;
    }
    return features.contains(Feature.CFQ_FLAT) ? CfqFlavor.FLAT : CfqFlavor.GROUPS;
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
    for (DiskListener listener : diskListeners) {
      listener.added(disk);
    }
  }

  /** Mapped devices come and go as disks. */
  private final class Registered implements DeviceMapper.Registry {
    @Override
    public void added(Disk disk, BioDriver driver) {
      addDisk(disk, driver);
    }

    @Override
    public void changed(Disk disk) {
      diskListeners.forEach(listener -> listener.changed(disk));
    }

    @Override
    public void removed(Disk disk) {
      blkgs.drop(hierarchies.of(Controller.IO).root(), disk);
      ioThrottle.drop(disk);
      disks.remove(disk);
      fileSystems.forget(disk.dev());
      diskListeners.forEach(listener -> listener.removed(disk));
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
   * Makes a volume of pieces of disks, as lvcreate(8) does.
   *
   * @throws KernelException EBUSY if a name or its number is taken, ENXIO if a member is on no disk
   *     of the machine, EINVAL if it is not within its disk
   */
  public MappedDevice addVolume(VolumeConfig volume) throws KernelException {
    return volume.make(mapper, disks);
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

  /** Who has which disk open, or claims it. */
  public Claims claims() {
    return claims;
  }

  /** The file systems on the disks, mounted or not. */
  public FileSystems fileSystems() {
    return fileSystems;
  }

  /** Which pages of files are in memory, dirty or not, and who writes them back. */
  public PageCache pageCache() {
    return pageCache;
  }

  /** What is in memory of disks and partitions themselves. */
  public RawDevices rawDevices() {
    return rawDevices;
  }

  /** Files and disks that are read and written through memory. */
  public BufferedIo buffered() {
    return buffered;
  }

  /** The device mapper, whose devices are disks too. */
  public DeviceMapper mapper() {
    return mapper;
  }

  /** bio-cgroup: which cgroup has which id. */
  public BioIds bioIds() {
    return bioIds;
  }

  /** io-throttle: blockio.bandwidth-max and blockio.iops-max. */
  public IoThrottle ioThrottle() {
    return ioThrottle;
  }

  /** What dmesg shows. */
  public KernelLog log() {
    return log;
  }

  /** Tells {@code listener} of every disk that there is, and of those that come and go. */
  public void onDisk(DiskListener listener) {
    disks.all().forEach(listener::added);
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
    return cfqCounters;
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

  /** io.ioprio_class of the IO controller of 2009. */
  public CfqClasses cfqClasses() {
    return cfqClasses;
  }

  /** Sends what happens from now on to {@code trace}; {@link Trace#NONE} for nobody. */
  public void setTrace(Trace trace) {
    block.setTrace(trace);
    throttle.setTrace(trace);
    iolatency.setTrace(trace);
    wbt.setTrace(trace);
    iocost.setTrace(trace);
    mapper.ioband().setTrace(trace);
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
    List<DevNo> devs = new ArrayList<>();
    if (job.files().isEmpty()) {
      job.devices().forEach(device -> devs.add(Objects.requireNonNull(disks.named(device))));
    }
    if (job.isBuffered() && !trims(job)) {
      List<CachedFile> files = new ArrayList<>();
      job.files().forEach(file -> files.add(buffered.file(file)));
      for (DevNo dev : devs) {
        files.add(rawDevices.of(dev));
      }
      return buffered.start(task, job, files);
    }
    devs.forEach(claims::open);
    Run run = DirectIo.start(surroundings, pageCache, rawDevices, task, job, on);
    run.onDone(() -> devs.forEach(rawDevices::close));
    return run;
  }

  /** Discards do not go through memory. */
  private static boolean trims(Job job) {
    Pattern pattern = job.pattern();
    return pattern != null
        && (pattern.kind() == Pattern.Kind.TRIM || pattern.kind() == Pattern.Kind.TRIM_WRITE);
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

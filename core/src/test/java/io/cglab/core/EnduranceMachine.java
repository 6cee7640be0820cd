package io.cglab.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.IoMax;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.DeviceModel;
import io.cglab.core.device.Disk;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.Faults;
import io.cglab.core.device.FixedLatency;
import io.cglab.core.device.NullBlk;
import io.cglab.core.device.RandomFaults;
import io.cglab.core.device.ScsiDebug;
import io.cglab.core.device.Ssd;
import io.cglab.core.device.hdd.Hdd;
import io.cglab.core.dm.Segment;
import io.cglab.core.dm.VolumeConfig;
import io.cglab.core.elevator.Scheduler;
import io.cglab.core.policy.iocost.QosParams;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A machine of which everything is drawn from a seed, and a life of it: devices that fail, vanish
 * and come back, cgroups that are removed under load, limits that are rewritten 100 times a second,
 * schedulers that are switched, tasks that are moved, frozen and killed; some have files or mapped
 * devices besides, some have their cgroups on v1. What it is drawn from is data: schedulers are
 * those of the profiles, and a model joins by a row of {@link #MODELS}.
 */
final class EnduranceMachine {
  private static final long SECOND_NS = 1_000_000_000;
  private static final long MS_NS = 1_000_000;
  private static final long PROBE_NS = MS_NS / 2;
  private static final long SECTORS = 1L << 21;
  private static final int RUNS_MAX = 500;

  /** What disks are made of. */
  private static final List<Function<SplittableRandom, DeviceModel>> MODELS =
      List.of(
          random -> new FixedLatency(random.nextInt(3) == 0 ? 0 : random.nextLong(5_000_000)),
          random -> new NullBlk(random.nextInt(3), random.nextLong(2_000_000), 0),
          random -> new NullBlk(NullBlk.TIMER, random.nextLong(100_000), random.nextInt(64, 400)),
          random -> new ScsiDebug(random.nextInt(4), 0, random.nextBoolean()),
          random -> new ScsiDebug(0, random.nextInt(1, 3_000_000), random.nextBoolean()),
          random -> Hdd.sata2009(),
          random -> ssd(random, null),
          random -> ssd(random, Ssd.Collection.DEFAULT));

  private static DeviceModel ssd(SplittableRandom random, Ssd.@Nullable Collection collection) {
    return new Ssd(
        1 << random.nextInt(5), 60_000, 220_000, 8_000, 15_000, 1 << 20, 550, collection);
  }

  private final SplittableRandom random;
  private final long lengthNs;
  private final Set<Scheduler> schedulers;
  final Machine machine;
  final EnduranceWatch watch;
  private final Hierarchy hierarchy;
  private @Nullable EnduranceFiles files;
  private @Nullable EnduranceVolumes volumes;
  private final List<Cgroup> cgroups = new ArrayList<>();
  private final List<Task> tasks = new ArrayList<>();
  private final List<Run> runs = new ArrayList<>();
  private int names;

  /** A command that may be refused. */
  private interface Command {
    void run() throws KernelException;
  }

  EnduranceMachine(long seed, long lengthNs) {
    random = new SplittableRandom(seed);
    this.lengthNs = lengthNs;
    Profile profile = Profile.values()[random.nextInt(Profile.values().length)];
    schedulers = profile.schedulers();
    Set<Feature> features = EnumSet.noneOf(Feature.class);
    features.addAll(profile.features());
    if (random.nextBoolean()) {
      features.add(Feature.WBT);
    }
    Set<Controller> controllers = EnumSet.of(Controller.IO);
    if (random.nextBoolean()) {
      controllers.add(Controller.MEMORY);
    }
    int hz = new int[] {100, 250, 300, 1000}[random.nextInt(4)];
    long j0 = random.nextBoolean() ? (1L << 32) - random.nextInt(3 * hz) : random.nextInt(5000);
    Map<String, Scheduler> chosen = new TreeMap<>();
    List<DiskConfig> disks = disks(chosen);
    machine =
        Machine.boot(
            MachineConfig.plain()
                .withSeed(seed)
                .withControllers(controllers, Set.of())
                .withFeatures(features)
                .withTicks(hz, j0, random.nextLong(SECOND_NS / hz))
                .withThrottleSliceMs(100)
                .withDisks(disks)
                .withSchedulers(chosen));
    watch = new EnduranceWatch(machine, hz);
    machine.setTrace(watch);
    hierarchy = hierarchy(controllers);
    attempt(this::addVolume);
    addOthers();
    for (int i = random.nextInt(3, 20); i > 0; i--) {
      attempt(this::grow);
    }
    script();
  }

  /** Where cgroups are: v2, or a v1 hierarchy that has all controllers, or io alone. */
  private Hierarchy hierarchy(Set<Controller> controllers) {
    try {
      return switch (random.nextInt(8)) {
        case 0 -> machine.hierarchies().createV1(controllers, "", machine.tasks());
        case 1 -> machine.hierarchies().createV1(Set.of(Controller.IO), "", machine.tasks());
        default -> machine.hierarchies().v2();
      };
    } catch (KernelException refused) {
      throw new AssertionError(refused); // nothing is there yet that would be in the way
    }
  }

  private void addOthers() {
    if (random.nextInt(3) == 0) {
      EnduranceVolumes made = new EnduranceVolumes(machine, random.split());
      for (int i = 0; i < 3; i++) {
        attempt(made::make);
      }
      volumes = made;
    }
    if (random.nextInt(3) == 0) {
      EnduranceFiles made = new EnduranceFiles(machine, random.split(), lengthNs);
      for (int i = 0; i < 3; i++) {
        attempt(made::create);
      }
      files = made;
    }
  }

  private List<DiskConfig> disks(Map<String, Scheduler> chosen) {
    List<DiskConfig> disks = new ArrayList<>();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      int number = disks.size();
      DeviceModel model = MODELS.get(random.nextInt(MODELS.size())).apply(random);
      chosen.put("d" + number, drawnScheduler());
      disks.add(
          new DiskConfig(
              "d" + number,
              new DevNo(8, 16 * number),
              SECTORS,
              random.nextBoolean(),
              true,
              model instanceof Ssd
                  ? Ssd.SATA_DEPTH
                  : 1 << random.nextInt(model instanceof Hdd ? 5 : 8),
              255,
              255,
              128,
              model,
              List.of()));
    }
    return disks;
  }

  private Scheduler drawnScheduler() {
    return List.copyOf(EnumSet.copyOf(schedulers)).get(random.nextInt(schedulers.size()));
  }

  /** What will be done when. */
  private void script() {
    for (int i = random.nextInt(3, 25); i > 0; i--) {
      at(random.nextBoolean() ? 0 : random.nextLong(lengthNs), this::startJob);
    }
    for (Cgroup cgroup : List.copyOf(cgroups)) {
      if (random.nextInt(3) > 0) {
        at(0, () -> limit(cgroup));
      }
    }
    for (int i = 0; i < 60; i++) {
      at(random.nextLong(lengthNs), this::disturb);
      at(random.nextLong(lengthNs), this::disturbOthers);
    }
    Cgroup often = anyCgroup();
    for (long ns = 0; ns < lengthNs; ns += SECOND_NS / 100) {
      if (often != null) {
        at(ns, () -> limit(often));
      }
    }
    for (long ns = 0; ns < lengthNs; ns += PROBE_NS) {
      machine.at(ns, watch::probe);
    }
  }

  private void at(long ns, Command command) {
    machine.at(ns, () -> attempt(command));
  }

  private static void attempt(Command command) {
    try {
      command.run();
    } catch (KernelException refused) {
      // a refused command is part of life: the cgroup may be gone, threaded or busy by now
    }
  }

  private @Nullable Cgroup anyCgroup() {
    return cgroups.isEmpty() ? null : cgroups.get(random.nextInt(cgroups.size()));
  }

  private Disk anyDisk() {
    return machine.disks().all().get(random.nextInt(machine.disks().count()));
  }

  private void addVolume() throws KernelException {
    if (random.nextBoolean()) {
      List<Segment> members = new ArrayList<>();
      for (Disk disk : machine.disks().all()) {
        members.add(new Segment(disk.name(), 0, SECTORS / 2));
      }
      DevNo dev = new DevNo(253, 0);
      machine.addVolume(
          random.nextBoolean()
              ? VolumeConfig.linear("dm-0", dev, members)
              : VolumeConfig.striped("dm-0", dev, 128, members));
    }
  }

  private void grow() throws KernelException {
    Cgroup drawn = random.nextInt(3) == 0 ? null : anyCgroup();
    Cgroup parent = drawn == null || drawn.isRemoved() ? hierarchy.root() : drawn;
    if (parent.level() < 5) {
      if (hierarchy.isV2()) {
        int mask = 0;
        for (Controller controller : hierarchy.bound()) {
          mask |= controller.bit();
        }
        hierarchy.setSubtreeControl(parent, mask, 0);
      }
      cgroups.add(hierarchy.mkdir(parent, "g" + names++));
    }
  }

  private void startJob() throws KernelException {
    Cgroup cgroup = anyCgroup();
    if (cgroup == null || cgroup.isRemoved()) {
      return;
    }
    Task task = machine.tasks().fork(machine.tasks().init());
    cgroup.hierarchy().checkMove(task, cgroup, false);
    machine.tasks().moveProcess(task, cgroup);
    tasks.add(task);
    boolean onFile = random.nextInt(3) == 0;
    Run run = onFile && files != null ? files.start(task) : machine.start(task, job());
    runs.add(run);
    run.onDone(
        () -> {
          if (machine.nowNs() < lengthNs && runs.size() < RUNS_MAX) {
            at(machine.nowNs() + MS_NS, this::startJob); // an error ends a job, not the load
          }
        });
  }

  private Job job() {
    Job job =
        Job.direct(anyDisk().dev())
            .blockSize(512 << random.nextInt(13))
            .ioDepth(1 << random.nextInt(7))
            .thinkNs(random.nextInt(4) == 0 ? random.nextLong(50_000_000) : 0)
            .stopNs(lengthNs)
            .prioClass(random.nextInt(4))
            .seed(random.nextLong());
    job = random.nextBoolean() ? job.reads() : job.writes();
    job = random.nextBoolean() ? job.random() : job;
    return random.nextInt(4) == 0 ? job.asyncIo(false) : job;
  }

  private void limit(Cgroup cgroup) {
    if (isUsable(cgroup)) {
      Disk disk = anyDisk();
      machine.throttle().activate(disk);
      machine
          .throttle()
          .setLimits(
              machine.blkgs().obtain(cgroup, disk),
              new IoMax(
                  drawn(IoMax.MAX_BPS, 100_000_000),
                  drawn(IoMax.MAX_BPS, 100_000_000),
                  drawn(IoMax.MAX_IOPS, 20_000),
                  drawn(IoMax.MAX_IOPS, 20_000)));
    }
  }

  private static boolean isUsable(Cgroup cgroup) {
    return !cgroup.isRemoved() && cgroup.isOnline(Controller.IO);
  }

  private long drawn(long none, int most) {
    return random.nextBoolean() ? none : 2 + (long) (most * Math.pow(random.nextDouble(), 3));
  }

  private void disturb() throws KernelException {
    Cgroup cgroup = anyCgroup();
    Disk disk = anyDisk();
    switch (random.nextInt(16)) {
      case 0, 1 -> startJob();
      case 2 -> grow();
      case 3, 4 -> disk.setFaults(drawnFaults());
      case 5 -> machine.elevators().of(disk).select(drawnScheduler());
      case 6 -> machine.elevators().of(disk).setNrRequests(random.nextInt(1, 300));
      case 7 -> machine.elevators().of(disk).setNoMerges(random.nextInt(3));
      case 8 -> kill();
      case 9 -> {
        if (cgroup != null && !cgroup.isRemoved()) {
          machine.tasks().killAll(cgroup);
          cgroup.hierarchy().rmdir(cgroup);
        }
      }
      case 10 -> {
        if (cgroup != null && hierarchy.isV2()) {
          hierarchy.setFreeze(cgroup, random.nextBoolean());
        }
      }
      case 11 -> move(cgroup);
      case 12 -> qos(disk);
      default -> police(cgroup, disk);
    }
  }

  private void disturbOthers() throws KernelException {
    Cgroup cgroup = anyCgroup();
    if (volumes != null) {
      volumes.disturb();
    }
    if (files != null && cgroup != null) {
      files.disturb(cgroup);
    }
  }

  private Faults drawnFaults() {
    return switch (random.nextInt(3)) {
      case 0 -> Faults.NONE;
      case 1 -> Faults.GONE;
      default -> new RandomFaults(random.nextLong(), random.nextInt(2_000), random.nextInt(500));
    };
  }

  private void kill() throws KernelException {
    if (!tasks.isEmpty()) {
      machine.tasks().kill(tasks.get(random.nextInt(tasks.size())));
    }
  }

  private void move(@Nullable Cgroup cgroup) throws KernelException {
    if (cgroup != null && !cgroup.isRemoved() && !tasks.isEmpty()) {
      Task task = tasks.get(random.nextInt(tasks.size()));
      cgroup.hierarchy().checkMove(task, cgroup, false);
      machine.tasks().moveProcess(task, cgroup);
    }
  }

  private void qos(Disk disk) {
    if (machine.config().features().contains(Feature.IOCOST) && disk.isRequestBased()) {
      int slowest = random.nextInt(QosParams.SLOWEST_PPM, QosParams.WHOLE_PPM);
      QosParams params =
          new QosParams(
              random.nextInt(QosParams.WHOLE_PPM),
              random.nextInt(100, 50_000),
              random.nextInt(QosParams.WHOLE_PPM),
              random.nextInt(100, 50_000),
              slowest,
              random.nextInt(slowest, 10 * QosParams.WHOLE_PPM));
      machine.iocost().settings().setQos(disk, random.nextInt(4) > 0, true, params);
    }
  }

  private void police(@Nullable Cgroup cgroup, Disk disk) throws KernelException {
    if (cgroup == null || !isUsable(cgroup) || !hierarchy.isV2()) {
      return;
    }
    if (random.nextBoolean()) {
      if (machine.config().features().contains(Feature.IOCOST)) {
        machine.iocost().weights().setDefault(cgroup, random.nextInt(1, 10_001));
      }
    } else if (machine.config().features().contains(Feature.IOLATENCY)) {
      machine.latencyTargets().activate(disk);
      long targetNs = random.nextInt(4) == 0 ? 0 : random.nextLong(10_000, 20_000_000);
      machine.latencyTargets().setTarget(machine.blkgs().obtain(cgroup, disk), targetNs);
    }
  }

  /** Lets the life pass, in pieces. */
  void live(int pieces) {
    for (int i = 1; i <= pieces; i++) {
      machine.advanceTo(lengthNs * i / pieces);
    }
  }

  private void lift() throws KernelException {
    if (volumes != null) {
      volumes.resumeAll();
    }
    if (files != null) {
      files.lift(cgroups);
    }
  }

  private void endOthers() throws KernelException {
    if (volumes != null) {
      volumes.endAndCheck();
    }
    if (files != null) {
      files.endAndCheck();
    }
  }

  /** Ends all work, jumps far ahead, and checks that nothing is left of anything. */
  void endAndCheck() throws KernelException {
    if (hierarchy.isV2()) {
      cgroups.forEach(cgroup -> hierarchy.setFreeze(cgroup, false));
    }
    runs.forEach(Run::stop);
    watch.lift();
    lift();
    machine.advanceTo(machine.nowNs() + 24 * 3600 * SECOND_NS);
    assertThat(watch.lazy).isEmpty();
    watch.check();
    assertThat(machine.block().bios().used()).as("bios left").isZero();
    assertThat(machine.block().requests().used()).as("requests left").isZero();
    assertThat(watch.submitted).isEqualTo(watch.completed);
    assertThat(runs).allMatch(Run::isDone);
    for (Disk disk : machine.disks().all()) {
      assertThat(machine.block().inDevice(disk)).as("in " + disk.name()).isZero();
      assertThat(machine.block().freeTags(disk))
          .as("tags of " + disk.name())
          .isEqualTo(machine.block().tags(disk));
    }
    for (Task task : tasks) {
      machine.tasks().kill(task);
      machine.tasks().reap(task);
    }
    endOthers();
    assertThat(hierarchy.root().dyingDescendants()).as("dying").isZero();
    assertThat(machine.nextEventNs()).as("nothing left to happen").isEqualTo(Long.MAX_VALUE);
  }
}

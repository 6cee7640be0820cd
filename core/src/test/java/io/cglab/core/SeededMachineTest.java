package io.cglab.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.IoMax;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.Disk;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.elevator.BfqTunables;
import io.cglab.core.elevator.CfqTunables;
import io.cglab.core.elevator.CfqWeights;
import io.cglab.core.elevator.QueueSettings;
import io.cglab.core.elevator.Scheduler;
import io.cglab.core.policy.iocost.CostModel;
import io.cglab.core.policy.iocost.QosParams;
import io.cglab.core.policy.ioprio.PrioPolicy;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Whole machines under a seed: random disks, trees, limits, policies and workloads; all rewritten,
 * tasks moved, frozen and killed, cgroups removed while their bios wait. Nothing is lost, no limit
 * is exceeded, and the same seed gives the same run.
 */
class SeededMachineTest {
  private static final long SECOND_NS = 1_000_000_000;

  @Test
  void nothingIsLostAndNoLimitExceeded() {
    Seeds.forEach(
        40,
        seed -> {
          Swarm swarm = new Swarm(seed, 3 * SECOND_NS);
          swarm.run(3 * SECOND_NS);
          swarm.drain();
          swarm.ledger.check();
        });
  }

  @Test
  void theSameSeedGivesTheSameRunHoweverItIsCut() {
    long[] submitted = new long[1];
    Seeds.forEach(
        10,
        seed -> {
          Swarm whole = new Swarm(seed, SECOND_NS);
          whole.run(SECOND_NS);
          Swarm cut = new Swarm(seed, SECOND_NS);
          for (long at = 0; at <= SECOND_NS; at += 1 + seed % 7 * 1_234_567 + 999_983) {
            cut.run(Math.min(at, SECOND_NS));
          }
          cut.run(SECOND_NS);
          assertThat(cut.ledger.hash).isEqualTo(whole.ledger.hash);
          submitted[0] += whole.ledger.submitted;
        });
    // A single swarm may happen to have nobody who works.
    assertThat(submitted[0]).isPositive();
  }

  /** A random machine whose commands are scheduled in advance, at times drawn from the seed. */
  private static final class Swarm {
    final Machine machine;
    final Ledger ledger;
    final SplittableRandom random;
    final List<Cgroup> cgroups = new ArrayList<>();
    final List<Task> tasks = new ArrayList<>();
    final List<Run> runs = new ArrayList<>();

    Swarm(long seed, long lengthNs) {
      random = new SplittableRandom(seed);
      int hz = random.nextBoolean() ? 1000 : 250;
      List<DiskConfig> disks = new ArrayList<>();
      Map<String, Scheduler> schedulers = new TreeMap<>();
      for (int i = 0; i <= random.nextInt(3); i++) {
        schedulers.put("d" + i, drawnScheduler());
        disks.add(
            TestMachine.disk(
                "d" + i,
                new DevNo(8, 16 * i),
                random.nextInt(10_000, 2_000_000),
                1 << random.nextInt(7),
                random.nextBoolean() ? 255 : 2560));
      }
      machine =
          Machine.boot(
              MachineConfig.plain()
                  .withSeed(seed)
                  .withTicks(hz, random.nextInt(1600), random.nextLong(SECOND_NS / hz))
                  .withDisks(disks)
                  .withFeatures(drawnFeatures())
                  .withSchedulers(schedulers));
      ledger = new Ledger(machine, hz);
      machine.setTrace(ledger);
      growTree();
      for (Cgroup cgroup : List.copyOf(cgroups)) {
        if (random.nextInt(3) > 0) {
          for (int i = random.nextInt(3); i >= 0; i--) {
            at(0, () -> startJob(cgroup, lengthNs));
          }
        }
        at(0, () -> limit(cgroup));
        at(0, () -> police(cgroup));
        at(0, () -> police(cgroup));
      }
      for (int i = 0; i < 30; i++) {
        at(random.nextLong(lengthNs), this::disturb);
      }
    }

    void at(long ns, Command command) {
      machine.at(ns, () -> attempt(command));
    }

    private static void attempt(Command command) {
      try {
        command.run();
      } catch (KernelException refused) {
        // a refused command is part of life: the cgroup may be gone, threaded or busy by now
      }
    }

    private void growTree() {
      Hierarchy v2 = machine.hierarchies().v2();
      List<Cgroup> parents = new ArrayList<>(List.of(v2.root()));
      int count = random.nextInt(2, 12);
      for (int i = 0; i < count; i++) {
        Cgroup parent = parents.get(random.nextInt(parents.size()));
        int number = i;
        attempt(
            () -> {
              v2.setSubtreeControl(parent, Controller.IO.bit(), 0);
              Cgroup child = v2.mkdir(parent, "g" + number);
              cgroups.add(child);
              if (child.level() < 4) {
                parents.add(child);
              }
            });
      }
    }

    private void startJob(Cgroup cgroup, long lengthNs) throws KernelException {
      Task task = machine.tasks().fork(machine.tasks().init());
      cgroup.hierarchy().checkMove(task, cgroup, false);
      machine.tasks().moveProcess(task, cgroup);
      tasks.add(task);
      Disk disk = machine.disks().get(random.nextInt(machine.disks().count()));
      Job job =
          Job.direct(disk.dev())
              .blockSize(512 << random.nextInt(14))
              .ioDepth(1 << random.nextInt(6))
              .thinkNs(random.nextInt(4) == 0 ? random.nextLong(50_000_000) : 0)
              .stopNs(lengthNs)
              .prioClass(random.nextInt(4))
              .seed(random.nextLong());
      job = random.nextBoolean() ? job.reads() : job.writes();
      job = random.nextBoolean() ? job.random() : job;
      runs.add(machine.start(task, random.nextInt(4) == 0 ? job.asyncIo(false) : job));
    }

    private void limit(Cgroup cgroup) {
      if (cgroup.isRemoved() || !cgroup.isOnline(Controller.IO)) {
        return;
      }
      Disk disk = machine.disks().get(random.nextInt(machine.disks().count()));
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

    private long drawn(long none, int most) {
      return random.nextBoolean() ? none : 2 + (long) (most * Math.pow(random.nextDouble(), 3));
    }

    /** The reference kernel with one of the three CFQs. */
    private Set<Feature> drawnFeatures() {
      Set<Feature> features = EnumSet.copyOf(Profile.LINUX_6_12.features());
      switch (random.nextInt(3)) {
        case 0 -> features.add(Feature.CFQ_FLAT);
        case 1 -> features.add(Feature.IO_CONTROLLER_V10);
        default -> {}
      }
      return features;
    }

    private Scheduler drawnScheduler() {
      return Scheduler.values()[random.nextInt(Scheduler.values().length)];
    }

    /** Changes something about how a disk is scheduled. */
    private void reschedule(Cgroup cgroup) throws KernelException {
      Disk disk = machine.disks().get(random.nextInt(machine.disks().count()));
      QueueSettings queue = machine.elevators().of(disk);
      switch (random.nextInt(8)) {
        case 6 -> {
          CfqTunables cfq = queue.cfq();
          if (cfq != null) {
            CfqTunables.Time[] times = CfqTunables.Time.values();
            cfq.setUs(times[random.nextInt(times.length)], random.nextInt(200_000));
            cfq.setQuantum(random.nextInt(1, 20));
            cfq.setSliceAsyncRq(random.nextInt(1, 5));
            cfq.setLowLatency(random.nextInt(2));
            cfq.setFairness(random.nextInt(2));
          }
        }
        case 7 -> {
          if (cgroup.isOnline(Controller.IO) && !cgroup.isRemoved()) {
            for (CfqWeights.Share share : CfqWeights.Share.values()) {
              machine.cfqWeights().setDefault(share, cgroup, random.nextInt(1, 1001));
            }
            machine.cfqClasses().setDefault(cgroup, random.nextInt(1, 4));
          }
        }
        case 0 -> queue.select(drawnScheduler());
        case 1 -> queue.setNrRequests(random.nextInt(1, 300));
        case 2 -> queue.setNoMerges(random.nextInt(3));
        case 3 -> {
          BfqTunables bfq = queue.bfq();
          if (bfq != null) {
            bfq.setLowLatency(random.nextInt(2));
            bfq.setStrictGuarantees(random.nextInt(2));
            bfq.setSliceIdleUs(random.nextInt(10_000));
            bfq.setTimeoutSyncMs(random.nextInt(1, 200));
            bfq.setMaxBudget(random.nextBoolean() ? 0 : random.nextInt(1, 20_000));
          }
        }
        case 4 -> {
          if (cgroup.isOnline(Controller.IO) && !cgroup.isRemoved()) {
            machine.bfqWeights().setDefault(cgroup, random.nextInt(1, 1001));
          }
        }
        default -> {
          if (cgroup.isOnline(Controller.IO) && !cgroup.isRemoved()) {
            PrioPolicy[] policies = PrioPolicy.values();
            machine.prioPolicies().set(cgroup, policies[random.nextInt(policies.length)]);
          }
        }
      }
    }

    /** Changes something about who waits for whom. */
    private void police(Cgroup cgroup) throws KernelException {
      Disk disk = machine.disks().get(random.nextInt(machine.disks().count()));
      switch (random.nextInt(4)) {
        case 0 -> {
          int slowest = random.nextInt(QosParams.SLOWEST_PPM, QosParams.WHOLE_PPM);
          QosParams qos =
              new QosParams(
                  random.nextInt(QosParams.WHOLE_PPM),
                  random.nextInt(100, 50_000),
                  random.nextInt(QosParams.WHOLE_PPM),
                  random.nextInt(100, 50_000),
                  slowest,
                  random.nextInt(slowest, 10 * QosParams.WHOLE_PPM));
          machine.iocost().settings().setQos(disk, random.nextInt(4) > 0, true, qos);
        }
        case 1 -> {
          long bps = random.nextLong(1 << 20, 1 << 30);
          int iops = random.nextInt(100, 100_000);
          machine
              .iocost()
              .settings()
              .setModel(disk, true, new CostModel(bps, iops, iops, bps, iops, iops));
        }
        case 2 -> {
          if (cgroup.isOnline(Controller.IO) && !cgroup.isRemoved()) {
            machine.iocost().weights().setDefault(cgroup, random.nextInt(1, 10_001));
          }
        }
        default -> {
          if (cgroup.isOnline(Controller.IO) && !cgroup.isRemoved()) {
            machine.latencyTargets().activate(disk);
            long targetNs = random.nextInt(4) == 0 ? 0 : random.nextLong(10_000, 20_000_000);
            machine.latencyTargets().setTarget(machine.blkgs().obtain(cgroup, disk), targetNs);
          }
        }
      }
    }

    private void disturb() throws KernelException {
      Cgroup cgroup = cgroups.get(random.nextInt(cgroups.size()));
      Task task = tasks.isEmpty() ? null : tasks.get(random.nextInt(tasks.size()));
      switch (random.nextInt(11)) {
        case 0, 1 -> limit(cgroup);
        case 8, 9, 10 -> police(cgroup);
        case 5, 6 -> reschedule(cgroup);
        case 2 -> cgroup.hierarchy().setFreeze(cgroup, random.nextBoolean());
        case 3 -> {
          if (task != null && !cgroup.isRemoved()) {
            cgroup.hierarchy().checkMove(task, cgroup, false);
            machine.tasks().moveProcess(task, cgroup);
          }
        }
        case 4 -> {
          if (task != null && random.nextInt(3) == 0) {
            machine.tasks().kill(task);
          }
        }
        default -> {
          if (!cgroup.isRemoved()) {
            machine.tasks().killAll(cgroup);
            cgroup.hierarchy().rmdir(cgroup);
          }
        }
      }
    }

    void run(long toNs) {
      machine.advanceTo(toNs);
    }

    /** Ends all work: thaws, stops, lifts the limits of what is left, and waits. */
    void drain() {
      for (Cgroup cgroup : cgroups) {
        cgroup.hierarchy().setFreeze(cgroup, false);
      }
      runs.forEach(Run::stop);
      ledger.lift();
      long end = machine.nowNs() + 100 * 3600 * SECOND_NS;
      while (machine.nextEventNs() < end) {
        machine.step();
      }
      assertThat(machine.nextEventNs()).as("nothing left to happen").isEqualTo(Long.MAX_VALUE);
      assertThat(machine.block().bios().used()).as("bios left").isZero();
      assertThat(ledger.submitted).isEqualTo(ledger.completed);
      assertThat(runs).allMatch(Run::isDone);
      for (Task task : tasks) {
        machine.tasks().kill(task);
        machine.tasks().reap(task);
      }
      assertThat(machine.hierarchies().v2().root().dyingDescendants()).as("dying").isZero();
    }
  }

  /** A command that may be refused. */
  private interface Command {
    void run() throws KernelException;
  }
}

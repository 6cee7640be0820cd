package io.cglab.core.policy.iocost;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Costs;
import io.cglab.core.Seeds;
import io.cglab.core.api.KernelException;
import io.cglab.core.api.Op;
import io.cglab.core.block.BioTable;
import io.cglab.core.block.Submitter;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Task;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import io.cglab.core.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Everything that can change while groups wait, lend and owe, at random: weights, targets, bounds,
 * models, the policy itself, cgroups and tasks. No bio is lost, no debt is negative, parts never
 * add up to more than the disk, and a quiet machine comes to rest.
 */
class RandomChangesTest {
  private static final long MS = CostMachine.MS;
  private static final List<String> PATHS = List.of("a", "b", "p/c", "p/d", "p/q/e", "p/q/f");

  @Test
  void nothingIsLostAndAllComesToRest() {
    Seeds.forEach(40, seed -> new Chaos(seed).play());
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    Seeds.forEach(
        5,
        seed -> {
          Chaos first = new Chaos(seed);
          first.play();
          Chaos second = new Chaos(seed);
          second.play();
          assertThat(second.submitted).isEqualTo(first.submitted);
          assertThat(second.c.m.issues).isEqualTo(first.c.m.issues);
        });
  }

  private static final class Chaos {
    private final SplittableRandom random;
    private final CostMachine c;
    private final List<Task> tasks = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();
    private long submitted;
    private long done;

    Chaos(long seed) {
      random = new SplittableRandom(seed);
      int depth = random.nextBoolean() ? 1 << 20 : 1 + random.nextInt(8);
      Costs costs = random.nextBoolean() ? Costs.NONE : Costs.RECORDED;
      c = CostMachine.with(costs, 20 + random.nextInt(200), depth).model(CostMachine.FIVE_THOUSAND);
      changeQos();
      c.m.machine.setTrace(
          new Trace() {
            @Override
            public void debtChanged(long nowNs, int blkg, long debt) {
              assertThat(debt).isNotNegative();
            }

            @Override
            public void inuseChanged(
                long nowNs, int blkg, long inuse, long active, InuseReason reason) {
              assertThat(inuse).isBetween(active == 0 ? 0L : 1L, active);
            }

            @Override
            public void submitted(long nowNs, int bio) {
              submitted++;
            }

            @Override
            public void completed(long nowNs, int bio) {
              done++;
            }
          });
    }

    void play() throws KernelException {
      for (int step = 0; step < 150; step++) {
        change();
        c.advanceTo(c.m.machine.nowNs() + random.nextLong(20 * MS));
        checkParts();
      }
      runs.forEach(Run::stop);
      long until = c.m.machine.nowNs() + 3_600 * CostMachine.SECOND;
      while (c.m.machine.nextEventNs() < until && c.m.machine.step()) {
        // until nothing is left to do
      }
      assertThat(c.m.machine.nextEventNs()).isEqualTo(Long.MAX_VALUE);
      assertThat(runs).allMatch(Run::isDone);
      assertThat(c.m.machine.block().bios().used()).isZero();
      assertThat(submitted).isPositive();
      assertThat(done).isEqualTo(submitted);
    }

    private void changeQos() {
      int min = 10_000 + random.nextInt(1_000_000);
      int max = min + random.nextInt(2_000_000);
      long[] latencies = {0, 500, 5_000, 25_000, 100_000};
      int[] parts = {0, 0, 500_000, 950_000};
      c.qos(
          new QosParams(
              parts[random.nextInt(4)],
              latencies[random.nextInt(5)],
              parts[random.nextInt(4)],
              latencies[random.nextInt(5)],
              min,
              max));
    }

    private void change() throws KernelException {
      DiskSettings now = c.iocost().settings().setUp(c.m.disk());
      switch (random.nextInt(12)) {
        case 0 -> changeQos();
        case 1 ->
            c.iocost()
                .settings()
                .setQos(c.m.disk(), random.nextBoolean(), now.userQos(), now.qos());
        case 2 ->
            c.iocost()
                .settings()
                .setModel(c.m.disk(), random.nextBoolean(), CostMachine.FIVE_THOUSAND);
        case 3 -> c.iocost().weights().setDefault(cgroup(), 1 + random.nextInt(10_000));
        case 4 -> c.iocost().weights().setOverride(c.blkg(cgroup()), random.nextInt(1_000));
        case 5 -> remove();
        case 6 -> kill();
        case 7 -> metadata();
        case 8 -> c.m.disk().setRotational(random.nextBoolean());
        default -> start();
      }
    }

    private Cgroup cgroup() throws KernelException {
      return c.m.cgroup(PATHS.get(random.nextInt(PATHS.size())));
    }

    private void start() throws KernelException {
      Task task = c.m.machine.tasks().fork(c.m.machine.tasks().init());
      c.m.machine.tasks().moveProcess(task, cgroup());
      Job job = c.reader().count(1 + random.nextInt(300)).ioDepth(1 + random.nextInt(16));
      job = job.asyncIo(random.nextBoolean()).blockSize(4096 << random.nextInt(9));
      job = random.nextInt(3) == 0 ? job.thinkNs(random.nextLong(3 * MS)) : job;
      job = random.nextBoolean() ? job.writes() : job;
      runs.add(c.m.machine.start(task, job));
      tasks.add(task);
    }

    private void kill() {
      if (!tasks.isEmpty()) {
        Task task = tasks.remove(random.nextInt(tasks.size()));
        c.m.machine.tasks().kill(task);
      }
    }

    /** Moves a cgroup's tasks to the root and removes it, or takes io from all below the root. */
    private void remove() throws KernelException {
      Cgroup root = c.m.v2().root();
      if (random.nextInt(4) == 0) {
        for (String path : List.of("p/q", "p", "")) {
          Cgroup at = root;
          for (String name : path.isEmpty() ? new String[0] : path.split("/", -1)) {
            at = at == null ? null : at.child(name);
          }
          if (at != null) {
            c.m.v2().setSubtreeControl(at, 0, Controller.IO.bit());
          }
        }
        return;
      }
      Cgroup gone = cgroup();
      for (Task task : List.copyOf(gone.tasks())) {
        c.m.machine.tasks().moveProcess(task, root);
      }
      c.m.v2().rmdir(gone);
    }

    private void metadata() throws KernelException {
      var by =
          new Submitter() {
            @Override
            protected void resume(long nowNs) {}
          };
      int blkg = c.blkg(cgroup());
      int flags = random.nextBoolean() ? BioTable.META : BioTable.SWAP;
      for (int i = random.nextInt(40); i >= 0; i--) {
        int bio =
            c.m
                .machine
                .block()
                .bio(blkg, Op.WRITE, random.nextInt(1 << 30), 65_536, flags, 0, (b, k, t) -> {}, 0);
        if (!c.m.machine.block().submit(bio, by)) {
          return; // it sleeps for a tag, and another thread does the next
        }
      }
    }

    /** The parts of all leaves, as far as they are active, come to the whole disk at most. */
    private void checkParts() throws KernelException {
      double sum = 0;
      for (String path : PATHS) {
        Cgroup at = c.m.v2().root();
        for (String name : path.split("/", -1)) {
          at = at == null ? null : at.child(name);
        }
        int blkg = at == null ? -1 : c.m.machine.blkgs().find(at, c.m.disk());
        if (blkg >= 0 && c.iocost().group(blkg).listed) {
          sum += c.iocost().hweight(blkg);
        }
      }
      assertThat(sum / IocostGroup.WHOLE).isLessThan(1.001);
    }
  }
}

package io.cglab.core.dm.ioband;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Seeds;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.api.Op;
import io.cglab.core.block.BioTable;
import io.cglab.core.block.Submitter;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.Disk;
import io.cglab.core.device.FixedLatency;
import io.cglab.core.dm.DeviceMapper;
import io.cglab.core.dm.MappedDevice;
import io.cglab.core.dm.TargetSpec;
import io.cglab.core.elevator.Scheduler;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** No bio is lost or told of twice, whatever is done to devices with bios in them. */
class ConservationTest {
  private static final int STEPS = 150;
  private static final long SECTORS = 1 << 16;

  /** Submits bios that nobody waits for, some of pages that are being reclaimed. */
  private static final class Flusher extends Submitter {
    private final IobandMachine m;
    private boolean asleep;
    private int submitted;
    private int done;

    Flusher(IobandMachine m) {
      this.m = m;
    }

    void write(Disk disk, long sector, boolean urgent) {
      if (asleep) {
        return;
      }
      var root = m.machine.hierarchies().of(Controller.IO).root();
      int blkg = m.machine.blkgs().obtain(root, disk);
      int flags = urgent ? BioTable.SWAP : 0;
      submitted++;
      int bio =
          m.machine
              .block()
              .bio(blkg, Op.WRITE, sector, 4096, flags, 0, (of, cookie, now) -> done++, 0);
      asleep = !m.machine.block().submit(bio, this);
    }

    @Override
    protected void resume(long nowNs) {
      asleep = false;
    }
  }

  private static final class Chaos {
    final SplittableRandom random;
    final IobandMachine m =
        IobandMachine.withCosts(new FixedLatency(IobandMachine.MS), new FixedLatency(300_000));
    final DeviceMapper mapper = m.machine.mapper();
    final List<Run> runs = new ArrayList<>();
    final List<Task> tasks = new ArrayList<>();
    final Flusher flusher = new Flusher(m);
    int names;
    int groups;

    Chaos(long seed) throws KernelException {
      random = new SplittableRandom(seed);
      mapper.ioband().setProfile(one(List.of(IobandProfile.values())));
      mapper.ioband().setReleasesAsSubmitter(random.nextBoolean());
      Scheduler scheduler =
          one(List.of(Scheduler.NOOP, Scheduler.NONE, Scheduler.BFQ, Scheduler.MQ_DEADLINE));
      for (Disk disk : m.machine.disks().all()) {
        m.machine.elevators().of(disk).select(scheduler);
      }
    }

    private <T> T one(List<T> of) {
      return of.get(random.nextInt(of.size()));
    }

    /** A line over a disk or any device that there is. */
    private TargetSpec target() throws KernelException {
      List<String> on = new ArrayList<>(List.of("sda1", "sda2", "sdb1"));
      mapper.all().forEach(device -> on.add(device.disk().name()));
      TargetSpec.Leg leg = new TargetSpec.Leg(m.dev(one(on)), 0);
      return switch (random.nextInt(10)) {
        case 0 -> new TargetSpec.Zero();
        case 1 -> new TargetSpec.Linear(leg);
        case 2 -> new TargetSpec.Delay(leg, random.nextInt(30), leg, random.nextInt(30));
        case 3 -> new TargetSpec.Striped(8, List.of(leg, new TargetSpec.Leg(m.dev(one(on)), 0)));
        // A group of its own for each level: one that waits for itself below would wait forever.
        default ->
            new TargetSpec.Ioband(
                leg.device(),
                IobandSpec.of(
                    leg.device().major() == DeviceMapper.MAJOR ? "g" + groups++ : "1",
                    random.nextInt(5),
                    random.nextInt(20)));
      };
    }

    private void load(MappedDevice device) throws KernelException {
      TargetSpec[] lines = new TargetSpec[1 + random.nextInt(2)];
      for (int i = 0; i < lines.length; i++) {
        lines[i] = target();
      }
      mapper.load(device, IobandMachine.lines(SECTORS / lines.length, lines));
    }

    void step() throws KernelException {
      int what = mapper.all().isEmpty() ? 0 : random.nextInt(14);
      if (what == 0) {
        MappedDevice made = mapper.create("d" + names++);
        load(made);
        mapper.resume(made);
        return;
      }
      MappedDevice device = one(mapper.all());
      switch (what) {
        case 1 -> mapper.suspend(device);
        case 2, 3 -> mapper.resume(device);
        case 4 -> {
          load(device);
          mapper.resume(device);
        }
        case 5 -> mapper.remove(device);
        case 6 -> m.machine.tasks().kill(one(tasks));
        case 7, 8, 9 -> start(device);
        case 10 -> flusher.write(device.disk(), random.nextInt(1000) * 8L, random.nextBoolean());
        default -> message(device.iobandAt(random.nextLong(SECTORS)));
      }
    }

    private void start(MappedDevice device) throws KernelException {
      Task task = m.task(random.nextInt(4));
      tasks.add(task);
      Job job = Job.direct(device.dev()).random().seed(random.nextInt(99));
      job = random.nextBoolean() ? job.reads() : job.writes();
      job = job.blockSize(4096 << random.nextInt(5)).ioDepth(1 + random.nextInt(8));
      runs.add(m.machine.start(task, job.thinkNs(50_000L * (1 + random.nextInt(3)))));
    }

    private void message(IobandDevice device) throws KernelException {
      int id = random.nextInt(5) - 1;
      switch (random.nextInt(10)) {
        case 0 -> device.setType(one(List.of(GroupType.values())));
        case 1, 2 -> device.attach(id);
        case 3 -> device.detach(id);
        case 4 -> device.setWeight(id, 1 + random.nextInt(100));
        case 5 -> device.setToken(1 + random.nextInt(100));
        case 6 -> device.setIoThrottle(random.nextInt(6));
        case 7 -> device.setIoLimit(random.nextInt(20));
        case 8 -> device.setPolicy(one(List.of(PolicyKind.values())));
        default -> device.setRange(id, random.nextInt(50), random.nextInt(500));
      }
    }
  }

  @Test
  void noBioIsLost() {
    Seeds.forEach(
        60,
        seed -> {
          Chaos chaos = new Chaos(seed);
          chaos.tasks.add(chaos.m.task(0));
          int refused = 0;
          for (int step = 0; step < STEPS; step++) {
            try {
              chaos.step();
            } catch (KernelException no) {
              assertThat(no.errno()).isIn(Errno.EINVAL, Errno.EBUSY, Errno.EEXIST, Errno.ESRCH);
              refused++;
            }
            chaos.m.machine.advanceTo(
                chaos.m.machine.nowNs() + chaos.random.nextLong(5 * IobandMachine.MS));
          }
          assertThat(refused).isLessThan(STEPS);
          chaos.runs.forEach(Run::stop);
          for (MappedDevice device : chaos.mapper.all()) {
            if (!device.liveTable().isEmpty()) {
              chaos.mapper.resume(device);
            }
          }
          chaos.m.advance(300);
          assertThat(chaos.runs.stream().filter(run -> !run.isDone())).isEmpty();
          for (int round = 0; !chaos.mapper.all().isEmpty(); round++) {
            assertThat(round).as("whoever is on top goes first").isLessThan(STEPS);
            for (MappedDevice device : List.copyOf(chaos.mapper.all())) {
              if (device.openCount() == 0) {
                chaos.mapper.remove(device);
              }
            }
          }
          chaos.m.advance(1); // what came to a device that has no table ends with it
          assertThat(chaos.flusher.done).isEqualTo(chaos.flusher.submitted);
          assertThat(chaos.m.machine.block().bios().used()).isZero();
          for (Disk disk : chaos.m.machine.disks().all()) {
            assertThat(disk.stats().inFlight(0) + disk.stats().inFlight(1)).isZero();
          }
          assertThat(chaos.mapper.ioband().deviceGroups()).isEmpty();
        });
  }
}

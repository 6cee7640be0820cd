package io.cglab.core.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.MachineConfig;
import io.cglab.core.Seeds;
import io.cglab.core.TestMachine;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.cgroup.Task;
import io.cglab.core.cgroup.Tasks;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random forks, moves, exits and limits against a count of all tasks from scratch. */
class PidsModelTest {
  private static final int STEPS = 400;

  private final List<Cgroup> cgroups = new ArrayList<>();
  private final List<Task> live = new ArrayList<>();
  private final List<Task> zombies = new ArrayList<>();

  /** Tasks of the cgroup and below that were not reaped, counted one by one. */
  private long count(Tasks tasks, Cgroup cgroup) {
    return tasks.all().stream()
        .filter(task -> cgroup.contains(task.cgroup(cgroup.hierarchy())))
        .count();
  }

  @Test
  void countsAndLimitsHold() throws Exception {
    Seeds.forEach(
        20,
        seed -> {
          cgroups.clear();
          live.clear();
          zombies.clear();
          run(new SplittableRandom(seed));
        });
  }

  private void run(SplittableRandom random) throws KernelException {
    TestMachine machine =
        new TestMachine(
            MachineConfig.plain()
                .withControllers(EnumSet.of(Controller.IO, Controller.PIDS), Set.of()));
    Hierarchy tree = machine.v2();
    Tasks tasks = machine.machine.tasks();
    PidsController pids = machine.machine.resources().pids();
    cgroups.add(tree.root());
    for (int i = 0; i < 6; i++) {
      Cgroup parent = cgroups.get(random.nextInt(cgroups.size()));
      tree.setSubtreeControl(parent, Controller.PIDS.bit(), 0);
      cgroups.add(tree.mkdir(parent, "c" + i));
    }
    for (int i = 0; i < 4; i++) {
      live.add(tasks.fork(tasks.init()));
    }
    int refusals = 0;
    for (int step = 0; step < STEPS; step++) {
      Task task = live.get(random.nextInt(live.size()));
      Cgroup cgroup = cgroups.get(random.nextInt(cgroups.size()));
      switch (random.nextInt(5)) {
        case 0, 1 -> refusals += fork(tasks, pids, task, random.nextBoolean()) ? 0 : 1;
        case 2 -> {
          try {
            tree.checkMove(task, cgroup, false);
            tasks.moveProcess(task, cgroup);
          } catch (KernelException refused) {
            assertThat(refused.errno()).isIn(Errno.EBUSY, Errno.EOPNOTSUPP);
          }
        }
        case 3 -> endOne(random, tasks);
        default -> {
          if (!cgroup.isRoot()) {
            pids.setMax(cgroup, random.nextInt(4) == 0 ? Setting.NO_LIMIT : random.nextInt(9));
          }
        }
      }
      for (Cgroup each : cgroups) {
        assertThat((long) each.allTasks())
            .as("step %s, %s", step, each)
            .isEqualTo(count(tasks, each));
        assertThat(each.taskPeak()).isGreaterThanOrEqualTo(each.allTasks());
      }
    }
    long counted = 0;
    for (Cgroup each : cgroups) {
      counted += pids.settings().get(each, PidsSetting.FORK_FAILURES);
    }
    assertThat(counted).isEqualTo(refusals);
  }

  /** Forks if the model says that it may; false if it was refused. */
  private boolean fork(Tasks tasks, PidsController pids, Task parent, boolean thread) {
    boolean allowed = true;
    Cgroup at = parent.cgroup(cgroups.get(0).hierarchy());
    for (; at != null && !at.isRoot(); at = at.parent()) {
      allowed &= count(tasks, at) + 1 <= pids.settings().get(at, PidsSetting.MAX);
    }
    try {
      Task child = thread ? tasks.cloneThread(parent) : tasks.fork(parent);
      if (!thread) {
        live.add(child);
      }
      assertThat(allowed).isTrue();
      return true;
    } catch (KernelException refused) {
      assertThat(refused.errno()).isEqualTo(Errno.EAGAIN);
      assertThat(allowed).isFalse();
      return false;
    }
  }

  private void endOne(SplittableRandom random, Tasks tasks) {
    if (!zombies.isEmpty() && random.nextBoolean()) {
      tasks.reap(zombies.remove(random.nextInt(zombies.size())));
    } else if (live.size() > 1) {
      Task task = live.remove(random.nextInt(live.size()));
      tasks.exit(task);
      zombies.add(task);
    }
  }
}

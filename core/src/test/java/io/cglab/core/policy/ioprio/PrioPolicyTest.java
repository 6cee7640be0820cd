package io.cglab.core.policy.ioprio;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Costs;
import io.cglab.core.MachineConfig;
import io.cglab.core.TestMachine;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Task;
import io.cglab.core.elevator.Scheduler;
import io.cglab.core.task.Run;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Priorities of I/O (throttle-and-qos.md 5): what a task has, what its cgroup makes of it. */
class PrioPolicyTest {
  private static final long SECOND_NS = 1_000_000_000;
  private static final List<String> CLASSES = List.of("NONE", "RT", "BE", "IDLE");

  private static int parsed(String text) {
    String[] parts = text.split("/");
    return CLASSES.indexOf(parts[0]) << 13 | Integer.parseInt(parts[1]);
  }

  private static String text(int prio) {
    return CLASSES.get(prio >> 13) + "/" + (prio & 7);
  }

  @ParameterizedTest(name = "{0}: {1} becomes {2}")
  @CsvSource({
    "RESTRICT_TO_BE, RT/0, BE/0",
    "RESTRICT_TO_BE, NONE/0, BE/0",
    "RESTRICT_TO_BE, BE/7, BE/7",
    "RESTRICT_TO_BE, IDLE/0, IDLE/0",
    "IDLE, BE/4, IDLE/0",
    "IDLE, RT/0, IDLE/0",
    "IDLE, IDLE/7, IDLE/7",
    "PROMOTE_TO_RT, BE/4, RT/4",
    "PROMOTE_TO_RT, BE/0, RT/4",
    "PROMOTE_TO_RT, IDLE/7, RT/4",
    "PROMOTE_TO_RT, NONE/0, RT/4",
    "PROMOTE_TO_RT, RT/0, RT/0",
    "NONE_TO_RT, BE/4, RT/4",
    "NO_CHANGE, BE/4, BE/4",
    "NO_CHANGE, RT/0, RT/0",
  })
  void policy(PrioPolicy policy, String own, String applied) {
    assertThat(text(policy.applied(parsed(own)))).isEqualTo(applied);
  }

  @ParameterizedTest(name = "own {0}, {1}, nice {2}: {3}")
  @CsvSource({
    "NONE/0, NORMAL, 0, BE/4",
    "NONE/4, NORMAL, -20, BE/0",
    "NONE/0, NORMAL, -1, BE/3",
    "NONE/0, NORMAL, 4, BE/4",
    "NONE/0, NORMAL, 5, BE/5",
    "NONE/0, NORMAL, 19, BE/7",
    "NONE/0, NORMAL, 40, BE/7",
    "NONE/0, IDLE, 0, IDLE/4",
    "NONE/0, REAL_TIME, 0, RT/4",
    "RT/2, NORMAL, 19, RT/2",
    "IDLE/7, REAL_TIME, 0, IDLE/7",
    "BE/0, IDLE, 10, BE/0",
  })
  void aTaskWithoutAClassHasThatOfItsScheduling(
      String own, Task.Scheduling scheduling, int nice, String expected) throws Exception {
    TestMachine m = machine(Scheduler.NONE);
    Task parent = m.machine.tasks().fork(m.machine.tasks().init());
    parent.setPrio(parsed(own) >> 13, parsed(own) & 7);
    parent.setScheduling(scheduling);
    parent.setNice(nice);
    Task child = m.machine.tasks().fork(parent);
    assertThat(text(parent.ioPriority())).isEqualTo(expected);
    assertThat(text(child.ioPriority())).as("inherited").isEqualTo(expected);
  }

  private static TestMachine machine(Scheduler scheduler) throws KernelException {
    TestMachine m =
        new TestMachine(
            MachineConfig.plain()
                .withCosts(Costs.RECORDED)
                .withSchedulers(Map.of("sda", scheduler))
                .withDisks(List.of(TestMachine.disk("sda", TestMachine.DEV, 200_000, 1, 2560))));
    if (scheduler != Scheduler.NONE) {
      m.machine.elevators().of(m.disk()).setNrRequests(256); // else all wait for two tags
    }
    return m;
  }

  private static Run reader(TestMachine m, Cgroup cgroup, int prioClass, int seed)
      throws Exception {
    Task task = m.machine.tasks().fork(m.machine.tasks().init());
    m.machine.tasks().moveProcess(task, cgroup);
    task.setPrio(prioClass, 4);
    return m.machine.start(task, TestMachine.reads(4096, 8).seed(seed));
  }

  @ParameterizedTest
  @EnumSource(
      value = Scheduler.class,
      names = {"MQ_DEADLINE", "BFQ"})
  void aTasksClassActs(Scheduler scheduler) throws Exception {
    TestMachine m = machine(scheduler);
    Cgroup a = m.cgroup("a");
    Run idle = reader(m, a, 3, 1);
    Run usual = reader(m, a, 0, 2);
    m.machine.advanceTo(SECOND_NS);
    assertThat(usual.readIos()).isGreaterThan(4_000);
    assertThat(idle.readIos()).isLessThan(usual.readIos() / 50);
  }

  /** bfq keeps a queue for each thread and goes by the thread's own class. */
  @Test
  void aCgroupsPolicyTakesTheClassAway() throws Exception {
    TestMachine m = machine(Scheduler.MQ_DEADLINE);
    Cgroup a = m.cgroup("a");
    m.machine.prioPolicies().set(a, PrioPolicy.RESTRICT_TO_BE);
    Run restricted = reader(m, a, 1, 1);
    Run usual = reader(m, a, 0, 2);
    m.machine.advanceTo(SECOND_NS);
    assertThat(usual.readIos()).isGreaterThan(restricted.readIos() * 9 / 10);
    m.machine.prioPolicies().set(a, PrioPolicy.NO_CHANGE);
    long before = usual.readIos();
    m.machine.advanceTo(2 * SECOND_NS);
    assertThat(usual.readIos() - before).isLessThan(50);
  }

  @Test
  void withoutASchedulerClassesDoNothing() throws Exception {
    TestMachine m = machine(Scheduler.NONE);
    Cgroup a = m.cgroup("a");
    Run idle = reader(m, a, 3, 1);
    Run realTime = reader(m, a, 1, 2);
    m.machine.advanceTo(SECOND_NS);
    assertThat(idle.readIos()).isGreaterThan(realTime.readIos() * 9 / 10);
  }
}

package io.cglab.core.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cglab.core.MachineConfig;
import io.cglab.core.TestMachine;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes and threads whose numbers were given elsewhere. */
class TasksTest {
  private final TestMachine machine = new TestMachine(MachineConfig.plain());
  private final Tasks tasks = machine.machine.tasks();

  @Test
  void aForkMayBringItsNumber() throws Exception {
    Task parent = tasks.fork(tasks.init(), "shell");
    parent.process().setOwner(7, 8);
    Task child = tasks.forkAs(4711, parent, "dd");
    Task thread = tasks.cloneThreadAs(4712, child);

    assertThat(child.pid()).isEqualTo(4711);
    assertThat(child.process().parentPid()).isEqualTo(parent.pid());
    assertThat(child.process().uid()).isEqualTo(7);
    assertThat(child.process().name()).isEqualTo("dd");
    assertThat(thread.tid()).isEqualTo(4712);
    assertThat(thread.process()).isSameAs(child.process());
    assertThat(tasks.find(4711)).isSameAs(child);
    assertThat(Tasks.threads(machine.v2().root())).contains(child, thread);
  }

  @Test
  void ordinaryForksPassOverIt() throws Exception {
    Task first = tasks.fork(tasks.init());
    tasks.forkAs(first.pid() + 1, tasks.init(), "given");

    assertThat(tasks.fork(tasks.init()).pid()).isEqualTo(first.pid() + 2);
  }

  @ParameterizedTest
  @CsvSource({"1, EEXIST", "16, EEXIST", "0, EINVAL", "-5, EINVAL", "4194304, EINVAL"})
  void numbersThatAreTakenOrNoneAreRefused(int pid, Errno expected) {
    Task init = tasks.init();
    assertThat(
            catchThrowableOfType(KernelException.class, () -> tasks.forkAs(pid, init, "x")).errno())
        .isEqualTo(expected);
    assertThat(
            catchThrowableOfType(KernelException.class, () -> tasks.cloneThreadAs(pid, init))
                .errno())
        .isEqualTo(expected);
  }
}

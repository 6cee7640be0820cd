package io.cglab.cgroupfs.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Task;
import io.cglab.core.cgroup.Tasks;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** pids.max holds for forks, not for moves. */
class PidsFilesTest {
  private static ResourceMachine boot(boolean v2) throws IOException {
    return v2 ? ResourceMachine.v2() : ResourceMachine.v1();
  }

  private static void refused(Tasks tasks, Task parent) {
    assertThatThrownBy(() -> tasks.fork(parent))
        .isInstanceOf(KernelException.class)
        .hasMessageStartingWith("EAGAIN");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aForkOverTheLimitIsRefusedAndCounted(boolean v2) throws Exception {
    try (ResourceMachine machine = boot(v2)) {
      Tasks tasks = machine.fs.fs.machine().tasks();
      machine.write("a/pids.max", "2");
      Task first = machine.spawn(Controller.PIDS, "a/b");
      Task second = tasks.fork(first);
      refused(tasks, first);
      assertThatThrownBy(() -> tasks.cloneThread(second)).hasMessageStartingWith("EAGAIN");
      assertThat(machine.read("a/pids.current")).isEqualTo("2;");
      assertThat(machine.read("a/b/pids.current")).isEqualTo("2;");
      // v2 counts where the limit is and above, v1 where the fork was.
      assertThat(machine.read("a/pids.events")).isEqualTo(v2 ? "max 2;" : "max 0;");
      assertThat(machine.read("a/b/pids.events")).isEqualTo(v2 ? "max 0;" : "max 2;");
      if (v2) {
        assertThat(machine.read("a/pids.events.local")).isEqualTo("max 2;");
        assertThat(machine.read("a/b/pids.events.local")).isEqualTo("max 0;");
      }
      tasks.exit(second);
      assertThat(machine.read("a/pids.current")).as("a zombie counts").isEqualTo("2;");
      refused(tasks, first);
      tasks.reap(second);
      assertThat(machine.read("a/pids.current")).isEqualTo("1;");
      tasks.fork(first);
      assertThat(machine.read("a/pids.peak")).isEqualTo("2;");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void movesMayExceedIt(boolean v2) throws Exception {
    try (ResourceMachine machine = boot(v2)) {
      machine.write("a/b/pids.max", "0");
      Task task = machine.fs.spawn();
      assertThat(
              machine.writePath(
                  machine.path("a/b/pids.max").getParent() + "/cgroup.procs", "" + task.pid()))
          .isEqualTo(FilesMachine.OK);
      assertThat(machine.read("a/pids.current")).isEqualTo("1;");
      refused(machine.fs.fs.machine().tasks(), task);
    }
  }

  @Test
  void theLowestLimitIsTheOneThatCounts() throws Exception {
    try (ResourceMachine machine = boot(true)) {
      machine.write("a/pids.max", "1");
      machine.write("a/b/pids.max", "1");
      refused(machine.fs.fs.machine().tasks(), machine.spawn(Controller.PIDS, "a/b"));
      assertThat(machine.read("a/b/pids.events.local")).isEqualTo("max 1;");
      assertThat(machine.read("a/pids.events.local")).isEqualTo("max 0;");
      assertThat(machine.read("a/pids.events")).isEqualTo("max 1;");
    }
  }

  @Test
  void theMountOptionCountsWhereTheForkWas() throws Exception {
    try (ResourceMachine machine = boot(true)) {
      assertThat(machine.fs.mount("cgroup2", "pids_localevents", "/mnt")).isNull();
      machine.write("a/pids.max", "1");
      refused(machine.fs.fs.machine().tasks(), machine.spawn(Controller.PIDS, "a/b"));
      assertThat(machine.read("a/b/pids.events")).isEqualTo("max 1;");
      assertThat(machine.read("a/pids.events")).isEqualTo("max 0;");
      assertThat(machine.read("a/pids.events.local")).isEqualTo("max 0;");
      assertThat(machine.fs.mount("cgroup2", "", "/mnt2")).isNull();
      assertThat(machine.read("a/b/pids.events")).isEqualTo("max 0;");
    }
  }

  @Test
  void withoutTheControllerTheNearestAncestorLimits() throws Exception {
    try (ResourceMachine machine = boot(true)) {
      Tasks tasks = machine.fs.fs.machine().tasks();
      Task task = machine.spawn(Controller.PIDS, "a/b");
      tasks.reap(exited(tasks, tasks.fork(task)));
      assertThat(machine.read("a/b/pids.peak")).isEqualTo("2;");
      machine.write("a/pids.max", "1");
      machine.write("a/b/pids.max", "0");
      machine.write("a/cgroup.subtree_control", "-pids");
      refused(tasks, task);
      assertThat(machine.read("a/pids.events")).isEqualTo("max 1;");
      machine.write("a/cgroup.subtree_control", "+pids");
      assertThat(machine.read("a/b/pids.max")).isEqualTo("max;");
      assertThat(machine.read("a/b/pids.peak")).as("counted anew").isEqualTo("1;");
    }
  }

  private static Task exited(Tasks tasks, Task task) {
    tasks.exit(task);
    return task;
  }
}

package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.files.FilesMachine.OK;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.cgroup.Controller;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** v2's cpusets: what a cgroup has of what it asked for, and partitions. */
class CpusetPartitionTest {
  private ResourceMachine machine;

  @BeforeEach
  void boot() throws IOException {
    machine = ResourceMachine.v2();
    machine.fs.mkdir("/sys/fs/cgroup/c");
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private String effective(String cgroup) {
    return machine.read(cgroup + "cpuset.cpus.effective");
  }

  @Test
  void theWishIsCutByTheParentsSet() {
    machine.write("a/cpuset.cpus", "1-2");
    machine.write("a/b/cpuset.cpus", "2-3");
    assertThat(effective("a/b/")).isEqualTo("2;");
    assertThat(machine.read("a/b/cpuset.cpus")).isEqualTo("2-3;");
    machine.write("a/b/cpuset.cpus", "3");
    assertThat(effective("a/b/")).as("nothing left: the parent's").isEqualTo("1-2;");
    machine.write("a/cpuset.cpus", "3");
    assertThat(effective("a/b/")).isEqualTo("3;");
  }

  @Test
  void tasksKeepTheirSetFromBeingEmptied() throws Exception {
    machine.write("a/b/cpuset.cpus", "1");
    machine.spawn(Controller.CPUSET, "a/b");
    assertThat(machine.write("a/b/cpuset.cpus", "\\n")).isEqualTo("ENOSPC");
    assertThat(machine.write("a/b/cpuset.cpus", "2")).isEqualTo(OK);
  }

  @Test
  void aPartitionTakesItsCpusFromTheParent() {
    machine.write("a/cpuset.cpus", "1-2");
    assertThat(machine.outcome("a/cpuset.cpus.partition", "root")).isEqualTo("root;");
    assertThat(effective("")).isEqualTo("0,3;");
    assertThat(effective("a/")).isEqualTo("1-2;");
    assertThat(effective("c/")).isEqualTo("0,3;");
    assertThat(machine.read("a/cpuset.cpus.exclusive.effective")).isEqualTo("1-2;");
    machine.write("a/b/cpuset.cpus", "2");
    assertThat(machine.outcome("a/b/cpuset.cpus.partition", "isolated")).isEqualTo("isolated;");
    assertThat(effective("a/")).isEqualTo("1;");
    assertThat(machine.read("cpuset.cpus.isolated")).isEqualTo("2;");
    machine.write("a/cpuset.cpus.partition", "member");
    assertThat(machine.read("a/b/cpuset.cpus.partition"))
        .isEqualTo("isolated invalid (Parent is not a partition root);");
    assertThat(effective("")).isEqualTo("0-3;");
    assertThat(machine.read("cpuset.cpus.isolated")).isEqualTo(";");
  }

  @Test
  void aPartitionThatIsNoneSaysWhy() throws Exception {
    machine.write("a/cpuset.cpus", "1-2");
    machine.write("c/cpuset.cpus", "2");
    assertThat(machine.outcome("a/cpuset.cpus.partition", "root"))
        .isEqualTo("root invalid (Cpu list in cpuset.cpus not exclusive);");
    machine.write("a/b/cpuset.cpus", "1");
    assertThat(machine.outcome("a/b/cpuset.cpus.partition", "root"))
        .isEqualTo("root invalid (Parent is an invalid partition root);");
    machine.write("c/cpuset.cpus", "\\n");
    assertThat(machine.read("a/cpuset.cpus.partition")).isEqualTo("root;");
    machine.write("a/cpuset.cpus", "0-3");
    assertThat(machine.read("a/cpuset.cpus.partition"))
        .as("the root's tasks would have no CPU")
        .isEqualTo("root invalid (Parent unable to distribute cpu downstream);");
  }

  @Test
  void exclusiveCpusOverlapNoSiblings() {
    assertThat(machine.outcome("a/cpuset.cpus.exclusive", "0-1")).isEqualTo("0-1;");
    assertThat(machine.write("c/cpuset.cpus.exclusive", "1-2")).isEqualTo("EINVAL");
    machine.write("c/cpuset.cpus", "3");
    assertThat(machine.write("a/cpuset.cpus.exclusive", "2-3")).isEqualTo("EINVAL");
    machine.write("a/b/cpuset.cpus.exclusive", "1-2");
    assertThat(machine.read("a/b/cpuset.cpus.exclusive.effective")).isEqualTo("1;");
    assertThat(machine.outcome("a/cpuset.cpus.partition", "root")).isEqualTo("root;");
    assertThat(effective("a/")).isEqualTo("0-1;");
  }
}

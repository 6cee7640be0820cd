package io.cglab.core.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.MachineConfig;
import io.cglab.core.TestMachine;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page cache asks the memory controller. */
class MemoryControllerTest {
  private MemoryController memory;
  private Hierarchy tree;
  private Cgroup a;
  private Cgroup b;

  @BeforeEach
  void boot() throws KernelException {
    TestMachine machine =
        new TestMachine(
            MachineConfig.plain()
                .withControllers(EnumSet.of(Controller.IO, Controller.MEMORY), Set.of()));
    memory = machine.machine.resources().memory();
    tree = machine.v2();
    tree.setSubtreeControl(tree.root(), Controller.MEMORY.bit(), 0);
    a = tree.mkdir(tree.root(), "a");
    tree.setSubtreeControl(a, Controller.MEMORY.bit(), 0);
    b = tree.mkdir(a, "b");
  }

  @Test
  void headroomIsTheNarrowestOnTheWayUp() {
    assertThat(memory.headroomPages(b)).isEqualTo(Setting.NO_LIMIT);
    memory.settings().set(a, MemorySetting.HIGH, 100);
    memory.settings().set(b, MemorySetting.MAX, 70);
    memory.charge(b, MemoryItem.FILE, 10);
    memory.charge(a, MemoryItem.ANON, 50);
    assertThat(memory.headroomPages(b)).as("a: 100 - 60").isEqualTo(40);
    assertThat(memory.headroomPages(a)).isEqualTo(40);
    memory.settings().set(b, MemorySetting.MAX, 30);
    assertThat(memory.headroomPages(b)).as("b: 30 - 10").isEqualTo(20);
    memory.settings().set(b, MemorySetting.MAX, 5);
    assertThat(memory.headroomPages(b)).as("over it").isZero();
    assertThat(memory.headroomPages(tree.root())).isEqualTo(Setting.NO_LIMIT);
  }

  @Test
  void aRemovedCgroupsPagesAreItsParentsUntilTheyGo() throws KernelException {
    memory.charge(b, MemoryItem.FILE, 8);
    memory.charge(b, MemoryItem.FILE_DIRTY, 3);
    tree.rmdir(b);
    assertThat(memory.pages(a, MemoryItem.FILE)).isEqualTo(8);
    memory.charge(b, MemoryItem.FILE_DIRTY, -3);
    memory.charge(b, MemoryItem.FILE, -8);
    assertThat(memory.usagePages(a)).isZero();
    assertThat(memory.peakPages(a)).isEqualTo(8);
    memory.resetPeak(a);
    assertThat(memory.peakPages(a)).isZero();
  }

  @Test
  void aPeakCanBeWatchedFromAMomentOn() {
    memory.charge(b, MemoryItem.ANON, 9);
    memory.charge(b, MemoryItem.ANON, -4);
    MemoryController.Peak first = memory.watchPeak(a);
    memory.charge(b, MemoryItem.ANON, 1);
    MemoryController.Peak second = memory.watchPeak(a);
    memory.charge(b, MemoryItem.ANON, -6);
    memory.unwatch(a, first);
    memory.charge(b, MemoryItem.ANON, 20);
    assertThat(first.pages()).isEqualTo(6);
    assertThat(second.pages()).isEqualTo(20);
    assertThat(memory.peakPages(a)).isEqualTo(20);
  }
}

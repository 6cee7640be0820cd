package io.cglab.cgroupfs.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.OpenFile;
import io.cglab.cgroupfs.kernfs.RegularFile;
import io.cglab.core.Machine;
import io.cglab.core.MachineConfig;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Hierarchy;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** poll(2) of cgroup.events (control-files.md 5.7): a level, until the descriptor is read. */
class EventsPollTest {
  private final Machine machine = Machine.boot(MachineConfig.plain());
  private final Hierarchy v2 = machine.hierarchies().v2();
  private final CgroupTree tree =
      new CgroupTree(
          machine, v2, machine.tasks().init(), () -> Caller.ROOT, () -> 0, (directory, file) -> {});

  private OpenFile open(Cgroup cgroup, String name) throws KernelException {
    ControlFile file = tree.table().named(name);
    assert file != null : name;
    RegularFile node = new ControlFileNode(tree, cgroup, file);
    return node.open(Caller.ROOT, true, false);
  }

  private static void read(OpenFile file) throws Exception {
    file.read(ByteBuffer.allocate(64), 0);
  }

  @Test
  void eachDescriptorIsToldUntilItIsRead() throws Exception {
    Cgroup a = v2.mkdir(v2.root(), "a");
    OpenFile one = open(a, "cgroup.events");
    OpenFile two = open(a, "cgroup.events");
    assertThat(one.hasEvent()).as("before the first read").isTrue();
    read(one);
    assertThat(one.hasEvent()).isFalse();
    assertThat(two.hasEvent()).isTrue();
    read(two);

    v2.setFreeze(a, true);
    assertThat(one.hasEvent()).isTrue();
    read(one);
    assertThat(one.hasEvent()).isFalse();
    assertThat(two.hasEvent()).isTrue();
    v2.setFreeze(a, true);
    assertThat(one.hasEvent()).as("nothing written anew").isFalse();

    OpenFile other = open(a, "cgroup.procs");
    read(other);
    machine.tasks().moveProcess(machine.tasks().init(), a);
    assertThat(one.hasEvent()).isTrue();
    assertThat(other.hasEvent()).as("no other file notifies").isFalse();
    machine.tasks().moveProcess(machine.tasks().init(), v2.root());
    read(one);
    v2.rmdir(a);
    assertThat(one.hasEvent()).as("removed").isTrue();
  }
}

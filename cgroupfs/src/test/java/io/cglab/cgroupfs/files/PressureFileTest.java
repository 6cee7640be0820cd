package io.cglab.cgroupfs.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.Node;
import io.cglab.cgroupfs.kernfs.OpenFile;
import io.cglab.cgroupfs.kernfs.RegularFile;
import io.cglab.cgroupfs.text.Input;
import io.cglab.core.Machine;
import io.cglab.core.MachineConfig;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Triggers of the pressure files (control-files.md 7.6). */
class PressureFileTest {
  private final Machine machine = Machine.boot(MachineConfig.plain());
  private final CgroupTree tree = treeOf(machine);

  private static CgroupTree treeOf(Machine machine) {
    return new CgroupTree(
        machine,
        machine.hierarchies().v2(),
        machine.tasks().init(),
        () -> Caller.ROOT,
        () -> 0,
        (directory, file) -> {});
  }

  @ParameterizedTest(name = "{0}, super-user {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          some 150000 1000000           | true  | some 150000 1000000
          full 150000 1000000\\n         | true  | full 150000 1000000
          some150000 1000000            | true  | some 150000 1000000
          some \\t150000\\n1000000 junk   | true  | some 150000 1000000
          some 1 1                      | true  | some 1 1
          some 10000000 10000000        | true  | some 10000000 10000000
          some 4294967297 2             | true  | some 1 2
          some 150000 2000000           | false | some 150000 2000000
          some 150000 1000000           | false | EINVAL
          some 150000 3000000           | false | EINVAL
          some 150000                   | true  | EINVAL
          some 150000x1000000           | true  | EINVAL
          some -1 1000000               | true  | EINVAL
          some 0 1000000                | true  | EINVAL
          some 1000001 1000000          | true  | EINVAL
          some 1 0                      | true  | EINVAL
          some 1 10000001               | true  | EINVAL
          " some 1 1"                   | true  | EINVAL
          Some 1 1                      | true  | EINVAL
          any 1 1                       | true  | EINVAL
          \\n                            | true  | EINVAL
          """)
  void trigger(String text, boolean root, String expected) {
    assertThat(parsed(text, root)).isEqualTo(expected);
  }

  private static String parsed(String text, boolean root) {
    try {
      PressureTrigger trigger =
          PressureTrigger.parse(new Input(FilesMachine.unescaped(text)), root);
      String kind = trigger.full() ? "full " : "some ";
      return kind + trigger.thresholdUs() + " " + trigger.windowUs();
    } catch (KernelException refused) {
      return refused.errno().name();
    }
  }

  private OpenFile open(Cgroup cgroup, String file, Caller caller) throws KernelException {
    Node node = new CgroupDirectory(tree, cgroup).lookup(file);
    assertThat(node).as(file).isInstanceOf(RegularFile.class);
    assert node != null;
    return ((RegularFile) node).open(caller, true, true);
  }

  private static String write(OpenFile file, String text) {
    try {
      file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)), 0);
      return "ok";
    } catch (KernelException refused) {
      return refused.errno().name();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"io.pressure", "memory.pressure", "cpu.pressure"})
  void aDescriptorTakesOneTrigger(String name) throws KernelException {
    Cgroup root = tree.hierarchy().root();
    OpenFile file = open(root, name, Caller.ROOT);
    assertThat(write(file, "some 1 x")).isEqualTo("EINVAL");
    assertThat(write(file, "some 1 1")).isEqualTo("ok");
    assertThat(write(file, "some 1 1")).isEqualTo("EBUSY");
    assertThat(write(file, "junk")).as("busy comes first").isEqualTo("EBUSY");
    assertThat(write(open(root, name, Caller.ROOT), "full 1 1")).isEqualTo("ok");
  }

  @Test
  void whoOpenedTheFileDecidesOnTheWindow() throws KernelException {
    Cgroup root = tree.hierarchy().root();
    OpenFile file = open(root, "io.pressure", new Caller(0, 1000, 1000));
    assertThat(write(file, "some 1 1000000")).isEqualTo("EINVAL");
    assertThat(write(file, "some 1 2000000")).isEqualTo("ok");
  }

  @Test
  void pollReportsAtOnceWithoutATriggerAndOnARemovedCgroup() throws KernelException {
    Cgroup cgroup = tree.hierarchy().mkdir(tree.hierarchy().root(), "a");
    OpenFile file = open(cgroup, "io.pressure", Caller.ROOT);
    assertThat(file.hasEvent()).isTrue();
    write(file, "some 150000 1000000");
    assertThat(file.hasEvent()).isFalse();
    assertThat(open(cgroup, "cpu.stat", Caller.ROOT).hasEvent()).isFalse();
    tree.hierarchy().rmdir(cgroup);
    assertThat(file.hasEvent()).isTrue();
  }
}

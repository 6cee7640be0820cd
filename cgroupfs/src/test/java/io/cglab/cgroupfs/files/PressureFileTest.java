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
import io.cglab.core.cgroup.Task;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pressure files and their triggers (control-files.md 7.6). */
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

  private static String read(OpenFile file) throws KernelException {
    ByteBuffer text = ByteBuffer.allocate(4096);
    file.read(text, 0);
    return new String(text.array(), 0, text.position(), StandardCharsets.ISO_8859_1);
  }

  /** A task that does nothing yet, in a cgroup of its own. */
  private Task spawn(String name) throws KernelException {
    Cgroup cgroup = tree.hierarchy().mkdir(tree.hierarchy().root(), name);
    Task task = machine.tasks().fork(machine.tasks().init());
    machine.tasks().moveProcess(task, cgroup);
    return task;
  }

  @ParameterizedTest
  @CsvSource({"io.pressure, memory.pressure", "memory.pressure, io.pressure"})
  void eachFileTellsOfItsResourceAlone(String file, String other) throws KernelException {
    Task task = spawn("a");
    Cgroup a = task.cgroup(tree.hierarchy());
    machine.advanceTo(1_000_000_000);
    stall(task, file, true);
    machine.advanceTo(3_500_000_999L);
    stall(task, file, false);
    // The timer began with the stall and fires at 3008 ms, 2008 of which were stalled: 66 %.
    String expected =
        """
        some avg10=11.95 avg60=2.15 avg300=0.45 total=2500000
        full avg10=11.95 avg60=2.15 avg300=0.45 total=2500000
        """;
    assertThat(read(open(a, file, Caller.ROOT))).isEqualTo(expected);
    assertThat(read(open(tree.hierarchy().root(), file, Caller.ROOT)))
        .contains("some", "total=2500000");
    String idle = expected.replaceAll("=[0-9.]+\\.[0-9]+", "=0.00").replace("=2500000", "=0");
    for (String nothing : new String[] {other, "cpu.pressure"}) {
      assertThat(read(open(a, nothing, Caller.ROOT))).as(nothing).isEqualTo(idle);
    }
  }

  private void stall(Task task, String file, boolean on) {
    if (file.startsWith("io")) {
      machine.tasks().setActivity(task, on ? Task.Activity.STALLED : Task.Activity.RUNNING);
    } else {
      machine.tasks().setWaitsForMemory(task, on);
    }
  }

  @ParameterizedTest(name = "stalled for {0} ms: {1}")
  @CsvSource({
    "2001, some avg10=18.11 avg60=3.27 avg300=0.68 total=2001000",
    "2000, some avg10=0.00 avg60=0.00 avg300=0.00 total=2000000",
  })
  void averagesArePrintedWithTwoTruncatedDecimals(long ms, String line) throws KernelException {
    Task task = spawn("a");
    machine.tasks().setActivity(task, Task.Activity.STALLED);
    machine.advanceTo(ms * 1_000_000);
    OpenFile file = open(task.cgroup(tree.hierarchy()), "io.pressure", Caller.ROOT);
    assertThat(read(file).lines().findFirst()).hasValue(line);
  }

  @Test
  void aTriggerReportsItsEventOnceAndLivesUntilClose() throws KernelException {
    Task task = spawn("a");
    Cgroup a = task.cgroup(tree.hierarchy());
    OpenFile io = open(a, "io.pressure", Caller.ROOT);
    OpenFile memory = open(a, "memory.pressure", Caller.ROOT);
    OpenFile closed = open(a, "io.pressure", Caller.ROOT);
    int[] told = new int[2];
    io.onEvent(() -> told[0]++);
    closed.onEvent(() -> told[1]++);
    write(io, "some 150000 1000000");
    write(memory, "some 150000 1000000");
    write(closed, "some 150000 1000000");
    closed.close();
    machine.tasks().setActivity(task, Task.Activity.STALLED);
    machine.advanceTo(140_000_000);
    assertThat(io.hasEvent()).isFalse();
    assertThat(told[0]).isZero();
    machine.advanceTo(900_000_000);
    assertThat(told[0]).isEqualTo(1);
    assertThat(io.hasEvent()).isTrue();
    assertThat(io.hasEvent()).isFalse();
    assertThat(memory.hasEvent()).as("nobody waits for memory").isFalse();
    machine.tasks().setWaitsForMemory(task, true);
    machine.advanceTo(1_800_000_000);
    assertThat(memory.hasEvent()).isTrue();
    assertThat(told[1]).as("closed").isZero();
  }

  @Test
  void hiddenFilesCountNothingAndTellThatTheyAreGone() throws KernelException {
    Task task = spawn("a");
    Cgroup a = task.cgroup(tree.hierarchy());
    OpenFile file = open(a, "io.pressure", Caller.ROOT);
    int[] told = new int[1];
    file.onEvent(() -> told[0]++);
    write(file, "some 150000 1000000");
    machine.tasks().setActivity(task, Task.Activity.STALLED);
    assertThat(write(open(a, "cgroup.pressure", Caller.ROOT), "0\n")).isEqualTo("ok");
    assertThat(told[0]).isEqualTo(1);
    assertThat(file.hasEvent()).as("gone").isTrue();
    assertThat(new CgroupDirectory(tree, a).lookup("io.pressure")).isNull();
    machine.advanceTo(5_000_000_000L);
    assertThat(write(open(a, "cgroup.pressure", Caller.ROOT), "1\n")).isEqualTo("ok");
    assertThat(read(open(a, "io.pressure", Caller.ROOT))).contains("total=0\n");
    machine.advanceTo(6_000_000_000L);
    assertThat(read(open(a, "io.pressure", Caller.ROOT))).contains("total=1000000\n");
  }
}

package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.TestFs.errno;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.TestFs;
import io.cglab.core.api.Errno;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.resource.MemoryItem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** v2's files of cpu, cpuset, memory and pids: what they say, take and refuse. */
class ResourceFilesTest {
  private ResourceMachine machine;

  @BeforeEach
  void boot() throws IOException {
    machine = ResourceMachine.v2();
  }

  @AfterEach
  void close() {
    machine.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "default | /sys/fs/cgroup | cpuset cpu io memory pids",
        "hybrid | /sys/fs/cgroup/unified | cpuset cpu memory pids",
        "recorded-v2 | /sys/fs/cgroup | io",
      })
  void whatEachMachineOffers(String name, String root, String controllers) throws IOException {
    try (TestFs fs = TestFs.boot(name)) {
      assertThat(fs.read(root + "/cgroup.controllers")).isEqualTo(controllers + "\n");
    }
    assertThat(machine.read("a/b/cgroup.controllers")).isEqualTo("cpuset cpu io memory pids;");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a/cpu.weight | 100;",
        "a/cpu.weight.nice | 0;",
        "a/cpu.idle | 0;",
        "a/cpu.max | max 100000;",
        "a/cpu.max.burst | 0;",
        "a/cpu.uclamp.min | 0.00;",
        "a/cpu.uclamp.max | max;",
        "a/cpu.stat.local | throttled_usec 0;",
        "cpu.stat.local | throttled_usec 0;",
        "a/cpuset.cpus | ;",
        "a/cpuset.cpus.effective | 0-3;",
        "cpuset.cpus.effective | 0-3;",
        "a/cpuset.mems | ;",
        "a/cpuset.mems.effective | 0;",
        "a/cpuset.cpus.partition | member;",
        "a/cpuset.cpus.exclusive | ;",
        "a/cpuset.cpus.exclusive.effective | ;",
        "cpuset.cpus.isolated | ;",
        "a/memory.current | 0;",
        "a/memory.peak | 0;",
        "a/memory.min | 0;",
        "a/memory.low | 0;",
        "a/memory.high | max;",
        "a/memory.max | max;",
        "a/memory.events | low 0;high 0;max 0;oom 0;oom_kill 0;oom_group_kill 0;",
        "a/memory.events.local | low 0;high 0;max 0;oom 0;oom_kill 0;oom_group_kill 0;",
        "a/memory.oom.group | 0;",
        "a/memory.reclaim | EINVAL",
        "a/memory.swap.current | 0;",
        "a/memory.swap.high | max;",
        "a/memory.swap.max | max;",
        "a/memory.swap.peak | 0;",
        "a/memory.swap.events | high 0;max 0;fail 0;",
        "a/memory.zswap.current | 0;",
        "a/memory.zswap.max | max;",
        "a/memory.zswap.writeback | 1;",
        "a/pids.max | max;",
        "a/pids.current | 0;",
        "a/pids.peak | 0;",
        "a/pids.events | max 0;",
        "a/pids.events.local | max 0;",
        "memory.current | ENOENT",
        "pids.max | ENOENT",
        "cpu.max | ENOENT",
        "cpuset.cpus | ENOENT",
        "a/cpuset.cpus.isolated | ENOENT",
      })
  void toBeginWith(String file, String text) {
    assertThat(machine.read(file)).isEqualTo(text);
  }

  @ParameterizedTest(name = "{0} <- {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "cpu.weight | '1' | 1;",
        "cpu.weight | '10000\\n' | 10000;",
        "cpu.weight | '0x64' | 100;",
        "cpu.weight | '0' | ERANGE",
        "cpu.weight | '10001' | ERANGE",
        "cpu.weight | '18446744073709551615' | ERANGE",
        "cpu.weight | ' 5' | EINVAL",
        "cpu.weight | 'default' | EINVAL",
        "cpu.weight | '-1' | EINVAL",
        "cpu.weight.nice | '-20' | -20;",
        "cpu.weight.nice | '19' | 19;",
        "cpu.weight.nice | '5\\n' | 5;",
        "cpu.weight.nice | '20' | ERANGE",
        "cpu.weight.nice | '-21' | ERANGE",
        "cpu.weight.nice | 'x' | EINVAL",
        "cpu.idle | '1' | 1;",
        "cpu.idle | '2' | EINVAL",
        "cpu.idle | '-1' | EINVAL",
        "cpu.max | '50000' | 50000 100000;",
        "cpu.max | '50000 200000' | 50000 200000;",
        "cpu.max | 'max 50000\\n' | max 50000;",
        "cpu.max | ' 1000  1000 x' | 1000 1000;",
        "cpu.max | '400000 1000000' | 400000 1000000;",
        "cpu.max | '999' | EINVAL",
        "cpu.max | '5000 999' | EINVAL",
        "cpu.max | '5000 1000001' | EINVAL",
        "cpu.max | '17592186044416' | EINVAL",
        "cpu.max | '17592186044415' | 17592186044415 100000;",
        "cpu.max | '-1' | EINVAL",
        "cpu.max | 'maximum' | EINVAL",
        "cpu.max | '\\n' | EINVAL",
        "cpu.max.burst | '77' | 77;",
        "cpu.max.burst | '18446744073709551615' | EINVAL",
        "cpu.max.burst | '-1' | EINVAL",
        "cpu.uclamp.min | '20' | 20.00;",
        "cpu.uclamp.min | ' 20.555\\n' | 20.56;",
        "cpu.uclamp.min | 'max' | max;",
        "cpu.uclamp.max | '99.99' | max;",
        "cpu.uclamp.max | '99.9' | 99.90;",
        "cpu.uclamp.max | '100.01' | ERANGE",
        "cpu.uclamp.max | '-1' | ERANGE",
        "cpu.uclamp.max | 'x' | EINVAL",
        "cpuset.cpus | '0-1' | 0-1;",
        "cpuset.cpus | '3,1, 0\\n' | 0-1,3;",
        "cpuset.cpus | 'all' | 0-3;",
        "cpuset.cpus | 'N' | 3;",
        "cpuset.cpus | '0-3:1/2' | 0,2;",
        "cpuset.cpus | '\\n' | ;",
        "cpuset.cpus | '4' | ERANGE",
        "cpuset.cpus | '0-4' | ERANGE",
        "cpuset.cpus | '4294967296' | EOVERFLOW",
        "cpuset.cpus | '2-1' | EINVAL",
        "cpuset.cpus | '0-3:2/1' | EINVAL",
        "cpuset.cpus | '0-3:1' | EINVAL",
        "cpuset.cpus | '0-' | EINVAL",
        "cpuset.cpus | '-1' | EINVAL",
        "cpuset.cpus | 'x' | EINVAL",
        "cpuset.cpus | '1x' | EINVAL",
        "cpuset.mems | '0' | 0;",
        "cpuset.mems | '1' | EINVAL",
        "cpuset.mems | '1023' | EINVAL",
        "cpuset.mems | '1024' | ERANGE",
        "cpuset.cpus.partition | 'isolate' | EINVAL",
        "cpuset.cpus.partition | 'root\\n' | "
            + "root invalid (cpuset.cpus and cpuset.cpus.exclusive are empty);",
        "memory.max | '4096' | 4096;",
        "memory.max | '4097' | 4096;",
        "memory.max | '4095' | 0;",
        "memory.max | '64M\\n' | 67108864;",
        "memory.max | '1g' | 1073741824;",
        "memory.max | '0x10k' | 16384;",
        "memory.max | '0' | 0;",
        "memory.max | '\\n' | 0;",
        "memory.max | 'max' | max;",
        "memory.max | '9223372036854771712' | max;",
        "memory.max | '9223372036854767616' | 9223372036854767616;",
        "memory.max | '1MB' | EINVAL",
        "memory.max | '1 M' | EINVAL",
        "memory.max | '-1' | EINVAL",
        "memory.max | 'maxx' | EINVAL",
        "memory.min | '1M' | 1048576;",
        "memory.low | 'max' | max;",
        "memory.high | '3K' | 0;",
        "memory.swap.max | '0' | 0;",
        "memory.swap.high | '1T' | 1099511627776;",
        "memory.zswap.max | '8K' | 8192;",
        "memory.zswap.writeback | '0' | 0;",
        "memory.zswap.writeback | '2' | EINVAL",
        "memory.oom.group | ' 1\\n' | 1;",
        "memory.oom.group | '2' | EINVAL",
        "memory.oom.group | '-1' | EINVAL",
        "memory.oom.group | '4294967296' | ERANGE",
        "memory.reclaim | '1M' | EAGAIN",
        "memory.reclaim | '1M swappiness=60' | EAGAIN",
        "memory.reclaim | '1M swappiness=201' | EINVAL",
        "memory.reclaim | '1M x' | EINVAL",
        "memory.reclaim | '1Mx' | EINVAL",
        "memory.current | '0' | EINVAL",
        "pids.max | '0' | 0;",
        "pids.max | ' 12\\n' | 12;",
        "pids.max | '4194304' | 4194304;",
        "pids.max | '4194305' | EINVAL",
        "pids.max | '9223372036854775807' | EINVAL",
        "pids.max | '9223372036854775808' | ERANGE",
        "pids.max | '-1' | EINVAL",
        "pids.max | '-9223372036854775809' | ERANGE",
        "pids.max | 'x' | EINVAL",
        "pids.max | 'max' | max;",
      })
  void writing(String file, String text, String outcome) {
    String before = machine.read("a/" + file);
    assertThat(machine.outcome("a/" + file, text)).isEqualTo(outcome);
    if (outcome.startsWith("E")) {
      assertThat(machine.read("a/" + file)).isEqualTo(before);
    }
    assertThat(machine.read("a/b/" + file)).as("the child").isEqualTo(before);
  }

  @Test
  void niceLevelsAreWeights() {
    StringBuilder weights = new StringBuilder();
    for (int nice = -20; nice < 20; nice++) {
      assertThat(machine.outcome("a/cpu.weight.nice", "" + nice)).isEqualTo(nice + ";");
      weights.append(machine.read("a/cpu.weight"));
    }
    assertThat(weights).startsWith("8668;7007;5516;").contains(";125;100;80;").endsWith(";2;2;1;");
    machine.write("a/cpu.weight", "300");
    assertThat(machine.read("a/cpu.weight.nice")).isEqualTo("-5;");
  }

  @Test
  void anIdleGroupHasNoWeight() {
    machine.write("a/cpu.weight", "700");
    machine.write("a/cpu.idle", "1");
    assertThat(machine.read("a/cpu.weight")).isEqualTo("0;");
    assertThat(machine.write("a/cpu.weight", "5")).isEqualTo("EINVAL");
    machine.write("a/cpu.idle", "0");
    assertThat(machine.read("a/cpu.weight")).isEqualTo("100;");
  }

  @Test
  void aBurstIsNoLargerThanTheQuota() {
    machine.write("a/cpu.max", "20000");
    assertThat(machine.write("a/cpu.max.burst", "20001")).isEqualTo("EINVAL");
    assertThat(machine.outcome("a/cpu.max.burst", "20000")).isEqualTo("20000;");
    assertThat(machine.write("a/cpu.max", "19999")).isEqualTo("EINVAL");
    assertThat(machine.outcome("a/cpu.max", "max")).isEqualTo("max 100000;");
    machine.write("a/cpu.max", "max 50000");
    // v2: a child may ask for more than its parent has.
    machine.write("a/cpu.max", "20000 100000");
    assertThat(machine.outcome("a/b/cpu.max", "max 1000")).isEqualTo("max 1000;");
    assertThat(machine.outcome("a/b/cpu.max", "90000 100000")).isEqualTo("90000 100000;");
  }

  @Test
  void cpuStatHasMoreKeysWhereCpuIsOn() {
    String usage = "usage_usec 0;user_usec 0;system_usec 0;nice_usec 0;";
    assertThat(machine.read("a/cpu.stat"))
        .isEqualTo(
            usage + "nr_periods 0;nr_throttled 0;throttled_usec 0;nr_bursts 0;burst_usec 0;");
    machine.write("a/cgroup.subtree_control", "-cpu");
    assertThat(machine.read("a/b/cpu.stat")).isEqualTo(usage);
    assertThat(machine.read("a/b/cpu.stat.local")).isEmpty();
    assertThat(machine.read("a/b/cpu.max")).isEqualTo("ENOENT");
  }

  @Test
  void chargedPagesShowUpwards() throws IOException {
    var memory = machine.resources().memory();
    var b = machine.cgroup(Controller.MEMORY, "a/b");
    try (FileChannel peak =
        FileChannel.open(
            machine.path("a/memory.peak"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      memory.charge(b, MemoryItem.FILE, 10);
      memory.charge(b, MemoryItem.FILE_DIRTY, 4);
      memory.charge(b, MemoryItem.FILE, -7);
      peak.write(ByteBuffer.wrap(new byte[] {'x'}), 0);
      memory.charge(b, MemoryItem.ANON, 2);
      memory.charge(b, MemoryItem.ANON, -1);
      ByteBuffer text = ByteBuffer.allocate(64);
      peak.read(text, 0);
      String own = new String(text.array(), 0, text.position(), StandardCharsets.ISO_8859_1);
      assertThat(own).as("5 pages since the write").isEqualTo("20480\n");
    }
    for (String cgroup : new String[] {"a", "a/b"}) {
      assertThat(machine.read(cgroup + "/memory.current")).isEqualTo("16384;");
      assertThat(machine.read(cgroup + "/memory.peak")).isEqualTo("40960;");
      assertThat(machine.read(cgroup + "/memory.stat"))
          .startsWith("anon 4096;file 12288;kernel 0;")
          .contains(";file_dirty 16384;file_writeback 0;");
      assertThat(machine.read(cgroup + "/memory.numa_stat")).startsWith("anon N0=4096;file N0=");
    }
  }

  @Test
  void memoryThatIoNeedsUnseenForgetsItsLimits() throws IOException {
    machine.write("a/b/memory.max", "1M");
    try (FileChannel open =
        FileChannel.open(machine.path("a/b/memory.max"), StandardOpenOption.READ)) {
      machine.write("a/cgroup.subtree_control", "-memory");
      assertThat(machine.read("a/b/memory.max")).isEqualTo("ENOENT");
      assertThat(machine.read("a/cgroup.stat")).contains("nr_subsys_memory 2;");
      machine.write("a/cgroup.subtree_control", "+memory");
      assertThat(machine.read("a/b/memory.max")).isEqualTo("max;");
      ByteBuffer any = ByteBuffer.allocate(8);
      assertThat(errno(() -> open.read(any)))
          .as("the file that came back is another one")
          .isEqualTo(Errno.ENODEV);
    }
  }

  @Test
  void whatIsHiddenTakesNoInodes() throws IOException {
    machine.fs.mkdir("/sys/fs/cgroup/c");
    machine.fs.write("/sys/fs/cgroup/c/cgroup.subtree_control", "+io");
    machine.fs.mkdir("/sys/fs/cgroup/c/d");
    machine.fs.mkdir("/sys/fs/cgroup/c/e");
    assertThat(ino("/sys/fs/cgroup/c/e") - ino("/sys/fs/cgroup/c/d"))
        .isEqualTo(1L + count("/sys/fs/cgroup/c/d"));
  }

  private long ino(String path) throws IOException {
    return ((Number) Files.getAttribute(machine.fs.path(path), "unix:ino")).longValue();
  }

  private int count(String directory) throws IOException {
    try (var entries = Files.list(machine.fs.path(directory))) {
      return (int) entries.count();
    }
  }

  @Test
  void aCgroupNamedLikeAFileOfAHiddenControllerRefusesIt() {
    machine.write("a/cgroup.subtree_control", "-memory");
    assertThat(machine.read("a/b/memory.max")).isEqualTo("ENOENT");
    assertThat(mkdir("/sys/fs/cgroup/a/b/memory.max")).isEqualTo(FilesMachine.OK);
    assertThat(machine.write("a/cgroup.subtree_control", "+memory")).isEqualTo("EEXIST");
  }

  private String mkdir(String path) {
    try {
      machine.fs.mkdir(path);
      return FilesMachine.OK;
    } catch (IOException refused) {
      return FilesMachine.errnoOf(refused);
    }
  }

  @Test
  void whatGoesBackToTheUsualCostsNothing() {
    String[][] writes = {
      {"cpu.weight", "7", "100"},
      {"memory.max", "1M", "max"},
      {"pids.max", "7", "max"},
      {"cpuset.cpus", "1", "\\n"},
      {"cpu.max", "5000 5000", "max 100000"},
    };
    for (int value = 1; value <= 2; value++) {
      for (String[] write : writes) {
        assertThat(machine.write("a/" + write[0], write[value])).isEqualTo(FilesMachine.OK);
      }
      int kept =
          machine.resources().cpu().settings().size()
              + machine.resources().memory().settings().size()
              + machine.resources().pids().settings().size()
              + machine.resources().cpuset().settings().size();
      assertThat(kept).isEqualTo(value == 1 ? 4 : 0);
    }
  }
}

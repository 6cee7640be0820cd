package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.files.FilesMachine.OK;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Task;
import io.cglab.core.cgroup.Tasks;
import io.cglab.core.resource.MemoryItem;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** v1's files of cpu, cpuacct, cpuset, memory, devices, freezer and pids. */
class V1ResourceFilesTest {
  private static final String CPUSET = "/sys/fs/cgroup/cpuset/";

  private ResourceMachine machine;

  @BeforeEach
  void boot() throws IOException {
    machine = ResourceMachine.v1();
  }

  @AfterEach
  void close() {
    machine.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a/cpu.shares | 1024;",
        "cpu.shares | 1024;",
        "a/cpu.idle | 0;",
        "a/cpu.cfs_quota_us | -1;",
        "a/cpu.cfs_period_us | 100000;",
        "a/cpu.cfs_burst_us | 0;",
        "a/cpu.stat | nr_periods 0;nr_throttled 0;throttled_time 0;nr_bursts 0;burst_time 0;",
        "a/cpu.stat.local | throttled_time 0;",
        "a/cpu.uclamp.min | 0.00;",
        "cpu.uclamp.min | ENOENT",
        "a/cpuacct.usage | 0;",
        "a/cpuacct.usage_percpu | '0 0 0 0 ;'",
        "a/cpuacct.usage_all | cpu user system;0 0 0;1 0 0;2 0 0;3 0 0;",
        "a/cpuacct.stat | user 0;system 0;",
        "cpuset.cpus | 0-3;",
        "cpuset.mems | 0;",
        "a/cpuset.cpus | ;",
        "a/cpuset.effective_cpus | ;",
        "cpuset.effective_cpus | 0-3;",
        "cpuset.cpu_exclusive | 1;",
        "cpuset.mem_exclusive | 1;",
        "a/cpuset.cpu_exclusive | 0;",
        "a/cpuset.sched_load_balance | 1;",
        "a/cpuset.sched_relax_domain_level | -1;",
        "a/cpuset.memory_pressure | 0;",
        "cpuset.memory_pressure_enabled | 0;",
        "a/cpuset.memory_pressure_enabled | ENOENT",
        "a/memory.usage_in_bytes | 0;",
        "a/memory.limit_in_bytes | 9223372036854771712;",
        "a/memory.memsw.limit_in_bytes | 9223372036854771712;",
        "a/memory.soft_limit_in_bytes | 9223372036854771712;",
        "a/memory.kmem.limit_in_bytes | 9223372036854771712;",
        "a/memory.failcnt | 0;",
        "a/memory.use_hierarchy | 1;",
        "a/memory.swappiness | 60;",
        "a/memory.move_charge_at_immigrate | 0;",
        "a/memory.oom_control | oom_kill_disable 0;under_oom 0;oom_kill 0;",
        "a/memory.pressure_level | ''",
        "a/devices.list | a *:* rwm;",
        "devices.list | a *:* rwm;",
        "a/freezer.state | THAWED;",
        "a/freezer.self_freezing | 0;",
        "a/freezer.parent_freezing | 0;",
        "freezer.state | ENOENT",
        "a/pids.max | max;",
        "a/pids.events | max 0;",
        "a/pids.events.local | ENOENT",
      })
  void toBeginWith(String file, String text) {
    assertThat(machine.read(file)).isEqualTo(text);
  }

  @ParameterizedTest(name = "{0} <- {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a/cpu.shares | '512' | 512;",
        "a/cpu.shares | '1' | 2;",
        "a/cpu.shares | '1000000' | 262144;",
        "a/cpu.shares | '18446744073709551615' | 262144;",
        "a/cpu.shares | '-1' | EINVAL",
        "cpu.shares | '5' | EINVAL",
        "a/cpu.idle | '1' | 1;",
        "cpu.idle | '1' | EINVAL",
        "a/cpu.cfs_quota_us | '50000' | 50000;",
        "a/cpu.cfs_quota_us | '-7' | -1;",
        "a/cpu.cfs_quota_us | '0' | EINVAL",
        "a/cpu.cfs_quota_us | '999' | EINVAL",
        "a/cpu.cfs_quota_us | '9223372036854775807' | EINVAL",
        "a/cpu.cfs_quota_us | 'max' | EINVAL",
        "cpu.cfs_quota_us | '50000' | EINVAL",
        "a/cpu.cfs_period_us | '1000' | 1000;",
        "a/cpu.cfs_period_us | '999' | EINVAL",
        "a/cpu.cfs_period_us | '1000001' | EINVAL",
        "a/cpuacct.usage | '0' | 0;",
        "a/cpuacct.usage | '1' | EINVAL",
        "a/cpuset.cpus | '1-2' | 1-2;",
        "a/cpuset.cpus | '4' | ERANGE",
        "a/b/cpuset.cpus | '1' | EACCES",
        "cpuset.cpus | '0' | EACCES",
        "cpuset.mems | 'x' | EACCES",
        "a/cpuset.mems | '0' | 0;",
        "a/cpuset.mems | '1' | EINVAL",
        "a/cpuset.cpu_exclusive | '5' | 1;",
        "a/b/cpuset.cpu_exclusive | '1' | EACCES",
        "a/cpuset.memory_migrate | '1' | 1;",
        "a/cpuset.memory_migrate | 'x' | EINVAL",
        "a/cpuset.sched_relax_domain_level | '5' | 5;",
        "a/cpuset.sched_relax_domain_level | '6' | EINVAL",
        "a/cpuset.sched_relax_domain_level | '-2' | EINVAL",
        "cpuset.memory_pressure_enabled | '1' | 1;",
        "a/memory.limit_in_bytes | '5000' | 4096;",
        "a/memory.limit_in_bytes | '1G\\n' | 1073741824;",
        "a/memory.limit_in_bytes | '-1' | 9223372036854771712;",
        "a/memory.limit_in_bytes | 'max' | EINVAL",
        "memory.limit_in_bytes | '1G' | EINVAL",
        "a/memory.soft_limit_in_bytes | '1M' | 1048576;",
        "a/memory.kmem.limit_in_bytes | '1M' | 9223372036854771712;",
        "a/memory.kmem.tcp.limit_in_bytes | '1M' | 1048576;",
        "a/memory.failcnt | 'x' | 0;",
        "a/memory.force_empty | '0' | EINVAL",
        "a/memory.use_hierarchy | '1' | 1;",
        "a/memory.use_hierarchy | '0' | EINVAL",
        "a/memory.swappiness | '0' | 0;",
        "a/memory.swappiness | '200' | 200;",
        "a/memory.swappiness | '201' | EINVAL",
        "a/memory.move_charge_at_immigrate | '3' | 3;",
        "a/memory.move_charge_at_immigrate | '4' | EINVAL",
        "a/memory.oom_control | '1' | oom_kill_disable 1;under_oom 0;oom_kill 0;",
        "a/memory.oom_control | '2' | EINVAL",
        "memory.oom_control | '1' | EINVAL",
        "a/freezer.state | 'FROZEN' | FROZEN;",
        "a/freezer.state | ' THAWED\\n' | THAWED;",
        "a/freezer.state | 'FREEZING' | EINVAL",
        "a/pids.max | '4194305' | EINVAL",
        "a/pids.max | '5' | 5;",
      })
  void writing(String file, String text, String outcome) {
    assertThat(machine.outcome(file, text)).isEqualTo(outcome);
  }

  @Test
  void aChildsQuotaIsNoLargerThanItsParents() {
    assertThat(machine.write("a/cpu.cfs_quota_us", "50000")).isEqualTo(OK);
    assertThat(machine.write("a/b/cpu.cfs_quota_us", "50001")).isEqualTo("EINVAL");
    assertThat(machine.write("a/b/cpu.cfs_quota_us", "50000")).isEqualTo(OK);
    assertThat(machine.write("a/cpu.cfs_quota_us", "40000")).isEqualTo("EINVAL");
    assertThat(machine.write("a/cpu.cfs_period_us", "200000")).isEqualTo("EINVAL");
    assertThat(machine.write("a/cpu.cfs_period_us", "50000")).isEqualTo(OK);
    assertThat(machine.write("a/cpu.cfs_quota_us", "-1")).isEqualTo(OK);
  }

  @Test
  void limitsOfMemoryAndOfMemoryWithSwapKeepTheirOrder() {
    assertThat(machine.write("a/memory.memsw.limit_in_bytes", "8K")).isEqualTo("EINVAL");
    assertThat(machine.write("a/memory.limit_in_bytes", "8K")).isEqualTo(OK);
    assertThat(machine.outcome("a/memory.memsw.limit_in_bytes", "16K")).isEqualTo("16384;");
    assertThat(machine.write("a/memory.limit_in_bytes", "20K")).isEqualTo("EINVAL");
    assertThat(machine.write("a/b/memory.limit_in_bytes", "1M")).isEqualTo(OK);
    assertThat(machine.read("a/b/memory.stat"))
        .contains(";hierarchical_memory_limit 8192;hierarchical_memsw_limit 16384;total_cache 0;");
  }

  @Test
  void aNewMemoryCgroupTakesOverFromItsParent() throws IOException {
    machine.write("a/memory.swappiness", "10");
    machine.write("a/memory.oom_control", "1");
    machine.fs.mkdir("/sys/fs/cgroup/memory/a/c");
    assertThat(machine.read("a/c/memory.swappiness")).isEqualTo("10;");
    assertThat(machine.read("a/c/memory.oom_control")).startsWith("oom_kill_disable 1;");
    assertThat(machine.read("a/b/memory.swappiness")).isEqualTo("60;");
  }

  @Test
  void memoryStatTellsOwnPagesAndAll() {
    var memory = machine.resources().memory();
    memory.charge(machine.cgroup(Controller.MEMORY, "a"), MemoryItem.ANON, 1);
    memory.charge(machine.cgroup(Controller.MEMORY, "a/b"), MemoryItem.FILE, 3);
    memory.charge(machine.cgroup(Controller.MEMORY, "a/b"), MemoryItem.FILE, -1);
    assertThat(machine.read("a/memory.stat"))
        .startsWith("cache 0;rss 4096;")
        .contains(";total_cache 8192;total_rss 4096;");
    assertThat(machine.read("a/memory.numa_stat"))
        .isEqualTo(
            "total=1 N0=1;file=0 N0=0;anon=1 N0=1;unevictable=0 N0=0;hierarchical_total=3 N0=3;"
                + "hierarchical_file=2 N0=2;hierarchical_anon=1 N0=1;"
                + "hierarchical_unevictable=0 N0=0;");
    assertThat(machine.read("a/memory.usage_in_bytes")).isEqualTo("12288;");
    assertThat(machine.outcome("a/memory.max_usage_in_bytes", "0")).isEqualTo("12288;");
  }

  // ---- cpuset

  private String attach(String cgroup, Task task) {
    return machine.writePath(CPUSET + cgroup + "/cgroup.procs", "" + task.pid());
  }

  @Test
  void anEmptyCpusetTakesNoTask() throws Exception {
    Task task = machine.fs.spawn();
    assertThat(attach("a", task)).isEqualTo("ENOSPC");
    machine.write("a/cpuset.cpus", "0-1");
    assertThat(attach("a", task)).isEqualTo("ENOSPC");
    machine.write("a/cpuset.mems", "0");
    assertThat(attach("a", task)).isEqualTo(OK);
    assertThat(attach("a", task)).as("where it is").isEqualTo(OK);
    assertThat(machine.writePath(CPUSET + "a/b/tasks", "" + task.tid())).isEqualTo("ENOSPC");
    assertThat(machine.write("a/cpuset.cpus", "\\n")).isEqualTo("ENOSPC");
    assertThat(machine.write("a/cpuset.mems", "\\n")).isEqualTo("ENOSPC");
    assertThat(attach("", task)).isEqualTo(OK);
    assertThat(machine.write("a/cpuset.cpus", "\\n")).isEqualTo(OK);
  }

  @Test
  void cloneChildrenCopiesTheParents() throws IOException {
    machine.write("a/cpuset.cpus", "1-2");
    machine.write("a/cpuset.mems", "0");
    machine.write("a/cpuset.memory_spread_page", "1");
    machine.fs.mkdir(CPUSET + "a/c");
    machine.writePath(CPUSET + "a/cgroup.clone_children", "1");
    machine.fs.mkdir(CPUSET + "a/d");
    assertThat(machine.read("a/c/cpuset.cpus")).isEqualTo(";");
    assertThat(machine.read("a/c/cpuset.memory_spread_page")).isEqualTo("1;");
    assertThat(machine.read("a/d/cpuset.cpus")).isEqualTo("1-2;");
    assertThat(machine.read("a/d/cpuset.mems")).isEqualTo("0;");
    assertThat(machine.write("a/cpuset.cpus", "1")).as("a child has more").isEqualTo("EBUSY");
  }

  @Test
  void exclusiveCpusAreNobodyElses() throws IOException {
    machine.fs.mkdir(CPUSET + "c");
    machine.write("a/cpuset.cpus", "0-1");
    machine.write("c/cpuset.cpus", "1-2");
    assertThat(machine.write("a/cpuset.cpu_exclusive", "1")).isEqualTo("EINVAL");
    machine.write("c/cpuset.cpus", "2");
    assertThat(machine.write("a/cpuset.cpu_exclusive", "1")).isEqualTo(OK);
    assertThat(machine.write("c/cpuset.cpus", "1-2")).isEqualTo("EINVAL");
    assertThat(machine.write("cpuset.cpu_exclusive", "0")).as("a is").isEqualTo("EBUSY");
    machine.write("a/cpuset.cpu_exclusive", "0");
    assertThat(machine.outcome("cpuset.cpu_exclusive", "0")).isEqualTo("0;");
  }

  // ---- freezer

  @Test
  void theFreezerStopsTasksBelowAndDeathWaitsForTheThaw() throws Exception {
    Tasks tasks = machine.fs.fs.machine().tasks();
    Task task = machine.spawn(Controller.FREEZER, "a/b");
    machine.write("a/freezer.state", "FROZEN");
    assertThat(task.isFrozen()).isTrue();
    assertThat(machine.read("a/b/freezer.state")).isEqualTo("FROZEN;");
    assertThat(machine.read("a/b/freezer.self_freezing")).isEqualTo("0;");
    assertThat(machine.read("a/b/freezer.parent_freezing")).isEqualTo("1;");
    assertThat(machine.outcome("a/b/freezer.state", "THAWED")).isEqualTo("FROZEN;");
    tasks.kill(task);
    assertThat(task.isDead()).isFalse();
    machine.write("a/freezer.state", "THAWED");
    assertThat(task.isDead()).isTrue();
    assertThat(machine.read("a/freezer.state")).isEqualTo("THAWED;");
  }

  @Test
  void whoWaitsForADiskFreezesLater() throws Exception {
    Tasks tasks = machine.fs.fs.machine().tasks();
    Task task = machine.spawn(Controller.FREEZER, "a");
    tasks.setUninterruptible(task, true);
    assertThat(machine.outcome("a/freezer.state", "FROZEN")).isEqualTo("FREEZING;");
    tasks.setUninterruptible(task, false);
    assertThat(machine.read("a/freezer.state")).isEqualTo("FROZEN;");
    Task child = tasks.fork(task);
    assertThat(child.isFrozen()).isTrue();
    tasks.kill(child);
    tasks.moveProcess(child, machine.fs.fs.machine().hierarchies().of(Controller.FREEZER).root());
    assertThat(child.isDead()).as("it left the frozen cgroup").isTrue();
  }

  @Test
  void eitherFreezerHoldsATask() throws Exception {
    assertThat(machine.fs.mount("cgroup2", "", "/mnt")).isNull();
    machine.fs.mkdir("/mnt/x");
    Task task = machine.spawn(Controller.FREEZER, "a");
    machine.fs.write("/mnt/x/cgroup.procs", "" + task.pid());
    machine.fs.write("/mnt/x/cgroup.freeze", "1");
    machine.write("a/freezer.state", "FROZEN");
    machine.fs.write("/mnt/x/cgroup.freeze", "0");
    assertThat(task.isFrozen()).isTrue();
    assertThat(machine.fs.read("/mnt/x/cgroup.events")).contains("frozen 0");
    machine.write("a/freezer.state", "THAWED");
    assertThat(task.isFrozen()).isFalse();
  }

  // ---- devices

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'a' | ok",
        "'a *:* rwm' | ok",
        "'c 1:3 rwm' | ok",
        "'b *:* m' | ok",
        "'c 136:*' | EINVAL",
        "'c 136:* ' | EINVAL",
        "'d 1:3 r' | EINVAL",
        "'c 1 r' | EINVAL",
        "'c 1:3 x' | EINVAL",
        "'c1:3 r' | EINVAL",
        "'c -1:3 r' | EINVAL",
        "'c 4294967296:3 r' | EINVAL",
        "'\\n' | EINVAL",
      })
  void deviceRules(String text, String outcome) {
    machine.write("a/b/devices.deny", "a");
    assertThat(machine.write("a/b/devices.allow", text)).isEqualTo(outcome);
  }

  @Test
  void whatAContainerToolWrites() {
    assertThat(machine.write("a/devices.deny", "a")).as("it has a child").isEqualTo("EINVAL");
    assertThat(machine.write("a/b/devices.deny", "a")).isEqualTo(OK);
    assertThat(machine.read("a/b/devices.list")).isEmpty();
    machine.write("a/b/devices.allow", "c 1:3 rw");
    machine.write("a/b/devices.allow", "c *:* m");
    machine.write("a/b/devices.allow", "c 1:3 m");
    machine.write("a/b/devices.allow", "b 8:0 r\\n");
    assertThat(machine.read("a/b/devices.list")).isEqualTo("c 1:3 rwm;c *:* m;b 8:0 r;");
    machine.write("a/b/devices.deny", "c 1:3 w");
    assertThat(machine.read("a/b/devices.list")).isEqualTo("c 1:3 rm;c *:* m;b 8:0 r;");
    machine.write("a/devices.deny", "b 8:0 rw");
    assertThat(machine.read("a/b/devices.list")).isEqualTo("c 1:3 rm;c *:* m;");
    assertThat(machine.read("a/devices.list")).as("all but that").isEqualTo("a *:* rwm;");
    assertThat(machine.write("a/b/devices.allow", "b 8:0 r")).isEqualTo("EPERM");
    assertThat(machine.write("a/b/devices.allow", "b 8:16 r")).isEqualTo(OK);
  }
}

package io.cglab.core.dm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cglab.core.Costs;
import io.cglab.core.DiskListener;
import io.cglab.core.Machine;
import io.cglab.core.MachineConfig;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.Claims;
import io.cglab.core.device.Disk;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.FixedLatency;
import io.cglab.core.device.Partition;
import io.cglab.core.dm.ioband.IobandSpec;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import io.cglab.core.trace.KernelLog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Devices and their tables, made, changed and removed while the machine runs. */
class DeviceMapperTest {
  private static final long MS = 1_000_000;
  private static final DevNo SDA = new DevNo(8, 0);
  private static final DevNo SDA1 = new DevNo(8, 1);
  private static final DevNo SDB = new DevNo(8, 16);
  private static final DevNo NOWHERE = new DevNo(0, 0);
  private static final long SECTORS = 10_000;

  private final Machine machine = Machine.boot(config());
  private final DeviceMapper mapper = machine.mapper();

  private static MachineConfig config() {
    List<Partition> partitions = List.of(new Partition("sda1", SDA1, 1, 2048, 4096));
    return MachineConfig.plain()
        .withCosts(Costs.NONE)
        .withDisks(List.of(disk("sda", SDA, MS, partitions), disk("sdb", SDB, 3 * MS, List.of())));
  }

  private static DiskConfig disk(String name, DevNo dev, long ns, List<Partition> partitions) {
    return new DiskConfig(
        name, dev, SECTORS, false, true, 32, 2560, 2560, 128, new FixedLatency(ns), partitions);
  }

  private static TableLine line(long start, long sectors, TargetSpec target) {
    return new TableLine(start, sectors, target);
  }

  private static TargetSpec linear(DevNo dev, long offset) {
    return new TargetSpec.Linear(new TargetSpec.Leg(dev, offset));
  }

  private static TargetSpec ioband(DevNo dev) {
    return new TargetSpec.Ioband(dev, IobandSpec.of("1", 0, 0));
  }

  private MappedDevice make(String name, TableLine... lines) throws KernelException {
    MappedDevice device = mapper.create(name);
    mapper.load(device, List.of(lines));
    mapper.resume(device);
    return device;
  }

  private interface Call {
    void run() throws KernelException;
  }

  private static @Nullable Errno errno(Call call) {
    KernelException refused = catchThrowableOfType(KernelException.class, call::run);
    return refused == null ? null : refused.errno();
  }

  private Run read(MappedDevice device, long offset, int bytes) throws KernelException {
    Task task = machine.tasks().fork(machine.tasks().init());
    return machine.start(
        task, Job.direct(device.dev()).reads().offset(offset).blockSize(bytes).count(1));
  }

  private DevNo named(String name) {
    DevNo dev = machine.disks().named(name);
    return dev == null ? NOWHERE : dev;
  }

  private List<String> log() {
    return machine.log().lines().stream().map(KernelLog.Line::text).toList();
  }

  // ---- life

  @Test
  void aDeviceIsThereBeforeItsTableAndFollowsIt() throws Exception {
    MappedDevice device = mapper.create("data");
    assertThat(device.dev()).isEqualTo(new DevNo(253, 0));
    assertThat(device.disk().sectors()).isZero();
    assertThat(device.liveTable()).isEmpty();
    assertThat(errno(() -> mapper.resume(device))).isEqualTo(Errno.EINVAL);
    mapper.load(device, List.of(line(0, 4096, linear(SDA1, 0))));
    assertThat(device.inactiveTable()).hasSize(1);
    assertThat(device.disk().sectors()).as("not yet").isZero();
    mapper.resume(device);
    assertThat(device.inactiveTable()).isEmpty();
    assertThat(device.disk().sectors()).isEqualTo(4096);
    assertThat(device.memberNames()).containsExactly("sda1");
    mapper.load(device, List.of(line(0, 8, linear(SDB, 0)), line(8, 8, linear(SDA1, 0))));
    mapper.resume(device);
    assertThat(device.disk().sectors()).isEqualTo(16);
    assertThat(device.memberNames()).containsExactly("sdb", "sda1");
    mapper.remove(device);
    assertThat(mapper.all()).isEmpty();
    assertThat(machine.disks().lookup(device.dev())).isNull();
    assertThat(machine.claims().count(SDA1)).isZero();
    assertThat(machine.claims().count(SDB)).isZero();
  }

  @Test
  void numbersAndNamesComeBack() throws Exception {
    List<String> seen = new ArrayList<>();
    machine.onDisk(
        new DiskListener() {
          @Override
          public void added(Disk disk) {
            seen.add("+" + disk.name());
          }

          @Override
          public void changed(Disk disk) {
            seen.add("=" + disk.name());
          }

          @Override
          public void removed(Disk disk) {
            seen.add("-" + disk.name());
          }
        });
    seen.clear();
    MappedDevice first = make("a", line(0, 8, linear(SDA, 0)));
    make("b", line(0, 8, linear(SDA, 0)));
    read(first, 0, 4096);
    machine.advanceTo(10 * MS);
    var root = machine.hierarchies().of(Controller.IO).root();
    assertThat(machine.blkgs().stat(machine.blkgs().find(root, first.disk())).readIos())
        .isEqualTo(1);
    mapper.remove(first);
    assertThat(machine.blkgs().find(root, first.disk())).isEqualTo(-1);
    MappedDevice again = make("a", line(0, 8, linear(SDA, 0)));
    assertThat(again.disk().name()).isEqualTo("dm-0");
    assertThat(again.disk().index()).isNotEqualTo(first.disk().index());
    assertThat(machine.blkgs().stat(machine.blkgs().find(root, again.disk())).readIos()).isZero();
    assertThat(mapper.all()).extracting(MappedDevice::name).containsExactly("b", "a");
    assertThat(mapper.byName()).extracting(MappedDevice::name).containsExactly("a", "b");
    assertThat(machine.disks().names()).containsExactly("sda", "sda1", "sdb", "dm-1", "dm-0");
    assertThat(seen).containsExactly("+dm-0", "=dm-0", "+dm-1", "=dm-1", "-dm-0", "+dm-0", "=dm-0");
  }

  @ParameterizedTest
  @CsvSource({"data, EBUSY", "'', EINVAL", "a/b, EINVAL", "dm-0,"})
  void names(String name, Errno errno) throws Exception {
    mapper.create("data");
    assertThat(errno(() -> mapper.create(name))).isEqualTo(errno);
  }

  @ParameterizedTest
  @CsvSource({"127, x,", "128, x, EINVAL", "63, ä,", "64, ä, EINVAL"})
  void aNameHas127Bytes(int count, String letter, Errno errno) {
    assertThat(errno(() -> mapper.create(letter.repeat(count)))).isEqualTo(errno);
  }

  // ---- tables that are wrong

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          8  | 100   | sda1 | ioband: Gap in table
          0  | 0     | sda1 | zero-length target
          0  | -8    | sda1 | zero-length target
          0  | 4097  | sda1 | ioband: Device lookup failed
          0  | 10001 | sda  | ioband: Device lookup failed
          0  | 100   | nope | ioband: Device lookup failed
          """)
  void aWrongIobandLine(long start, long sectors, String on, String why) throws Exception {
    DevNo dev = named(on);
    MappedDevice device = mapper.create("ioband1");
    assertThat(errno(() -> mapper.load(device, List.of(line(start, sectors, ioband(dev))))))
        .isEqualTo(Errno.EINVAL);
    List<String> log = log();
    assertThat(log.get(log.size() - 1)).isEqualTo("device-mapper: table: 253:0: " + why);
    if (sectors > 4096) {
      assertThat(log.get(0)).endsWith(on + " too small for target");
    }
    assertThat(device.inactiveTable()).isEmpty();
    assertThat(machine.claims().count(SDA)).isZero();
    assertThat(machine.claims().count(SDA1)).isZero();
    assertThat(mapper.ioband().deviceGroups()).isEmpty();
  }

  @Test
  void aTableThatIsWrongInItsLastLineChangesNothing() throws Exception {
    MappedDevice device = make("data", line(0, 8, ioband(SDA)));
    assertThat(
            errno(
                () ->
                    mapper.load(
                        device, List.of(line(0, 8, ioband(SDB)), line(9, 8, linear(SDA, 0))))))
        .isEqualTo(Errno.EINVAL);
    assertThat(machine.claims().count(SDB)).isZero();
    assertThat(machine.claims().count(SDA)).isEqualTo(1);
    assertThat(mapper.ioband().deviceGroups()).hasSize(1);
    assertThat(mapper.ioband().deviceGroups().iterator().next().members()).hasSize(1);
    assertThat(device.liveTable()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          128 | 256 | 2 |
          12  | 24  | 2 | Invalid chunk size
          4   | 8   | 2 | Invalid chunk size
          8   | 17  | 2 | Target length not divisible by number of stripes
          8   | 24  | 2 | Target length not divisible by chunk size
          8   | 24  | 0 | Invalid stripe count
          """)
  void stripes(int chunk, long sectors, int legs, String why) throws Exception {
    List<TargetSpec.Leg> on =
        List.of(new TargetSpec.Leg(SDA, 0), new TargetSpec.Leg(SDB, 0)).subList(0, legs);
    MappedDevice device = mapper.create("s");
    Errno errno =
        errno(
            () ->
                mapper.load(device, List.of(line(0, sectors, new TargetSpec.Striped(chunk, on)))));
    assertThat(errno).isEqualTo(why == null ? null : Errno.EINVAL);
    assertThat(log())
        .isEqualTo(
            why == null ? List.of() : List.of("device-mapper: table: 253:0: striped: " + why));
  }

  @Test
  void nothingIsMappedToItself() throws Exception {
    MappedDevice low = make("low", line(0, 8, linear(SDA, 0)));
    MappedDevice high = make("high", line(0, 8, linear(low.dev(), 0)));
    assertThat(errno(() -> mapper.load(low, List.of(line(0, 8, linear(high.dev(), 0))))))
        .isEqualTo(Errno.EINVAL);
    assertThat(errno(() -> mapper.load(high, List.of(line(0, 8, linear(high.dev(), 0))))))
        .isEqualTo(Errno.EINVAL);
  }

  // ---- who has it open

  @Test
  void whatIsOpenIsNotRemoved() throws Exception {
    MappedDevice low = make("low", line(0, 4096, linear(SDA, 0)));
    MappedDevice high = make("high", line(0, 8, linear(low.dev(), 0)));
    assertThat(low.openCount()).isEqualTo(1);
    assertThat(errno(() -> mapper.remove(low))).isEqualTo(Errno.EBUSY);
    Run run = read(high, 0, 4096);
    assertThat(high.openCount()).isEqualTo(1);
    assertThat(errno(() -> mapper.remove(high))).isEqualTo(Errno.EBUSY);
    machine.advanceTo(10 * MS);
    assertThat(run.isDone()).isTrue();
    mapper.load(high, List.of(line(0, 8, linear(low.dev(), 8))));
    assertThat(low.openCount()).as("an inactive table holds it too").isEqualTo(2);
    mapper.clear(high);
    machine.claims().claim(high.dev(), Claims.Holder.MOUNT);
    assertThat(errno(() -> mapper.remove(high))).isEqualTo(Errno.EBUSY);
    machine.claims().release(high.dev(), Claims.Holder.MOUNT);
    mapper.remove(high);
    mapper.remove(low);
    assertThat(machine.claims().count(SDA)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"sda1, sda1, EBUSY", "sda, sda1, EBUSY", "sda1, sda, EBUSY", "sdb, sda1,"})
  void whatIsMountedIsNotMapped(String mounted, String mapped, Errno errno) throws Exception {
    machine.claims().claim(named(mounted), Claims.Holder.MOUNT);
    MappedDevice device = mapper.create("ioband1");
    List<TableLine> table = List.of(line(0, 8, ioband(named(mapped))));
    assertThat(errno(() -> mapper.load(device, table))).isEqualTo(errno);
    if (errno == null) {
      assertThat(errno(() -> machine.claims().claim(SDA1, Claims.Holder.MOUNT)))
          .isEqualTo(Errno.EBUSY);
    }
  }

  // ---- targets

  @Test
  void zeroErrorAndTheEnd() throws Exception {
    MappedDevice device =
        make(
            "mixed",
            line(0, 8, new TargetSpec.Zero()),
            line(8, 8, new TargetSpec.Error()),
            line(16, 8, linear(SDA, 0)));
    Run zero = read(device, 0, 4096);
    Run error = read(device, 4096, 4096);
    Run all = read(device, 0, 3 * 4096);
    Run linear = read(device, 2 * 4096, 4096);
    machine.advanceTo(10 * MS);
    assertThat(zero.finishedNs()).isZero();
    assertThat(zero.readBytes()).isEqualTo(4096);
    assertThat(error.error()).isEqualTo(Errno.EIO);
    assertThat(error.readIos()).isZero();
    assertThat(all.error()).as("a part of it failed").isEqualTo(Errno.EIO);
    assertThat(all.finishedNs()).as("its other part took its time").isEqualTo(MS);
    assertThat(linear.error()).isNull();
    Task task = machine.tasks().fork(machine.tasks().init());
    Run pastTheEnd = machine.start(task, Job.direct(device.dev()).reads().blockSize(4096));
    mapper.load(device, List.of(line(0, 8, linear(SDA, 0))));
    mapper.resume(device);
    machine.advanceTo(20 * MS);
    assertThat(pastTheEnd.readIos()).isEqualTo(1);
    assertThat(pastTheEnd.error()).isEqualTo(Errno.EIO);
    assertThat(pastTheEnd.finishedNs()).isEqualTo(11 * MS);
    assertThat(machine.block().bios().used()).isZero();
    assertThat(device.inFlight()).isZero();
  }

  @Test
  void readsAndWritesAreDelayedApart() throws Exception {
    MappedDevice device =
        make(
            "slow",
            line(
                0,
                800,
                new TargetSpec.Delay(
                    new TargetSpec.Leg(SDA, 0), 5, new TargetSpec.Leg(SDB, 0), 0)));
    Run read = read(device, 0, 4096);
    Task task = machine.tasks().fork(machine.tasks().init());
    Run write = machine.start(task, Job.direct(device.dev()).writes().blockSize(4096).count(1));
    machine.advanceTo(100 * MS);
    assertThat(read.finishedNs()).isEqualTo(6 * MS);
    assertThat(write.finishedNs()).as("sdb takes 3 ms").isEqualTo(3 * MS);
  }

  // ---- suspend

  @Test
  void aSuspendedDeviceHoldsWhatComesAndSendsItOnInOrder() throws Exception {
    MappedDevice device = make("data", line(0, 4096, linear(SDA, 0)));
    Run before = read(device, 0, 4096);
    machine.advanceTo(MS / 2);
    mapper.suspend(device);
    assertThat(device.isSuspended()).isTrue();
    assertThat(device.inFlight()).isEqualTo(1);
    List<Run> held = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      held.add(read(device, 4096L * i, 4096));
    }
    machine.advanceTo(5 * MS);
    assertThat(before.finishedNs()).isEqualTo(MS);
    assertThat(device.inFlight()).isZero();
    assertThat(held).noneMatch(Run::isDone);
    mapper.load(device, List.of(line(0, 4096, linear(SDB, 0))));
    mapper.resume(device);
    machine.advanceTo(20 * MS);
    assertThat(held).as("on sdb now").allMatch(run -> run.finishedNs() == 8 * MS);
  }

  @Test
  void whatKilledJobsLeftGoesOnWhenTheDeviceIsRemoved() throws Exception {
    MappedDevice device = make("ioband1", line(0, 4096, ioband(SDA)));
    device.iobandAt(0).setIoLimit(4);
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      Task task = machine.tasks().fork(machine.tasks().init());
      tasks.add(task);
      machine.start(task, Job.direct(device.dev()).reads().ioDepth(1).blockSize(4096));
    }
    machine.advanceTo(MS / 2);
    assertThat(device.iobandAt(0).held()).isEqualTo(5);
    tasks.forEach(task -> machine.tasks().kill(task));
    assertThat(device.openCount()).isZero();
    mapper.suspend(device);
    mapper.remove(device);
    assertThat(machine.block().bios().used()).as("not lost").isEqualTo(18);
    machine.advanceTo(10 * MS);
    assertThat(machine.block().bios().used()).isZero();
    assertThat(mapper.ioband().deviceGroups()).isEmpty();
    assertThat(machine.disks().get(0).stats().ios(0)).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource({"-1, EINVAL", "0,", "7,", "8, EINVAL", "16, EINVAL"})
  void aMessageReachesTheLineOfItsSector(long sector, Errno errno) throws Exception {
    MappedDevice device = make("data", line(0, 8, ioband(SDA)), line(8, 8, linear(SDB, 0)));
    assertThat(errno(() -> device.iobandAt(sector))).isEqualTo(errno);
  }
}

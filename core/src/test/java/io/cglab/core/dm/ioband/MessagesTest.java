package io.cglab.core.dm.ioband;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.cgroup.Task;
import io.cglab.core.dm.MappedDevice;
import io.cglab.core.dm.TargetSpec;
import io.cglab.core.task.Run;
import io.cglab.core.trace.KernelLog;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What ioband devices are told (dm-ioband.md 2.3 to 2.14), and who is whose (3.1). */
class MessagesTest {
  private static void send(IobandDevice device, String message) throws KernelException {
    String[] words = message.split(" ");
    long value = words.length > 1 && words[1].matches("-?\\d+") ? Long.parseLong(words[1]) : 0;
    String[] pair = words[words.length - 1].split(":");
    switch (words[0]) {
      case "type" -> device.setType(GroupType.valueOf(words[1]));
      case "attach" -> device.attach(value);
      case "detach" -> device.detach(value);
      case "weight" ->
          device.setWeight(
              pair.length == 1 ? IobandGroup.DEFAULT_ID : Long.parseLong(pair[0]),
              Long.parseLong(pair[pair.length - 1]));
      case "range-bw" ->
          device.setRange(
              Long.parseLong(pair[0]), Long.parseLong(pair[1]), Long.parseLong(pair[2]));
      case "token" -> device.setToken(value);
      case "io_throttle" -> device.setIoThrottle(value);
      case "io_limit" -> device.setIoLimit(value);
      case "policy" -> device.setPolicy(PolicyKind.valueOf(words[1]));
      default -> throw new AssertionError(message);
    }
  }

  /** Messages before, then one, its errno and its line in the kernel log. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CLASSIC |                               | attach 1000     | EINVAL | no ioband group type is specified
          CLASSIC | type USER                     | attach 1000     |        |
          CLASSIC | type USER                     | attach 0        |        |
          CLASSIC | type USER                     | attach -1       | EINVAL | invalid id
          CLASSIC | type USER                     | attach 2147483648 | EINVAL | invalid id
          CLASSIC | type USER, attach 1000        | attach 1000     | EEXIST | id=1000 already exists.
          CLASSIC | type USER, attach 1000        | type PID        | EBUSY  |
          CLASSIC | type USER, attach 1000        | type USER       |        |
          CLASSIC | type USER, attach 1, detach 1 | type PID        |        |
          CLASSIC |                               | type CGROUP     |        |
          CLASSIC |                               | type UID        | EINVAL | uid isn't supported.
          CLASSIC |                               | type NONE       | EINVAL | none isn't supported.
          STRICT  |                               | type CGROUP     | EINVAL | cgroup isn't supported.
          STRICT  |                               | type PGRP       |        |
          V1_14   |                               | type NONE       |        |
          V1_14   |                               | type CPUSET     |        |
          V1_14   | type NONE                     | attach 1        | EINVAL | no ioband group type is specified
          CLASSIC |                               | weight 0        | EINVAL |
          CLASSIC |                               | weight -5       | EINVAL |
          CLASSIC |                               | weight 1        |        |
          CLASSIC |                               | weight 32767    |        |
          CLASSIC |                               | weight 32768    | EINVAL |
          CLASSIC | type USER                     | weight 3000:10  | EINVAL | id=3000 not found.
          CLASSIC | type USER, attach 3000        | weight 3000:10  |        |
          CLASSIC | type USER, attach 3000        | weight 3000:0   | EINVAL |
          CLASSIC | type USER                     | detach 3000     | EINVAL | invalid id:3000
          CLASSIC | type USER                     | detach -1       | EINVAL | invalid id:-1
          CLASSIC |                               | token 0         | EINVAL |
          CLASSIC |                               | token -1        | EINVAL |
          CLASSIC |                               | token 1         |        |
          V1_14   |                               | token 0         |        |
          CLASSIC |                               | io_limit 2      | EINVAL |
          CLASSIC | io_throttle 2                 | io_limit 2      |        |
          CLASSIC |                               | io_limit 32768  | EINVAL |
          CLASSIC |                               | io_limit -1     | EINVAL |
          CLASSIC |                               | io_limit 0      |        |
          CLASSIC |                               | io_throttle 128 |        |
          CLASSIC |                               | io_throttle 129 | EINVAL |
          V1_14   |                               | io_throttle 192 |        |
          V1_8    |                               | io_throttle 129 | EINVAL |
          CLASSIC |                               | io_throttle -1  | EINVAL |
          CLASSIC | io_throttle 2, io_limit 2     | io_throttle 0   | EINVAL |
          CLASSIC |                               | policy WEIGHT   | EINVAL | Unrecognised band message received.
          V1_14   |                               | policy RANGE_BW |        |
          V1_14   | policy RANGE_BW               | weight 10       | EINVAL | Unrecognised band message received.
          V1_14   |                               | range-bw -1:1:2 | EINVAL | Unrecognised band message received.
          V1_14   | policy RANGE_BW               | range-bw -1:1:2 |        |
          V1_14   | policy RANGE_BW               | range-bw -1:3:2 | EINVAL |
          V1_14   | policy RANGE_BW               | range-bw -1:3:0 |        |
          V1_14   | policy RANGE_BW               | range-bw 7:1:2  | EINVAL | id=7 not found.
          """)
  void whatIsRefused(IobandProfile profile, String before, String message, Errno errno, String log)
      throws Exception {
    IobandMachine m = new IobandMachine().profile(profile);
    IobandDevice device = m.create("ioband1", "sda1", IobandSpec.of("1", 0, 0));
    if (before != null) {
      for (String each : before.split(", ")) {
        send(device, each);
      }
    }
    m.machine.log().clear();
    KernelException refused =
        catchThrowableOfType(KernelException.class, () -> send(device, message));
    assertThat(refused == null ? null : refused.errno()).isEqualTo(errno);
    assertThat(m.machine.log().lines())
        .extracting(KernelLog.Line::text)
        .isEqualTo(log == null ? List.of() : List.of("device-mapper: ioband: " + log));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          1                                | 0     | 0     | 4 128 | -
          1                                | 10    | 400   | 10 400 | -
          1                                | 10    | 5     | 10 10 | -
          share1                           | 0     | 2     | 4 4   | -
          1234567890123456789012345678901  | 0     | 0     | 4 128 | -
          12345678901234567890123456789012 | 0     | 0     | -     | Ioband device name is too long
          1                                | 32768 | 0     | -     | Invalid io_throttle
          1                                | -1    | 0     | -     | Invalid io_throttle
          1                                | 0     | 32768 | -     | Invalid io_limit
          1                                | 0     | -1    | -     | Invalid io_limit
          """)
  void theLineOfATable(String id, long throttle, long limit, String effective, String why)
      throws Exception {
    IobandMachine m = new IobandMachine();
    KernelException refused =
        catchThrowableOfType(
            KernelException.class,
            () -> {
              DeviceGroup group =
                  m.create("ioband1", "sda1", IobandSpec.of(id, throttle, limit)).group();
              assertThat(group.ioThrottle() + " " + group.ioLimit()).isEqualTo(effective);
              assertThat(group.id()).isEqualTo(id);
            });
    assertThat(refused == null ? null : refused.hint()).isEqualTo(why);
  }

  @Test
  void theFirstMemberSetsThrottleAndLimit() throws Exception {
    IobandMachine m = new IobandMachine();
    IobandDevice one = m.create("ioband1", "sda1", IobandSpec.of("1", 10, 400));
    IobandDevice two = m.create("ioband2", "sda2", IobandSpec.of("1", 20, 30));
    IobandDevice other = m.create("ioband3", "sda3", IobandSpec.of("2", 20, 30));
    assertThat(two.group()).isSameAs(one.group());
    assertThat(two.group().ioLimit()).isEqualTo(400);
    assertThat(other.group().ioLimit()).isEqualTo(30);
    two.setToken(77);
    assertThat(one.group().token()).isEqualTo(77);
    assertThat(other.group().token()).isEqualTo(2048);
    assertThat(one.group().totalWeight()).isEqualTo(200);
    m.machine.mapper().remove(m.machine.mapper().get("ioband1"));
    assertThat(two.group().totalWeight()).isEqualTo(100);
    assertThat(m.machine.mapper().ioband().deviceGroups()).hasSize(2);
    m.machine.mapper().remove(m.machine.mapper().get("ioband2"));
    assertThat(m.machine.mapper().ioband().deviceGroups()).containsExactly(other.group());
  }

  @ParameterizedTest
  @EnumSource(IobandProfile.class)
  void theProfileIsChosenBeforeTheFirstDevice(IobandProfile profile) throws Exception {
    IobandMachine m = new IobandMachine();
    Ioband target = m.machine.mapper().ioband();
    m.member(1, 100);
    KernelException refused =
        catchThrowableOfType(KernelException.class, () -> target.setProfile(profile));
    assertThat(refused == null ? null : refused.errno())
        .isEqualTo(profile == IobandProfile.CLASSIC ? null : Errno.EBUSY);
    m.machine.mapper().remove(m.machine.mapper().get("ioband1"));
    target.setProfile(profile);
    assertThat(target.profile()).isEqualTo(profile);
  }

  @Test
  void theLongForm() throws Exception {
    IobandMachine m = new IobandMachine().profile(IobandProfile.V1_14);
    List<IobandSpec.GroupSpec> groups =
        List.of(
            new IobandSpec.GroupSpec(IobandGroup.DEFAULT_ID, 90, 0),
            new IobandSpec.GroupSpec(1000, 80, 0),
            new IobandSpec.GroupSpec(2000, 20, 0));
    IobandDevice device =
        m.create(
            "share1",
            "sda1",
            new IobandSpec("share1", 10, 400, GroupType.USER, PolicyKind.WEIGHT, 99, groups));
    assertThat(device.type()).isEqualTo(GroupType.USER);
    assertThat(device.groups()).extracting(IobandGroup::id).containsExactly(-1, 1000, 2000);
    assertThat(device.groups()).extracting(IobandGroup::weight).containsExactly(90, 80, 20);
    assertThat(device.group().token()).isEqualTo(99);
    assertThat(device.group().totalWeight()).isEqualTo(190);
    IobandDevice other =
        m.create(
            "share2",
            "sda2",
            new IobandSpec("share1", 0, 0, GroupType.NONE, PolicyKind.RANGE_BW, 0, List.of()));
    assertThat(device.group().policyKind()).isEqualTo(PolicyKind.RANGE_BW);
    assertThat(device.groups()).extracting(IobandGroup::weight).containsOnly(100);
    assertThat(other.group().token()).isEqualTo(16384);
  }

  @ParameterizedTest
  @CsvSource({
    "GID, 5, 3, Cannot create ioband group, -2",
    "NONE, 5, 0, Cannot create ioband group, 1",
    "GID, 0, 0, Invalid ioband group parameter, 1",
    "GID, 32768, 0, Invalid ioband group parameter, 1",
  })
  void aWrongLongForm(GroupType type, long weight, long max, String why, long id) throws Exception {
    IobandMachine m = new IobandMachine().profile(IobandProfile.V1_14);
    var spec =
        new IobandSpec(
            "1",
            0,
            0,
            type,
            PolicyKind.WEIGHT,
            0,
            List.of(new IobandSpec.GroupSpec(id, weight, max)));
    KernelException refused =
        catchThrowableOfType(KernelException.class, () -> m.create("a", "sda1", spec));
    assertThat(refused.errno()).isEqualTo(Errno.EINVAL);
    assertThat(refused.hint()).isEqualTo(why);
  }

  // ---- statistics

  @Test
  void bioCountersAndReset() throws Exception {
    IobandMachine m = new IobandMachine();
    IobandDevice device = m.member(1, 100);
    device.setType(GroupType.USER);
    device.attach(1000);
    device.setIoLimit(4);
    m.clients(device, 6, 1000, 8192);
    m.machine.start(m.task(7), m.job(device.name()).writes().count(1));
    m.machine.advanceTo(IobandMachine.MS / 2);
    GroupStatus group = device.status().get(1);
    assertThat(group.id()).isEqualTo(1000);
    assertThat(group.reads()).as("two are held").isEqualTo(4);
    assertThat(group.delayedReads()).isZero();
    assertThat(group.readSectors()).isEqualTo(4 * 16);
    assertThat(group.held()).isEqualTo(2);
    assertThat(group.inFlight()).isEqualTo(4);
    m.machine.advanceTo(IobandMachine.MS + 10_000);
    group = device.status().get(1);
    assertThat(group.reads()).isEqualTo(4);
    assertThat(device.status().get(0).delayedWrites()).as("the default group first").isEqualTo(1);
    assertThat(device.status().get(0).writeSectors()).isEqualTo(8);
    assertThat(group.readNs()).isEqualTo(IobandMachine.MS);
    device.reset();
    m.machine.advanceTo(2 * IobandMachine.MS + 10_000);
    group = device.status().get(1);
    assertThat(group.reads()).isEqualTo(1);
    assertThat(group.delayedReads()).isEqualTo(1);
    assertThat(group.held()).isEqualTo(2);
    device.detach(1000);
    device.attach(1000);
    assertThat(device.status().get(1).reads()).as("lost").isZero();
  }

  /** The sectors of all groups are those that the disk saw. */
  @Test
  void sectorsAddUp() throws Exception {
    IobandMachine m = new IobandMachine();
    IobandDevice device = m.member(1, 100);
    device.setType(GroupType.USER);
    for (int user = 1; user <= 3; user++) {
      device.attach(user);
      m.clients(device, 3 * user, user, 4096 * user);
    }
    m.clients(device, 5, 9, 65536);
    m.advance(3);
    m.machine.tasks().all().stream()
        .filter(task -> task.tid() > 99)
        .toList()
        .forEach(task -> m.machine.tasks().kill(task));
    m.advance(1);
    long sectors = 0;
    for (GroupStatus each : device.status()) {
      assertThat(each.delayedReads()).isLessThanOrEqualTo(each.reads());
      assertThat(each.held() + each.inFlight()).isZero();
      sectors += each.readSectors();
    }
    assertThat(sectors).isEqualTo(m.machine.disks().get(0).stats().sectors(0));
  }

  @Test
  void aReloadedDeviceHasAFreshSetOfGroups() throws Exception {
    IobandMachine m = new IobandMachine();
    IobandDevice old = m.member(1, 30);
    old.setType(GroupType.USER);
    old.attach(1000);
    List<Run> runs = m.clients(old, 20, 1000, 4096);
    old.setIoLimit(4);
    m.advance(1);
    assertThat(old.held()).isPositive();
    MappedDevice device = m.machine.mapper().get("ioband1");
    m.machine
        .mapper()
        .load(
            device,
            IobandMachine.lines(
                IobandMachine.PARTITION_SECTORS,
                new TargetSpec.Ioband(m.dev("sda2"), IobandSpec.of("1", 0, 0))));
    assertThat(old.group().totalWeight()).as("not yet in use").isEqualTo(130);
    m.machine.mapper().resume(device);
    IobandDevice fresh = device.iobandAt(0);
    assertThat(fresh.group()).isSameAs(old.group());
    assertThat(old.held()).isZero();
    assertThat(fresh.type()).isEqualTo(GroupType.NONE);
    assertThat(fresh.groups()).hasSize(1);
    assertThat(fresh.group().groups()).containsExactly(fresh.defaultGroup());
    assertThat(fresh.group().ioLimit()).isEqualTo(4);
    m.advance(1);
    assertThat(fresh.defaultGroup().status(0).reads()).isPositive();
    runs.forEach(Run::stop);
    m.advance(1);
    assertThat(runs).allMatch(Run::isDone);
    assertThat(m.machine.block().bios().used()).isZero();
  }

  // ---- whose bio it is

  @ParameterizedTest
  @CsvSource({"USER, 1001", "GID, 1002", "PID, 4321", "PGRP, 1004", "CGROUP, 1", "NODE, -1"})
  void whoseBioItIs(GroupType type, int id) throws Exception {
    IobandMachine m = new IobandMachine(true);
    m.profile(IobandProfile.V1_14);
    IobandDevice device = m.create("ioband1", "sda1", IobandSpec.of("1", 0, 0));
    device.setType(type);
    for (int each : new int[] {0, 1, 2, 1001, 1002, 1004, 4321, 4322}) {
      device.attach(each);
    }
    Hierarchy bio = m.machine.hierarchies().createV1(Set.of(Controller.BIO), "", m.machine.tasks());
    Cgroup first = bio.mkdir(bio.root(), "bgroup1");
    bio.mkdir(bio.root(), "bgroup2");
    Task leader = m.machine.tasks().forkAs(4321, m.machine.tasks().init(), "job");
    leader.process().setOwner(1001, 1002);
    leader.process().setPgrp(1004);
    m.machine.tasks().moveProcess(leader, first);
    Task thread = m.machine.tasks().cloneThreadAs(4322, leader);
    m.machine.start(leader, m.job("ioband1").count(1));
    m.machine.start(thread, m.job("ioband1").count(1));
    m.advance(1);
    for (GroupStatus each : device.status()) {
      assertThat(each.reads()).as("%s %d", type, each.id()).isEqualTo(each.id() == id ? 2 : 0);
    }
    Task child = m.machine.tasks().fork(leader);
    m.machine.start(child, m.job("ioband1").count(1));
    m.advance(1);
    int expected = type == GroupType.PID ? -1 : id;
    for (GroupStatus each : device.status()) {
      if (each.id() == expected) {
        assertThat(each.reads()).isEqualTo(type == GroupType.PID ? 1 : 3);
      }
    }
  }

  @Test
  void bioIdsAreTheLowestFree() throws Exception {
    IobandMachine m = new IobandMachine(true);
    Hierarchy bio = m.machine.hierarchies().createV1(Set.of(Controller.BIO), "", m.machine.tasks());
    BioIds ids = m.machine.bioIds();
    Cgroup one = bio.mkdir(bio.root(), "bgroup1");
    Cgroup two = bio.mkdir(bio.root(), "bgroup2");
    Cgroup nested = bio.mkdir(one, "nested");
    assertThat(List.of(bio.root(), one, two, nested))
        .extracting(ids::idOf)
        .containsExactly(0, 1, 2, 3);
    bio.rmdir(two);
    Cgroup three = bio.mkdir(bio.root(), "bgroup3");
    assertThat(ids.idOf(three)).as("silently inherits what was attached").isEqualTo(2);
    assertThat(ids.idOf(two)).isZero();
    assertThat(ids.idOf(bio.mkdir(three, "more"))).isEqualTo(4);
  }
}

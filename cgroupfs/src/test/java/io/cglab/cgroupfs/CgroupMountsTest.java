package io.cglab.cgroupfs;

import static io.cglab.cgroupfs.TestFs.errno;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.core.api.Errno;
import io.cglab.core.cgroup.Controller;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** mount(2) of hierarchies (control-files.md 1). */
class CgroupMountsTest {
  private static final Set<Controller> ENABLED =
      EnumSet.of(
          Controller.CPUSET,
          Controller.CPU,
          Controller.CPUACCT,
          Controller.IO,
          Controller.FREEZER,
          Controller.PIDS);

  private CgroupFs fs;

  @BeforeEach
  void boot() {
    MachineSpec spec = MachineSpec.named("default");
    fs =
        CgroupFs.boot(
            new MachineSpec(
                "t",
                spec.profile(),
                spec.config().withControllers(ENABLED, EnumSet.of(Controller.MEMORY)),
                List.of()));
  }

  @AfterEach
  void close() {
    fs.close();
  }

  private @Nullable Errno mount(String type, String options, String on) {
    return errno(
        () -> {
          Files.createDirectories(fs.fileSystem().getPath(on));
          fs.mounts().mount(type, "none", options, fs.fileSystem().getPath(on));
        });
  }

  private @Nullable Errno unmount(String on) {
    return errno(() -> fs.mounts().unmount(fs.fileSystem().getPath(on)));
  }

  private @Nullable Errno remount(String options, String on) {
    return errno(() -> fs.mounts().remount(options, fs.fileSystem().getPath(on)));
  }

  private String read(String path) throws IOException {
    return Files.readString(fs.fileSystem().getPath(path));
  }

  private String selfCgroup() throws IOException {
    return read("/proc/self/cgroup");
  }

  private String mountOptions(String on) throws IOException {
    return read("/proc/mounts")
        .lines()
        .filter(line -> line.contains(" " + on + " "))
        .map(line -> line.replaceAll("^(\\S+ ){3}| 0 0$", ""))
        .findFirst()
        .orElse("");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "blkio | ",
        "bogus | EINVAL",
        "io | EINVAL",
        "memory | EINVAL", // switched off at boot
        "hugetlb | EINVAL", // not compiled in
        "'' | ",
        "all | ",
        "all,blkio | EINVAL",
        "none,blkio | EINVAL",
        "none | EINVAL",
        "none,name=foo | ",
        "name=foo | EINVAL",
        "name= | EINVAL",
        "none,name=a/b | EINVAL",
        "none,name=a,name=b | EINVAL",
        "blkio,release_agent=/a,release_agent=/b | EINVAL",
        "blkio,noprefix | EINVAL",
        "cpuset,noprefix | ",
        "blkio,nsdelegate | EINVAL",
        "blkio,favordynmods,nofavordynmods,xattr,clone_children,cpuset_v2_mode | ",
      })
  void optionsOfV1(String options, @Nullable Errno refusal) {
    assertThat(mount("cgroup", options, "/mnt/x")).isEqualTo(refusal);
  }

  @Test
  void aNameHasAtMost63Bytes() {
    assertThat(mount("cgroup", "none,name=" + "n".repeat(63), "/mnt/x")).isNull();
    assertThat(mount("cgroup", "none,name=" + "n".repeat(64), "/mnt/y")).isEqualTo(Errno.EINVAL);
  }

  @Test
  void nothingMeansAll() throws IOException {
    assertThat(mount("cgroup", "", "/mnt/x")).isNull();
    assertThat(mountOptions("/mnt/x"))
        .isEqualTo("rw,relatime,cpuset,cpu,cpuacct,blkio,freezer,pids");
    assertThat(selfCgroup()).isEqualTo("1:cpuset,cpu,cpuacct,blkio,freezer,pids:/\n");
  }

  @Test
  void theSameControllersAreTheSameHierarchy() throws IOException {
    assertThat(mount("cgroup", "cpu,cpuacct", "/mnt/x")).isNull();
    assertThat(mount("cgroup", "cpuacct,cpu,xattr", "/mnt/y")).isNull();
    Files.createDirectory(fs.fileSystem().getPath("/mnt/x/a"));
    assertThat(Files.isDirectory(fs.fileSystem().getPath("/mnt/y/a"))).isTrue();
    assertThat(mountOptions("/mnt/y")).isEqualTo("rw,relatime,cpu,cpuacct");
    assertThat(selfCgroup()).isEqualTo("1:cpu,cpuacct:/\n");
  }

  @Test
  void namedHierarchies() throws IOException {
    assertThat(mount("cgroup", "none,name=foo", "/mnt/x")).isNull();
    assertThat(mount("cgroup", "name=foo", "/mnt/y")).isNull();
    assertThat(mount("cgroup", "blkio,name=foo", "/mnt/z")).isEqualTo(Errno.EBUSY);
    assertThat(selfCgroup()).isEqualTo("1:name=foo:/\n");
    assertThat(mount("cgroup", "freezer,name=frz", "/mnt/z")).isNull();
    assertThat(selfCgroup()).isEqualTo("2:freezer,name=frz:/\n1:name=foo:/\n");
  }

  @Test
  void anOverlapIsRefusedAndUsesAnId() throws IOException {
    assertThat(mount("cgroup", "blkio", "/mnt/x")).isNull();
    assertThat(mount("cgroup", "blkio,cpu", "/mnt/y")).isEqualTo(Errno.EBUSY);
    assertThat(mount("cgroup", "cpu", "/mnt/y")).isNull();
    assertThat(selfCgroup()).isEqualTo("3:cpu:/\n1:blkio:/\n");
  }

  @Test
  void aControllerInUseOnV2IsBusy() throws IOException {
    assertThat(mount("cgroup2", "", "/mnt/v2")).isNull();
    Files.createDirectory(fs.fileSystem().getPath("/mnt/v2/a"));
    Files.writeString(fs.fileSystem().getPath("/mnt/v2/cgroup.subtree_control"), "+io");
    assertThat(mount("cgroup", "blkio", "/mnt/x")).isEqualTo(Errno.EBUSY);
    Files.writeString(fs.fileSystem().getPath("/mnt/v2/cgroup.subtree_control"), "-io");
    assertThat(mount("cgroup", "blkio", "/mnt/x")).isNull();
  }

  @Test
  void hybrid() throws IOException {
    assertThat(mount("cgroup2", "", "/mnt/v2")).isNull();
    assertThat(read("/mnt/v2/cgroup.controllers")).isEqualTo("cpuset cpu io pids\n");
    assertThat(mount("cgroup", "blkio", "/mnt/x")).isNull();

    assertThat(read("/mnt/v2/cgroup.controllers")).isEqualTo("cpuset cpu pids\n");
    assertThat(
            errno(
                () ->
                    Files.writeString(
                        fs.fileSystem().getPath("/mnt/v2/cgroup.subtree_control"), "+io")))
        .isEqualTo(Errno.ENOENT);
    assertThat(errno(() -> read("/mnt/v2/io.stat"))).isEqualTo(Errno.ENOENT);
    assertThat(read("/mnt/v2/io.pressure")).startsWith("some ");
    assertThat(selfCgroup()).isEqualTo("1:blkio:/\n0::/\n");

    assertThat(unmount("/mnt/x")).isNull();
    assertThat(read("/mnt/v2/cgroup.controllers")).isEqualTo("cpuset cpu io pids\n");
    assertThat(read("/mnt/v2/io.stat")).contains("8:0 \n");
    assertThat(selfCgroup()).isEqualTo("0::/\n");
  }

  @Test
  void beforeAnyMountThereIsNoLine() throws IOException {
    assertThat(selfCgroup()).isEmpty();
    assertThat(mount("cgroup2", "", "/mnt/v2")).isNull();
    assertThat(unmount("/mnt/v2")).isNull();
    assertThat(selfCgroup()).isEqualTo("0::/\n");
  }

  @Test
  void aHierarchyWithCgroupsOutlivesItsMount() throws IOException {
    assertThat(mount("cgroup", "blkio", "/mnt/x")).isNull();
    Files.createDirectory(fs.fileSystem().getPath("/mnt/x/a"));
    assertThat(unmount("/mnt/x")).isNull();
    assertThat(selfCgroup()).isEqualTo("1:blkio:/\n");
    assertThat(mount("cgroup", "blkio", "/mnt/y")).isNull();
    assertThat(Files.isDirectory(fs.fileSystem().getPath("/mnt/y/a"))).isTrue();
    Files.delete(fs.fileSystem().getPath("/mnt/y/a"));
    assertThat(unmount("/mnt/y")).isNull();
    assertThat(selfCgroup()).isEmpty();
  }

  @Test
  void remounts() throws IOException {
    assertThat(mount("cgroup", "blkio,xattr", "/mnt/x")).isNull();
    assertThat(remount("blkio", "/mnt/x")).isEqualTo(Errno.EINVAL);
    assertThat(remount("blkio,xattr,name=n", "/mnt/x")).isEqualTo(Errno.EINVAL);
    assertThat(remount("blkio,cpu,xattr,release_agent=/ra", "/mnt/x")).isNull();
    assertThat(mountOptions("/mnt/x")).isEqualTo("rw,relatime,cpu,blkio,xattr,release_agent=/ra");
    Files.createDirectory(fs.fileSystem().getPath("/mnt/x/a"));
    assertThat(remount("blkio,cpu,xattr", "/mnt/x")).isEqualTo(Errno.EBUSY);
    assertThat(remount("blkio", "/mnt")).isEqualTo(Errno.EINVAL);
  }

  @Test
  void optionsOfV2AreReplaced() throws IOException {
    assertThat(mount("cgroup2", "bogus", "/mnt/v2")).isEqualTo(Errno.EINVAL);
    assertThat(mount("cgroup2", "memory_recursiveprot,nsdelegate", "/mnt/v2")).isNull();
    assertThat(mountOptions("/mnt/v2")).isEqualTo("rw,relatime,nsdelegate,memory_recursiveprot");
    assertThat(mount("cgroup2", "favordynmods", "/mnt/v2b")).isNull();
    assertThat(mountOptions("/mnt/v2")).isEqualTo("rw,relatime,favordynmods");
    assertThat(remount("", "/mnt/v2")).isNull();
    assertThat(mountOptions("/mnt/v2b")).isEqualTo("rw,relatime");
  }

  @Test
  void allV1OptionsAreShownInOrder() throws IOException {
    assertThat(
            mount(
                "cgroup", "name=frz,clone_children,release_agent=/sbin/ra,xattr,freezer", "/mnt/x"))
        .isNull();
    assertThat(read("/proc/mounts"))
        .endsWith(
            "none /mnt/x cgroup rw,relatime,freezer,xattr,release_agent=/sbin/ra,clone_children,"
                + "name=frz 0 0\n");
    assertThat(read("/mnt/x/release_agent")).isEqualTo("/sbin/ra\n");
    assertThat(read("/mnt/x/cgroup.clone_children")).isEqualTo("1\n");
  }

  @Test
  void mountInfo() throws IOException {
    assertThat(mount("tmpfs", "", "/sys/fs/cgroup")).isNull();
    assertThat(mount("cgroup", "blkio", "/sys/fs/cgroup/a b")).isNull();
    assertThat(read("/proc/self/mountinfo").lines())
        .last()
        .asString()
        .matches("6 5 0:[0-9]+ / /sys/fs/cgroup/a\\\\040b rw,relatime - cgroup none rw,blkio");
    assertThat(unmount("/sys/fs/cgroup")).isEqualTo(Errno.EBUSY);
  }

  @Test
  void refusals() {
    assertThat(mount("nosuchfs", "", "/mnt/x")).isEqualTo(Errno.ENODEV);
    assertThat(
            errno(() -> fs.mounts().mount("cgroup2", "none", "", fs.fileSystem().getPath("/no"))))
        .isEqualTo(Errno.ENOENT);
    assertThat(unmount("/mnt")).isEqualTo(Errno.EINVAL);
  }

  @Test
  void controllersAreCounted() throws IOException {
    assertThat(mount("cgroup", "blkio", "/mnt/x")).isNull();
    Files.createDirectory(fs.fileSystem().getPath("/mnt/x/a"));
    assertThat(read("/proc/cgroups"))
        .isEqualTo(
            """
            #subsys_name\thierarchy\tnum_cgroups\tenabled
            cpuset\t0\t1\t1
            cpu\t0\t1\t1
            cpuacct\t0\t1\t1
            blkio\t1\t2\t1
            memory\t0\t1\t0
            freezer\t0\t1\t1
            pids\t0\t1\t1
            """);
  }

  @Test
  void builtInMachines() {
    for (String name : MachineSpec.BUILT_IN) {
      try (TestFs machine = TestFs.boot(name)) {
        assertThat(machine.fs.root().toString())
            .isEqualTo(
                name.contains("sata")
                    ? "/cgroup"
                    : name.contains("v1") || List.of("hybrid", "legacy").contains(name)
                        ? "/sys/fs/cgroup/blkio"
                        : "/sys/fs/cgroup");
      }
    }
  }
}

package io.cglab.shell.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands on ordinary files, which need no emulator. */
class PlayerTest {
  private final JimfsHost host = new JimfsHost();
  private final Player player = new Player(host);

  @BeforeEach
  void makeDirectory() {
    assertThat(play("mkdir /d")).isEmpty();
  }

  @AfterEach
  void close() {
    host.close();
  }

  private List<String> play(String command) {
    try {
      return player.play(command).lines();
    } catch (CommandSyntaxException e) {
      throw new AssertionError(command, e);
    }
  }

  private void write(String path, String text) throws IOException {
    Path file = host.fileSystem().getPath(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void writesTruncateOrAppend() {
    assertThat(play("echo a b > /d/f")).isEmpty();
    assertThat(play("cat /d/f")).containsExactly("a b");
    assertThat(play("printf \"c\\n\\n\" >> /d/f")).isEmpty();
    assertThat(play("cat /d/f")).containsExactly("a b", "c", "");
    assertThat(play("printf \"x\" > /d/f")).isEmpty();
    assertThat(play("cat /d/f")).containsExactly("x\\c");
    assertThat(play("printf \"\" > /d/f")).isEmpty();
    assertThat(play("cat /d/f")).isEmpty();
    assertThat(play("printf \"\\377\\012\" > /d/f")).isEmpty();
    assertThat(play("cat /d/f")).containsExactly("\u00ff");
  }

  @Test
  void listsInByteOrder() {
    play("mkdir /d/b");
    play("echo x > /d/B");
    play("echo x > /d/a.c");
    play("echo x > /d/a_c");
    assertThat(play("ls /d")).containsExactly("B", "a.c", "a_c", "b/");
    play("chmod 640 /d/B");
    assertThat(play("ls -l /d"))
        .containsExactly(
            "-rw-r----- 0 B", "-rw-r--r-- 0 a.c", "-rw-r--r-- 0 a_c", "drwxr-xr-x 0 b");
    assertThat(play("stat /d/B")).containsExactly("-rw-r----- nlink=1 size=2");
  }

  @Test
  void refusalsAreTheSystemCallsOwn() {
    play("echo x > /d/f");
    assertThat(play("cat /nothing")).containsExactly("? ENOENT");
    assertThat(play("cat \"\"")).containsExactly("? ENOENT");
    assertThat(play("mkdir /d")).containsExactly("? EEXIST");
    assertThat(play("rmdir /d/f")).containsExactly("? ENOTDIR");
    assertThat(play("rmdir /nothing")).containsExactly("? ENOENT");
    assertThat(play("rm /d")).containsExactly("? EISDIR");
    assertThat(play("rm /nothing")).containsExactly("? ENOENT");
    assertThat(play("rmdir /d")).containsExactly("? ENOTEMPTY");
    assertThat(play("mv /nothing /d/x")).containsExactly("? ENOENT");
    assertThat(play("rm /d/f")).isEmpty();
    assertThat(play("rmdir /d")).isEmpty();
  }

  @Test
  void aProcessIsKnownByItsName() {
    assertThat(play("spawn p1")).isEmpty();
    assertThat(host.living).containsExactly(101);
    assertThat(play("echo $p1 $p2 > /d/f")).isEmpty();
    assertThat(play("cat /d/f")).containsExactly("101 $p2");
    assertThat(play("reap p1")).isEmpty();
    assertThat(host.living).isEmpty();
    assertThat(play("echo $p1 > /d/f")).isEmpty();
    assertThat(play("cat /d/f")).containsExactly("101");
  }

  @Test
  void aRefusedCgroupMeansNoIo() {
    assertThat(play("cgexec /nothing -- dd if=/dev/sda of=/dev/null bs=512 count=5 iflag=direct"))
        .containsExactly("? ENOENT");
    assertThat(host.nowNs()).isZero();
    assertThat(host.living).isEmpty();
  }

  @Test
  void timesAreVirtual() throws Exception {
    write("/sys/fs/cgroup/a/io.max", "8:0 rbps=1000 wbps=max riops=max wiops=max\n");
    write("/sys/fs/cgroup/b/io.max", "8:16 rbps=1000 wbps=max riops=max wiops=max\n");
    String dd = " -- dd if=/dev/sda of=/dev/null bs=512 count=1500 iflag=direct";

    assertThat(player.play("cgexec /sys/fs/cgroup/a" + dd))
        .isEqualTo(new Answer(List.of("~ 1.5000 s"), 1_500_000_000, true));
    assertThat(player.play("cgexec /sys/fs/cgroup/b" + dd))
        .isEqualTo(new Answer(List.of("~ 1.5000 s"), 1_500_000_000, false));
    assertThat(player.play("cgrun /sys/fs/cgroup/b -- work").lines())
        .containsExactly("work by 103", "~ 0.5000 s");
    assertThat(play("sleep 0.25")).isEmpty();
    assertThat(host.nowNs()).isEqualTo(3_750_000_000L);
    assertThat(host.living).isEmpty();
  }

  @Test
  void aShellCommandThatFailsShowsItsStatusOnly() {
    assertThat(play("sh \"false\"")).containsExactly("? exit 1");
    assertThat(play("sh \"hello\"")).containsExactly("hello by 102");
  }

  @Test
  void limitsBindOnTheCgroupAndInV2OnAncestors() throws IOException {
    write("/sys/fs/cgroup/p/io.max", "8:16 rbps=max wbps=5 riops=max wiops=max\n");
    write("/sys/fs/cgroup/p/a/io.max", "8:0 rbps=max wbps=max riops=7 wiops=max\n");
    write("/sys/fs/cgroup/blkio/p/blkio.throttle.write_bps_device", "8:0 1000\n");
    write("/sys/fs/cgroup/blkio/p/a/blkio.throttle.write_bps_device", "8:16 1000\n");
    var limits = new Limits(host.fileSystem());
    var sda = new io.cglab.core.api.DevNo(8, 0);
    var sdb = new io.cglab.core.api.DevNo(8, 16);

    assertThat(limits.bind("/sys/fs/cgroup/p/a", sda, false)).isTrue();
    assertThat(limits.bind("/sys/fs/cgroup/p/a", sda, true)).isFalse();
    assertThat(limits.bind("/sys/fs/cgroup/p/a", sdb, true)).isTrue();
    assertThat(limits.bind("/sys/fs/cgroup/p/a", sdb, false)).isFalse();
    assertThat(limits.bind("/sys/fs/cgroup/p", sda, false)).isFalse();
    assertThat(limits.bind("/sys/fs/cgroup/blkio/p", sda, true)).isTrue();
    assertThat(limits.bind("/sys/fs/cgroup/blkio/p/a", sda, true)).isFalse();
    assertThat(limits.bind("/sys/fs/cgroup/blkio/p/a", sdb, true)).isTrue();
    assertThat(limits.bind("/nowhere", sda, true)).isFalse();
  }
}

package io.cglab.cgroupfs.kernfs;

import static io.cglab.cgroupfs.TestFs.errno;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.nio.file.ExtendedOpenOption;
import io.cglab.cgroupfs.TestFs;
import io.cglab.core.api.Errno;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a pseudo tree refuses, and with what (control-files.md 5.2, 5.3, 6). */
class PseudoTreeRulesTest {
  private static final String ROOT = "/sys/fs/cgroup";
  private static final int USER = 1000;

  private TestFs machine;

  @BeforeEach
  void boot() throws IOException {
    machine = TestFs.boot("recorded-v2");
    machine.write(ROOT + "/cgroup.subtree_control", "+io");
    machine.mkdir(ROOT + "/a");
    machine.mkdir(ROOT + "/a/b");
    machine.mkdir("/tmp/d");
    machine.mkdir("/tmp/held");
    assertThat(machine.mount("tmpfs", "", "/tmp/held/m")).isNull();
    machine.mkdir("/tmp/held/m/x");
    assertThat(machine.mount("tmpfs", "", "/tmp/held/m/x")).isNull();
    Files.writeString(machine.path("/tmp/f"), "8:0 rbps=4096\n");
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private static String name(@Nullable Errno errno) {
    return errno == null ? "ok" : errno.name();
  }

  @ParameterizedTest
  @CsvSource({
    // path, Files.delete, rmdir, unlink
    "/sys/fs/cgroup/a/., EINVAL, EINVAL, EISDIR",
    "/sys/fs/cgroup/a/.., ENOTEMPTY, ENOTEMPTY, EISDIR",
    "/tmp/d/., EINVAL, EINVAL, EISDIR",
    "/tmp/d/.., ENOTEMPTY, ENOTEMPTY, EISDIR",
    "/sys/fs/cgroup, EBUSY, EBUSY, EBUSY",
    "/sys/fs/cgroup/a, EBUSY, EBUSY, EISDIR",
    "/sys/fs/cgroup/a/io.max, EPERM, ENOTDIR, EPERM",
    "/sys/fs/cgroup/a/io.max/., ENOTDIR, ENOTDIR, ENOTDIR",
    "/sys/fs/cgroup/a/none, ENOENT, ENOENT, ENOENT",
    "/tmp/held, EBUSY, EBUSY, EBUSY",
  })
  void removing(String path, String delete, String rmdir, String unlink) {
    KernFileSystem files = (KernFileSystem) machine.fs.fileSystem();
    assertThat(name(errno(() -> files.unlink(machine.path(path))))).isEqualTo(unlink);
    assertThat(name(errno(() -> files.rmdir(machine.path(path))))).isEqualTo(rmdir);
    assertThat(name(errno(() -> Files.delete(machine.path(path))))).isEqualTo(delete);
    assertThat(Files.exists(machine.path(ROOT + "/a/b"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    // A mount point, in Jimfs and in a pseudo tree, as what is renamed and as where to.
    "/tmp/held/m, /tmp/n, EBUSY",
    "/tmp/d, /tmp/held/m, EBUSY",
    "/tmp/held, /tmp/n, EBUSY",
    "/tmp/held/m/x, /tmp/held/m/y, EBUSY",
    "/sys/fs/cgroup, /sys/fs/other, EBUSY",
    "/sys/fs, /sys/other, EBUSY",
    "/, /tmp/n, EBUSY",
    // Parents in different trees come first.
    "/sys/fs/cgroup, /tmp/n, EXDEV",
    "/tmp/held/m/x, /tmp/n, EXDEV",
    "/tmp/f, /sys/fs/cgroup/f, EXDEV",
    "/sys/fs/cgroup/a/io.max, /tmp/n, EXDEV",
    "/proc/mounts, /sys/fs/cgroup/a/n, EXDEV",
    // No mount point: the rules of the tree.
    "/sys/fs/cgroup/a, /sys/fs/cgroup/b, EPERM",
    "/sys/fs/cgroup/none, /sys/fs/cgroup/b, ENOENT",
    "/sys/fs/cgroup/a, /sys/fs/cgroup/a/b/z, EINVAL",
    "/sys/fs/cgroup/a/b, /sys/fs/cgroup/a, ENOTEMPTY",
    "/sys/fs/cgroup/a, /sys/fs/cgroup/a, ok",
    "/sys/fs/cgroup/a, /sys/fs/cgroup/cgroup.procs, ENOTDIR",
    "/sys/fs/cgroup/cgroup.procs, /sys/fs/cgroup/a, EISDIR",
    "/tmp/d, /tmp/e, ok",
  })
  void renaming(String from, String to, String expected) {
    int mounts = ((KernFileSystem) machine.fs.fileSystem()).mounts().size();
    assertThat(name(errno(() -> Files.move(machine.path(from), machine.path(to)))))
        .isEqualTo(expected);
    assertThat(((KernFileSystem) machine.fs.fileSystem()).mounts()).hasSize(mounts);
    assertThat(Files.exists(machine.path("/tmp/held/m/x"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    // path, as root, as a user
    "/sys/fs/cgroup/a/io.max, EINVAL, EINVAL",
    "/sys/fs/cgroup/a/cgroup.kill, EINVAL, EACCES",
    "/proc/mounts, EINVAL, EINVAL",
    "/sys/block/sda/size, EINVAL, EINVAL",
    "/sys/fs/cgroup/a/none, ENOENT, ENOENT",
    "/sys/fs/cgroup/a, EISDIR, EISDIR",
    "/dev/sda, ok, EACCES",
  })
  void directIo(String path, String asRoot, String asUser) {
    TestFs.Act open =
        () ->
            FileChannel.open(machine.path(path), StandardOpenOption.READ, ExtendedOpenOption.DIRECT)
                .close();
    assertThat(name(errno(open))).isEqualTo(asRoot);
    assertThat(name(machine.errnoAs(USER, open))).isEqualTo(asUser);
  }

  @ParameterizedTest
  @CsvSource({
    // where, hard link of a control file, hard link of /tmp/f, symbolic link; as root and as a user
    "/sys/fs/cgroup/a/n, EPERM, EXDEV, EPERM, EACCES, EXDEV, EACCES",
    "/sys/fs/cgroup/a/b, EEXIST, EEXIST, EEXIST, EEXIST, EEXIST, EEXIST",
    "/sys/fs/cgroup/a/io.max, EEXIST, EEXIST, EEXIST, EEXIST, EEXIST, EEXIST",
    "/sys/block/n, EXDEV, EXDEV, EPERM, EXDEV, EXDEV, EACCES",
    "/proc/n, EXDEV, EXDEV, EPERM, EXDEV, EXDEV, EACCES",
    "/tmp/n, EXDEV, ok, ok, EXDEV, ok, ok",
  })
  void links(
      String where,
      String control,
      String plain,
      String symbolic,
      String userControl,
      String userPlain,
      String userSymbolic)
      throws IOException {
    Path link = machine.path(where);
    TestFs.Act ofControl = () -> Files.createLink(link, machine.path(ROOT + "/a/io.max"));
    TestFs.Act ofPlain = () -> Files.createLink(link, machine.path("/tmp/f"));
    TestFs.Act soft = () -> Files.createSymbolicLink(link, machine.path("/tmp/f"));
    for (List<Object> row :
        List.<List<Object>>of(
            List.of(ofControl, control, userControl),
            List.of(ofPlain, plain, userPlain),
            List.of(soft, symbolic, userSymbolic))) {
      TestFs.Act act = (TestFs.Act) row.get(0);
      assertThat(name(errno(act))).isEqualTo(row.get(1));
      undo(link);
      assertThat(name(machine.errnoAs(USER, act))).isEqualTo(row.get(2));
      undo(link);
    }
    assertThat(name(errno(() -> Files.createLink(link, machine.path(ROOT + "/a/none")))))
        .isEqualTo("ENOENT");
  }

  private static void undo(Path link) throws IOException {
    if (link.startsWith("/tmp")) {
      Files.deleteIfExists(link);
    }
  }

  /** Every file of a tree with its inode and text. */
  private TreeMap<String, String> everything() throws IOException {
    TreeMap<String, String> all = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(machine.path(ROOT))) {
      for (Path path : (Iterable<Path>) walk::iterator) {
        boolean readable = Files.isRegularFile(path) && errno(() -> Files.readString(path)) == null;
        all.put(
            path.toString(),
            Files.getAttribute(path, "unix:ino") + (readable ? Files.readString(path) : ""));
      }
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    // source, target, copy, copy with REPLACE_EXISTING
    "/tmp/f, /sys/fs/cgroup/a/io.max, EEXIST, EPERM",
    "/tmp/f, /sys/fs/cgroup/a/b, EEXIST, EACCES",
    "/tmp/f, /sys/fs/cgroup/a/new, EACCES, EACCES",
    "/tmp/d, /sys/fs/cgroup/a/io.max, EEXIST, EPERM",
    "/tmp/d, /sys/fs/cgroup/a, EEXIST, EBUSY",
    "/sys/fs/cgroup/a/io.max, /sys/fs/cgroup/a/b/cgroup.procs, EEXIST, EPERM",
    "/sys/fs/cgroup/a/io.max, /sys/fs/cgroup/a/io.max, ok, ok",
    "/sys/fs/cgroup/a/none, /sys/fs/cgroup/a/io.max, ENOENT, ENOENT",
    "/sys/fs/cgroup/a/cgroup.kill, /tmp/f, EINVAL, EINVAL",
    "/tmp/f, /sys/block/sda/queue/scheduler, EEXIST, EPERM",
    "/tmp/f, /proc/sys/vm/dirty_ratio, EEXIST, EPERM",
  })
  void copiesChangeNoPseudoTree(String source, String target, String plain, String replacing)
      throws IOException {
    TreeMap<String, String> before = everything();
    Path from = machine.path(source);
    Path to = machine.path(target);
    assertThat(name(errno(() -> Files.copy(from, to)))).isEqualTo(plain);
    CopyOption replace = StandardCopyOption.REPLACE_EXISTING;
    assertThat(name(errno(() -> Files.copy(from, to, replace)))).isEqualTo(replacing);
    assertThat(everything()).isEqualTo(before);
    assertThat(Files.readString(machine.path("/tmp/f"))).isEqualTo("8:0 rbps=4096\n");
  }

  @Test
  void copiesOutOfATreeAreOrdinaryFiles() throws IOException {
    Path limits = machine.path(ROOT + "/a/io.max");
    Files.writeString(limits, "8:0 rbps=4096");
    Path saved = machine.path("/tmp/saved");
    Files.copy(limits, saved, StandardCopyOption.COPY_ATTRIBUTES);
    assertThat(Files.readString(saved)).isEqualTo("8:0 rbps=4096 wbps=max riops=max wiops=max\n");
    assertThat(Files.getLastModifiedTime(saved)).isEqualTo(Files.getLastModifiedTime(limits));
    Files.copy(machine.path("/tmp/f"), saved, StandardCopyOption.REPLACE_EXISTING);
    assertThat(Files.readString(saved)).isEqualTo("8:0 rbps=4096\n");
    // cp without removing first is one write, and that is how it can be put back.
    Files.writeString(limits, Files.readString(saved));
    Files.copy(machine.path("/tmp/d"), machine.path(ROOT + "/a/made"));
    assertThat(Files.isDirectory(machine.path(ROOT + "/a/made"))).isTrue();
    assertThat(Files.exists(machine.path(ROOT + "/a/made/io.max"))).isFalse();
    assertThat(Files.exists(machine.path(ROOT + "/a/made/cgroup.procs"))).isTrue();
  }
}

package io.cglab.cgroupfs.kernfs;

import static io.cglab.cgroupfs.TestFs.errno;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.MoreFiles;
import io.cglab.cgroupfs.TestFs;
import io.cglab.core.api.Errno;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What java.nio.file asks of every file system, on every mount. */
class MountedTreesTest {
  private static final LinkOption[] NO_FOLLOW = {LinkOption.NOFOLLOW_LINKS};

  private static List<String> glob(Path directory, String glob) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
      stream.forEach(path -> names.add(String.valueOf(path.getFileName())));
    }
    return names;
  }

  @ParameterizedTest
  @CsvSource({
    // machine, directory, type, name of the store, a glob, a name that it finds, mode, links or
    // more
    "recorded-v2, /sys/fs/cgroup, cgroup2, none, cgroup.*, cgroup.procs, r-xr-xr-x, 2",
    "recorded-v1, /sys/fs/cgroup/blkio, cgroup, none, 'blkio.throttle.{read,write}_*', "
        + "blkio.throttle.read_bps_device, r-xr-xr-x, 2",
    "recorded-v2, /sys/block/sda, sysfs, sysfs, 's*', size, r-xr-xr-x, 3",
    "recorded-v2, /proc/1, proc, proc, 'mount?nfo', mountinfo, r-xr-xr-x, 2",
    "recorded-v2, /dev, devtmpfs, devtmpfs, 's[dr]?', sda, rwxr-xr-x, 2",
    "recorded-v2, /tmp, tmpfs, rootfs, '*', f, rwxr-xr-x, 2",
  })
  void storeGlobWalkAndAttributes(
      String name,
      String directory,
      String type,
      String store,
      String glob,
      String found,
      String mode,
      int links)
      throws IOException {
    try (TestFs machine = TestFs.boot(name)) {
      Files.writeString(machine.path("/tmp/f"), "");
      Path dir = machine.path(directory);
      FileStore of = Files.getFileStore(dir);
      assertThat(of.type()).isEqualTo(type);
      assertThat(of.name()).isEqualTo(store);
      assertThat(Files.getFileStore(dir.resolve(found)).type()).isEqualTo(type);
      assertThat(of.supportsFileAttributeView("posix")).isTrue();
      List<String> types = new ArrayList<>();
      machine.fs.fileSystem().getFileStores().forEach(each -> types.add(each.type()));
      assertThat(types).contains(type);

      assertThat(glob(dir, glob)).contains(found);
      try (Stream<Path> walk = Files.walk(dir)) {
        assertThat(walk.toList()).contains(dir, dir.resolve(found)).doesNotHaveDuplicates();
      }
      PosixFileAttributes posix = Files.readAttributes(dir, PosixFileAttributes.class);
      assertThat(PosixFilePermissions.toString(posix.permissions())).isEqualTo(mode);
      assertThat(posix.owner().getName()).isEqualTo("root");
      assertThat(posix.group().getName()).isEqualTo("root");
      assertThat((int) Files.getAttribute(dir, "unix:nlink")).isGreaterThanOrEqualTo(links);
      assertThat(Files.isSameFile(dir, dir.resolve("../" + dir.getFileName()))).isTrue();
    }
  }

  @Test
  void walksCrossMountsAndFiltersFailWhileIterating() throws IOException {
    try (TestFs machine = TestFs.boot("recorded-v2")) {
      machine.mkdir("/sys/fs/cgroup/a");
      try (Stream<Path> walk = Files.walk(machine.path("/"))) {
        assertThat(walk.map(Path::toString))
            .contains("/sys/fs/cgroup/a/cgroup.procs", "/proc/mounts", "/sys/block/sda/dev");
      }
      Path root = machine.path("/sys/fs/cgroup");
      DirectoryStream.Filter<Path> failing =
          path -> {
            throw new IOException("no");
          };
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(root, failing)) {
        assertThatThrownBy(() -> stream.iterator().hasNext())
            .isInstanceOf(DirectoryIteratorException.class);
      }
      DirectoryStream<Path> closed = Files.newDirectoryStream(root);
      closed.close();
      assertThatThrownBy(closed::iterator).isInstanceOf(IllegalStateException.class);
    }
  }

  private static SecureDirectoryStream<Path> secure(Path directory) throws IOException {
    return (SecureDirectoryStream<Path>) Files.newDirectoryStream(directory);
  }

  @ParameterizedTest
  @CsvSource({"/sys/fs/cgroup, cgroup.max.depth, '7\n'", "/tmp, f, 7"})
  void aSecureStreamWorksInItsDirectory(String top, String file, String expected)
      throws IOException {
    try (TestFs machine = TestFs.boot("recorded-v2")) {
      machine.mkdir(top + "/a");
      machine.mkdir(top + "/a/b");
      if (top.equals("/tmp")) {
        Files.writeString(machine.path("/tmp/a/f"), "");
      }
      try (SecureDirectoryStream<Path> stream = secure(machine.path(top + "/a"))) {
        try (SeekableByteChannel channel =
            stream.newByteChannel(machine.path(file), Set.of(StandardOpenOption.WRITE))) {
          channel.write(StandardCharsets.US_ASCII.encode("7"));
        }
        assertThat(machine.read(top + "/a/" + file)).isEqualTo(expected);
        PosixFileAttributeView view =
            stream.getFileAttributeView(machine.path("b"), PosixFileAttributeView.class, NO_FOLLOW);
        view.setPermissions(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(machine.path(top + "/a/b"))).hasSize(3);
        PosixFileAttributeView own = stream.getFileAttributeView(PosixFileAttributeView.class);
        assertThat(own.readAttributes().isDirectory()).isTrue();
        assertThat(errno(() -> stream.deleteFile(machine.path("b")))).isEqualTo(Errno.EISDIR);
        assertThat(errno(() -> stream.deleteDirectory(machine.path(file))))
            .isEqualTo(Errno.ENOTDIR);
        try (SecureDirectoryStream<Path> inner =
            stream.newDirectoryStream(machine.path("b"), NO_FOLLOW)) {
          assertThat(inner).hasSameSizeAs(glob(machine.path(top + "/a/b"), "*"));
        }
        stream.deleteDirectory(machine.path("b"));
        assertThat(Files.exists(machine.path(top + "/a/b"))).isFalse();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"/sys/fs/cgroup", "/tmp"})
  void aSecureStreamIsNotFooledByAnotherDirectoryInItsPlace(String top) throws IOException {
    try (TestFs machine = TestFs.boot("recorded-v2")) {
      machine.mkdir(top + "/a");
      try (SecureDirectoryStream<Path> stream = secure(machine.path(top + "/a"))) {
        Files.delete(machine.path(top + "/a"));
        machine.mkdir(top + "/a");
        machine.mkdir(top + "/a/b");
        assertThat(errno(() -> stream.deleteDirectory(machine.path("b")))).isEqualTo(Errno.ENOENT);
        assertThat(
                errno(
                    () ->
                        stream.getFileAttributeView(PosixFileAttributeView.class).readAttributes()))
            .isEqualTo(Errno.ENOENT);
        assertThat(Files.exists(machine.path(top + "/a/b"))).isTrue();
      }
    }
  }

  @Test
  void aSecureMoveGoesFromOneDirectoryToAnother() throws IOException {
    try (TestFs machine = TestFs.boot("recorded-v1")) {
      machine.mkdir("/tmp/a");
      machine.mkdir("/tmp/b");
      Files.writeString(machine.path("/tmp/a/f"), "x");
      try (SecureDirectoryStream<Path> from = secure(machine.path("/tmp/a"));
          SecureDirectoryStream<Path> to = secure(machine.path("/tmp/b"))) {
        from.move(machine.path("f"), to, machine.path("g"));
      }
      assertThat(machine.read("/tmp/b/g")).isEqualTo("x");
      String root = machine.fs.root().toString();
      machine.mkdir(root + "/a");
      try (SecureDirectoryStream<Path> in = secure(machine.fs.root())) {
        in.move(machine.path("a"), in, machine.path("z"));
      }
      assertThat(Files.isDirectory(machine.path(root + "/z"))).isTrue();
    }
  }

  @Test
  void toolsThatDeleteRecursivelyTakeASecureStream() throws IOException {
    try (TestFs machine = TestFs.boot("recorded-v2")) {
      machine.mkdir("/tmp/a");
      machine.mkdir("/tmp/a/b");
      Files.writeString(machine.path("/tmp/a/b/f"), "x");
      MoreFiles.deleteRecursively(machine.path("/tmp/a"));
      assertThat(Files.exists(machine.path("/tmp/a"))).isFalse();
      // rm -rf of a cgroup fails on its control files, as in a real tree, and removes nothing.
      machine.mkdir("/sys/fs/cgroup/a");
      assertThatThrownBy(() -> MoreFiles.deleteRecursively(machine.path("/sys/fs/cgroup/a")))
          .isInstanceOf(IOException.class);
      assertThat(machine.read("/sys/fs/cgroup/a/cgroup.procs")).isEmpty();
      ByteBuffer none = ByteBuffer.allocate(1);
      try (SeekableByteChannel channel =
          Files.newByteChannel(machine.path("/sys/fs/cgroup/a/cgroup.procs"))) {
        assertThat(channel.read(none)).isEqualTo(-1);
      }
    }
  }
}

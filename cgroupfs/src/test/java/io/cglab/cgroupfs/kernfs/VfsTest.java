package io.cglab.cgroupfs.kernfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the VFS makes of control files (control-files.md 5.3, 6). */
class VfsTest {
  private CgroupFs machine;
  private Path root;
  private Path a;

  @BeforeEach
  void boot() throws IOException {
    machine = CgroupFs.boot(MachineSpec.named("recorded-v2"));
    root = machine.root();
    Files.writeString(root.resolve("cgroup.subtree_control"), "+io");
    a = Files.createDirectory(root.resolve("a"));
  }

  @AfterEach
  void close() {
    machine.close();
  }

  /** Something that may be refused. */
  private interface Act {
    void run() throws IOException;
  }

  private static @Nullable Errno errno(Act act) {
    try {
      act.run();
      return null;
    } catch (IOException refused) {
      return NioErrors.errnoOf(refused);
    }
  }

  @ParameterizedTest
  @EnumSource(Errno.class)
  void everyErrnoSurvivesTheDoor(Errno errno) {
    var thrown = NioErrors.toIo("/a/io.max", new KernelException(errno, "hint"));
    assertThat(NioErrors.errnoOf(thrown)).isEqualTo(errno);
    assertThat(NioErrors.hintOf(thrown)).isEqualTo("hint");
  }

  @Test
  void readsGoOnInTheirSnapshotAndStartAnewAtZero() throws IOException {
    Path depth = a.resolve("cgroup.max.depth");
    Files.writeString(depth, "123456");
    try (SeekableByteChannel channel = Files.newByteChannel(depth)) {
      ByteBuffer two = ByteBuffer.allocate(2);
      channel.read(two);
      Files.writeString(depth, "7");
      two.clear();
      channel.read(two);
      assertThat(new String(two.array(), StandardCharsets.US_ASCII)).isEqualTo("34");
      channel.position(0);
      two.clear();
      assertThat(channel.read(two)).isEqualTo(2);
      assertThat(two.array()).isEqualTo(new byte[] {'7', '\n'});
      assertThat(channel.read(ByteBuffer.allocate(2))).isEqualTo(-1);
    }
  }

  @Test
  void eachRuleHasItsErrno() throws IOException {
    assertThat(errno(() -> Files.writeString(a.resolve("io.max"), "x".repeat(4097))))
        .isEqualTo(Errno.E2BIG);
    assertThat(errno(() -> Files.writeString(a.resolve("io.stat"), "x"))).isEqualTo(Errno.EINVAL);
    assertThat(errno(() -> Files.readString(a.resolve("cgroup.kill")))).isEqualTo(Errno.EINVAL);
    assertThat(errno(() -> Files.writeString(a.resolve("new"), "x"))).isEqualTo(Errno.EACCES);
    assertThat(errno(() -> Files.delete(a.resolve("io.max")))).isEqualTo(Errno.EPERM);
    assertThat(errno(() -> Files.createDirectory(a))).isEqualTo(Errno.EEXIST);
    assertThat(errno(() -> Files.createDirectory(a.resolve("io.max")))).isEqualTo(Errno.EEXIST);
    assertThat(errno(() -> Files.move(a, root.resolve("b")))).isEqualTo(Errno.EPERM);
    assertThat(errno(() -> Files.move(a, a.resolve("b")))).isEqualTo(Errno.EINVAL);
    assertThat(errno(() -> Files.delete(root))).isEqualTo(Errno.EBUSY);
    assertThat(errno(() -> Files.readString(a.resolve("io.max").resolve("x"))))
        .isEqualTo(Errno.ENOTDIR);
    assertThat(errno(() -> Files.createDirectory(root.resolve("n".repeat(300))))).isNull();
  }

  @Test
  void anOpenFileOfARemovedCgroupIsGoneForGood() throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(a.resolve("io.max"), StandardOpenOption.WRITE)) {
      Files.delete(a);
      assertThat(errno(() -> channel.write(ByteBuffer.wrap(new byte[] {'x'}))))
          .isEqualTo(Errno.ENODEV);
      Files.createDirectory(a);
      assertThat(errno(() -> channel.write(ByteBuffer.wrap(new byte[] {'x'}))))
          .isEqualTo(Errno.ENODEV);
    }
  }

  @Test
  void ownersAndModesCountForOthersThanRoot() throws IOException {
    Path ioMax = a.resolve("io.max");
    Caller user = new Caller(0, 1000, 1000);
    assertThat(errno(() -> machine.as(user, () -> Files.writeString(ioMax, "8:0 rbps=4096"))))
        .isEqualTo(Errno.EACCES);
    assertThat(errno(() -> machine.as(user, () -> Files.createDirectory(a.resolve("b")))))
        .isEqualTo(Errno.EACCES);
    Files.setAttribute(ioMax, "unix:uid", 1000);
    assertThat(errno(() -> machine.as(user, () -> Files.writeString(ioMax, "8:0 rbps=4096"))))
        .isNull();
    Files.setPosixFilePermissions(ioMax, PosixFilePermissions.fromString("r--------"));
    assertThat(errno(() -> machine.as(user, () -> Files.writeString(ioMax, "8:0 rbps=5000"))))
        .isEqualTo(Errno.EACCES);
    assertThat(Files.readString(ioMax)).startsWith("8:0 rbps=4096 ");
  }

  @Test
  void treesCanBeListedWalkedAndGlobbed() throws IOException {
    List<String> io = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(a, "io.*")) {
      stream.forEach(path -> io.add(String.valueOf(path.getFileName())));
    }
    assertThat(io).contains("io.max", "io.stat").allMatch(name -> name.startsWith("io."));
    try (var walk = Files.walk(root)) {
      assertThat(walk).contains(root, a, a.resolve("io.max"));
    }
    assertThat(Files.getFileStore(a).type()).isEqualTo("cgroup2");
    assertThat(Files.size(a.resolve("io.max"))).isZero();
    assertThat(Files.readString(root.getFileSystem().getPath("/proc/self/cgroup")))
        .isEqualTo("0::/\n");
  }

  @Test
  void aWatchSeesAnEventOfTheKernel() throws Exception {
    try (var watch = root.getFileSystem().newWatchService()) {
      a.register(watch, StandardWatchEventKinds.ENTRY_MODIFY);
      Files.writeString(a.resolve("cgroup.procs"), "0");
      var key = watch.poll();
      assertThat(key).isNotNull();
      assertThat(key.pollEvents())
          .anyMatch(e -> "cgroup.events".equals(String.valueOf(e.context())));
    }
    assertThat(Files.readString(a.resolve("cgroup.events"))).startsWith("populated 1\n");
  }
}

package io.cglab.cgroupfs.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.TestFs;
import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.DirectOption;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.IoStat;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.file.FileSystemType;
import io.cglab.core.file.Layout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of an ext4 on a disk of 512 MiB, as {@code java.nio.file} shows them. */
class DiskFilesTest {
  private static final int MIB = 1 << 20;
  private static final DevNo SDA = new DevNo(8, 0);

  private TestFs fs;
  private Path mnt;

  @BeforeEach
  void boot() {
    fs =
        TestFs.ofYaml(
            """
            controllers: {enabled: [io, memory]}
            mounts: [{type: cgroup2, on: /sys/fs/cgroup}]
            disks:
              - {name: sda, dev: "8:0", size: 512M, max_sectors_kb: 1280, params: {completion_nsec: 200000}}
            filesystems: [{device: sda, type: ext4, on: /mnt}]
            """);
    mnt = fs.path("/mnt");
  }

  @AfterEach
  void close() {
    fs.close();
  }

  private static void write(Path path, int bytes, byte value, long at) throws IOException {
    try (SeekableByteChannel file =
        Files.newByteChannel(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      byte[] content = new byte[bytes];
      Arrays.fill(content, value);
      file.position(at);
      file.write(ByteBuffer.wrap(content));
    }
  }

  private IoStat stat(String cgroup) {
    Cgroup of = fs.fs.mounts().cgroupAt(fs.path("/sys/fs/cgroup" + cgroup));
    var disk = fs.fs.machine().disks().lookup(SDA);
    assertThat(of).isNotNull();
    assertThat(disk).isNotNull();
    return fs.fs.machine().blkgs().stat(fs.fs.machine().blkgs().obtain(of, disk));
  }

  @Test
  void contentIsKeptUpToOneMebibyteAndTheRestReadsAsZeros() throws IOException {
    Path file = mnt.resolve("f");
    write(file, 2 * MIB, (byte) 7, 0);
    byte[] content = Files.readAllBytes(file);
    assertThat(content).hasSize(2 * MIB);
    assertThat(content[MIB - 1]).isEqualTo((byte) 7);
    assertThat(content[MIB]).isZero();
  }

  @Test
  void aHoleReadsAsZerosAndHasNoBlocks() throws IOException {
    Path file = mnt.resolve("f");
    write(file, 1, (byte) 'x', 100_000);
    assertThat(Files.size(file)).isEqualTo(100_001);
    assertThat(Files.getAttribute(file, "unix:blocks")).isEqualTo(8L);
    byte[] content = Files.readAllBytes(file);
    assertThat(content[0]).isZero();
    assertThat(content[100_000]).isEqualTo((byte) 'x');
  }

  @Test
  void cuttingForgetsWhatWasBehind() throws IOException {
    Path file = mnt.resolve("f");
    write(file, 10, (byte) 'x', 0);
    try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE)) {
      open.truncate(4);
      open.position(8).write(ByteBuffer.wrap(new byte[] {'y'}));
    }
    assertThat(Files.readString(file)).isEqualTo("xxxx\0\0\0\0y");
  }

  @Test
  void appendingGoesToTheEndWhereverThatIs() throws IOException {
    Path file = mnt.resolve("f");
    Files.writeString(file, "ab");
    try (FileChannel one = FileChannel.open(file, StandardOpenOption.APPEND)) {
      write(file, 1, (byte) 'c', 2);
      one.write(ByteBuffer.wrap(new byte[] {'d'}));
      assertThat(one.position()).isEqualTo(4);
    }
    assertThat(Files.readString(file)).isEqualTo("abcd");
  }

  @Test
  void directIoIsChargedToTheCallersCgroupAndTakesItsTime() throws Exception {
    Files.writeString(fs.path("/sys/fs/cgroup/cgroup.subtree_control"), "+io");
    Path cgroup = Files.createDirectory(fs.path("/sys/fs/cgroup/a"));
    var task = fs.fs.spawn(cgroup);
    long before = fs.fs.machine().nowNs();
    fs.fs.as(
        new Caller(task.pid(), 0, 0),
        () -> {
          try (FileChannel file =
              FileChannel.open(
                  mnt.resolve("f"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE,
                  DirectOption.DIRECT)) {
            return file.write(ByteBuffer.allocate(MIB));
          }
        });
    assertThat(stat("/a").wroteBytes()).isEqualTo(MIB);
    assertThat(stat("/a").wroteIos()).isEqualTo(1);
    assertThat(fs.fs.machine().nowNs() - before).isBetween(200_000L, 300_000L);
    assertThat(Files.size(mnt.resolve("f"))).isEqualTo(MIB);
  }

  @ParameterizedTest(name = "{0} bytes at {1}: {2}")
  @CsvSource({"512, 0, 512", "512, 512, 512", "511, 0, EINVAL", "512, 100, EINVAL"})
  void directIoIsInWholeSectors(int bytes, long at, String result) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            mnt.resolve("f"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            DirectOption.DIRECT)) {
      Errno refused = TestFs.errno(() -> file.write(ByteBuffer.allocate(bytes), at));
      assertThat(refused == null ? file.size() - at + "" : refused.name()).isEqualTo(result);
    }
  }

  @Test
  void aFullDiskTakesWhatFits() throws IOException {
    FileStore store = Files.getFileStore(mnt);
    assertThat(store.type()).isEqualTo("ext4");
    assertThat(store.name()).isEqualTo("/dev/sda");
    long free = store.getUnallocatedSpace();
    assertThat(store.getUsableSpace()).isLessThan(free);
    DiskFile ballast = fs.fs.diskFile(Files.createFile(mnt.resolve("ballast")));
    assertThat(ballast).isNotNull();
    assertThat(TestFs.errno(() -> allocate(ballast, free - 8192))).isNull();
    try (SeekableByteChannel file =
        Files.newByteChannel(
            mnt.resolve("f"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(file.write(ByteBuffer.allocate(10_000))).isEqualTo(8192);
      assertThat(TestFs.errno(() -> file.write(ByteBuffer.allocate(1)))).isEqualTo(Errno.ENOSPC);
    }
    Files.delete(mnt.resolve("ballast"));
    assertThat(store.getUnallocatedSpace()).isEqualTo(free - 8192);
  }

  private static void allocate(DiskFile file, long bytes) throws IOException {
    try {
      file.allocate(0, bytes, false);
    } catch (KernelException refused) {
      throw new IOException(refused);
    }
  }

  @Test
  void anOpenFileOutlivesItsNameAndKeepsTheMount() throws IOException {
    Path file = mnt.resolve("f");
    long free = Files.getFileStore(mnt).getUnallocatedSpace();
    FileChannel open =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    open.write(ByteBuffer.wrap("abc".getBytes(StandardCharsets.US_ASCII)));
    Files.delete(file);
    ByteBuffer read = ByteBuffer.allocate(3);
    assertThat(open.read(read, 0)).isEqualTo(3);
    assertThat(TestFs.errno(() -> fs.fs.mounts().unmount(mnt))).isEqualTo(Errno.EBUSY);
    open.close();
    assertThat(Files.getFileStore(mnt).getUnallocatedSpace()).isEqualTo(free);
    assertThat(TestFs.errno(() -> fs.fs.mounts().unmount(mnt))).isNull();
  }

  @Test
  void whatIsOnADiskStaysWhileItIsNotMounted() throws IOException {
    Files.createDirectory(mnt.resolve("d"));
    Files.writeString(mnt.resolve("d/f"), "kept");
    fs.fs.mounts().unmount(mnt);
    assertThat(Files.exists(mnt.resolve("d"))).isFalse();
    Path other = Files.createDirectory(fs.path("/srv"));
    fs.fs.mounts().mount("ext4", "/dev/sda", "", other);
    assertThat(Files.readString(other.resolve("d/f"))).isEqualTo("kept");
    fs.fs.mounts().mount("ext4", "/dev/sda", "", mnt);
    Files.delete(mnt.resolve("d/f"));
    assertThat(Files.exists(other.resolve("d/f"))).isFalse();
    assertThat(fs.read("/proc/mounts"))
        .contains("/dev/sda /srv ext4 rw,relatime 0 0\n/dev/sda /mnt ext4 rw,relatime 0 0\n");
    fs.fs.mounts().unmount(mnt);
    assertThat(fs.fs.machine().fileSystems().isMounted(SDA)).isTrue();
    fs.fs.mounts().unmount(other);
    assertThat(fs.fs.machine().fileSystems().isMounted(SDA)).isFalse();
  }

  @ParameterizedTest(name = "mount -t {0} -o {2} {1}: {3}")
  @CsvSource({
    "ext4, /dev/sda, '', EBUSY",
    "ext3, /dev/sda, '', EINVAL",
    "ext4, /dev/sda, bogus, EINVAL",
    "xfs, /dev/null, '', ENOTBLK",
    "ext4, /dev/sdz, '', ENOENT",
    "ext4, /proc/mounts, '', ENOTBLK"
  })
  void mountsThatAreRefused(String type, String source, String options, Errno why) {
    assertThat(TestFs.errno(() -> fs.fs.mounts().mount(type, source, options, mnt))).isEqualTo(why);
  }

  @Test
  void namesAndLinks() throws IOException {
    Path file = Files.writeString(mnt.resolve("f"), "x");
    Files.createLink(mnt.resolve("g"), file);
    Files.createSymbolicLink(mnt.resolve("s"), fs.path("g"));
    assertThat(Files.getAttribute(file, "unix:nlink")).isEqualTo(2);
    Files.delete(file);
    assertThat(Files.readString(mnt.resolve("s"))).isEqualTo("x");
    assertThat(TestFs.errno(() -> Files.createLink(fs.path("/tmp/l"), mnt.resolve("g"))))
        .isEqualTo(Errno.EXDEV);
    assertThat(TestFs.errno(() -> Files.createDirectory(mnt.resolve("n".repeat(256)))))
        .isEqualTo(Errno.ENAMETOOLONG);
    assertThat(TestFs.errno(() -> Files.move(mnt.resolve("g"), fs.path("/tmp/g"))))
        .isEqualTo(Errno.EXDEV);
    Files.createDirectories(mnt.resolve("a/b"));
    assertThat(Files.getAttribute(mnt.resolve("a"), "unix:nlink")).isEqualTo(3);
    assertThat(TestFs.errno(() -> Files.delete(mnt.resolve("a")))).isEqualTo(Errno.ENOTEMPTY);
  }

  @Test
  void dataInTheJournalHasNoCgroupWriteback() throws Exception {
    var of = fs.fs.machine().fileSystems().on(SDA);
    assertThat(of).isNotNull();
    assertThat(of.supportsCgroupWriteback()).isTrue();
    fs.fs.mounts().unmount(mnt);
    fs.fs.mounts().mount("ext4", "/dev/sda", "noatime,data=journal", mnt);
    assertThat(of.supportsCgroupWriteback()).isFalse();
    assertThat(fs.read("/proc/mounts")).contains("ext4 rw,relatime,data=journal 0 0");
    fs.fs.mounts().unmount(mnt);
    fs.fs.disks().format(SDA, FileSystemType.XFS, Layout.USUAL);
    assertThat(TestFs.errno(() -> fs.fs.mounts().mount("ext4", "/dev/sda", "", mnt)))
        .isEqualTo(Errno.EINVAL);
  }
}

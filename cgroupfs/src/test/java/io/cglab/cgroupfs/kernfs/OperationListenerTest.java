package io.cglab.cgroupfs.kernfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.TestFs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listeners hear of every call that changes files, done or refused, in order. */
class OperationListenerTest {
  private final TestFs fs = TestFs.boot("v1");
  private final List<String> heard = new ArrayList<>();
  private Path group;

  @BeforeEach
  void listen() throws IOException {
    group = Files.createDirectory(fs.fs.root().resolve("a"));
    fs.fs.setOperationListener(
        (caller, operation, refusal) -> heard.add(line(caller, operation, refusal)));
  }

  @AfterEach
  void close() {
    fs.close();
  }

  private String line(Caller caller, FileOperation operation, @Nullable IOException refusal) {
    String what = operation.getClass().getSimpleName() + " " + operation.path();
    if (operation instanceof FileOperation.Write write) {
      what += " " + StandardCharsets.UTF_8.decode(write.bytes().duplicate());
      what += " @" + write.position();
    } else if (operation instanceof FileOperation.Rename rename) {
      what += " " + rename.to();
    } else if (operation instanceof FileOperation.SetAttribute set) {
      what += " " + set.attribute();
    }
    what += refusal == null ? "" : " " + NioErrors.errnoOf(refusal);
    return caller.uid() == 0 ? what : "uid " + caller.uid() + ": " + what;
  }

  @Test
  void hearsWhatIsDoneInPseudoTrees() throws IOException {
    String root = fs.fs.root().toString();
    Files.writeString(group.resolve("blkio.throttle.read_bps_device"), "8:0 1048576");
    Files.createDirectory(group.resolve("b"));
    Files.move(group.resolve("b"), group.resolve("c"));
    Files.setPosixFilePermissions(group.resolve("c"), PosixFilePermissions.fromString("rwx------"));
    Files.delete(group.resolve("c"));
    assertThat(heard)
        .containsExactly(
            "Open " + root + "/a/blkio.throttle.read_bps_device",
            "Write " + root + "/a/blkio.throttle.read_bps_device 8:0 1048576 @0",
            "Mkdir " + root + "/a/b",
            "Rename " + root + "/a/b " + root + "/a/c",
            "SetAttribute " + root + "/a/c posix:permissions",
            "Rmdir " + root + "/a/c");
  }

  @Test
  void hearsRefusals() {
    String root = fs.fs.root().toString();
    Path limit = group.resolve("blkio.throttle.read_bps_device");
    TestFs.errno(() -> Files.writeString(limit, "9:9 1"));
    TestFs.errno(() -> Files.createDirectory(group));
    TestFs.errno(() -> Files.delete(group.resolve("none")));
    TestFs.errno(() -> Files.delete(limit));
    fs.errnoAs(1000, () -> Files.writeString(limit, "8:0 1"));
    assertThat(heard)
        .containsExactly(
            "Open " + limit,
            "Write " + limit + " 9:9 1 @0 ENODEV",
            "Mkdir " + root + "/a EEXIST",
            "Unlink " + root + "/a/none ENOENT",
            "Unlink " + limit + " EPERM",
            "uid 1000: Open " + limit + " EACCES");
  }

  @Test
  void hearsOfOrdinaryFiles() throws IOException {
    Path file = fs.path("/tmp/x");
    Files.writeString(file, "one");
    Files.writeString(file, "two", StandardOpenOption.APPEND);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {'X'}), 2);
      channel.truncate(4);
    }
    Files.copy(file, fs.path("/tmp/y"));
    Files.createSymbolicLink(fs.path("/tmp/s"), file);
    Files.createLink(fs.path("/tmp/l"), file);
    Files.delete(file);
    assertThat(heard)
        .containsExactly(
            "Open /tmp/x",
            "Write /tmp/x one @0",
            "Open /tmp/x",
            "Write /tmp/x two @-1",
            "Open /tmp/x",
            "Write /tmp/x X @2",
            "Truncate /tmp/x",
            "Copy /tmp/x",
            "Symlink /tmp/s",
            "Link /tmp/l",
            "Unlink /tmp/x");
    assertThat(fs.read("/tmp/l")).isEqualTo("onXt");
  }

  @Test
  void readsAreNotHeardOf() throws IOException {
    Files.readString(group.resolve("tasks"));
    Files.list(group).close();
    assertThat(heard).isEmpty();
  }

  @Test
  void nobodyIsToldAfterwards() throws IOException {
    fs.fs.setOperationListener(OperationListener.NONE);
    Files.createDirectory(group.resolve("b"));
    assertThat(heard).isEmpty();
  }
}

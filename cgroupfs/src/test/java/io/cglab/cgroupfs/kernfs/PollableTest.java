package io.cglab.cgroupfs.kernfs;

import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.TestFs;
import io.cglab.core.api.DevNo;
import io.cglab.core.cgroup.Task;
import io.cglab.core.task.Job;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** poll(2) through channels: who waits is told, and then asks. */
class PollableTest {
  private static final String ROOT = "/sys/fs/cgroup";
  private static final long SECOND_NS = 1_000_000_000;

  private TestFs machine;

  @BeforeEach
  void boot() throws IOException {
    machine = TestFs.boot("recorded-v2");
    machine.mkdir(ROOT + "/a");
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private FileChannel open(String path) throws IOException {
    return FileChannel.open(machine.path(path), StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A reader in {@code /a}, which waits for nearly all of the time. */
  private void startReader() throws Exception {
    Task task = machine.spawn();
    machine.write(ROOT + "/a/cgroup.procs", task.pid() + "\n");
    Job dd = Job.direct(new DevNo(8, 0)).reads().blockSize(4096).random().count(10_000);
    machine.fs.machine().start(task, dd);
  }

  private void letPass(long ns) {
    machine.fs.locked(() -> machine.fs.machine().advanceTo(machine.fs.machine().nowNs() + ns));
  }

  @ParameterizedTest
  @ValueSource(strings = {ROOT + "/a/io.pressure", ROOT + "/io.pressure", "/proc/pressure/io"})
  void aTriggerTellsWhoWaits(String path) throws Exception {
    int[] told = new int[1];
    try (FileChannel file = open(path)) {
      assertThat(file).isInstanceOf(Pollable.class);
      Pollable poll = (Pollable) file;
      assertThat(poll.hasEvent()).as("without a trigger at once").isTrue();
      poll.onEvent(() -> told[0]++);
      file.write(bytes("some 100000 500000\n"));
      assertThat(poll.hasEvent()).isFalse();
      letPass(SECOND_NS);
      assertThat(told[0]).as("nobody stalls").isZero();
      startReader();
      told[0] = 0; // that /a is populated tells all who wait there
      letPass(SECOND_NS / 2);
      assertThat(told[0]).isEqualTo(1);
      assertThat(poll.hasEvent()).isTrue();
      assertThat(poll.hasEvent()).isFalse();
    }
    letPass(SECOND_NS);
    assertThat(told[0]).as("closed").isEqualTo(1);
  }

  @Test
  void aTriggerIsAModificationToItsWatchers() throws Exception {
    try (WatchService watch = machine.fs.fileSystem().newWatchService();
        FileChannel file = open(ROOT + "/a/io.pressure")) {
      startReader();
      file.write(bytes("full 100000 500000\n"));
      WatchKey key = machine.path(ROOT + "/a").register(watch, ENTRY_MODIFY);
      letPass(SECOND_NS / 2);
      assertThat(watch.poll()).isSameAs(key);
      assertThat(key.pollEvents())
          .singleElement()
          .satisfies(event -> assertThat(event.context()).hasToString("io.pressure"));
    }
  }

  @Test
  void cgroupEventsTellsUntilItIsRead() throws Exception {
    int[] told = new int[1];
    try (FileChannel file =
        FileChannel.open(machine.path(ROOT + "/a/cgroup.events"), StandardOpenOption.READ)) {
      Pollable poll = (Pollable) file;
      file.read(ByteBuffer.allocate(64));
      assertThat(poll.hasEvent()).isFalse();
      poll.onEvent(() -> told[0]++);
      startReader();
      assertThat(told[0]).isEqualTo(1);
      assertThat(poll.hasEvent()).isTrue();
      assertThat(poll.hasEvent()).as("a level").isTrue();
      file.read(ByteBuffer.allocate(64), 0);
      assertThat(poll.hasEvent()).isFalse();
    }
  }

  @Test
  void aRemovedFileTells() throws Exception {
    int[] told = new int[1];
    FileChannel file = open(ROOT + "/a/io.pressure");
    Pollable poll = (Pollable) file;
    file.write(bytes("some 100000 500000\n"));
    poll.onEvent(() -> told[0]++);
    Files.delete(machine.path(ROOT + "/a"));
    assertThat(told[0]).isEqualTo(1);
    assertThat(poll.hasEvent()).isTrue();
    file.close();
    assertThat(poll.hasEvent()).as("closed").isFalse();
  }
}

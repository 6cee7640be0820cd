package io.cglab.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.cglab.core.TestMachine;
import io.cglab.core.api.Errno;
import io.cglab.core.block.BioTable;
import io.cglab.core.file.FileSystem;
import io.cglab.core.file.FileSystemType;
import io.cglab.core.file.Inode;
import io.cglab.core.file.Layout;
import io.cglab.core.trace.Trace;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Direct I/O on files (schedulers-and-devices.md 6.4). Each request takes 100 us. */
class FileIoTest {
  private static final int BLOCK = 4096;
  private static final long US = 1000;

  private final TestMachine m = TestMachine.ideal(1000);
  private final List<String> bios = new ArrayList<>();
  private int mostInFlight;

  private Inode file(FileSystemType type) throws Exception {
    FileSystem fs = m.machine.fileSystems().format(TestMachine.DEV, type, new Layout(0, 95_000));
    Inode file = fs.create();
    long first = fs.overheadBlocks() * 8;
    m.machine.setTrace(
        new Trace() {
          private int inFlight;

          @Override
          public void submitted(long nowNs, int bio) {
            BioTable table = m.machine.block().bios();
            bios.add((table.sector(bio) - first) / 8 + "+" + table.bytes(bio) / BLOCK);
            mostInFlight = Math.max(mostInFlight, ++inFlight);
          }

          @Override
          public void completed(long nowNs, int bio) {
            inFlight--;
          }
        });
    return file;
  }

  private Run run(Job job) throws Exception {
    Run run = m.start(m.cgroup("a"), job);
    m.machine.advanceTo(m.machine.nowNs() + TestMachine.MS * 1000);
    assertThat(run.isDone()).isTrue();
    return run;
  }

  @Test
  void aReadGoesWhereTheBlocksAreAndNowhereInHoles() throws Exception {
    Inode file = file(FileSystemType.EXT4);
    Inode other = file.fileSystem().create();
    file.allocate(0, 2 * BLOCK);
    other.allocate(0, BLOCK);
    file.allocate(4 * BLOCK, BLOCK);
    file.truncate(6 * BLOCK);
    Run run = run(Job.direct(file).blockSize(3 * BLOCK));
    assertThat(bios).containsExactly("0+2", "3+1");
    assertThat(run.readBytes()).isEqualTo(6 * BLOCK);
    assertThat(run.readIos()).isEqualTo(2);
  }

  @Test
  void aWriteMakesTheFileGrow() throws Exception {
    Inode file = file(FileSystemType.EXT3);
    Run run = run(Job.direct(file).writes().blockSize(2 * BLOCK).count(3));
    assertThat(file.size()).isEqualTo(6 * BLOCK);
    assertThat(bios).containsExactly("0+2", "2+2", "4+2");
    assertThat(run.finishedNs()).isEqualTo(300 * US);
  }

  @ParameterizedTest(name = "{0} with a depth of 4: at most {1} in flight, {2} us")
  @CsvSource({"EXT3, 1, 780", "EXT2, 1, 780", "EXT4, 4, 100", "XFS, 4, 100"})
  void holesAreFilledOneAfterAnotherWhereDirectIoCannot(
      FileSystemType type, int depth, long elapsedUs) throws Exception {
    Inode file = file(type);
    file.truncate(4 * BLOCK);
    Run run = run(Job.direct(file).writes().blockSize(BLOCK).ioDepth(4).count(4));
    assertThat(mostInFlight).isEqualTo(depth);
    assertThat(bios).containsExactly("0+1", "1+1", "2+1", "3+1");
    assertThat(run.finishedNs()).isEqualTo(elapsedUs * US);
    assertThat(run.wroteIos()).isEqualTo(4);
    bios.clear();
    mostInFlight = 0;
    run(Job.direct(file).writes().blockSize(BLOCK).ioDepth(4).count(4));
    assertThat(mostInFlight).as("a rewrite").isEqualTo(4);
    assertThat(bios).containsExactly("0+1", "1+1", "2+1", "3+1");
  }

  @Test
  void whatDoesNotFitIsShortAndThenRefused() throws Exception {
    Inode file = file(FileSystemType.EXT4);
    FileSystem fs = file.fileSystem();
    fs.create().reserve(0, (fs.availableBlocks() - 3) * BLOCK);
    Run run = run(Job.direct(file).writes().blockSize(2 * BLOCK).count(5));
    assertThat(run.error()).isEqualTo(Errno.ENOSPC);
    assertThat(run.wroteBytes()).isEqualTo(3 * BLOCK);
    assertThat(file.size()).isEqualTo(3 * BLOCK);
  }

  @Test
  void aKilledWriterLeavesNothingOpen() throws Exception {
    Inode file = file(FileSystemType.EXT3);
    file.truncate(BLOCK);
    Run run = m.start(m.cgroup("a"), Job.direct(file).writes());
    m.machine.advanceTo(100 * US);
    m.machine.tasks().kill(run.task());
    file.unlink();
    m.machine.advanceTo(TestMachine.MS);
    assertThat(run.isDone()).isTrue();
    assertThat(file.blocks()).isZero();
  }

  @Test
  void rewritingAndReadingAllocateNothing() throws Exception {
    Inode file = file(FileSystemType.EXT4);
    m.machine.setTrace(Trace.NONE);
    Inode other = file.fileSystem().create();
    for (int i = 0; i < 1000; i++) { // in a thousand pieces
      file.allocate((long) i * 2 * BLOCK, 2 * BLOCK);
      other.allocate((long) i * BLOCK, BLOCK);
    }
    file.truncate(2000 * BLOCK);
    Job job = Job.direct(file).random().blockSize(3 * BLOCK).ioDepth(4);
    m.start(m.cgroup("a"), job);
    m.start(m.cgroup("a"), job.writes());
    m.machine.advanceTo(TestMachine.MS * 1000);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    m.machine.advanceTo(TestMachine.MS * 1500); // some 40,000 I/Os, most of them in two pieces
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(40_000);
  }
}

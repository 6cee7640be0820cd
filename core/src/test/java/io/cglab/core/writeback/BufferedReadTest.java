package io.cglab.core.writeback;

import static io.cglab.core.writeback.Writers.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.file.Inode;
import io.cglab.core.resource.MemorySetting;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads through the page cache and what they read ahead (schedulers-and-devices.md 6.5). */
class BufferedReadTest {
  private Writers w;
  private Cgroup a;
  private Inode file;
  private long metadata;

  @BeforeEach
  void fileOnDisk() throws Exception {
    w = Writers.v2();
    a = w.cgroup("a");
    file = w.file();
    w.finish(w.machine.start(w.task(a), Job.direct(file).writes().blockSize((int) MIB).count(16)));
    w.finish(w.machine.start(w.task(a), read(4096).count(0)));
    metadata = w.stat(a).readBytes();
  }

  private Job read(int bytes) {
    return Job.direct(file).blockSize(bytes).buffered(true);
  }

  private long readBytes() {
    return w.stat(a).readBytes() - metadata;
  }

  private long readIos() {
    return w.stat(a).readIos() - metadata / 4096;
  }

  @Test
  void cachedPagesTakeNoIo() throws Exception {
    w.finish(w.machine.start(w.task(a), read(1 << 16).count(16)));
    long before = readBytes();
    Run again = w.finish(w.machine.start(w.task(a), read(1 << 16).count(16)));
    assertThat(again.readBytes()).isEqualTo(MIB);
    assertThat(readBytes()).isEqualTo(before);
  }

  @Test
  void readerIsAheadByOneWindow() throws Exception {
    w.finish(w.machine.start(w.task(a), read(4096).count(64)));
    assertThat(readBytes()).isBetween(64 * 4096L, (64 + 2 * 32) * 4096L);
    assertThat(readIos()).isLessThan(12); // windows of 4, 8, 16, 32, 32, ... pages
  }

  @Test
  void windowIsBoundedByReadAheadKb() throws Exception {
    w.machine.elevators().of(w.disk).attributes().setReadAheadKib(16);
    w.finish(w.machine.start(w.task(a), read(4096).count(64)));
    assertThat(readIos()).isBetween(16L, 20L);
  }

  @Test
  void readerOfLargeBlocksHasLargeWindows() throws Exception {
    w.finish(w.machine.start(w.task(a), read((int) MIB).count(16)));
    assertThat(readBytes()).isEqualTo(16 * MIB);
    assertThat(readIos()).isLessThan(24);
  }

  @Test
  void randomReadsReadNothingElse() throws Exception {
    w.finish(w.machine.start(w.task(a), read(4096).offset(4 * MIB).random().seed(7).count(40)));
    assertThat(readBytes()).isLessThanOrEqualTo(40 * 4096);
  }

  @Test
  void sequentialReaderIsNotHeldUpByEachPage() throws Exception {
    double before = w.seconds();
    w.finish(w.machine.start(w.task(a), read(4096).count(4096)));
    double took = w.seconds() - before;
    // 128 windows of 200 us each, most of them on their way while the one before is read
    assertThat(took).isLessThan(0.04);
  }

  @Test
  void holesReadAsZerosWithoutIo() throws Exception {
    Inode sparse = w.file();
    sparse.truncate(8 * MIB);
    Run run =
        w.finish(
            w.machine.start(
                w.task(a), Job.direct(sparse).blockSize(1 << 16).count(16).buffered(true)));
    assertThat(run.readBytes()).isEqualTo(MIB);
    assertThat(readBytes()).isZero();
  }

  /** Found by the endurance run, seed 25: reading ahead took back what the reader had missed. */
  @Test
  void readerGetsOnWhereNothingFitsThatIsReadAhead() throws Exception {
    Inode sparse = w.file();
    sparse.truncate(8 * MIB);
    Cgroup b = w.cgroup("b");
    w.memory(b, MemorySetting.MAX, 400 << 12); // 320 of its own and its buffer's
    Job job = Job.direct(sparse).blockSize(1 << 18).count(8).buffered(true);
    Run run =
        assertTimeoutPreemptively(
            Duration.ofSeconds(30), () -> w.finish(w.machine.start(w.task(b), job)));
    assertThat(run.readBytes()).isEqualTo(2 * MIB);
  }

  @Test
  void partOfPageIsReadBeforeItIsWritten() throws Exception {
    w.finish(w.machine.buffered().write(w.task(a), w.cached(file), 4096 + 512, 512));
    assertThat(readBytes()).isEqualTo(4096);
    w.finish(w.machine.buffered().write(w.task(a), w.cached(file), 8192, 4096));
    assertThat(readBytes()).isEqualTo(4096);
    assertThat(w.machine.pageCache().dirtyPages()).isEqualTo(2);
  }

  @Test
  void readerOfFileThatIsCutEndsThere() throws Exception {
    Run run = w.machine.start(w.task(a), read((int) MIB).count(16));
    w.pass(0.0005);
    file.truncate(512);
    w.finish(run);
    assertThat(run.readBytes()).isLessThan(16 * MIB);
    file.truncate(0);
    assertThat(w.machine.pageCache().filePages()).isZero();
  }

  /** A hole is in memory at once, and so the first that reclaim finds. */
  @Test
  void readerOfHoleGetsThroughFullCgroup() throws Exception {
    file.truncate(64 * MIB);
    w.memory(a, MemorySetting.MAX, MIB / 2);
    Run run = w.finish(w.machine.start(w.task(a), read((int) MIB).offset(16 * MIB).count(40)));
    assertThat(run.readBytes()).isEqualTo(40 * MIB);
  }
}

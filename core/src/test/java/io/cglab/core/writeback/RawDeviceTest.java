package io.cglab.core.writeback;

import static io.cglab.core.writeback.Writers.MIB;
import static io.cglab.core.writeback.Writers.SDA;
import static io.cglab.core.writeback.Writers.SDA1;
import static io.cglab.core.writeback.Writers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cglab.core.api.DevNo;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks and partitions that are read and written through memory (throttle-and-qos.md 6.1). */
class RawDeviceTest {
  private static Job write(DevNo dev, int mib) {
    return Job.direct(dev).writes().blockSize((int) MIB).count(mib).buffered(true);
  }

  private static Job read(DevNo dev, int mib) {
    return write(dev, mib).reads();
  }

  private static Run run(Writers w, Cgroup cgroup, Job job) throws Exception {
    return w.finish(w.machine.start(w.task(cgroup), job));
  }

  private static Backing open(Writers w, DevNo dev) throws Exception {
    Backing backing = w.machine.rawDevices().of(dev).backing();
    backing.open();
    return backing;
  }

  private static long dirty(Writers w) {
    return w.machine.pageCache().dirtyPages() + w.machine.pageCache().writebackPages();
  }

  @Test
  void whoClosesItLastWaitsForTheDisk() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    w.wbps(a, 8 * MIB);
    Run run = run(w, a, write(SDA, 32));
    assertThat(run.finishedNs() / 1e9).as("memory speed").isLessThan(0.1);
    assertThat(w.seconds()).isCloseTo(4, within(0.12));
    assertThat(w.wrote(a)).isEqualTo(32 * MIB);
    assertThat(dirty(w)).isZero();
    assertThat(w.machine.pageCache().filePages()).as("nothing stays").isZero();
    assertThat(w.machine.claims().count(SDA)).isZero();
  }

  @Test
  void whileSomebodyElseHasItOpenNobodyWaits() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    Backing held = open(w, SDA);
    run(w, a, write(SDA, 8));
    assertThat(w.wrote(a)).isZero();
    assertThat(dirty(w)).isEqualTo(8 * 256);
    run(w, a, read(SDA, 16));
    assertThat(w.stat(a).readBytes()).as("the rest is cached").isBetween(8 * MIB, 9 * MIB);
    long before = w.stat(a).readBytes();
    run(w, w.cgroup("b"), read(SDA, 8));
    assertThat(w.stat(a).readBytes()).isEqualTo(before);
    w.pass(36);
    assertThat(w.wrote(a)).as("old data").isEqualTo(8 * MIB);
    held.close();
    assertThat(w.machine.pageCache().filePages()).isZero();
  }

  @Test
  void ownerOfPagesPaysWhoeverCloses() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    Cgroup b = w.cgroup("b");
    Backing held = open(w, SDA);
    run(w, a, write(SDA, 4));
    Run reader = w.machine.start(w.task(b), read(SDA, 4).startNs(w.machine.nowNs() + SECOND));
    held.close();
    assertThat(dirty(w)).as("the reader has it open").isEqualTo(4 * 256);
    w.finish(reader);
    assertThat(dirty(w)).isZero();
    assertThat(w.wrote(a)).isEqualTo(4 * MIB);
    assertThat(w.wrote(b)).isZero();
  }

  @Test
  void onV1WhoClosesItPays() throws Exception {
    Writers w = Writers.v1();
    Cgroup a = w.cgroup("a");
    run(w, a, write(SDA, 4));
    assertThat(w.wrote(a)).isEqualTo(4 * MIB);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void partitionAndDiskAreTwoFiles(boolean partitionLast) throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    Backing disk = open(w, SDA);
    Backing partition = open(w, SDA1);
    run(w, a, write(SDA, 4));
    run(w, a, write(SDA1, 2));
    assertThat(dirty(w)).isEqualTo(6 * 256);
    if (partitionLast) {
      disk.close();
      assertThat(dirty(w)).as("a disk is open with its partitions").isEqualTo(6 * 256);
      assertThat(partition.flushedByClosing()).hasSize(2);
      partition.close();
    } else {
      assertThat(partition.flushedByClosing()).hasSize(1);
      partition.close();
      w.pass(1);
      assertThat(dirty(w)).isEqualTo(4 * 256);
      disk.close();
    }
    w.pass(1);
    assertThat(dirty(w)).isZero();
    assertThat(w.wrote(a)).isEqualTo(6 * MIB);
    assertThat(w.machine.rawDevices().cached(SDA)).isNull();
    assertThat(w.machine.rawDevices().cached(SDA1)).isNull();
  }

  /** The partition has 16387 sectors. */
  @Test
  void lastPageIsAsLongAsTheDisk() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    Run written = run(w, a, write(SDA1, 99));
    assertThat(written.wroteBytes()).isEqualTo(16387 * 512);
    assertThat(w.wrote(a)).isEqualTo(16387 * 512);
    Run read = run(w, a, read(SDA1, 99));
    assertThat(read.readBytes()).isEqualTo(16387 * 512);
    assertThat(w.stat(a).readBytes()).isEqualTo(16387 * 512);
  }

  @Test
  void partOfPageIsReadBeforeItIsWritten() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    run(w, a, write(SDA, 1).blockSize(512));
    assertThat(w.stat(a).readBytes()).isEqualTo(4096);
    assertThat(w.wrote(a)).isEqualTo(4096);
  }

  @Test
  void limitsOnDirtyPagesHoldForDisks() throws Exception {
    Writers w = Writers.v2();
    w.machine.dirty().setBytes(16 * MIB);
    w.machine.dirty().setBackgroundBytes(8 * MIB);
    Cgroup a = w.cgroup("a");
    w.wbps(a, 8 * MIB);
    Run run = run(w, a, write(SDA, 64));
    assertThat(run.finishedNs() / 1e9).isBetween(5.5, 7.5);
  }

  @Test
  void pagesOfWhoIsKilledAreWrittenAndGo() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    w.wbps(a, 8 * MIB);
    Run run = w.machine.start(w.task(a), write(SDA, 32));
    w.pass(1); // it waits in close(2)
    w.machine.tasks().kill(run.task());
    w.pass(0.5);
    Run other = run(w, a, read(SDA, 1)); // opens it meanwhile
    assertThat(other.readBytes()).isEqualTo(MIB);
    w.pass(5);
    assertThat(run.isDone()).isTrue();
    assertThat(w.wrote(a)).isEqualTo(32 * MIB);
    assertThat(dirty(w)).isZero();
    assertThat(w.machine.pageCache().filePages()).isZero();
    assertThat(w.machine.claims().count(SDA)).isZero();
  }

  // ---- direct I/O on what is cached

  private static Job direct(Job job) {
    return job.buffered(false);
  }

  @Test
  void directReadWaitsForDirtyPagesOfItsBytes() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    Cgroup b = w.cgroup("b");
    w.wbps(a, MIB);
    open(w, SDA);
    run(w, a, write(SDA, 8));
    double before = w.seconds();
    run(w, b, direct(read(SDA, 1).offset(20 * MIB)));
    assertThat(w.seconds() - before).as("nothing cached there").isLessThan(0.01);
    run(w, b, direct(read(SDA, 2).offset(MIB)));
    assertThat(w.seconds() - before).isCloseTo(2, within(0.1));
    assertThat(w.wrote(a)).as("those alone").isEqualTo(2 * MIB);
    assertThat(w.stat(b).readBytes()).isEqualTo(3 * MIB);
    assertThat(dirty(w)).isEqualTo(6 * 256);
    assertThat(w.machine.pageCache().filePages()).as("a read leaves them").isEqualTo(8 * 256);
  }

  @Test
  void directWriteLeavesNothingCachedOfItsBytes() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    open(w, SDA);
    run(w, a, write(SDA, 8));
    run(w, a, direct(write(SDA, 1).blockSize(512).offset(MIB + 512)));
    assertThat(w.wrote(a)).isEqualTo(4096 + 512);
    assertThat(w.machine.pageCache().filePages()).isEqualTo(8 * 256 - 1);
    run(w, a, direct(write(SDA, 2)));
    assertThat(w.wrote(a)).isEqualTo(4096 + 512 + 2 * MIB - 4096 + 2 * MIB);
    assertThat(w.machine.pageCache().filePages()).isEqualTo(6 * 256);
  }

  @Test
  void manyDirectReadsAtOnceWaitForTheirPages() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    open(w, SDA);
    run(w, a, write(SDA, 8));
    Run run = run(w, a, direct(read(SDA, 2048)).blockSize(4096).ioDepth(16).random().seed(3));
    assertThat(run.readIos()).isEqualTo(2048);
    assertThat(dirty(w)).isBetween(0L, 8 * 256L);
  }
}

package io.cglab.core.writeback;

import static io.cglab.core.writeback.Writers.MIB;
import static io.cglab.core.writeback.Writers.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cglab.core.api.Errno;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Task;
import io.cglab.core.file.Inode;
import io.cglab.core.pressure.PsiResource;
import io.cglab.core.pressure.Stall;
import io.cglab.core.resource.MemoryController;
import io.cglab.core.resource.MemoryItem;
import io.cglab.core.resource.MemorySetting;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import io.cglab.core.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who pays for buffered writes, when they are written, and who waits (throttle-and-qos.md 6). */
class WritebackTest {
  private static final Percentage THREE = Percentage.withPercentage(3);

  // ---- who pays

  @Test
  void firstDirtierPaysForFsyncOfAnother() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    Cgroup b = w.cgroup("b");
    Inode file = w.file();
    w.write(a, file, 4);
    w.write(b, file, 4);
    w.fsync(b, file);
    assertThat(w.wrote(a)).isEqualTo(4 * MIB);
    assertThat(w.wrote(b)).isZero();
  }

  @Test
  void largeBiosAreCutAsDiskTakesThem() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    Inode file = w.file();
    w.write(a, file, 32);
    w.fsync(a, file);
    assertThat(w.stat(a).wroteIos()).isEqualTo(28); // of 8 MiB, each in pieces of 1280 KiB
  }

  @Test
  void withoutMemoryControllerWhoSubmitsPays() throws Exception {
    Writers w = Writers.withoutMemory();
    Cgroup a = w.cgroup("a");
    w.write(a, w.file(), 4);
    w.finish(w.machine.buffered().sync(w.task(a), null));
    assertThat(w.wrote(a)).isZero();
    Inode file = w.file();
    w.write(a, file, 4);
    w.fsync(a, file);
    assertThat(w.wrote(a)).isEqualTo(4 * MIB);
  }

  /** The flusher is in the root: the limit sees only who submits himself. */
  @Test
  void onV1TheFlusherPays() throws Exception {
    Writers w = Writers.v1();
    Cgroup a = w.cgroup("a");
    w.wbps(a, MIB);
    w.machine.dirty().setBackgroundBytes(MIB);
    w.write(a, w.file(), 32);
    w.pass(2);
    assertThat(w.machine.pageCache().dirtyPages()).isLessThanOrEqualTo(256);
    assertThat(w.wrote(a)).isZero();
    Inode file = w.file();
    w.machine.dirty().setBackgroundBytes(1L << 30);
    w.write(a, file, 8);
    double before = w.seconds();
    w.fsync(a, file);
    assertThat(w.seconds() - before).isCloseTo(8, THREE);
    assertThat(w.wrote(a)).isEqualTo(8 * MIB);
  }

  @Test
  void directWritesAreTheWritersInAnyCase() throws Exception {
    Writers w = Writers.withoutMemory();
    Cgroup a = w.cgroup("a");
    w.finish(w.machine.start(w.task(a), Job.direct(w.file()).writes().blockSize(4096).count(3)));
    assertThat(w.wrote(a)).isEqualTo(3 * 4096);
  }

  @Test
  void filesOfRemovedCgroupAreItsParents() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    Inode file = w.file();
    Run run = w.write(a, file, 4);
    w.machine.tasks().exit(run.task());
    w.machine.tasks().reap(run.task());
    w.hierarchy.rmdir(a);
    assertThat(w.machine.pageCache().owner(w.cached(file))).isEqualTo(w.hierarchy.root());
    w.fsync(w.hierarchy.root(), file);
    assertThat(w.machine.pageCache().dirtyPages()).isZero();
  }

  @Test
  void fileOfMostlyForeignPagesChangesHands() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    Cgroup b = w.cgroup("b");
    Inode file = w.file();
    w.write(a, file, 1);
    Run foreign = w.machine.start(w.task(b), Writers.write(file).offset(MIB).stopNs(20 * SECOND));
    for (int i = 0; i < 20; i++) {
      w.pass(1);
      w.fsync(a, file);
    }
    assertThat(foreign.wroteBytes()).isGreaterThan(100 * MIB);
    assertThat(w.machine.pageCache().owner(w.cached(file))).isEqualTo(b);
    assertThat(w.wrote(b)).isGreaterThan(w.wrote(a));
  }

  @Test
  void pageBelongsToWhoBroughtItIn() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    Cgroup b = w.cgroup("b");
    Inode file = w.file();
    w.write(a, file, 1);
    w.finish(w.machine.start(w.task(b), Writers.write(file).count(2)));
    CachedFile pages = w.cached(file);
    assertThat(w.machine.pageCache().owner(pages, 0)).isEqualTo(a);
    assertThat(w.machine.pageCache().owner(pages, 300)).isEqualTo(b);
    assertThat(w.machine.pageCache().owner(pages, 600)).isNull();
  }

  /** As bio-cgroup wants it: the writer's, whoever submits; no cgroup's once it is gone. */
  @Test
  void writtenPagesKnowTheirWriter() throws Exception {
    Writers w = Writers.withoutMemory();
    Cgroup a = w.cgroup("a");
    Cgroup b = w.cgroup("b");
    List<String> owners = new ArrayList<>();
    w.machine.setTrace(
        new Trace() {
          @Override
          public void started(long nowNs, int bio) {
            owners.add(String.valueOf(w.machine.block().bios().owner(bio)));
          }
        });
    Inode file = w.file();
    w.write(a, file, 1);
    w.finish(w.machine.buffered().sync(w.task(w.hierarchy.root()), null));
    w.write(b, file, 1);
    w.fsync(a, file);
    assertThat(owners).endsWith(a.toString(), b.toString());
  }

  // ---- when

  @Test
  void isolatedFileIsWrittenAfterThirtySeconds() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    w.write(a, w.file(), 8);
    w.machine.advanceTo(30 * SECOND);
    assertThat(w.wrote(a)).isZero();
    w.machine.advanceTo(36 * SECOND);
    assertThat(w.wrote(a)).isEqualTo(8 * MIB);
    assertThat(w.machine.pageCache().dirtyPages()).isZero();
  }

  @Test
  void zeroIntervalIsNoPeriodicWriteback() throws Exception {
    Writers w = Writers.v2();
    w.machine.dirty().setWritebackCentiseconds(0);
    Cgroup a = w.cgroup("a");
    w.write(a, w.file(), 8);
    w.pass(100);
    assertThat(w.wrote(a)).isZero();
  }

  @Test
  void shortExpiryIsHeeded() throws Exception {
    Writers w = Writers.v2();
    w.machine.dirty().setExpireCentiseconds(100);
    Cgroup a = w.cgroup("a");
    w.write(a, w.file(), 8);
    w.pass(6);
    assertThat(w.wrote(a)).isEqualTo(8 * MIB);
  }

  @Test
  void backgroundLimitHasItWritten() throws Exception {
    Writers w = Writers.v2();
    w.machine.dirty().setBackgroundBytes(16 * MIB);
    Cgroup a = w.cgroup("a");
    w.write(a, w.file(), 64);
    w.pass(1);
    assertThat(w.wrote(a)).isGreaterThan(32 * MIB);
    assertThat(w.machine.pageCache().dirtyPages()).isLessThanOrEqualTo(16 * 256);
  }

  @Test
  void syncWritesEverybodysFiles() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    Cgroup b = w.cgroup("b");
    w.write(a, w.file(), 4);
    w.write(b, w.file(), 4);
    Run sync = w.finish(w.machine.buffered().sync(w.task(w.hierarchy.root()), null));
    assertThat(sync.finishedNs()).isEqualTo(w.machine.nowNs());
    assertThat(w.wrote(a)).isEqualTo(4 * MIB);
    assertThat(w.wrote(b)).isEqualTo(4 * MIB);
    assertThat(w.machine.pageCache().writebackPages()).isZero();
  }

  @Test
  void truncatedPagesAreNotWritten() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    Inode file = w.file();
    w.write(a, file, 8);
    file.truncate(2 * MIB);
    w.fsync(a, file);
    assertThat(w.wrote(a)).isEqualTo(2 * MIB);
    assertThat(w.machine.resources().memory().pages(a, MemoryItem.FILE)).isEqualTo(512);
  }

  @Test
  void deletedFileLeavesNothingNotEvenWhatIsOnItsWay() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    Inode file = w.file();
    w.wbps(a, 8 * MIB);
    w.write(a, file, 16);
    Run sync = w.machine.buffered().sync(w.task(a), null);
    w.pass(0.5);
    assertThat(w.machine.pageCache().writebackPages()).isPositive();
    file.unlink();
    w.finish(sync);
    w.pass(3);
    assertThat(w.machine.pageCache().writebackPages()).isZero();
    assertThat(w.machine.pageCache().filePages()).isZero();
    assertThat(w.machine.resources().memory().pages(a, MemoryItem.FILE)).isZero();
  }

  // ---- how fast

  @Test
  void fsyncTakesAsLongAsLimitSays() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    w.wbps(a, 8 * MIB);
    Inode file = w.file();
    w.write(a, file, 32);
    double before = w.seconds();
    w.fsync(a, file);
    assertThat(w.seconds() - before).isCloseTo(4, THREE);
  }

  @Test
  void steadyWriterMakesPagesDirtyAtItsLimit() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    Cgroup b = w.cgroup("b");
    w.memory(a, MemorySetting.MAX, 1L << 30);
    w.wbps(a, 10 * MIB);
    Run limited = w.writer(a);
    w.pass(100); // until the first seconds are over, and what they left
    Run free = w.machine.start(w.task(b), Job.randWrite("sda").blockSize((int) MIB));
    long before = limited.wroteBytes();
    long directBefore = free.wroteBytes();
    for (int i = 0; i < 60; i++) {
      w.pass(1);
      MemoryGroup group = w.machine.pageCache().group(a);
      long dirty = group.pages(MemoryGroup.Count.DIRTY) + group.pages(MemoryGroup.Count.WRITEBACK);
      long late = 5120; // counts are up to two seconds old: so much is written in that time
      assertThat(dirty).isBetween(group.domain.freerun() - late, group.domain.limit() + late);
    }
    assertThat((double) (limited.wroteBytes() - before)).isCloseTo(600.0 * MIB, THREE);
    double neighbour = (free.wroteBytes() - directBefore) / 60.0;
    Writers alone = Writers.v2();
    Run unlimited =
        alone.machine.start(
            alone.task(alone.cgroup("b")), Job.randWrite("sda").blockSize((int) MIB));
    alone.pass(60);
    assertThat(neighbour).isCloseTo(unlimited.wroteBytes() / 60.0, THREE);
  }

  /** Shares of the machine's budget follow what is written: 1 to 2. */
  @Test
  void twoLimitedWritersShareBudget() throws Exception {
    Writers w = Writers.v2();
    w.machine.dirty().setBytes(200 * MIB);
    w.machine.dirty().setBackgroundBytes(100 * MIB);
    Cgroup a = w.cgroup("a");
    Cgroup b = w.cgroup("b");
    w.wbps(a, 10 * MIB);
    w.wbps(b, 20 * MIB);
    Run slow = w.writer(a);
    Run fast = w.writer(b);
    w.pass(90);
    long slowBefore = slow.wroteBytes();
    long fastBefore = fast.wroteBytes();
    double slowPages = 0;
    double fastPages = 0;
    for (int i = 0; i < 60; i++) {
      w.pass(1);
      slowPages += dirty(w, a);
      fastPages += dirty(w, b);
    }
    assertThat((double) (slow.wroteBytes() - slowBefore)).isCloseTo(600.0 * MIB, THREE);
    assertThat((double) (fast.wroteBytes() - fastBefore)).isCloseTo(1200.0 * MIB, THREE);
    assertThat(fastPages / slowPages).isCloseTo(2, within(0.5));
    assertThat((slowPages + fastPages) / 60).isBetween(150.0 * 256, 200.0 * 256);
  }

  private static long dirty(Writers w, Cgroup cgroup) {
    MemoryGroup group = w.machine.pageCache().group(cgroup);
    return group.pages(MemoryGroup.Count.DIRTY) + group.pages(MemoryGroup.Count.WRITEBACK);
  }

  @Test
  void writerWithinFreerunIsNotSlowed() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    w.wbps(a, MIB);
    double before = w.seconds();
    w.write(a, w.file(), 64);
    assertThat(w.seconds() - before).isLessThan(0.1);
  }

  @Test
  void memoryHighMakesWriterWaitForItsLimit() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    w.wbps(a, 8 * MIB);
    w.memory(a, MemorySetting.HIGH, 16 * MIB);
    double before = w.seconds();
    w.write(a, w.file(), 80);
    assertThat(w.seconds() - before).isBetween(7.5, 13.0);
    assertThat(w.machine.resources().memory().peakPages(a)).isLessThan(20 * 256);
    MemoryController memory = w.machine.resources().memory();
    assertThat(memory.events(a, MemorySetting.HIGH, true)).isPositive();
    assertThat(memory.events(a, MemorySetting.MAX, false)).isZero();
  }

  @Test
  void memoryMaxIsNeverExceeded() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    w.wbps(a, 8 * MIB);
    w.memory(a, MemorySetting.MAX, 16 * MIB);
    w.write(a, w.file(), 48);
    assertThat(w.machine.resources().memory().peakPages(a)).isLessThanOrEqualTo(16 * 256 + 8);
    assertThat(w.seconds()).isBetween(3.5, 6.5);
  }

  // ---- direct I/O on what is cached

  @Test
  void directReadHasDirtyPagesOfItsBytesWritten() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    Cgroup b = w.cgroup("b");
    w.wbps(a, MIB);
    Inode file = w.file();
    w.write(a, file, 8);
    double before = w.seconds();
    Job read = Job.direct(file).blockSize((int) MIB);
    w.finish(w.machine.start(w.task(b), read.offset(2 * MIB).count(1)));
    assertThat(w.seconds() - before).isCloseTo(1, within(0.1));
    assertThat(w.wrote(a)).isEqualTo(MIB);
    assertThat(w.stat(b).readBytes()).as("it has blocks now").isEqualTo(MIB);
    w.finish(w.machine.start(w.task(b), read.offset(2 * MIB).count(1)));
    assertThat(w.seconds() - before).isCloseTo(1, within(0.1));
    w.fsync(a, file);
    assertThat(w.wrote(a)).isEqualTo(8 * MIB);
  }

  @Test
  void directWriteHasThemWrittenAndForgotten() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    Inode file = w.file();
    w.write(a, file, 8);
    Job write = Job.direct(file).writes();
    w.finish(w.machine.start(w.task(a), write.offset(MIB + 512).blockSize(512).count(1)));
    assertThat(w.wrote(a)).isEqualTo(4096 + 512);
    assertThat(w.cached(file).isCached(256)).isFalse();
    assertThat(w.cached(file).isCached(255)).isTrue();
    assertThat(w.cached(file).isCached(257)).isTrue();
    assertThat(w.cached(file).dirtyPages()).isEqualTo(8 * 256 - 1);
  }

  @Test
  void killedDirectReaderLeavesPagesToOthers() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    w.wbps(a, MIB);
    Inode file = w.file();
    w.write(a, file, 8);
    Run read = w.machine.start(w.task(a), Job.direct(file).blockSize((int) MIB).count(8));
    w.pass(1.5);
    w.machine.tasks().kill(read.task());
    w.pass(3);
    assertThat(read.isDone()).isTrue();
    assertThat(w.wrote(a)).isBetween(MIB, 4 * MIB);
    w.finish(w.machine.buffered().sync(w.task(w.hierarchy.root()), null));
    assertThat(w.wrote(a)).isEqualTo(8 * MIB);
    assertThat(w.machine.pageCache().dirtyPages()).isZero();
  }

  /** The time that a limit of memory costs is one of memory; that of dirty limits is one of I/O. */
  @ParameterizedTest
  @CsvSource({"HIGH", "MAX"})
  void limitOfMemoryIsPressureOnMemory(MemorySetting limit) throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    w.wbps(a, 8 * MIB);
    w.memory(a, limit, 16 * MIB);
    double before = w.seconds();
    w.write(a, w.file(), 64);
    double took = w.seconds() - before;
    assertThat(took).isGreaterThan(5);
    double memory = stalled(w, a, PsiResource.MEMORY);
    double io = stalled(w, a, PsiResource.IO);
    // the rest is copying
    assertThat(memory + io).isBetween(took - 0.2, took);
    assertThat(memory).isGreaterThan(took / 4);
    assertThat(stalled(w, w.hierarchy.root(), PsiResource.MEMORY)).isEqualTo(memory);
  }

  @Test
  void dirtyLimitAloneIsNoPressureOnMemory() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    w.wbps(a, 8 * MIB);
    w.machine.dirty().setBytes(16 * MIB);
    w.machine.dirty().setBackgroundBytes(8 * MIB);
    w.write(a, w.file(), 64);
    assertThat(stalled(w, a, PsiResource.MEMORY)).isZero();
    assertThat(stalled(w, a, PsiResource.IO)).isGreaterThan(4);
  }

  private static double stalled(Writers w, Cgroup cgroup, PsiResource resource) {
    return w.machine.pressure().read(cgroup, resource, Stall.FULL).totalUs() / 1e6;
  }

  @Test
  void killedWriterLeavesItsPages() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    w.wbps(a, MIB);
    w.memory(a, MemorySetting.HIGH, 16 * MIB);
    Run run = w.writer(a);
    w.pass(5);
    Task task = run.task();
    w.machine.tasks().kill(task);
    w.pass(5);
    assertThat(run.isDone()).isTrue();
    assertThat(task.isDead()).isTrue();
    w.finish(w.machine.buffered().sync(w.task(w.hierarchy.root()), null));
    assertThat(w.machine.pageCache().dirtyPages()).isZero();
    assertThat(w.machine.resources().memory().pages(a, MemoryItem.ANON)).isZero();
    long stalledUs = stalledUs(w, a);
    w.pass(5);
    assertThat(stalledUs(w, a)).as("it waits no longer").isEqualTo(stalledUs).isPositive();
  }

  private static long stalledUs(Writers w, Cgroup cgroup) {
    return w.machine.pressure().read(cgroup, PsiResource.MEMORY, Stall.SOME).totalUs();
  }

  /**
   * Found by the endurance run, seed 20002908: pages were dirty that had no room, and were written
   * to no sector.
   */
  @Test
  void whatIsTruncatedWhileItIsWrittenNeedsRoomAgain() throws Exception {
    Writers w = Writers.v2();
    Cgroup a = w.cgroup("a");
    Inode file = w.file();
    Job job = Job.direct(file).buffered(true).writes().blockSize((int) (64 * MIB)).count(1);
    Run run = w.machine.start(w.task(a), job);
    w.pass(0.008);
    assertThat(file.size()).as("it is amid its call").isBetween(MIB, 63 * MIB);
    file.truncate(0);
    Inode other = w.file();
    other.reserve(0, file.fileSystem().freeBlocks() * 4096);
    w.finish(run);
    assertThat(run.error()).isEqualTo(Errno.ENOSPC);
    w.finish(w.machine.buffered().sync(w.task(a), null));
    assertThat(w.machine.pageCache().dirtyPages()).isZero();
    assertThat(w.wrote(a)).isLessThan(64 * MIB);
  }
}

package io.cglab.core.writeback;

import static io.cglab.core.writeback.Writers.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.file.Inode;
import io.cglab.core.task.Run;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to an fsync(2) that sleeps for a tag with most of its file still dirty. */
class FsyncTest {
  private static final int FILE_MIB = 64;

  private Writers w;
  private Cgroup a;
  private CachedFile file;
  private Run fsync;

  @BeforeEach
  void begin() throws Exception {
    w = Writers.v2();
    w.machine.elevators().of(w.disk).setNrRequests(4);
    a = w.cgroup("a");
    Inode inode = w.file();
    w.write(a, inode, FILE_MIB);
    file = w.cached(inode);
    fsync = w.machine.buffered().fsync(w.task(a), file, false);
    w.pass(0.001);
    assertThat(w.machine.pageCache().dirtyPages()).as("it sleeps for a tag").isPositive();
  }

  private void kill() {
    w.machine.tasks().kill(fsync.task());
    w.pass(0.1);
    assertThat(fsync.isDone()).isTrue();
    assertThat(w.machine.pageCache().dirtyPages()).as("it was killed amid it").isPositive();
  }

  @Test
  void whatKilledFsyncLeavesIsWrittenBySync() throws Exception {
    kill();
    w.finish(w.machine.buffered().sync(w.task(w.hierarchy.root()), null));
    assertThat(w.machine.pageCache().dirtyPages()).isZero();
    assertThat(w.wrote(a)).isEqualTo(FILE_MIB * MIB);
  }

  /** Found by the endurance run, seed 2521: it stayed dirty for ever. */
  @Test
  void whatKilledFsyncLeavesIsWrittenByTheFlusher() {
    kill();
    w.pass(60);
    assertThat(w.machine.pageCache().dirtyPages()).isZero();
  }

  /**
   * Found by the endurance run, seed 4375: the flusher woke every five seconds for a clean file.
   */
  @Test
  void whatItHasWrittenIsOnNoListOfTheFlusher() throws Exception {
    Wb wb = file.wb;
    assertThat(wb).isNotNull();
    wb.more.add(file); // as the flusher does, where its turn of the same file is over meanwhile
    w.finish(fsync);
    assertThat(wb.hasDirtyFiles()).isFalse();
  }

  /** Found by the endurance run, seed 5003: a request was in the plug until the task was thawed. */
  @Test
  void whoIsFrozenInItEndsItFirst() throws Exception {
    w.hierarchy.setFreeze(a, true);
    w.pass(10);
    assertThat(w.machine.pageCache().dirtyPages()).isZero();
    assertThat(w.machine.block().requests().used()).isZero();
    w.hierarchy.setFreeze(a, false);
    w.finish(fsync);
  }
}

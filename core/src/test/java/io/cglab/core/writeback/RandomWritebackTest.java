package io.cglab.core.writeback;

import static io.cglab.core.writeback.Writers.MIB;
import static io.cglab.core.writeback.Writers.SDA;
import static io.cglab.core.writeback.Writers.SDA1;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.api.DevNo;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Task;
import io.cglab.core.file.Inode;
import io.cglab.core.resource.MemoryController;
import io.cglab.core.resource.MemoryItem;
import io.cglab.core.resource.MemorySetting;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import io.cglab.core.writeback.MemoryGroup.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Readers and writers of files and disks, through memory and past it, limits, truncations, kills
 * under seeds: what is counted always adds up.
 */
class RandomWritebackTest {
  private static final List<DevNo> DEVICES = List.of(SDA, SDA1);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 141})
  void countsAddUp(long seed) throws Exception {
    Writers w = Writers.v2();
    SplittableRandom random = new SplittableRandom(seed);
    List<Cgroup> cgroups = new ArrayList<>();
    List<Inode> files = new ArrayList<>();
    List<Run> runs = new ArrayList<>();
    List<CachedFile> opened = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      cgroups.add(w.cgroup("c" + i));
      files.add(w.file());
      files.get(i).open();
    }
    for (int i = 0; i < 300; i++) {
      Cgroup cgroup = cgroups.get(random.nextInt(cgroups.size()));
      Inode file = files.get(random.nextInt(files.size()));
      DevNo dev = DEVICES.get(random.nextInt(DEVICES.size()));
      switch (random.nextInt(12)) {
        case 0 -> w.wbps(cgroup, MIB * (1 + random.nextInt(50)));
        case 1 -> w.memory(cgroup, MemorySetting.HIGH, MIB * (4 + random.nextInt(60)));
        case 2 -> w.memory(cgroup, MemorySetting.MAX, MIB * (8 + random.nextInt(60)));
        case 3 -> file.truncate(MIB * random.nextInt(8));
        case 4 -> runs.add(w.machine.buffered().fsync(w.task(cgroup), w.cached(file), false));
        case 5 -> runs.add(w.machine.buffered().sync(w.task(cgroup), null));
        case 6 -> {
          if (!runs.isEmpty()) {
            Task task = runs.get(random.nextInt(runs.size())).task();
            w.machine.tasks().kill(task);
          }
        }
        case 7 -> {
          CachedFile disk = w.machine.rawDevices().of(dev);
          disk.backing().open();
          opened.add(disk);
        }
        case 8 -> {
          if (!opened.isEmpty()) {
            opened.remove(random.nextInt(opened.size())).backing().close();
          }
        }
        default -> {
          Job on = random.nextInt(3) == 0 ? Job.direct(dev) : Job.direct(file);
          Job job =
              on.buffered(random.nextInt(4) > 0)
                  .blockSize(512 << random.nextInt(12))
                  .offset(MIB * random.nextInt(4))
                  .count(1 + random.nextInt(200))
                  .seed(random.nextLong());
          runs.add(w.machine.start(w.task(cgroup), random.nextInt(3) == 0 ? job : job.writes()));
        }
      }
      w.pass(random.nextInt(100) / 100.0);
      check(w, cgroups, files);
    }
    for (Cgroup cgroup : cgroups) {
      w.memory(cgroup, MemorySetting.HIGH, 1L << 40);
      w.memory(cgroup, MemorySetting.MAX, 1L << 40);
      w.wbps(cgroup, 100 * MIB);
    }
    opened.forEach(disk -> disk.backing().close());
    w.pass(200);
    for (Run run : runs) {
      assertThat(run.isDone()).isTrue();
    }
    check(w, cgroups, files);
    assertThat(w.machine.pageCache().dirtyPages()).isZero();
    assertThat(w.machine.pageCache().writebackPages()).isZero();
    assertThat(w.machine.rawDevices().cached(SDA)).as("nobody has it open").isNull();
    assertThat(w.machine.rawDevices().cached(SDA1)).isNull();
    files.forEach(file -> file.truncate(0));
    assertThat(w.machine.pageCache().filePages()).isZero();
    MemoryController memory = w.machine.resources().memory();
    assertThat(memory.usagePages(w.hierarchy.root())).isZero();
  }

  private static void check(Writers w, List<Cgroup> cgroups, List<Inode> files) {
    PageCache cache = w.machine.pageCache();
    long dirty = 0;
    long writeback = 0;
    long cached = 0;
    List<CachedFile> all = new ArrayList<>();
    files.forEach(inode -> all.add(FileBacking.of(inode, cache)));
    for (DevNo dev : DEVICES) {
      CachedFile disk = w.machine.rawDevices().cached(dev);
      if (disk != null) {
        all.add(disk);
      }
    }
    for (CachedFile file : all) {
      long ofFile = 0;
      for (PageRuns.Run run = file.runs.from(0); run != null; run = file.runs.from(run.end)) {
        long pages = run.end - run.start;
        cached += pages;
        ofFile += run.state.isDirty() ? pages : 0;
        writeback += run.state.isUnderWriteback() ? pages : 0;
      }
      assertThat(file.dirtyPages).isEqualTo(ofFile);
      dirty += ofFile;
    }
    assertThat(cache.dirtyPages()).isEqualTo(dirty);
    assertThat(cache.writebackPages()).isEqualTo(writeback);
    assertThat(cache.filePages()).isEqualTo(cached);
    MemoryGroup root = cache.root();
    assertThat(root.pages(Count.FILE)).isEqualTo(cached);
    assertThat(root.pages(Count.DIRTY)).isEqualTo(dirty);
    assertThat(root.pages(Count.WRITEBACK)).isEqualTo(writeback);
    long wbDirty = 0;
    for (Cgroup cgroup : cgroups) {
      MemoryGroup group = cache.group(cgroup);
      Wb wb = group.wb(w.disk.index());
      wbDirty += wb == null ? 0 : wb.dirtyPages;
      assertThat(w.machine.resources().memory().pages(cgroup, MemoryItem.FILE))
          .isEqualTo(group.pages(Count.FILE));
    }
    assertThat(wbDirty).isEqualTo(dirty);
  }
}

package io.cglab.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.Disk;
import io.cglab.core.file.FileSystem;
import io.cglab.core.file.FileSystemType;
import io.cglab.core.file.Inode;
import io.cglab.core.file.Layout;
import io.cglab.core.resource.MemorySetting;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import io.cglab.core.writeback.DirtySettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Files in the life of an {@link EnduranceMachine}: they are read and written through memory and
 * past it, synced, truncated and removed, while memory is limited and the rules of writing back
 * change.
 */
final class EnduranceFiles {
  private static final long MIB = 1 << 20;
  private static final int PAGE_SHIFT = 12;
  private static final int MOST_FILES = 12;

  private final Machine machine;
  private final SplittableRandom random;
  private final long stopNs;
  private final List<Inode> files = new ArrayList<>();
  private final List<Inode> all = new ArrayList<>();
  private final Map<FileSystem, Long> free = new LinkedHashMap<>();

  EnduranceFiles(Machine machine, SplittableRandom random, long stopNs) {
    this.machine = machine;
    this.random = random;
    this.stopNs = stopNs;
    for (Disk disk : machine.disks().all()) {
      if (disk.isRequestBased()) {
        FileSystemType type = one(FileSystemType.values());
        FileSystem made = format(disk, type);
        free.put(made, made.freeBlocks());
      }
    }
  }

  private FileSystem format(Disk disk, FileSystemType type) {
    try {
      return machine.fileSystems().format(disk.dev(), type, Layout.USUAL);
    } catch (KernelException refused) {
      throw new AssertionError(refused); // nothing is mounted
    }
  }

  private <T> T one(T[] of) {
    return of[random.nextInt(of.length)];
  }

  private Inode anyFile() {
    return files.get(random.nextInt(files.size()));
  }

  void create() throws KernelException {
    Disk disk = machine.disks().get(random.nextInt(machine.config().disks().size()));
    FileSystem on = Objects.requireNonNull(machine.fileSystems().on(disk.dev()));
    Inode file = on.create();
    file.open();
    files.add(file);
    all.add(file);
    if (random.nextBoolean()) {
      file.fallocate(0, MIB * random.nextInt(1, 30), random.nextBoolean());
    }
  }

  /** A reader or writer, or an fsync or a sync, of a task that does nothing else. */
  Run start(Task task) throws KernelException {
    Inode file = anyFile();
    switch (random.nextInt(12)) {
      case 0 -> {
        return machine.buffered().sync(task, random.nextBoolean() ? file.fileSystem() : null);
      }
      case 1, 2 -> {
        return machine.buffered().fsync(task, machine.buffered().file(file), random.nextBoolean());
      }
      default -> {
        Job job =
            Job.direct(file)
                .blockSize(512 << random.nextInt(12))
                .offset(MIB * random.nextInt(8))
                .count(1 + random.nextInt(3_000))
                .thinkNs(random.nextInt(3) == 0 ? random.nextLong(3_000_000) : 0)
                .stopNs(stopNs)
                .seed(random.nextLong());
        job = random.nextInt(3) == 0 ? job.random() : job;
        job = random.nextInt(3) == 0 ? job : job.writes();
        return machine.start(task, job.buffered(random.nextInt(6) > 0));
      }
    }
  }

  /** One thing more happens to files, to memory or to the rules. */
  void disturb(Cgroup cgroup) throws KernelException {
    DirtySettings dirty = machine.dirty();
    switch (random.nextInt(12)) {
      case 0 -> anyFile().truncate(MIB * random.nextInt(20));
      case 1 -> anyFile().punch(MIB * random.nextInt(8), 512L * random.nextInt(4_000));
      case 2 -> remove();
      case 3 -> machine.pageCache().dropClean();
      case 4 -> dirty.setBytes(MIB * random.nextInt(1, 64));
      case 5 -> dirty.setBackgroundBytes(MIB * random.nextInt(1, 64));
      case 6 -> dirty.setRatio(random.nextInt(30));
      case 7 -> dirty.setBackgroundRatio(random.nextInt(20));
      case 8 -> dirty.setExpireCentiseconds(random.nextInt(200));
      case 9 -> dirty.setWritebackCentiseconds(random.nextInt(100));
      default -> {
        if (!cgroup.isRemoved() && cgroup.isOnline(Controller.MEMORY)) {
          boolean most = random.nextInt(3) == 0;
          long bytes = MIB * (most ? random.nextInt(8, 60) : random.nextInt(4, 60));
          limit(cgroup, most ? MemorySetting.MAX : MemorySetting.HIGH, bytes >> PAGE_SHIFT);
        }
      }
    }
  }

  private void remove() throws KernelException {
    Inode gone = anyFile();
    if (files.size() > 1) {
      files.remove(gone);
      gone.unlink();
    }
    if (all.size() < MOST_FILES) {
      create();
    }
  }

  private void limit(Cgroup cgroup, MemorySetting setting, long pages) {
    machine.resources().memory().settings().set(cgroup, setting, pages);
    machine.pageCache().reclaim().limitChanged(cgroup);
  }

  /** Nothing keeps dirty pages or who wants memory from getting on any more. */
  void lift(List<Cgroup> cgroups) throws KernelException {
    for (Cgroup cgroup : cgroups) {
      if (!cgroup.isRemoved() && cgroup.isOnline(Controller.MEMORY)) {
        limit(cgroup, MemorySetting.HIGH, MemorySetting.HIGH.usual());
        limit(cgroup, MemorySetting.MAX, MemorySetting.MAX.usual());
      }
    }
    DirtySettings dirty = machine.dirty();
    dirty.setRatio(20);
    dirty.setBackgroundRatio(10);
    dirty.setExpireCentiseconds(3000);
    dirty.setWritebackCentiseconds(500);
  }

  /** What was written is on its disk, and memory is free when the files are gone. */
  void endAndCheck() {
    assertThat(machine.pageCache().dirtyPages()).as("dirty").isZero();
    assertThat(machine.pageCache().writebackPages()).as("under writeback").isZero();
    for (Inode file : all) {
      if (files.contains(file)) {
        file.unlink();
      }
      file.close();
    }
    free.forEach((of, blocks) -> assertThat(of.freeBlocks()).as("free blocks").isEqualTo(blocks));
    assertThat(machine.pageCache().filePages()).as("cached").isZero();
    if (machine.hierarchies().known().contains(Controller.MEMORY)) {
      Cgroup root = machine.hierarchies().of(Controller.MEMORY).root();
      assertThat(machine.resources().memory().usagePages(root)).as("memory in use").isZero();
    }
  }
}

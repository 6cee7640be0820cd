package io.cglab.core.task;

import io.cglab.core.api.Op;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.Disk;
import io.cglab.core.file.FileSystem;
import io.cglab.core.file.Inode;
import io.cglab.core.writeback.CachedFile;
import io.cglab.core.writeback.DirtyThrottle.Dirtier;
import io.cglab.core.writeback.FileBacking;
import io.cglab.core.writeback.PageCache;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Files and disks that are read and written through the page cache. */
public final class CachedIo implements BufferedIo {
  private static final int LEAST_TO_SWEEP = 64;

  final Surroundings in;
  final PageCache cache;
  final long pageNs;
  final long scanNs;
  private final ToLongFunction<Disk> readAheadPages;
  private final Map<Task, TaskState> states = new LinkedHashMap<>();
  private final Set<FileSystem> used = new LinkedHashSet<>();
  private int sweepAt = LEAST_TO_SWEEP;

  /** What a task remembers from one call to the next. */
  static final class TaskState {
    final Dirtier dirtier = new Dirtier();
    private final Map<CachedFile, Readahead> reads = new LinkedHashMap<>();

    Readahead readahead(CachedFile file) {
      return reads.computeIfAbsent(file, any -> new Readahead());
    }
  }

  /**
   * Over a page cache.
   *
   * @param pageNs CPU time of copying a page
   * @param scanNs CPU time of looking at a page to reclaim it
   * @param readAheadPages the largest window of a disk
   */
  public CachedIo(
      Surroundings in,
      PageCache cache,
      long pageNs,
      long scanNs,
      ToLongFunction<Disk> readAheadPages) {
    this.in = in;
    this.cache = cache;
    this.pageNs = pageNs;
    this.scanNs = scanNs;
    this.readAheadPages = readAheadPages;
  }

  long readAheadPages(Disk disk) {
    return readAheadPages.applyAsLong(disk);
  }

  TaskState state(Task task) {
    if (states.size() >= sweepAt) {
      states.keySet().removeIf(Task::isDead);
      sweepAt = Math.max(LEAST_TO_SWEEP, 2 * states.size());
    }
    return states.computeIfAbsent(task, any -> new TaskState());
  }

  /** True once for each file system: nothing of its tables is in memory yet. */
  boolean isFirstUse(FileSystem fileSystem) {
    return used.add(fileSystem);
  }

  @Override
  public CachedFile file(Inode inode) {
    return FileBacking.of(inode, cache);
  }

  @Override
  public Run read(Task task, CachedFile file, long offset, int bytes) {
    return once(task, file, Op.READ, offset, bytes);
  }

  @Override
  public Run write(Task task, CachedFile file, long offset, int bytes) {
    return once(task, file, Op.WRITE, offset, bytes);
  }

  @Override
  public Run fsync(Task task, CachedFile file, boolean dataOnly) {
    return once(task, file, Op.FLUSH, 0, 0);
  }

  private Run once(Task task, CachedFile file, Op op, long offset, int bytes) {
    OneCall call = new OneCall(op, offset, bytes);
    return BufferedRun.start(this, task, Job.read(""), List.of(file), call, true);
  }

  @Override
  public Run sync(Task task, @Nullable FileSystem only) {
    return SyncRun.start(
        this,
        task,
        backing ->
            only == null
                || (backing instanceof FileBacking file && file.inode().fileSystem() == only));
  }

  @Override
  public Run start(Task task, Job job, List<CachedFile> files) {
    Pattern pattern = job.pattern();
    IoSource source =
        pattern == null
            ? new PlainSource(job, Target.length(job, files.get(0).size(), job.files().isEmpty()))
            : new PatternSource(pattern);
    return BufferedRun.start(this, task, job, files, source, false);
  }
}

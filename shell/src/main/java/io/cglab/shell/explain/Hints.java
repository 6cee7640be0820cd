package io.cglab.shell.explain;

import io.cglab.core.api.Errno;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The table of hints: which refusal gets which sentence. The first row that fits and has something
 * to say wins; where none has, the hint that came with the errno stands. Rules that need no path
 * are at the throw in the code that refuses.
 */
public final class Hints {
  /** Says why, and what to type; null where it has nothing to say. */
  @FunctionalInterface
  interface Rule {
    @Nullable String hint(Refusal refusal, Scene scene);
  }

  /**
   * One row.
   *
   * @param errnos that it is about; empty for any
   * @param file what the file's name must match; null for any, and for no file
   * @param written true if it is about write(2) only, false if about all other calls only
   */
  private record Row(Set<Errno> errnos, @Nullable Pattern file, boolean written, Rule rule) {
    boolean fits(Refusal refusal) {
      Errno errno = refusal.errno();
      return (errno == null || errnos.isEmpty() || errnos.contains(errno))
          && refusal.isWrite() == written
          && (file == null || file.matcher(refusal.file()).matches());
    }
  }

  private static final String LIMIT_FILES = "io\\.max|blkio\\.throttle\\..*_device";
  private static final String DEVICE_FILES =
      LIMIT_FILES
          + "|io\\.(latency|weight|bfq\\.weight)|io\\.cost\\..*"
          + "|blkio\\.(bfq\\.)?(leaf_)?weight_device";
  private static final String WEIGHT_FILES =
      "io\\.weight|io\\.bfq\\.weight|blkio\\.(bfq\\.)?(leaf_)?weight(_device)?";
  private static final String MEMBER_FILES = "cgroup\\.procs|cgroup\\.threads|tasks";

  private static final List<Row> TABLE =
      List.of(
          // ---- write(2)
          written(DEVICE_FILES, DeviceHints::of, Errno.ENODEV, Errno.EINVAL),
          written("io\\.max", LimitHints::ofMax, Errno.EINVAL, Errno.ERANGE),
          written("blkio\\.throttle\\..*", LimitHints::ofV1, Errno.EINVAL),
          written(WEIGHT_FILES, WeightHints::of, Errno.EINVAL, Errno.ERANGE, Errno.EOPNOTSUPP),
          written("io\\.latency", LimitHints::ofLatency, Errno.EINVAL),
          written("io\\.cost\\.(qos|model)", LimitHints::ofCost, Errno.EINVAL),
          written(MEMBER_FILES, MemberHints::ofMove),
          written("cgroup\\.subtree_control", TreeHints::ofSubtreeControl),
          written("cgroup\\.type", MemberHints::ofType),
          written("scheduler", DiskHints::ofScheduler, Errno.EINVAL),
          written("nr_requests", DiskHints::ofRequests, Errno.EINVAL),
          written(".*", FileHints::ofReadOnly, Errno.EINVAL),
          written(".*", DiskHints::ofWrite),
          // ---- all else
          other(null, FileHints::ofMissing, Errno.ENOENT, Errno.EACCES, Errno.EPERM),
          other(null, FileHints::ofPermission, Errno.EACCES),
          other(null, FileHints::ofDirectory, Errno.EISDIR),
          other(null, FileHints::ofWriteOnly, Errno.EINVAL),
          other(null, TreeHints::ofRemoval, Errno.EBUSY, Errno.EPERM, Errno.ENOTDIR),
          other(null, TreeHints::ofMaking, Errno.EEXIST, Errno.EAGAIN, Errno.EINVAL),
          other(null, TreeHints::ofMount),
          other(null, DiskHints::ofDirectIo, Errno.EINVAL, Errno.ENOSPC),
          other(null, CommandHints::ofProcess, Errno.ESRCH, Errno.EAGAIN));

  private static Row written(String file, Rule rule, Errno... errnos) {
    return new Row(Set.of(errnos), Pattern.compile(file), true, rule);
  }

  private static Row other(@Nullable String file, Rule rule, Errno... errnos) {
    return new Row(Set.of(errnos), file == null ? null : Pattern.compile(file), false, rule);
  }

  private Hints() {}

  /** Why, and what to type instead; null where nothing helps beyond line one. */
  public static @Nullable String of(Refusal refusal, Scene scene) {
    for (Row row : TABLE) {
      if (row.fits(refusal)) {
        String hint = row.rule().hint(refusal, scene);
        if (hint != null) {
          return hint;
        }
      }
    }
    return refusal.given();
  }
}

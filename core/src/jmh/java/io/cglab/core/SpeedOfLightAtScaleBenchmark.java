package io.cglab.core;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What a larger machine costs whoever simulates it: a loop that does for each I/O what the path of
 * {@link ScaleBenchmark}'s does to the memory, and nothing else. An event comes from a ring and
 * goes back into it; the lines of its task, of its records and throttle groups on four levels, and
 * of its disk are read and written. Its figures stand beside those of {@link ScaleBenchmark}, taken
 * in the same run.
 *
 * <p>Lines of the cache that belong to one object lie together, objects lie anywhere, as a garbage
 * collector leaves them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx4g", "-XX:+UseTransparentHugePages"})
public class SpeedOfLightAtScaleBenchmark {
  private static final int DEPTH = 4;
  private static final int TASKS_A_DISK = 10;
  private static final int LEVELS = 4;
  private static final int LINE = 8;

  /** Objects of a task and its cgroup, of two lines each: workload, source, slots, task, cgroup. */
  private static final int TASK_OBJECTS = 10;

  /** A level's record, and its bucket of the throttle. */
  private static final int LEVEL_OBJECTS = 2;

  private static final int OF_TASK = TASK_OBJECTS + LEVELS * LEVEL_OBJECTS;
  private static final int DISK_OBJECTS = 6;
  private static final int OBJECT = 2 * LINE;

  /** As many as in {@code ScaleBenchmark}'s {@code ten}, and its {@code all}. */
  @Param({"10", "10000"})
  public int tasks = 10;

  private long[] memory = {};
  private int[] objects = {};
  private int disks;
  private int[] ring = {};
  private long[] ringNs = {};
  private int at;

  @Setup
  public void boot() {
    disks = tasks / TASKS_A_DISK;
    int count = tasks * OF_TASK + disks * DISK_OBJECTS;
    memory = new long[count * OBJECT];
    objects = new int[count];
    var random = new SplittableRandom(1);
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      objects[i] = objects[j];
      objects[j] = i * OBJECT;
    }
    ring = new int[tasks * DEPTH];
    ringNs = new long[ring.length];
    for (int i = 0; i < ring.length; i++) {
      ring[i] = i % tasks;
    }
  }

  @Benchmark
  public long io() {
    int task = ring[at];
    long now = ringNs[at];
    long sum = touch(task * OF_TASK, OF_TASK, now);
    sum += touch(tasks * OF_TASK + task % disks * DISK_OBJECTS, DISK_OBJECTS, now);
    ringNs[at] = now + sum;
    at = at + 1 == ring.length ? 0 : at + 1;
    return sum;
  }

  private long touch(int first, int count, long now) {
    long sum = 0;
    for (int i = first; i < first + count; i++) {
      int object = objects[i];
      sum += memory[object];
      memory[object + LINE] += now & 1;
    }
    return sum;
  }
}

package io.cglab.cgroupfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a cgroup costs: at most 1 KiB, with one device or without, and nothing for its control
 * files. Heap after garbage collection is compared at two sizes of one machine, so that what is not
 * the cgroups' cancels out; the bounds are wide enough for the noise that is left.
 */
class MemoryTest {
  private static final int WIDTH = 6;
  private static final int DEPTH = 5;

  /** 6 + 36 + 216 + 1296 + 7776. */
  private static final int CGROUPS = 9330;

  private static final int BOUND = 1024;

  private TestFs machine;
  private Path top;

  @BeforeEach
  void boot() throws IOException {
    machine = TestFs.boot("default");
    machine.write("/sys/fs/cgroup/cgroup.subtree_control", "+io");
    top = machine.path("/sys/fs/cgroup/top");
    Files.createDirectory(top);
    Files.writeString(top.resolve("cgroup.subtree_control"), "+io");
  }

  @AfterEach
  void close() {
    machine.close();
  }

  /** Something done to each directory of the tree. */
  private interface Visit {
    void at(Path directory) throws IOException;
  }

  /** Parents come first on the way down; children on the way up. Keeps no paths. */
  private static void each(Path parent, int depth, Visit down, Visit up) throws IOException {
    for (int i = 0; i < WIDTH; i++) {
      Path child = parent.resolve("n" + i);
      down.at(child);
      if (depth > 1) {
        each(child, depth - 1, down, up);
      }
      up.at(child);
    }
  }

  private void make(int depth) throws IOException {
    each(
        top,
        depth,
        directory -> {
          Files.createDirectory(directory);
          Files.writeString(directory.resolve("cgroup.subtree_control"), "+io");
        },
        directory -> {});
  }

  private void limit(int depth) throws IOException {
    each(
        top,
        depth,
        directory -> Files.writeString(directory.resolve("io.max"), "8:0 rbps=1048576"),
        directory -> {});
  }

  private void remove(int depth) throws IOException {
    each(top, depth, directory -> {}, Files::delete);
  }

  private long countFiles() throws IOException {
    try (Stream<Path> walk = Files.walk(top)) {
      return walk.filter(Files::isRegularFile).count();
    }
  }

  /** Bytes of heap in use after the collector has found nothing more to take. */
  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  private static long perCgroup(long bytes) {
    return bytes / CGROUPS;
  }

  @Test
  void aCgroupTakesAtMostAKibibyteAndItsFilesNothing() throws IOException {
    make(2);
    limit(2);
    assertThat(countFiles()).isPositive();
    remove(2);

    long empty = used();
    make(DEPTH);
    long made = used();
    assertThat(perCgroup(made - empty)).as("bytes of a cgroup").isBetween(64L, (long) BOUND);

    assertThat(countFiles()).isGreaterThan(20L * CGROUPS);
    assertThat(perCgroup(used() - made)).as("bytes more after a look at its files").isLessThan(32);

    limit(DEPTH);
    long limited = used();
    assertThat(perCgroup(limited - empty)).as("with one device").isBetween(64L, (long) BOUND);

    remove(DEPTH);
    // The tables of the records keep their size.
    assertThat(perCgroup(used() - empty)).as("bytes left when it is gone").isLessThan(256);
  }
}

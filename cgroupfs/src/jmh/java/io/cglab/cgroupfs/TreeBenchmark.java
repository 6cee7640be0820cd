package io.cglab.cgroupfs;

import io.cglab.cgroupfs.machine.MachineSpec;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Large trees of cgroups, made, walked and removed as files; each figure is for the whole tree.
 * {@code FLAT10K} against {@code FLAT100K} shows whether siblings cost more the more there are;
 * {@code DEEP100K} is five deep, ten in each: {@code mvn -Pbench -DskipTests -pl core,cgroupfs -am
 * verify}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = "-Xmx2g")
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class TreeBenchmark {
  /** The shape of a tree: how many in each directory, and how deep. */
  public enum Shape {
    FLAT10K(10_000, 1),
    FLAT100K(100_000, 1),
    DEEP100K(10, 5);

    private final int width;
    private final int depth;

    Shape(int width, int depth) {
      this.width = width;
      this.depth = depth;
    }
  }

  @Param public Shape shape = Shape.FLAT10K;

  private CgroupFs machine;
  private Path top;

  @Setup(Level.Iteration)
  public void boot() throws IOException {
    machine = CgroupFs.boot(MachineSpec.named("default"));
    top = Files.createDirectory(machine.root().resolve("top"));
  }

  @TearDown(Level.Iteration)
  public void close() {
    machine.close();
  }

  private static void make(Path parent, int width, int depth) throws IOException {
    for (int i = 0; i < width; i++) {
      Path child = Files.createDirectory(parent.resolve("n" + i));
      if (depth > 1) {
        make(child, width, depth - 1);
      }
    }
  }

  private static void remove(Path parent, int width, int depth) throws IOException {
    for (int i = 0; i < width; i++) {
      Path child = parent.resolve("n" + i);
      if (depth > 1) {
        remove(child, width, depth - 1);
      }
      Files.delete(child);
    }
  }

  /** A tree that is there already. */
  @State(Scope.Benchmark)
  public static class Made {
    @Setup(Level.Iteration)
    public void make(TreeBenchmark of) throws IOException {
      TreeBenchmark.make(of.top, of.shape.width, of.shape.depth);
    }
  }

  @Benchmark
  public void create() throws IOException {
    make(top, shape.width, shape.depth);
  }

  /** Every directory and every control file. */
  @Benchmark
  public long walk(Made made) throws IOException {
    try (Stream<Path> walk = Files.walk(top)) {
      return walk.count();
    }
  }

  /** One file of each cgroup is read, as monitoring does. */
  @Benchmark
  public long readProcs(Made made) throws IOException {
    long[] bytes = {0};
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult postVisitDirectory(Path dir, IOException thrown)
              throws IOException {
            bytes[0] += Files.readString(dir.resolve("cgroup.procs")).length();
            return FileVisitResult.CONTINUE;
          }
        });
    return bytes[0];
  }

  @Benchmark
  public void removeAll(Made made) throws IOException {
    remove(top, shape.width, shape.depth);
  }
}

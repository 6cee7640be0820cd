package io.cglab.cgroupfs;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.cglab.cgroupfs.machine.MachineSpec;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A control file, parsed and applied, beside the same text stored in raw Jimfs: {@code mvn -Pbench
 * -DskipTests -pl core,cgroupfs -am verify}. Budget: a write takes at most 4 times as long.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ControlFileBenchmark {
  private static final String LIMIT = "8:0 rbps=1048576 wiops=120\n";

  private CgroupFs machine;
  private FileSystem jimfs;
  private Path ioMax;
  private Path plain;

  @Setup
  public void boot() throws IOException {
    machine = CgroupFs.boot(MachineSpec.named("default"));
    Path root = machine.root();
    Files.writeString(root.resolve("cgroup.subtree_control"), "+io");
    ioMax = Files.createDirectory(root.resolve("a")).resolve("io.max");
    jimfs = Jimfs.newFileSystem(Configuration.unix());
    plain = Files.createDirectory(jimfs.getPath("/a")).resolve("io.max");
    Files.writeString(plain, LIMIT);
  }

  @TearDown
  public void close() throws IOException {
    machine.close();
    jimfs.close();
  }

  @Benchmark
  public Path writeIoMax() throws IOException {
    return Files.writeString(ioMax, LIMIT);
  }

  @Benchmark
  public Path writeJimfs() throws IOException {
    return Files.writeString(plain, LIMIT);
  }

  @Benchmark
  public String readIoMax() throws IOException {
    return Files.readString(ioMax);
  }

  @Benchmark
  public String readJimfs() throws IOException {
    return Files.readString(plain);
  }
}

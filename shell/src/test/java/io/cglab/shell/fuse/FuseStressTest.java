package io.cglab.shell.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sixteen processes that create, limit, move, read and remove at random. {@code
 * -Dcglab.fuse.stressSeconds=600} makes it long.
 */
class FuseStressTest {
  private static final int PROCESSES = 16;
  private static final int SECONDS = Integer.getInteger("cglab.fuse.stressSeconds", 15);

  /** How much more may be in use at the end than after the first second, in bytes. */
  private static final long HEAP_SLACK = 24L << 20;

  private static final int DESCRIPTOR_SLACK = 20;

  /**
   * A worker's own cgroups are {@code wN-x}, {@code s-x} belong to all. Each refusal is printed;
   * the test knows which ones a kernel gives.
   */
  private static final String WORKER =
      """
      RANDOM=$1; me=w$1; end=$((SECONDS + $2)); work=0
      while [ $SECONDS -lt $end ]; do
        work=$((work + 1)); own=$C/$me-$((RANDOM % 3)); all=$C/s-$((RANDOM % 4))
        case $((RANDOM % 12)) in
          0|1) mkdir $own ;;
          2) mkdir $all ;;
          3) rmdir $own ;;
          4) rmdir $all ;;
          5) echo "8:0 rbps=$((RANDOM * 1000 + 1000000)) riops=$((RANDOM + 100))" > $own/io.max ;;
          6) echo "8:0 wiops=$((RANDOM + 100))" > $all/io.max ;;
          7) (echo 0 > $all/cgroup.procs; read x < $C/cgroup.procs) ;;
          8) echo $BASHPID > $own/cgroup.procs ;;
          9) echo $BASHPID > $C/cgroup.procs ;;
          10) cat $all/io.stat $own/cgroup.procs $own/cgroup.events > /dev/null ;;
          11) (echo 0 > $own/cgroup.procs
               dd if=$M/dev/sda of=/dev/null bs=4k count=4 iflag=direct status=none) ;;
        esac
      done
      echo $BASHPID > $C/cgroup.procs
      rmdir $C/$me-* 2> /dev/null
      echo "did $work"
      """;

  /** What the kernel says to calls that come too early or too late, by the text of the error. */
  private static final List<String> KERNELS =
      List.of(
          "No such file or directory", "No such device", "File exists", "Device or resource busy");

  private final Path directory;

  FuseStressTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void nothingIsRefusedThatTheKernelTakesAndNothingLeaks() throws Exception {
    Mounted.assumeHostMounts();
    try (Mounted mounted = Mounted.on(directory, "recorded-v2", Mounted.PACED)) {
      run(mounted, 1, 1); // loads what there is to load
      long heap = usedHeap();
      long descriptors = descriptors();
      List<String> lines = run(mounted, PROCESSES, SECONDS);

      List<String> did = lines.stream().filter(line -> line.startsWith("did ")).toList();
      assertThat(did).hasSize(PROCESSES).doesNotContain("did 0");
      assertThat(lines).containsExactlyInAnyOrderElementsOf(did);
      assertThat(mounted.bash("rmdir $C/s-* 2>&-; ls -d $C/*-*").out()).isEmpty();
      assertThat(mounted.openHandles()).isZero();
      assertThat(descriptors()).isLessThan(descriptors + DESCRIPTOR_SLACK);
      assertThat(usedHeap()).isLessThan(heap + HEAP_SLACK);
    }
  }

  /** The lines of all workers but the kernel's refusals. */
  private List<String> run(Mounted mounted, int processes, int seconds) throws Exception {
    Path logs = Files.createTempDirectory("workers");
    Path worker = Files.writeString(logs.resolve("worker.sh"), WORKER);
    String script =
        """
        echo +io > $C/cgroup.subtree_control; cd %s
        for i in {1..%d}; do bash %s $i %d > $i.log 2>&1 & done
        wait; cat *.log; rm *
        """
            .formatted(logs, processes, worker, seconds);
    try {
      return mounted
          .bash(List.of("bash", "-c", script), seconds + 60)
          .out()
          .lines()
          .filter(line -> KERNELS.stream().noneMatch(line::endsWith))
          .toList();
    } finally {
      Files.delete(logs);
    }
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}

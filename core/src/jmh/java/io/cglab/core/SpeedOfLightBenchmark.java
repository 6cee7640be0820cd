package io.cglab.core;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What no simulator of bios on this computer can beat: a loop that pushes and pops an event of a
 * heap, and writes and reads the rows that a bio's path touches, without deciding anything. Its
 * figures stand beside those of {@link BioPathBenchmark} and {@link ElevatorBenchmark}, taken in
 * the same run: {@code mvn -Pbench -DskipTests -pl core -am verify}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SpeedOfLightBenchmark {
  private static final int IN_FLIGHT = 64;
  private static final int BIO_COLUMNS = 12;
  private static final int REQUEST_COLUMNS = 16;
  private static final int GROUP_COLUMNS = 8;
  private static final int SERVICE_NS = 10_000;

  /**
   * {@code none}: a bio, a request, a record's counters. {@code pass}: and what blk-throttle keeps
   * of three levels. {@code bfq}: and a queue's and a group's entity, and a second event.
   */
  @Param({"none", "pass", "bfq"})
  public String path = "none";

  /** Records that there are beside those that are touched. */
  @Param({"10", "100000"})
  public int idle;

  private final long[] heapNs = new long[IN_FLIGHT * 4];
  private final int[] heapArg = new int[IN_FLIGHT * 4];
  private int heapSize;
  private final long[][] bios = new long[BIO_COLUMNS][IN_FLIGHT];
  private final long[][] requests = new long[REQUEST_COLUMNS][IN_FLIGHT];
  private long[][] records = new long[0][];
  private long[][] groups = new long[0][];
  private int levels;
  private int events;
  private long nowNs;
  private long turn;

  @Setup
  public void boot() {
    levels = path.equals("pass") ? 3 : path.equals("bfq") ? 2 : 0;
    events = path.equals("bfq") ? 2 : 1;
    records = new long[4][idle + 4];
    groups = new long[GROUP_COLUMNS][idle + 4];
    for (int i = 0; i < IN_FLIGHT; i++) {
      push(i * 100L, i);
    }
  }

  @Benchmark
  public long bio() {
    int row = 0;
    for (int i = 0; i < events; i++) {
      row = pop();
      if (i < events - 1) {
        push(nowNs + 1, row);
      }
    }
    int record = idle + (int) (turn++ & 3);
    long sum = 0;
    for (long[] column : requests) {
      sum += column[row];
    }
    for (long[] column : bios) {
      sum += column[row];
    }
    for (int level = 0; level < levels; level++) {
      for (long[] column : groups) {
        column[idle + level] += sum & 7;
      }
    }
    for (long[] column : records) {
      column[record] += 4096;
    }
    for (long[] column : bios) {
      column[row] = nowNs + sum;
    }
    for (long[] column : requests) {
      column[row] = nowNs - sum;
    }
    push(nowNs + SERVICE_NS, row);
    return sum;
  }

  private void push(long ns, int arg) {
    int at = heapSize++;
    while (at > 0 && ns < heapNs[at - 1 >> 1]) {
      int parent = at - 1 >> 1;
      heapNs[at] = heapNs[parent];
      heapArg[at] = heapArg[parent];
      at = parent;
    }
    heapNs[at] = ns;
    heapArg[at] = arg;
  }

  private int pop() {
    nowNs = heapNs[0];
    int first = heapArg[0];
    int size = --heapSize;
    long ns = heapNs[size];
    int arg = heapArg[size];
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && heapNs[child + 1] < heapNs[child]) {
        child++;
      }
      if (ns <= heapNs[child]) {
        break;
      }
      heapNs[at] = heapNs[child];
      heapArg[at] = heapArg[child];
      at = child;
    }
    heapNs[at] = ns;
    heapArg[at] = arg;
    return first;
  }
}

package io.cglab.cgroupfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.task.Job;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 64 threads use the files of a machine that runs: nothing is torn, nobody waits for ever. */
class ManyReadersTest {
  private static final int READERS = 60;
  private static final int WRITERS = 2;
  private static final int MAKERS = 2;
  private static final int ROUNDS = 120;
  private static final int CGROUPS = 8;
  private static final int BLOCK = 4096;
  private static final Pattern STAT =
      Pattern.compile("8:0 rbytes=([0-9]+) wbytes=0 rios=([0-9]+) wios=0 dbytes=0 dios=0\n");
  private static final Pattern MAX =
      Pattern.compile("8:0 rbps=([0-9]+) wbps=([0-9]+) riops=max wiops=max\n");
  private static final Pattern DISK =
      Pattern.compile("(?m)^ +8 +0 sda ([0-9]+) 0 ([0-9]+) [0-9]+ 0 0 0 .*$");

  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger checked = new AtomicInteger();

  /** What a thread does, again and again. */
  private interface Act {
    void run(int round) throws IOException;
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void nothingIsTornAndNothingHangs() throws Exception {
    try (TestFs fs = TestFs.boot("default")) {
      fs.write("/sys/fs/cgroup/cgroup.subtree_control", "+io");
      for (int i = 0; i < CGROUPS; i++) {
        fs.mkdir("/sys/fs/cgroup/w" + i);
        limit(fs, i, 1 << 20);
        fs.fs
            .spawn(fs.path("/sys/fs/cgroup/w" + i))
            .start(Job.randRead("sda").blockSize(BLOCK).ioDepth(4).seed(i));
      }
      fs.fs.advance(Duration.ofMillis(300)); // who has done nothing has no numbers
      CountDownLatch running = new CountDownLatch(READERS + WRITERS + MAKERS);
      for (int i = 0; i < READERS; i++) {
        start(running, reader(fs, i));
      }
      for (int i = 0; i < WRITERS; i++) {
        int first = i;
        start(running, round -> limit(fs, (first + round) % CGROUPS, (1 << 20) + 4096 * round));
      }
      for (int i = 0; i < MAKERS; i++) {
        String made = "/sys/fs/cgroup/m" + i;
        start(
            running,
            round -> {
              fs.mkdir(made);
              assertThat(fs.read(made + "/cgroup.procs")).isEmpty();
              Files.delete(fs.path(made));
            });
      }
      while (running.getCount() > 0 && failures.isEmpty()) {
        fs.fs.advance(Duration.ofMillis(1));
      }
      assertThat(failures).isEmpty();
      assertThat(checked.get()).isGreaterThan(READERS * ROUNDS);
      assertThat(statBytes(fs, 0)).isPositive();
    }
  }

  private void start(CountDownLatch running, Act act) {
    Thread thread =
        new Thread(
            () -> {
              try {
                for (int round = 0; round < ROUNDS; round++) {
                  act.run(round);
                }
              } catch (IOException | RuntimeException | AssertionError failure) {
                failures.add(failure);
              } finally {
                running.countDown();
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static void limit(TestFs fs, int cgroup, int bps) throws IOException {
    fs.write("/sys/fs/cgroup/w" + cgroup + "/io.max", "8:0 rbps=" + bps + " wbps=" + bps);
  }

  private static long statBytes(TestFs fs, int cgroup) throws IOException {
    Matcher stat = STAT.matcher(fs.read("/sys/fs/cgroup/w" + cgroup + "/io.stat"));
    assertThat(stat.matches()).as(fs.read("/sys/fs/cgroup/w" + cgroup + "/io.stat")).isTrue();
    return Long.parseLong(stat.group(1));
  }

  /** Reads one of several files in a round, some of them a few bytes at a time. */
  private Act reader(TestFs fs, int number) {
    SplittableRandom random = new SplittableRandom(number);
    long[] before = new long[CGROUPS];
    return round -> {
      int cgroup = random.nextInt(CGROUPS);
      String of = "/sys/fs/cgroup/w" + cgroup;
      Matcher stat = matched(STAT, slowly(fs, of + "/io.stat", random.nextInt(1, 40)));
      long bytes = Long.parseLong(stat.group(1));
      assertThat(bytes).isEqualTo(BLOCK * Long.parseLong(stat.group(2)));
      assertThat(bytes).isGreaterThanOrEqualTo(before[cgroup]);
      before[cgroup] = bytes;
      Matcher max = matched(MAX, slowly(fs, of + "/io.max", random.nextInt(1, 40)));
      assertThat(max.group(1)).isEqualTo(max.group(2));
      switch (random.nextInt(4)) {
        case 0 -> {
          Matcher disk = DISK.matcher(slowly(fs, "/proc/diskstats", 512));
          assertThat(disk.find()).isTrue();
          assertThat(Long.parseLong(disk.group(2)))
              .isEqualTo(BLOCK / 512 * Long.parseLong(disk.group(1)));
        }
        case 1 -> assertThat(fs.read(of + "/cgroup.procs").lines()).hasSize(1);
        case 2 -> {
          try (Stream<Path> list = Files.list(fs.path("/sys/fs/cgroup"))) {
            assertThat(list.filter(path -> path.endsWith("w" + cgroup))).hasSize(1);
          }
        }
        default -> {
          List<String> seen = new ArrayList<>();
          try {
            seen.add(fs.read("/sys/fs/cgroup/m0/cgroup.controllers"));
          } catch (NoSuchFileException gone) {
            seen.add(""); // it comes and goes
          } catch (IOException gone) {
            assertThat(gone).hasMessageContaining("ENODEV");
          }
          assertThat(seen.size()).isLessThanOrEqualTo(1);
        }
      }
      checked.incrementAndGet();
      checked.incrementAndGet();
    };
  }

  private static Matcher matched(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.matches()).as(text).isTrue();
    return matcher;
  }

  /** Reads a file with a small buffer: it is still one moment that is seen. */
  private static String slowly(TestFs fs, String path, int most) throws IOException {
    StringBuilder text = new StringBuilder();
    try (SeekableByteChannel channel = Files.newByteChannel(fs.path(path))) {
      ByteBuffer buffer = ByteBuffer.allocate(most);
      while (channel.read(buffer) >= 0) {
        buffer.flip();
        text.append(StandardCharsets.ISO_8859_1.decode(buffer));
        buffer.clear();
      }
    }
    return text.toString();
  }
}

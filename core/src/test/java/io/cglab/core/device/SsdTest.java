package io.cglab.core.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.cglab.core.Costs;
import io.cglab.core.MachineConfig;
import io.cglab.core.Seeds;
import io.cglab.core.TestMachine;
import io.cglab.core.api.Op;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * SSDs (schedulers-and-devices.md 5.3). By the defaults a command begins 8 us after its start, a
 * page takes 60 us to read, 220 us to program, and 4096 B / 550 MB/s = 7447 ns to cross the link.
 */
class SsdTest {
  private static final long SECOND_NS = 1_000_000_000;
  private static final int PAGES = 1024;

  private static Device device(Ssd model) {
    return model.device(TestMachine.disk("sda", TestMachine.DEV, model, 32, 2560), 0, 1000);
  }

  private static Ssd with(int channels, int bufferBytes) {
    Ssd ssd = Ssd.sata();
    return new Ssd(
        channels,
        ssd.readNs(),
        ssd.programNs(),
        ssd.commandNs(),
        ssd.ackNs(),
        bufferBytes,
        ssd.linkMegabytes(),
        null);
  }

  @ParameterizedTest(name = "{0} at {2}+{3}, {1} channels")
  @CsvSource({
    // one page: 8000 + 60000 + 7447
    "READ, 8, 0, 8, 75447",
    // eight pages on eight channels at once; the link is done at 8000 + 8 · 7447 = 67576
    "READ, 8, 0, 64, 75447",
    // two on each channel: 8000 + 2 · 60000 + 7447
    "READ, 8, 0, 128, 135447",
    // 32 on each: 8000 + 32 · 60000 + 7447
    "READ, 8, 0, 2048, 1935447",
    // four on each, but 256 pages have to cross the link: 8000 + 256 · 7447
    "READ, 64, 0, 2048, 1914432",
    // half a KiB is a page, and one KiB may be two
    "READ, 8, 7, 1, 75447",
    "READ, 1, 7, 1, 75447",
    "READ, 1, 7, 2, 135447",
    // a page crosses the link and is in the buffer: 8000 + 7447 + 15000
    "WRITE, 8, 0, 8, 30447",
    // 8000 + 16 · 7447 + 15000
    "WRITE, 8, 0, 128, 142152",
    // nothing to wait for
    "FLUSH, 8, 0, 0, 8000",
    // 8000 + 50000 + 2000 · 8, and one step more for a sector more
    "DISCARD, 8, 0, 2048, 74000",
    "DISCARD, 8, 0, 2049, 76000",
  })
  void oneCommand(Op op, int channels, long sector, int sectors, long ns) {
    assertThat(device(with(channels, 8 << 20)).complete(op, sector, sectors, 0)).isEqualTo(ns);
    assertThat(device(with(channels, 8 << 20)).complete(op, sector, sectors, 500))
        .isEqualTo(500 + ns);
  }

  @Test
  void commandsMeetOnChannelsAndOnTheLink() {
    Device device = device(Ssd.sata());
    assertThat(device.complete(Op.READ, 0, 8, 0)).isEqualTo(75_447);
    // Page 8 is on channel 0 too: 8000 + 2 · 60000 + 7447.
    assertThat(device.complete(Op.READ, 64, 8, 0)).isEqualTo(135_447);
    // Page 1 is on channel 1, and does not wait for the two before.
    assertThat(device.complete(Op.READ, 8, 8, 0)).isEqualTo(75_447);
  }

  /**
   * Two places, one channel. Pages cross the link at 15447, 22894, 30341; programs end at 15447 +
   * 220000 = 235447 and 455447. The third finds a place at 235447, and is acknowledged 15 us later.
   */
  @Test
  void aFullBufferShowsHowLongProgramsTake() {
    Device device = device(with(1, 8192));
    assertThat(device.complete(Op.WRITE, 0, 24, 0)).isEqualTo(250_447);
    assertThat(device.complete(Op.FLUSH, 0, 0, 300_000)).isEqualTo(15_447 + 3 * 220_000);
    // A read waits for its channel: 675447 + 60000 + 7447.
    assertThat(device.complete(Op.READ, 0, 8, 300_000)).isEqualTo(742_894);
  }

  /** 8 channels · 4096 B / 220 us = 148.9 MB/s to write; the link's 550 MB/s to read. */
  @ParameterizedTest
  @CsvSource({"false, 148.9", "true, 545"})
  void steadyState(boolean reads, double megabytes) throws Exception {
    TestMachine m =
        new TestMachine(
            MachineConfig.plain()
                .withCosts(Costs.NONE)
                .withDisks(
                    List.of(TestMachine.disk("sda", TestMachine.DEV, Ssd.sata(), 32, 2560))));
    Job job = Job.direct(TestMachine.DEV).ioDepth(32).blockSize(256 << 10).stopNs(4 * SECOND_NS);
    Run run = m.start(m.cgroup("a"), reads ? job.reads() : job.writes());
    m.machine.advanceTo(SECOND_NS);
    long before = run.readBytes() + run.wroteBytes();
    m.machine.advanceTo(3 * SECOND_NS);
    double rate = (run.readBytes() + run.wroteBytes() - before) / 2e6;
    assertThat(rate).isCloseTo(megabytes, withinPercentage(1));
  }

  // ---- garbage collection

  private static SsdPages pages(int sparePercent) {
    return new SsdPages(new Ssd.Collection(5, sparePercent, 3_000_000), PAGES, 1);
  }

  private static void fill(SsdPages pages) {
    for (int page = 0; page < PAGES; page++) {
      pages.program(page, 0);
    }
  }

  /**
   * 1024 pages and 25 % spare are 1280, the mark is at 64. Full, the utilisation is 0.8 and WA = 1
   * / (1 − 0.8) = 5: four background programs for each of the host's, and an erase for 256 pages.
   */
  @Test
  void belowTheMarkEachProgramIsFollowedByCollection() {
    SsdPages pages = pages(25);
    fill(pages);
    assertThat(pages.free()).isEqualTo(256);
    for (int i = 0; i < 192; i++) {
      assertThat(pages.program(i, 0)).as("free pages down to the mark").isZero();
    }
    assertThat(pages.free()).isEqualTo(64);
    for (int i = 0; i < 51; i++) {
      assertThat(pages.program(i, 0)).isEqualTo(4);
      assertThat(pages.takeEraseNs()).isZero();
    }
    assertThat(pages.program(0, 0)).isEqualTo(4);
    assertThat(pages.takeEraseNs()).as("the 260th page").isEqualTo(3_000_000);
    assertThat(pages.free()).as("each gives back what it took").isEqualTo(64);
    pages.discard(0, 512);
    assertThat(pages.mappedCount()).isEqualTo(512);
    assertThat(pages.free()).isEqualTo(64 + 512);
    assertThat(pages.program(0, 0)).isZero();
  }

  /** 7 %: 1095 pages, 71 of them not mapped, WA = 15.4, which is cut to 8. */
  @Test
  void amplificationIsAtMostEight() {
    SsdPages pages = pages(7);
    fill(pages);
    for (int i = 0; i < 100; i++) {
      pages.program(i, 0);
    }
    assertThat(pages.program(0, 0)).isEqualTo(7);
  }

  /** 50 % spare: 1536 pages, WA − 1 = 1024 / 512 = 2; half discarded 512 / 1024: every second. */
  @Test
  void fractionsOfBackgroundProgramsAddUp() {
    SsdPages pages = pages(50);
    fill(pages);
    pages.discard(512, 1024);
    while (pages.free() > 76) {
      pages.program(0, 0);
    }
    pages.program(0, 0);
    long background = 0;
    for (int i = 0; i < 1000; i++) {
      background += pages.program(i % 512, 0);
    }
    assertThat(background).isEqualTo(500);
  }

  @Test
  void collectionSlowsOverwritesDown() {
    Ssd plain = with(8, 256 << 10);
    Device fresh = device(plain);
    DiskConfig small =
        new DiskConfig(
            "sda",
            TestMachine.DEV,
            8 * PAGES,
            false,
            true,
            32,
            2560,
            2560,
            128,
            plain.collecting(new Ssd.Collection(5, 25, 3_000_000)),
            List.of());
    Device worn = small.model().device(small, 0, 1000);
    long freshNs = 0;
    long wornNs = 0;
    for (int i = 0; i < 20 * PAGES; i += 8) {
      freshNs = fresh.complete(Op.WRITE, i % PAGES * 8L, 64, freshNs);
      wornNs = worn.complete(Op.WRITE, i % PAGES * 8L, 64, wornNs);
    }
    // Per host page 5 programs of 220 us and 5/256 erases of 3 ms against one program.
    double factor = (5 * 220 + 5 * 3000 / 256.0) / 220;
    assertThat((double) wornNs / freshNs).isCloseTo(factor, withinPercentage(10));
  }

  @Test
  void pagesAreThoseOfAnObviousModel() {
    Seeds.forEach(
        30,
        seed -> {
          var random = new SplittableRandom(seed);
          int spare = 1 + random.nextInt(60);
          SsdPages pages = pages(spare);
          long all = PAGES + Math.max(1, PAGES * spare / 100);
          var mapped = new BitSet();
          for (int i = 0; i < 20_000; i++) {
            int page = random.nextInt(PAGES);
            if (random.nextInt(20) == 0) {
              int end = Math.min(PAGES, page + random.nextInt(100));
              pages.discard(page, end);
              mapped.clear(page, Math.max(page, end));
            } else {
              assertThat(pages.program(page, 0)).isBetween(0L, 7L);
              mapped.set(page);
            }
            assertThat(pages.mappedCount()).isEqualTo(mapped.cardinality());
            assertThat(pages.free()).isBetween(0L, all - pages.mappedCount());
          }
        });
  }
}

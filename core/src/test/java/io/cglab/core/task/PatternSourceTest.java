package io.cglab.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cglab.core.api.Op;
import io.cglab.core.task.Pattern.Kind;
import io.cglab.core.task.Pattern.Region;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which I/Os a pattern asks for. */
class PatternSourceTest {
  private static final int KIB = 1024;
  private static final Region ALL = new Region(0, 0, 64 * KIB);

  /** A pattern under construction; what a test does not say is as in {@link Pattern#of}. */
  private static final class Draft {
    Kind kind = Kind.READ;
    boolean random;
    boolean once = true;
    int readPercent = 50;
    Blocks read = Blocks.of(4 * KIB);
    Blocks write = Blocks.of(4 * KIB);
    List<Region> files = List.of(ALL);
    long limit = ALL.bytes();
    long readRate;
    long writeRate;
    long flushEvery;
    boolean flushAtEnd;

    PatternSource source() {
      return new PatternSource(
          new Pattern(
              kind,
              random,
              once,
              readPercent,
              read,
              write,
              write,
              files,
              limit,
              readRate,
              writeRate,
              0,
              flushEvery,
              flushAtEnd,
              1));
    }
  }

  private record Io(Op op, int file, long offset, int bytes) {
    @Override
    public String toString() {
      return op.name().charAt(0) + ":" + file + "+" + offset / KIB;
    }
  }

  private static List<Io> all(PatternSource source) {
    List<Io> list = new ArrayList<>();
    while (source.nextNs(0) != IoSource.NEVER && list.size() < 10_000) {
      list.add(new Io(source.op(), source.file(), source.offset(), source.bytes()));
      source.take();
    }
    return list;
  }

  private static String text(List<Io> ios) {
    return String.join(" ", ios.stream().map(Io::toString).toList());
  }

  @Test
  void askingTwicePreparesOne() {
    PatternSource source = new Draft().source();
    assertThat(source.nextNs(5)).isEqualTo(5);
    assertThat(source.nextNs(6)).isEqualTo(6);
    assertThat(source.offset()).isZero();
    source.take();
    source.nextNs(7);
    assertThat(source.offset()).isEqualTo(4 * KIB);
  }

  @ParameterizedTest(name = "{0} with a flush every {1}, at the end {2}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          READ       | 0 | false | R:0+0 R:0+4 R:0+8 R:0+12
          WRITE      | 2 | false | W:0+0 W:0+4 F:0+4 W:0+8 W:0+12
          WRITE      | 1 | true  | W:0+0 F:0+0 W:0+4 F:0+4 W:0+8 F:0+8 W:0+12 F:0+12
          TRIM       | 0 | false | D:0+0 D:0+4 D:0+8 D:0+12
          TRIM_WRITE | 0 | false | D:0+0 W:0+0 D:0+4 W:0+4 D:0+8 W:0+8 D:0+12 W:0+12
          """)
  void sequences(Kind kind, long flushEvery, boolean atEnd, String expected) {
    Draft draft = new Draft();
    draft.kind = kind;
    draft.flushEvery = flushEvery;
    draft.flushAtEnd = atEnd;
    draft.limit = 16 * KIB;
    assertThat(text(all(draft.source()))).isEqualTo(expected);
  }

  @Test
  void filesTakeTurnsAndWrapOnTheirOwn() {
    Draft draft = new Draft();
    draft.files = List.of(new Region(0, 8 * KIB, 8 * KIB), new Region(1, 0, 4 * KIB));
    draft.limit = 24 * KIB;
    assertThat(text(all(draft.source()))).isEqualTo("R:0+8 R:1+0 R:0+12 R:1+0 R:0+8 R:1+0");
  }

  @Test
  void randomOffsetsVisitEveryBlockOncePerPass() {
    Draft draft = new Draft();
    draft.random = true;
    draft.limit = 2 * ALL.bytes();
    List<Io> ios = all(draft.source());
    Set<Long> first = new HashSet<>();
    ios.subList(0, 16).forEach(io -> first.add(io.offset()));
    assertThat(ios).hasSize(32);
    assertThat(first).hasSize(16);
  }

  @Test
  void independentDrawsRepeatBlocks() {
    Draft draft = new Draft();
    draft.random = true;
    draft.once = false;
    Set<Long> seen = new HashSet<>();
    all(draft.source()).forEach(io -> seen.add(io.offset()));
    assertThat(seen.size()).isBetween(5, 15);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "30, 300", "50, 500", "100, 1000"})
  void aMixHasItsShareOfReads(int percent, int reads) {
    Draft draft = new Draft();
    draft.kind = Kind.MIX;
    draft.readPercent = percent;
    draft.limit = 1000 * 4L * KIB;
    long read = all(draft.source()).stream().filter(io -> io.op() == Op.READ).count();
    assertThat(read).isBetween(reads - 50L, reads + 50L);
    assertThat(percent == 0 && read != 0 || percent == 100 && read != 1000).isFalse();
  }

  @Test
  void sizesHaveTheirShares() {
    Draft draft = new Draft();
    draft.read = new Blocks(List.of(4 * KIB, 8 * KIB), List.of(25, 75));
    draft.limit = 7000L * KIB;
    List<Io> ios = all(draft.source());
    long small = ios.stream().filter(io -> io.bytes() == 4 * KIB).count();
    assertThat(100.0 * small / ios.size()).isBetween(20.0, 32.0);
  }

  @Test
  void aRateSaysWhenTheNextMayBegin() {
    Draft draft = new Draft();
    draft.readRate = 4 * KIB * 10; // ten a second
    PatternSource source = draft.source();
    for (int i = 0; i < 5; i++) {
      assertThat(source.nextNs(3_000_000)).isEqualTo(3_000_000 + i * 100_000_000L);
      source.take();
    }
  }

  @Test
  void withTwoRatesTheOneThatIsDueIsNext() {
    Draft draft = new Draft();
    draft.kind = Kind.MIX;
    draft.readRate = 3 * 4 * KIB;
    draft.writeRate = 4 * KIB;
    assertThat(text(all(draft.source()).subList(0, 8)).replaceAll("[^RW]", ""))
        .isEqualTo("RWRRRWRR");
  }

  @Test
  void whatIsNoPatternIsRefused() {
    assertThatThrownBy(() -> new Blocks(List.of(4096), List.of(99))).hasMessageContaining("100");
    assertThatThrownBy(() -> Blocks.of(100)).hasMessageContaining("512");
    assertThatThrownBy(() -> Pattern.of(Kind.READ, new Region(0, 1, 512)))
        .hasMessageContaining("part of a device");
    assertThatThrownBy(() -> new Batches(0, 1, 1, 1)).hasMessageContaining("batches");
  }
}

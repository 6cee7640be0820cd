package io.cglab.cgroupfs.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.api.KernelException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Lists of CPUs against sets of numbers. */
class BitListTest {
  private static final long SEED = Long.getLong("seed", 20_260_101);
  private static final int SIZE = 64;

  private static BitSet parse(String text) throws KernelException {
    return BitList.parse(new Input(text.getBytes(StandardCharsets.ISO_8859_1)), SIZE);
  }

  private static String shown(long mask) {
    StringBuilder out = new StringBuilder();
    BitList.show(mask, out);
    return out.toString();
  }

  @Test
  void whatIsShownReadsBack() throws KernelException {
    var random = new SplittableRandom(SEED);
    for (int i = 0; i < 2000; i++) {
      long mask = random.nextLong() << random.nextInt(64) >>> random.nextInt(64);
      String text = shown(mask);
      assertThat(parse(text)).as("seed %s", SEED).isEqualTo(BitSet.valueOf(new long[] {mask}));
      assertThat(text).doesNotContain(",,").matches("(\\d+(-\\d+)?(,\\d+(-\\d+)?)*)?");
    }
  }

  @Test
  void regionsWithGroupsAgainstAModel() throws KernelException {
    var random = new SplittableRandom(SEED);
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      BitSet expected = new BitSet();
      for (int regions = random.nextInt(4); regions >= 0; regions--) {
        int first = random.nextInt(SIZE);
        int last = first + random.nextInt(SIZE - first);
        int group = 1 + random.nextInt(9);
        int used = random.nextInt(group + 1);
        for (int bit = first; bit <= last; bit++) {
          if ((bit - first) % group < used) {
            expected.set(bit);
          }
        }
        text.append(first).append('-').append(last).append(':').append(used).append('/');
        text.append(group).append(random.nextBoolean() ? "," : " \n");
      }
      assertThat(parse(text.toString())).as("seed %s: %s", SEED, text).isEqualTo(expected);
    }
  }
}

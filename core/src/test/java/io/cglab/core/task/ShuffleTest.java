package io.cglab.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every number once, in another order each time. */
class ShuffleTest {
  private static List<Long> pass(Shuffle shuffle, int bound) {
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < bound; i++) {
      numbers.add(shuffle.next());
    }
    return numbers;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 64, 1000, 4097})
  void everyNumberBelowTheBoundComesOnceAPass(int bound) {
    Shuffle shuffle = new Shuffle(bound, new SplittableRandom(7));
    for (int i = 0; i < 3; i++) {
      List<Long> numbers = pass(shuffle, bound);
      assertThat(new HashSet<>(numbers)).hasSize(bound);
      assertThat(numbers).allMatch(n -> n >= 0 && n < bound);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 1000})
  void theOrderIsRandomAndChangesWithEachPass(int bound) {
    Shuffle shuffle = new Shuffle(bound, new SplittableRandom(7));
    List<Long> first = pass(shuffle, bound);
    assertThat(first).isNotEqualTo(pass(shuffle, bound));
    long neighbours = 0;
    for (int i = 1; i < bound; i++) {
      neighbours += first.get(i) == first.get(i - 1) + 1 ? 1 : 0;
    }
    assertThat(neighbours).isLessThan(bound / 16);
  }
}

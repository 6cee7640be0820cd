package io.cglab.core.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tags a request gets (schedulers-and-devices.md 1.1). */
class TagsTest {
  private static int takeAll(Tags tags, int depth) {
    int taken = 0;
    for (int tag = tags.find(depth); tag != Tags.NONE; tag = tags.find(depth)) {
      tags.take(tag);
      taken++;
    }
    return taken;
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # tags, depth, restricted requests get
          256,    1,     1
          256,    3,     3
          256,    4,     4
          256,    192,   192
          256,    256,   256
          256,    1000,  256
          128,    3,     3
          62,     1,     1
          62,     46,    46
          2,      1,     1
          2048,   33,    33
          """)
  void aDepthIsHowManyThereAreForTheRestricted(int size, int depth, int expected) {
    Tags tags = new Tags(size);
    assertThat(takeAll(tags, depth)).isEqualTo(expected);
    assertThat(takeAll(tags, size)).as("for others").isEqualTo(size - expected);
    assertThat(tags.free()).isZero();
  }

  @Test
  void theOnlyTagOfTheRestrictedMayBeTakenByAnother() {
    Tags tags = new Tags(256);
    int tag = tags.find(1);
    assertThat(tag).isZero();
    tags.take(tag);
    tags.put(tag);
    assertThat(tags.find(256)).as("what came back last").isZero();
    tags.take(0);
    assertThat(tags.find(1)).isEqualTo(Tags.NONE);
    assertThat(tags.find(256)).isPositive();
  }

  @Test
  void whatIsTakenAboveANewSizeStaysTaken() {
    Tags tags = new Tags(256);
    takeAll(tags, 256);
    tags.resize(64);
    assertThat(tags.free()).isEqualTo(-192);
    for (int tag = 0; tag < 256; tag++) {
      tags.put(tag);
    }
    assertThat(tags.free()).isEqualTo(64);
    assertThat(takeAll(tags, 64)).isEqualTo(64);
    tags.resize(Integer.MAX_VALUE);
    int tag = tags.find(1);
    assertThat(tag).as("one without a number").isNotEqualTo(Tags.NONE);
    tags.take(tag);
    tags.put(tag);
    tags.resize(64);
    assertThat(tags.free()).isZero();
  }

  /** A set of the free numbers, and the numbers of each word that a depth allows, one by one. */
  @Test
  void agreesWithASetOfNumbers() {
    Seeds.forEach(
        50,
        seed -> {
          var random = new SplittableRandom(seed);
          int size = random.nextInt(1, random.nextBoolean() ? 400 : 4000);
          var tags = new Tags(size);
          var free = new TreeSet<Integer>();
          List<Integer> held = new ArrayList<>();
          for (int i = 0; i < size; i++) {
            free.add(i);
          }
          for (int step = 0; step < 2000; step++) {
            if (random.nextInt(5) < 2 && !held.isEmpty()) {
              int tag = held.remove(random.nextInt(held.size()));
              tags.put(tag);
              free.add(tag);
            } else {
              int few = Math.min(size, random.nextBoolean() ? 80 : size);
              int depth = random.nextInt(4) == 0 ? size : random.nextInt(1, few + 1);
              int tag = tags.find(depth);
              int total = size;
              if (free.stream().noneMatch(at -> isAllowed(at, depth, total))) {
                assertThat(tag).isEqualTo(Tags.NONE);
              } else {
                assertThat(free).contains(tag);
                assertThat(isAllowed(tag, depth, total)).isTrue();
                tags.take(tag);
                free.remove(tag);
                held.add(tag);
              }
            }
            assertThat(tags.free()).isEqualTo(free.size());
          }
        });
  }

  private static boolean isAllowed(int tag, int depth, int size) {
    int word = tag / 64;
    int there = Math.min(64, size - 64 * word);
    int lowest = there * depth / size;
    if (there * depth % size >= there * (word + 1)) {
      lowest++;
    }
    return depth >= size || tag % 64 < lowest;
  }
}

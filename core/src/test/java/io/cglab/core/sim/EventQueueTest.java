package io.cglab.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Seeds;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EventQueueTest {
  /** What the obvious queue knows of an event. */
  private record Pending(long atNs, int order) {}

  private static final long[] DELAYS_NS = {0, 3, 5};
  private static final int HANDLERS = 3;

  @Test
  void agreesWithTheObviousQueue() {
    Seeds.forEach(
        100,
        seed -> {
          var random = new SplittableRandom(seed);
          var queue = new EventQueue();
          var model =
              new TreeSet<Pending>(
                  Comparator.comparingLong(Pending::atNs).thenComparingInt(Pending::order));
          Map<Integer, Pending> byRow = new LinkedHashMap<>();
          int[] fired = {-1};
          int[] numbers = new int[HANDLERS];
          for (int i = 0; i < HANDLERS; i++) {
            numbers[i] = queue.enroll((arg, now) -> fired[0] = arg);
          }
          long nowNs = 0;
          for (int order = 0; order < 4_000; order++) {
            int choice = random.nextInt(9);
            if (choice < 2) {
              Pending pending = new Pending(random.nextInt(20), order);
              byRow.put(queue.push(pending.atNs(), (arg, now) -> fired[0] = arg, order), pending);
              model.add(pending);
            } else if (choice < 5) { // mostly of a delay that comes again, now and then of another
              long delayNs =
                  random.nextInt(8) == 0 ? random.nextInt(40) : DELAYS_NS[random.nextInt(3)];
              Pending pending = new Pending(nowNs + delayNs, order);
              queue.post(pending.atNs(), numbers[random.nextInt(HANDLERS)], order);
              model.add(pending);
            } else if (choice < 8 && !model.isEmpty()) {
              Pending first = model.pollFirst();
              assertThat(queue.nextNs()).isEqualTo(first.atNs());
              queue.fireNext();
              assertThat(fired[0]).isEqualTo(first.order());
              byRow.values().remove(first);
              nowNs = first.atNs();
            } else if (!byRow.isEmpty()) {
              int row = byRow.keySet().iterator().next();
              queue.cancel(row);
              model.remove(byRow.remove(row));
            }
            assertThat(queue.size()).isEqualTo(model.size());
          }
        });
  }

  @Test
  void aThousandLinesStayInOrder() {
    var random = new SplittableRandom(1);
    var queue = new EventQueue();
    long[] lastNs = {0};
    int[] fired = {0};
    int number =
        queue.enroll(
            (arg, now) -> {
              assertThat(now).isGreaterThanOrEqualTo(lastNs[0]);
              lastNs[0] = now;
              fired[0]++;
            });
    int posted = 0;
    for (int i = 0; i < 200_000; i++) {
      if (random.nextInt(2) == 0 || queue.isEmpty()) {
        queue.post(lastNs[0] + random.nextInt(1_000), number, 0);
        posted++;
      } else {
        queue.fireNext();
      }
    }
    while (!queue.isEmpty()) {
      queue.fireNext();
    }
    assertThat(fired[0]).isEqualTo(posted);
  }

  @Test
  void aNumberIsGivenAgain() {
    var queue = new EventQueue();
    int[] told = {0};
    int first = queue.enroll((arg, now) -> told[0] = -1);
    queue.dismiss(first);
    int second = queue.enroll((arg, now) -> told[0] = arg);
    assertThat(second).isEqualTo(first);
    queue.post(7, second, 5);
    queue.fireNext();
    assertThat(told[0]).isEqualTo(5);
  }
}

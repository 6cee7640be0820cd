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
          for (int order = 0; order < 2_000; order++) {
            int choice = random.nextInt(5);
            if (choice < 3) {
              Pending pending = new Pending(random.nextInt(20), order);
              byRow.put(queue.push(pending.atNs(), (arg, now) -> fired[0] = arg, order), pending);
              model.add(pending);
            } else if (choice == 3 && !model.isEmpty()) {
              Pending first = model.pollFirst();
              assertThat(queue.nextNs()).isEqualTo(first.atNs());
              queue.fireNext();
              assertThat(fired[0]).isEqualTo(first.order());
              byRow.values().remove(first);
            } else if (!byRow.isEmpty()) {
              int row = byRow.keySet().iterator().next();
              queue.cancel(row);
              model.remove(byRow.remove(row));
            }
            assertThat(queue.size()).isEqualTo(model.size());
          }
        });
  }
}

package io.cglab.core.policy.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Seeds;
import io.cglab.core.TestMachine;
import io.cglab.core.sim.EventQueue;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ThrottleGroupTest {
  /** What the obvious order knows of a pending child. */
  private record Waiting(long tick, int order, ThrottleGroup group) {}

  @Test
  void pendingChildrenAgreeWithTheObviousOrder() {
    Seeds.forEach(
        100,
        seed -> {
          var random = new SplittableRandom(seed);
          var machine = TestMachine.ideal(1000).machine;
          var parent =
              new ThrottleGroup(
                  new ReleaseWorker(machine.block(), new EventQueue(), machine.block().bios(), 0));
          var groups = new ThrottleGroup[40];
          for (int i = 0; i < groups.length; i++) {
            groups[i] = new ThrottleGroup(i, parent, false);
          }
          var model =
              new TreeSet<Waiting>(
                  Comparator.comparingLong(Waiting::tick).thenComparingInt(Waiting::order));
          for (int order = 0; order < 2_000; order++) {
            ThrottleGroup group = groups[random.nextInt(groups.length)];
            model.removeIf(waiting -> waiting.group() == group);
            if (random.nextInt(3) == 0) {
              parent.remove(group);
            } else {
              long tick = random.nextInt(15);
              parent.insert(group, tick);
              model.add(new Waiting(tick, order, group));
            }
            assertThat(parent.earliest()).isSameAs(model.isEmpty() ? null : model.first().group());
          }
        });
  }
}

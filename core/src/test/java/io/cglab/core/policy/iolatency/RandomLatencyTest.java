package io.cglab.core.policy.iolatency;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.BioSource;
import io.cglab.core.Costs;
import io.cglab.core.MachineConfig;
import io.cglab.core.Seeds;
import io.cglab.core.TestMachine;
import io.cglab.core.api.KernelException;
import io.cglab.core.api.Op;
import io.cglab.core.block.BioTable;
import io.cglab.core.cgroup.Cgroup;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever is done to targets, cgroups and the disk: no bio is lost and no slot leaks. */
class RandomLatencyTest {
  private static final String[] PATHS = {"a", "b", "a/c", "a/d", "b/e", "a/c/f"};
  private static final int[] TAGS = {1, 4, 32};

  @Test
  void everyBioEndsAndEverySlotComesBack() {
    Seeds.forEach(25, RandomLatencyTest::run);
  }

  private static void run(long seed) throws KernelException {
    var random = new SplittableRandom(seed);
    var test =
        new TestMachine(
            MachineConfig.plain()
                .withCosts(random.nextBoolean() ? Costs.NONE : Costs.RECORDED)
                .withDisks(
                    List.of(
                        TestMachine.disk(
                            "sda",
                            TestMachine.DEV,
                            new BioSource.SectorIsLatency(),
                            32,
                            Integer.MAX_VALUE))));
    List<BioSource> sources = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      sources.add(new BioSource(test.machine));
    }
    LatencyTargets targets = test.machine.latencyTargets();
    targets.activate(test.disk());
    int submitted = 0;
    for (int step = 0; step < 3000; step++) {
      test.machine.advanceTo(test.machine.nowNs() + random.nextLong(4 * TestMachine.MS));
      String path = PATHS[random.nextInt(PATHS.length)];
      int what = random.nextInt(200);
      if (what == 0) {
        remove(test, path);
      } else if (what == 1) {
        test.machine.block().setTags(test.disk(), TAGS[random.nextInt(TAGS.length)]);
      } else {
        int blkg = test.machine.blkgs().obtain(test.cgroup(path), test.disk());
        if (what < 8) {
          targets.setTarget(blkg, random.nextLong(4) * 3 * TestMachine.MS);
        }
        BioSource source = sources.get(random.nextInt(sources.size()));
        if (!source.isAsleep()) {
          int flags = random.nextInt(10) == 0 ? BioTable.META : 0;
          source.submit(blkg, Op.READ, random.nextInt(20_000), flags);
          submitted++;
        }
      }
      check(test);
    }
    test.machine.advanceTo(test.machine.nowNs() + 60_000 * TestMachine.MS);
    assertThat(sources).extracting(BioSource::isAsleep).containsOnly(false);
    assertThat(sources.stream().mapToInt(BioSource::done).sum()).isEqualTo(submitted);
    for (@Nullable LatencyGroup group : test.machine.iolatency().groups()) {
      if (group != null) {
        assertThat(group.inFlight).isZero();
        assertThat(group.waiters.isEmpty()).isTrue();
      }
    }
  }

  private static void remove(TestMachine test, String path) throws KernelException {
    Cgroup cgroup = test.cgroup(path);
    if (cgroup.children().isEmpty()) {
      test.v2().rmdir(cgroup);
    }
  }

  /** Nobody waits where there is a free slot. */
  private static void check(TestMachine test) {
    for (@Nullable LatencyGroup group : test.machine.iolatency().groups()) {
      if (group != null) {
        assertThat(group.waiters.isEmpty() || group.inFlight >= group.depth).isTrue();
        assertThat(group.inFlight).isNotNegative();
        assertThat(group.parent == null || group.parent.children.behind() >= 0).isTrue();
      }
    }
  }
}

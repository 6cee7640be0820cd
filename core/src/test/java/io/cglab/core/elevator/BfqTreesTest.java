package io.cglab.core.elevator;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Costs;
import io.cglab.core.MachineConfig;
import io.cglab.core.Seeds;
import io.cglab.core.TestMachine;
import io.cglab.core.api.KernelException;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import io.cglab.core.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random trees of groups against the closed form: a leaf's share is the product, level by level, of
 * its weight among its siblings that have work (schedulers-and-devices.md 4.10).
 */
class BfqTreesTest {
  private static final long SECOND_NS = 1_000_000_000;
  private static final long SERVICE_NS = 20_000;
  private static final int BUDGET_SECTORS = 256;
  private static final int IO_SECTORS = 8;
  private static final int IN_FLIGHT = 4;
  private static final int TAGS = 2048;

  /** A group of the tree; a leaf has a reader. */
  private static final class Group {
    final String path;
    final int weight;
    final @Nullable Group parent;
    final List<Group> children = new ArrayList<>();
    final List<Run> readers = new ArrayList<>();
    boolean works;
    long before;

    Group(String path, int weight, @Nullable Group parent) {
      this.path = path;
      this.weight = weight;
      this.parent = parent;
    }

    boolean hasWork() {
      return works || children.stream().anyMatch(Group::hasWork);
    }

    /** Its share while those that work have work. */
    double share() {
      if (parent == null) {
        return 1;
      }
      int siblings = parent.children.stream().filter(Group::hasWork).mapToInt(g -> g.weight).sum();
      return parent.share() * weight / siblings;
    }

    long bytes() {
      return readers.stream().mapToLong(Run::readBytes).sum();
    }
  }

  /** Grows a tree below {@code parent} and returns its leaves. */
  private static List<Group> grow(SplittableRandom random, Group parent, int groups, int level) {
    List<Group> leaves = new ArrayList<>();
    int rest = groups;
    while (rest > 0) {
      int below = level == 2 || random.nextInt(3) == 0 ? 0 : random.nextInt(Math.min(rest, 12));
      String path = parent.path + (level == 0 ? "g" : "/g") + parent.children.size();
      var group = new Group(path, 1 + random.nextInt(1000), parent);
      parent.children.add(group);
      rest -= 1 + below;
      leaves.addAll(below == 0 ? List.of(group) : grow(random, group, below, level + 1));
    }
    return leaves;
  }

  private static TestMachine machine() throws KernelException {
    var m =
        new TestMachine(
            MachineConfig.plain()
                .withCosts(Costs.NONE)
                .withDisks(List.of(TestMachine.disk("sda", TestMachine.DEV, SERVICE_NS, 1, 2560))));
    m.machine.setTrace(Trace.NONE);
    QueueSettings queue = m.machine.elevators().of(m.disk());
    queue.select(Scheduler.BFQ);
    queue.setNoMerges(2); // neighbours that merge would leave a queue empty
    queue.setNrRequests(TAGS - 1);
    queue.setNrRequests(TAGS);
    BfqTunables bfq = queue.bfq();
    assertThat(bfq).isNotNull();
    bfq.setLowLatency(0);
    // Short slots, so that ten seconds hold many of the lightest leaf's.
    bfq.setMaxBudget(BUDGET_SECTORS);
    return m;
  }

  @Test
  void everyLeafGetsItsShareAndALeaversShareIsTaken() {
    Seeds.forEach(
        5,
        seed -> {
          var random = new SplittableRandom(seed);
          var root = new Group("", 1, null);
          List<Group> leaves = List.of();
          while (!haveTags(leaves)) {
            root = new Group("", 1, null);
            leaves = grow(random, root, 2 + random.nextInt(63), 0);
            leaves.forEach(leaf -> leaf.works = true);
          }
          TestMachine m = machine();
          weigh(m, root);
          Group leaver = leaves.get(random.nextInt(leaves.size()));
          long begin = SECOND_NS / 2; // the first slots are larger than those of the budget
          long left = begin + 10 * SECOND_NS;
          for (int i = 0; i < leaves.size(); i++) {
            Group leaf = leaves.get(i);
            Job job =
                Job.direct(TestMachine.DEV)
                    .reads()
                    .ioDepth(IN_FLIGHT)
                    .blockSize(IO_SECTORS * 512)
                    .offset((long) i << 25)
                    .stopNs(leaf == leaver ? left : Long.MAX_VALUE);
            leaf.readers.add(m.start(m.cgroup(leaf.path), job));
          }
          checkShares(leaves, m, begin, left);
          leaver.works = false;
          if (leaves.size() > 1) {
            checkShares(leaves, m, left + SECOND_NS, left + 11 * SECOND_NS);
          }
        });
  }

  /**
   * True if each leaf's share of the tags is more than it has I/Os. Those that it is not share one
   * tag (4.7), and then tags decide what they get, not weights.
   */
  private static boolean haveTags(List<Group> leaves) {
    return !leaves.isEmpty()
        && leaves.stream().allMatch(leaf -> leaf.share() * TAGS >= 2 * IN_FLIGHT);
  }

  private static void weigh(TestMachine m, Group parent) throws KernelException {
    for (Group group : parent.children) {
      m.machine.bfqWeights().setDefault(m.cgroup(group.path), group.weight);
      weigh(m, group);
    }
  }

  private static void checkShares(List<Group> leaves, TestMachine m, long fromNs, long toNs) {
    m.machine.advanceTo(fromNs);
    leaves.forEach(leaf -> leaf.before = leaf.bytes());
    m.machine.advanceTo(toNs);
    long all = leaves.stream().mapToLong(leaf -> leaf.bytes() - leaf.before).sum();
    // Work conserving: the disk never waits.
    assertThat(all).isGreaterThan((long) ((toNs - fromNs) / SERVICE_NS * IO_SECTORS * 512 * 0.98));
    for (Group leaf : leaves) {
      double got = leaf.bytes() - leaf.before;
      double due = leaf.works ? leaf.share() * all : 0;
      // Whole slots are given: two more or less on the way are no error.
      assertThat(Math.abs(got - due))
          .as("%s, weight %d: %.0f B, due %.0f", leaf.path, leaf.weight, got, due)
          .isLessThanOrEqualTo(due * 0.05 + 2 * BUDGET_SECTORS * 512);
    }
  }
}

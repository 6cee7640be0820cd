package io.cglab.core.policy.iocost;

import static io.cglab.core.policy.iocost.CostMachine.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cglab.core.Seeds;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.task.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Random hierarchies against weighted max-min fairness (throttle-and-qos.md 4.4, 4.10): who wants
 * less than its part gets what it wants, and all others share the rest by their parts.
 */
class RandomSharesTest {
  private static final double DISK_IOPS = 5_000;
  private static final long DEVICE_NS = 50_000;
  private static final long FROM = 2 * SECOND;
  private static final long TO = 12 * SECOND;
  private static final int DEPTH = 8;

  private static final class Leaf {
    final String path;
    final double part;
    double demand = Double.MAX_VALUE;
    double expected;
    Run run;
    long before;

    Leaf(String path, double part, Run run) {
      this.path = path;
      this.part = part;
      this.run = run;
    }
  }

  @Test
  void everybodyGetsItsFairShare() {
    Seeds.forEach(25, RandomSharesTest::compare);
  }

  private static void compare(long seed) throws Exception {
    var random = new SplittableRandom(seed);
    CostMachine c = CostMachine.ideal(DEVICE_NS / 1_000).model(CostMachine.FIVE_THOUSAND);
    c.pinned(25_000);
    List<Leaf> leaves = grow(c, random);
    expect(leaves);
    c.advanceTo(FROM);
    leaves.forEach(leaf -> leaf.before = leaf.run.readIos());
    c.advanceTo(TO);
    double seconds = (TO - FROM) / (double) SECOND;
    for (Leaf leaf : leaves) {
      double got = (leaf.run.readIos() - leaf.before) / seconds;
      assertThat(got)
          .as("%s, part %.4f, wants %.1f", leaf.path, leaf.part, leaf.demand)
          .isCloseTo(leaf.expected, within(leaf.expected * 0.02 + DEPTH / seconds));
    }
  }

  /** Up to eight leaves, up to three levels deep, with their readers. */
  private static List<Leaf> grow(CostMachine c, SplittableRandom random) throws Exception {
    List<String> paths = new ArrayList<>();
    int tops = 2 + random.nextInt(3);
    for (int i = 0; i < tops; i++) {
      int below = random.nextInt(3);
      for (int j = 0; j < below; j++) {
        paths.add("t" + i + "/m" + j + (random.nextInt(3) == 0 ? "/l" : ""));
      }
      if (below == 0) {
        paths.add("t" + i);
      }
    }
    Map<String, Integer> weights = new HashMap<>();
    Map<String, Integer> sums = new HashMap<>();
    for (String path : paths) {
      String up = "";
      for (String name : path.split("/", -1)) {
        String at = up.isEmpty() ? name : up + "/" + name;
        if (!weights.containsKey(at)) {
          int weight = 50 + random.nextInt(450);
          weights.put(at, weight);
          sums.merge(up, weight, Integer::sum);
          c.cgroup(at, weight);
        }
        up = at;
      }
    }
    List<Leaf> leaves = new ArrayList<>();
    for (String path : paths) {
      double part = 1;
      String up = "";
      for (String name : path.split("/", -1)) {
        String at = up.isEmpty() ? name : up + "/" + name;
        part *= weights.getOrDefault(at, 0) / (double) sums.getOrDefault(up, 0);
        up = at;
      }
      leaves.add(start(c, path, part, !leaves.isEmpty() && random.nextBoolean(), random));
    }
    return leaves;
  }

  private static Leaf start(
      CostMachine c, String path, double part, boolean light, SplittableRandom random)
      throws Exception {
    Cgroup cgroup = c.m.cgroup(path);
    double wants = part * DISK_IOPS * (0.1 + random.nextDouble() * 0.6);
    if (!light || wants < 60) {
      return new Leaf(path, part, c.m.start(cgroup, c.async(DEPTH)));
    }
    long thinkNs = (long) (1e9 / wants) - DEVICE_NS;
    var leaf = new Leaf(path, part, c.m.start(cgroup, c.reader().thinkNs(thinkNs)));
    leaf.demand = wants;
    return leaf;
  }

  private static void expect(List<Leaf> leaves) {
    double left = DISK_IOPS;
    double parts = leaves.stream().mapToDouble(leaf -> leaf.part).sum();
    for (Leaf leaf : leaves) { // who wants less wants less than its part of the whole
      if (leaf.demand < Double.MAX_VALUE) {
        leaf.expected = leaf.demand;
        left -= leaf.demand;
        parts -= leaf.part;
      }
    }
    for (Leaf leaf : leaves) {
      if (leaf.demand == Double.MAX_VALUE) {
        leaf.expected = left * leaf.part / parts;
      }
    }
  }
}

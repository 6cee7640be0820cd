package io.cglab.core.policy.iolatency;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.BioSource;
import io.cglab.core.Costs;
import io.cglab.core.MachineConfig;
import io.cglab.core.TestMachine;
import io.cglab.core.api.KernelException;
import io.cglab.core.api.Op;
import io.cglab.core.block.BioTable;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.elevator.Scheduler;
import io.cglab.core.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** io.latency on a disk whose requests take what the test says (throttle-and-qos.md 3). */
class IolatencyTest {
  private static final long MS = TestMachine.MS;
  private static final int US_PER_MS = 1000;

  private final List<String> depths = new ArrayList<>();
  private final List<Integer> cookies = new ArrayList<>();
  private final List<Long> cookieMs = new ArrayList<>();
  private final List<String> waits = new ArrayList<>();
  private TestMachine test = machine(64);

  private static TestMachine machine(int requests) {
    return new TestMachine(
        MachineConfig.plain()
            .withTicks(1000, 0, 0)
            .withCosts(Costs.NONE)
            .withDisks(
                List.of(
                    TestMachine.disk(
                        "sda",
                        TestMachine.DEV,
                        new BioSource.SectorIsLatency(),
                        requests,
                        Integer.MAX_VALUE))));
  }

  private void trace() {
    test.machine.setTrace(
        new Trace() {
          @Override
          public void latencyDepth(long nowNs, int blkg, int depth, int uses, Step why) {
            String shown = depth == Integer.MAX_VALUE ? "max" : "" + depth;
            depths.add(name(blkg) + " " + shown + (uses > 0 ? " U" + uses : ""));
          }

          @Override
          public void latencyCookie(long nowNs, int blkg, int behind, Step why) {
            if (why != Step.NEW_TARGET) {
              cookies.add(behind);
              cookieMs.add(nowNs / MS);
            }
          }

          @Override
          public void policyWait(long nowNs, int bio, Policy policy, int blkg, int depth) {
            waits.add(policy + " " + name(blkg) + " " + depth);
          }
        });
  }

  private String name(int blkg) {
    return test.machine.blkgs().cgroup(blkg).name();
  }

  private int blkg(String cgroup) throws KernelException {
    return test.machine.blkgs().obtain(test.cgroup(cgroup), test.disk());
  }

  private int target(String cgroup, long ms) throws KernelException {
    int blkg = blkg(cgroup);
    test.machine.latencyTargets().activate(test.disk());
    test.machine.latencyTargets().setTarget(blkg, ms * MS);
    return blkg;
  }

  private BioSource source() {
    return new BioSource(test.machine);
  }

  private LatencyGroup group(int blkg) {
    return test.machine.iolatency().group(blkg);
  }

  private long ms() {
    return test.machine.nowNs() / MS;
  }

  private void advance(long ms) {
    test.machine.advanceTo(test.machine.nowNs() + ms * MS);
  }

  /** One read a time for each of {@code blkgs}, every 10 ms, as long as it takes. */
  private void readsFor(long ms, int[] blkgs, long[] latencyMs) {
    for (long end = ms() + ms; ms() < end; advance(10)) {
      for (int i = 0; i < blkgs.length; i++) {
        source().read(blkgs[i], latencyMs[i] * US_PER_MS);
      }
    }
  }

  // ---- the worked examples of the specification

  @ParameterizedTest(name = "nr_requests {0}")
  @CsvSource({
    "64, '32,16,8,4,2,1,1 U1,1 U2', '16,32,48,64,80,81,82,83'",
    "128, '64,32,16,8,4,2,1,1 U1', '32,64,96,128,160,161,162,163'",
    "256, '128,64,32,16,8,4,2,1,1 U1', '64,128,192,256,320,321,322,323,324'"
  })
  void aBusySiblingIsHalvedAtEachBadEvent(int requests, String depth, String behind)
      throws KernelException {
    test = machine(requests);
    int victim = target("v", 5);
    int sibling = blkg("p");
    trace();
    advance(200);
    List<String> wanted = List.of(depth.split(","));
    readsFor(500L * wanted.size() - 20, new int[] {victim, sibling}, new long[] {9, 1});

    assertThat(depths).containsExactlyElementsOf(wanted.stream().map(d -> "p " + d).toList());
    assertThat(cookies.stream().map(String::valueOf)).containsExactly(behind.split(","));
    assertThat(cookieMs.get(0)).as("the first completion closes a window").isEqualTo(209);
    for (int i = 1; i < cookieMs.size(); i++) {
      assertThat(cookieMs.get(i) - cookieMs.get(i - 1)).isBetween(500L, 520L);
    }
  }

  @Test
  void recoveryWithAVictimThatReadsTakesThirtySevenEvents() throws KernelException {
    int victim = target("v", 5);
    int sibling = blkg("p");
    trace();
    advance(200);
    int[] both = {victim, sibling};
    while (cookies.isEmpty() || cookies.get(cookies.size() - 1) < 85) {
      readsFor(10, both, new long[] {9, 1});
    }
    readsFor(10, new int[] {sibling}, new long[] {1});
    assertThat(depths).endsWith("p 1 U4");
    cookies.clear();
    cookieMs.clear();
    depths.clear();
    readsFor(25_000, both, new long[] {1, 1});

    assertThat(cookies).hasSize(37).startsWith(84, 83).endsWith(8, 4, 0);
    assertThat(cookieMs.get(36) - cookieMs.get(0)).isGreaterThanOrEqualTo(36 * 500);
    assertThat(depths)
        .startsWith("p 1 U3", "p 1 U2", "p 1 U1", "p 1", "p 5", "p 9", "p 13")
        .endsWith("p 61", "p 64", "p max");
  }

  @Test
  void onlySiblingsWithLooserTargetsReactAndTheirChildrenWaitInTheirSlots() throws KernelException {
    int top = target("P", 4);
    int slower = target("R", 20);
    int r1 = target("R/r1", 30);
    int r2 = blkg("R/r2");
    int p1 = blkg("P/p1");
    int p2 = blkg("P/p2");
    trace();
    readsFor(2000, new int[] {p1, p2, r1, r2}, new long[] {8, 1, 1, 1});

    assertThat(depths).isNotEmpty().allMatch(d -> d.startsWith("R "));
    assertThat(group(slower).depth).isLessThan(64);
    for (int other : new int[] {top, p1, p2, r1, r2}) {
      assertThat(group(other).depth).isEqualTo(LatencyGroup.UNLIMITED);
    }
    for (int i = 0; i <= group(slower).depth + 1; i++) {
      source().read(i % 2 == 0 ? r1 : r2, US_PER_MS);
    }
    assertThat(waits).contains("LATENCY R " + group(slower).depth);
    advance(100);
    assertThat(group(slower).inFlight).isZero();
  }

  @Test
  void aChildInTroubleConcernsItsSiblingsOnly() throws KernelException {
    int top = target("P", 4);
    int parent = target("R", 20);
    int r1 = target("R/r1", 30);
    int r2 = blkg("R/r2");
    int p1 = blkg("P/p1");
    trace();
    for (int i = 0; i < 50; i++) {
      source().read(r1, 35 * US_PER_MS);
      readsFor(40, new int[] {r2, r2, r2, r2, r2, p1}, new long[] {1, 1, 1, 1, 1, 1});
    }
    assertThat(depths).isNotEmpty().allMatch(d -> d.startsWith("r2 "));
    for (int other : new int[] {top, parent, r1, p1}) {
      assertThat(group(other).depth).isEqualTo(LatencyGroup.UNLIMITED);
    }
  }

  @Test
  void aTighterTargetIsNotSlowedDownForALooserOne() throws KernelException {
    int top = target("P", 4);
    int slow = target("R", 20);
    trace();
    readsFor(2000, new int[] {top, slow}, new long[] {1, 25});
    assertThat(cookies).as("R is in trouble").isNotEmpty();
    assertThat(depths).isEmpty();
  }

  @Test
  void whoDoesNextToNothingIsSpared() throws KernelException {
    int victim = target("v", 5);
    int idle = target("i", 50);
    trace();
    advance(200);
    for (int i = 0; i < 5; i++) {
      readsFor(500, new int[] {victim, victim, victim, victim}, new long[] {9, 9, 9, 9});
      source().read(idle, US_PER_MS);
    }
    assertThat(cookies).hasSizeGreaterThan(3);
    assertThat(depths).isEmpty();
  }

  // ---- slots

  /** A sibling at depth {@code depth} that nobody will move for 500 ms. */
  private int slowedDown(int depth) throws KernelException {
    int victim = target("v", 5);
    int sibling = blkg("p/c");
    trace();
    advance(200);
    int parent = blkg("p");
    while (group(parent).depth > depth) {
      readsFor(10, new int[] {victim, sibling}, new long[] {9, 1});
    }
    advance(100);
    waits.clear();
    return sibling;
  }

  @Test
  void slotsAreHandedOverInOrder() throws KernelException {
    int child = slowedDown(2);
    List<BioSource> sources = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      sources.add(source());
      sources.get(i).read(child, (i + 1) * US_PER_MS);
    }
    assertThat(sources)
        .extracting(BioSource::isAsleep)
        .containsExactly(false, false, true, true, true);
    assertThat(waits).containsOnly("LATENCY p 2").hasSize(3);
    advance(1);
    assertThat(sources)
        .extracting(BioSource::isAsleep)
        .containsExactly(false, false, false, true, true);
    advance(1);
    assertThat(sources)
        .extracting(BioSource::isAsleep)
        .containsOnly(false, false, false, false, true);
    advance(100);
    assertThat(sources).extracting(BioSource::done).containsOnly(1);
    assertThat(group(child).inFlight).isZero();
    assertThat(group(blkg("p")).inFlight).isZero();
  }

  @Test
  void aBioThatWaitedAtOneLevelGoesOnToTheParent() throws KernelException {
    int child = slowedDown(2);
    group(child).depth = 1;
    BioSource[] sources = {source(), source(), source()};
    sources[0].read(child, 3 * US_PER_MS);
    sources[1].read(child, US_PER_MS);
    assertThat(waits).containsExactly("LATENCY c 1");
    group(blkg("p")).depth = 1;
    sources[2].read(blkg("p"), 5 * US_PER_MS); // waits in front of the child's bio
    assertThat(waits).containsExactly("LATENCY c 1", "LATENCY p 1");
    advance(3);
    assertThat(waits).endsWith("LATENCY p 1").hasSize(3);
    assertThat(sources[2].isAsleep()).isFalse();
    assertThat(sources[1].isAsleep()).as("it has the child's slot, not yet the parent's").isTrue();
    assertThat(group(child).inFlight).isEqualTo(1);
    advance(5);
    assertThat(sources[1].isAsleep()).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"META", "SWAP", "DYING"})
  void someTakeASlotWithoutWaiting(String who) throws KernelException {
    int child = slowedDown(1);
    int parent = blkg("p");
    source().read(child, 2 * US_PER_MS);
    BioSource privileged = source();
    if (who.equals("DYING")) {
      privileged.kill();
    }
    int flags = who.equals("META") ? BioTable.META : who.equals("SWAP") ? BioTable.SWAP : 0;
    assertThat(privileged.submit(child, Op.READ, US_PER_MS, flags)).isTrue();
    assertThat(group(parent).inFlight).isEqualTo(2);
    BioSource usual = source();
    assertThat(usual.read(child, US_PER_MS)).isFalse();
    advance(1);
    assertThat(usual.isAsleep()).as("one of two is done, the depth is 1").isTrue();
    advance(1);
    assertThat(usual.isAsleep()).isFalse();
  }

  @Test
  void backAtTheDefaultAllWaitersGo() throws KernelException {
    int child = slowedDown(1);
    BioSource[] sources = {source(), source(), source(), source()};
    for (BioSource source : sources) {
      source.read(child, 50 * US_PER_MS);
    }
    assertThat(waits).hasSize(3);
    target("v", 6); // a new target: the cookie is back at its default
    sources[0] = source();
    sources[0].read(child, US_PER_MS);
    assertThat(depths).endsWith("p max");
    advance(0);
    assertThat(sources).extracting(BioSource::isAsleep).containsOnly(false);
  }

  @Test
  void withoutAnyTargetBiosPassAndWaitersDrain() throws KernelException {
    int child = slowedDown(1);
    BioSource first = source();
    BioSource second = source();
    first.read(child, US_PER_MS);
    second.read(child, US_PER_MS);
    target("v", 0);
    assertThat(source().read(child, US_PER_MS)).isTrue();
    assertThat(second.isAsleep()).isTrue();
    advance(1);
    assertThat(second.isAsleep()).isFalse();
    advance(1);
    assertThat(group(child).inFlight).isZero();
  }

  @Test
  void aMergedBioTakesNoSlot() throws KernelException {
    test = machine(1);
    test.machine.elevators().of(test.disk()).select(Scheduler.MQ_DEADLINE);
    target("v", 5);
    int blkg = blkg("p");
    trace();
    test.machine.block().setTags(test.disk(), 8);
    group(blkg).depth = 3;
    BioSource[] sources = {source(), source(), source(), source()};
    sources[0].read(blkg, 5 * US_PER_MS); // in the driver
    sources[1].read(blkg, 4 * US_PER_MS); // chosen to be next
    sources[2].read(blkg, 1000);
    assertThat(sources[3].read(blkg, 1008)).as("8 sectors behind: it joins").isTrue();
    assertThat(group(blkg).inFlight).isEqualTo(3);
    assertThat(waits).isEmpty();
    advance(20);
    assertThat(sources).extracting(BioSource::done).containsOnly(1);
    assertThat(group(blkg).inFlight).isZero();
  }

  // ---- delay

  @Test
  void usesAreMarkedAndMetadataInducesDelay() throws KernelException {
    int victim = target("v", 5);
    int sibling = target("p", 50);
    trace();
    advance(200);
    while (test.machine.block().useDelay().uses(sibling) == 0) {
      readsFor(10, new int[] {victim, sibling}, new long[] {9, 1});
    }
    advance(50);
    assertThat(group(sibling).depth).isEqualTo(1);
    BioSource source = source();
    source.submit(sibling, Op.READ, 10 * US_PER_MS, BioTable.META);
    assertThat(source.wasDelayed()).isTrue();
    long before = group(sibling).window.samples();
    advance(10);
    assertThat(group(sibling).window.samples()).as("not a sample").isEqualTo(before);
    assertThat(test.machine.block().useDelay().owedNs(sibling)).isEqualTo(40 * MS);
    assertThat(test.machine.block().useDelay().sleepNs(sibling, test.machine.nowNs()))
        .isEqualTo(40 * MS);
    target("p", 0);
    assertThat(test.machine.block().useDelay().uses(sibling)).isZero();
  }

  // ---- recovery

  @ParameterizedTest(name = "recovers: {0}")
  @CsvSource({"true, 0", "false, 48"})
  void theCookieClimbsWhenTheOwnerWasSilentForFiveSeconds(boolean recovers, int behind)
      throws KernelException {
    test.machine.iolatency().setRecovers(recovers);
    slowedDown(8);
    assertThat(cookies).endsWith(48);
    long last = cookieMs.get(cookieMs.size() - 1);
    cookies.clear();
    cookieMs.clear();
    int other = blkg("other");
    readsFor(25_000, new int[] {other}, new long[] {1});
    ChildScaling root = group(test.machine.blkgs().parent(other)).children;
    assertThat(root.behind()).isEqualTo(behind);
    assertThat(cookies).hasSize(recovers ? 12 : 0);
    if (recovers) {
      assertThat(cookies).startsWith(44, 40, 36).endsWith(4, 0);
      assertThat(cookieMs.get(0) - last).isBetween(6000L, 7300L);
      for (int i = 1; i < cookieMs.size(); i++) {
        assertThat(cookieMs.get(i) - cookieMs.get(i - 1)).isBetween(1000L, 1100L);
      }
    }
  }

  // ---- settings that change

  @Test
  void stepsFollowTheDisksRequests() throws KernelException {
    int child = slowedDown(4);
    test.machine.block().setTags(test.disk(), 16);
    cookies.clear();
    depths.clear();
    readsFor(3000, new int[] {blkg("v"), child}, new long[] {1, 1});
    assertThat(cookies).as("steps of one beyond 16").startsWith(63, 62, 61);
    assertThat(depths).startsWith("p 5", "p 6", "p 7");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"removed", "off"})
  void aGroupThatGoesTakesItsWaitersAlong(String how) throws KernelException {
    int child = slowedDown(1);
    int parent = blkg("p");
    BioSource[] sources = {source(), source(), source()};
    for (BioSource source : sources) {
      source.read(child, 2 * US_PER_MS);
    }
    assertThat(waits).hasSize(2);
    if (how.equals("removed")) {
      test.v2().rmdir(test.cgroup("p/c"));
      test.v2().rmdir(test.cgroup("p"));
    } else {
      test.v2().setSubtreeControl(test.cgroup("p"), 0, Controller.IO.bit());
      test.v2().setSubtreeControl(test.v2().root(), 0, Controller.IO.bit());
    }
    assertThat(test.machine.blkgs().isUsed(parent)).isTrue();
    advance(10);
    assertThat(sources).extracting(BioSource::done).containsOnly(1);
    assertThat(test.machine.blkgs().isUsed(child)).isFalse();
    assertThat(test.machine.blkgs().isUsed(parent)).isFalse();
    int again = blkg("p");
    assertThat(group(again).depth).isEqualTo(LatencyGroup.UNLIMITED);
    assertThat(group(again).inFlight).isZero();
  }

  @Test
  void theVictimsRemovalEndsItAll() throws KernelException {
    int child = slowedDown(4);
    test.v2().rmdir(test.cgroup("v"));
    assertThat(group(test.machine.blkgs().parent(blkg("p"))).children.isDefault()).isTrue();
    assertThat(source().read(child, US_PER_MS)).isTrue();
    assertThat(test.machine.iolatency().stat(blkg("p")).depth())
        .as("no target, no reaction")
        .isEqualTo(4);
    target("v", 5);
    source().read(child, US_PER_MS);
    assertThat(test.machine.iolatency().stat(blkg("p")).depth()).isEqualTo(LatencyGroup.UNLIMITED);
  }

  @Test
  void biosFromBeforeTheFirstTargetAreNotCounted() throws KernelException {
    int early = blkg("v");
    source().read(early, 10 * US_PER_MS);
    target("v", 5);
    advance(20);
    assertThat(group(early).inFlight).isZero();
    assertThat(group(early).window.samples()).isZero();
  }
}

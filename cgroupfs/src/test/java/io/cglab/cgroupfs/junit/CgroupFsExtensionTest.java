package io.cglab.cgroupfs.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.quirk.Quirk;
import io.cglab.core.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What tests get from the extension. The tests that it is tried on are nested classes. */
class CgroupFsExtensionTest {
  /** What the tests within saw; they run in this JVM. */
  private static final List<Object> SEEN = Collections.synchronizedList(new ArrayList<>());

  private final Path reports;

  CgroupFsExtensionTest(@TempDir Path reports) {
    this.reports = reports;
  }

  @BeforeEach
  void forget() {
    SEEN.clear();
  }

  private EngineTestKit.Builder kit(Class<?> type) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(type))
        .configurationParameter("cglab.reports", reports.toString());
  }

  private EngineExecutionResults run(Class<?> type) {
    return kit(type).execute();
  }

  private void allSucceed(Class<?> type, int tests) {
    run(type)
        .testEvents()
        .assertStatistics(stats -> stats.started(tests).succeeded(tests).failed(0));
    assertThat(reports).isEmptyDirectory();
  }

  // ---- one machine a test

  @ExtendWith(CgroupFsExtension.class)
  static class SharingCase {
    private final CgroupFs first;

    SharingCase(CgroupFs first) {
      this.first = first;
    }

    @BeforeEach
    void before(CgroupFs cg) throws IOException {
      Files.createDirectory(cg.root().resolve("web"));
    }

    @Test
    void one(CgroupFs cg, Machine machine) {
      assertThat(cg).isSameAs(first);
      assertThat(machine).isSameAs(cg.machine());
      SEEN.add(cg);
    }

    @Test
    void two(CgroupFs cg) {
      SEEN.add(cg);
    }

    @AfterEach
    void after(CgroupFs cg) {
      assertThat(cg).isSameAs(first);
      assertThat(cg.root().resolve("web")).isDirectory();
    }
  }

  @Test
  void eachTestHasOneMachineFromItsConstructorToItsEnd() {
    allSucceed(SharingCase.class, 2);
    assertThat(SEEN).hasSize(2).doesNotHaveDuplicates();
    assertThat(SEEN).allSatisfy(cg -> assertThat(((CgroupFs) cg).fileSystem().isOpen()).isFalse());
  }

  @ExtendWith(CgroupFsExtension.class)
  static class ParallelCase {
    @RepeatedTest(24)
    void makes(CgroupFs cg) throws IOException {
      Path web = Files.createDirectory(cg.root().resolve("web"));
      SEEN.add(cg.spawn(web).pid());
    }
  }

  @Test
  void testsInParallelDoNotMeet() {
    kit(ParallelCase.class)
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
        .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
        .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
        .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
        .execute()
        .testEvents()
        .assertStatistics(stats -> stats.succeeded(24));
    assertThat(SEEN).hasSize(24);
    assertThat(new TreeSet<>(SEEN)).hasSize(1);
  }

  // ---- which machine

  @ExtendWith(CgroupFsExtension.class)
  @CgroupMachine("hybrid")
  static class ChoosingCase {
    @Test
    void ofTheClass(CgroupFs cg) {
      SEEN.add("class " + cg.spec().name());
    }

    @Test
    @CgroupMachine("v1")
    void ofTheMethod(CgroupFs cg) {
      SEEN.add("method " + cg.spec().name());
    }

    @Test
    void ofParameters(@CgroupMachine CgroupFs one, @CgroupMachine("tiny.yaml") CgroupFs other) {
      SEEN.add("parameters " + one.spec().name() + " " + other.spec().name());
    }

    @Nested
    class Inner {
      @Test
      void ofTheEnclosingClass(CgroupFs cg) {
        SEEN.add("nested " + cg.spec().name());
      }
    }
  }

  @Test
  void theNearestAnnotationChoosesTheMachine() {
    allSucceed(ChoosingCase.class, 4);
    assertThat(SEEN)
        .containsExactlyInAnyOrder(
            "class hybrid", "method v1", "parameters default tiny.yaml", "nested hybrid");
  }

  @ExtendWith(CgroupFsExtension.class)
  static class ControllersCase {
    private static String enabled(CgroupFs cg) throws IOException {
      return Files.readString(cg.root().resolve("cgroup.subtree_control")).strip();
    }

    @Test
    void usual(CgroupFs cg) throws IOException {
      SEEN.add("[" + enabled(cg) + "]");
    }

    @Test
    void none(@CgroupMachine(controllers = {}) CgroupFs cg) throws IOException {
      SEEN.add("[" + enabled(cg) + "]");
    }

    @Test
    void more(@CgroupMachine(controllers = {"pids", "memory", "rdma"}) CgroupFs cg)
        throws IOException {
      SEEN.add("[" + enabled(cg) + "]");
    }
  }

  @Test
  void theRootHandsControllersOn() {
    allSucceed(ControllersCase.class, 3);
    assertThat(SEEN).containsExactlyInAnyOrder("[io]", "[]", "[memory pids]");
  }

  @ExtendWith(CgroupFsExtension.class)
  static class MissingCase {
    @Test
    @CgroupMachine("nowhere.yaml")
    void test(CgroupFs cg) {}
  }

  @Test
  void aMissingMachineSaysWhereItWasLookedFor() {
    run(MissingCase.class)
        .testEvents()
        .assertThatEvents()
        .haveExactly(
            1,
            finishedWithFailure(
                message(
                    text ->
                        text.contains("no machine \"nowhere.yaml\": built in are default, v1")
                            && text.contains("seen from " + MissingCase.class.getName())
                            && text.contains(
                                "nor a file " + Path.of("nowhere.yaml").toAbsolutePath()))));
  }

  @ExtendWith(CgroupFsExtension.class)
  static class StaticCase {
    @BeforeAll
    static void before(CgroupFs cg) {}

    @Test
    void test() {}
  }

  @ExtendWith(CgroupFsExtension.class)
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class OnceCase {
    OnceCase(CgroupFs cg) {}

    @Test
    void test() {}
  }

  @Test
  void aMachineIsForOneTest() {
    for (Class<?> type : List.of(StaticCase.class, OnceCase.class)) {
      run(type)
          .containerEvents()
          .assertThatEvents()
          .haveExactly(
              1,
              finishedWithFailure(
                  message(text -> text.contains("each test has a machine of its own"))));
    }
  }

  // ---- seeds and quirks

  @ExtendWith(CgroupFsExtension.class)
  static class SeedCase {
    @Test
    @Seeded(42)
    void given(CgroupFs cg, @Seeded long seed) {
      SEEN.add("given " + cg.spec().config().seed() + " " + seed);
    }

    @Test
    @Seeded
    void fresh(@Seeded long seed) {
      SEEN.add(seed);
    }

    @Test
    void own(@CgroupMachine("tiny.yaml") CgroupFs cg) {
      SEEN.add("own " + cg.spec().config().seed());
    }
  }

  @Test
  void seedsAreGivenFreshOrTheMachinesOwn() {
    TreeSet<Long> fresh = new TreeSet<>();
    for (int i = 0; i < 3; i++) {
      SEEN.clear();
      allSucceed(SeedCase.class, 3);
      assertThat(SEEN).contains("given 42 42", "own 5");
      SEEN.forEach(
          seen -> {
            if (seen instanceof Long seed) {
              fresh.add(seed);
            }
          });
    }
    assertThat(fresh.size()).as("seeds of three runs").isGreaterThan(1);
  }

  @Test
  void aFreshSeedIsRepeated() {
    kit(SeedCase.class).configurationParameter("cglab.seed", "8731").execute();
    assertThat(SEEN).contains(8731L, "given 42 42", "own 5");
  }

  @ExtendWith(CgroupFsExtension.class)
  @WithQuirk("busy-rmdir")
  static class QuirkCase {
    @Test
    void ofTheClass(CgroupFs cg) {
      SEEN.add(cg.quirks().toString());
    }

    @Test
    @WithQuirk({"cut-off", "io.stat", "8:0 "})
    @WithQuirk({"device-gone", "sda", "after=2"})
    void both(CgroupFs cg) {
      SEEN.add(cg.quirks());
    }
  }

  @Test
  void quirksOfTheClassComeBeforeThoseOfTheTest() {
    allSucceed(QuirkCase.class, 2);
    assertThat(SEEN)
        .containsExactlyInAnyOrder(
            "[busy-rmdir]",
            List.of(
                Quirk.BUSY_RMDIR,
                Quirk.cutOff("io.stat", "8:0 "),
                Quirk.deviceGone("sda").after(Duration.ofSeconds(2))));
  }
}

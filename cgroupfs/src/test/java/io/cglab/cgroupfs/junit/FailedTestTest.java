package io.cglab.cgroupfs.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.Task;
import io.cglab.core.task.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.opentest4j.AssertionFailedError;

/** What a failed test says, and what it leaves. The tests that fail are nested classes. */
class FailedTestTest {
  private final Path reports;

  FailedTestTest(@TempDir Path reports) {
    this.reports = reports;
  }

  private EngineExecutionResults run(Class<?> type) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(type))
        .configurationParameter("cglab.reports", reports.toString())
        .execute();
  }

  private static List<Throwable> failures(EngineExecutionResults results) {
    List<Throwable> thrown = new ArrayList<>();
    results.testEvents().failed().stream()
        .forEach(
            event ->
                event
                    .getPayload(TestExecutionResult.class)
                    .flatMap(TestExecutionResult::getThrowable)
                    .ifPresent(thrown::add));
    return thrown;
  }

  private String script(Class<?> type, String rest) throws IOException {
    return Files.readString(reports.resolve(type.getName() + "." + rest));
  }

  @ExtendWith(CgroupFsExtension.class)
  static class StoryCase {
    @Test
    @Seeded(42)
    @WithQuirk("busy-rmdir")
    void story(CgroupFs cg) throws IOException {
      Path web = Files.createDirectory(cg.root().resolve("web"));
      Files.writeString(web.resolve("io.max"), "8:0 rbps=1048576");
      Task task = cg.spawn(web);
      task.start(Job.randRead("sda").blockSize(8192).ioDepth(4));
      cg.advance(Duration.ofMillis(1500));
      try {
        Files.writeString(web.resolve("io.max"), "8:1 rbps=1048576\n");
      } catch (IOException partition) {
        cg.advance(Duration.ofNanos(1));
      }
      task.kill();
      Files.writeString(cg.fileSystem().getPath("/tmp/note"), "it's\n");
      Files.writeString(cg.fileSystem().getPath("/tmp/note"), "more\\", StandardOpenOption.APPEND);
      Files.setPosixFilePermissions(web, PosixFilePermissions.fromString("rwxr-x---"));
      Files.move(cg.fileSystem().getPath("/tmp/note"), cg.fileSystem().getPath("/tmp/a b"));
      cg.clearQuirks();
      Files.delete(web);
      cg.advance(Duration.ofSeconds(1));
      assertEquals("expected text", "actual text", "rates differ");
    }
  }

  @Test
  void theScriptDoesWhatTheTestDid() throws IOException {
    List<Throwable> failures = failures(run(StoryCase.class));
    Path file = reports.resolve(StoryCase.class.getName() + ".story.cglab.sh");
    assertThat(failures)
        .singleElement()
        .isInstanceOfSatisfying(
            AssertionFailedError.class,
            failed -> {
              assertThat(failed)
                  .hasMessage(
                      "rates differ ==> expected: <expected text> but was: <actual text>\n"
                          + "machine default, seed 42, at 2.500000001 s; replay: "
                          + file);
              assertThat(failed.getExpected().getValue()).isEqualTo("expected text");
              assertThat(failed.getActual().getValue()).isEqualTo("actual text");
              assertThat(failed.getStackTrace())
                  .anyMatch(frame -> frame.getMethodName().equals("story"));
            });
    String name = StoryCase.class.getName();
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            # What NAME did: NAME.story
            # org.opentest4j.AssertionFailedError: rates differ ==> expected: <expected text> but was: <actual text>
            # cglab run --machine default --seed 42 'NAME.story.cglab.sh'
            echo -n +io > /sys/fs/cgroup/cgroup.subtree_control
            quirk busy-rmdir
            mkdir /sys/fs/cgroup/web
            echo -n '8:0 rbps=1048576' > /sys/fs/cgroup/web/io.max
            spawn t1
            echo $t1 > /sys/fs/cgroup/web/cgroup.procs
            workload $t1 randread sda bs=8192 iodepth=4
            advance 1.5s # it is 1.5 s
            echo '8:1 rbps=1048576' > /sys/fs/cgroup/web/io.max # ENODEV
            advance 0.000000001s # it is 1.500000001 s
            reap t1
            echo 'it'\\''s' > /tmp/note
            printf 'more\\134' >> /tmp/note
            chmod 750 /sys/fs/cgroup/web
            mv /tmp/note '/tmp/a b'
            quirk off
            rmdir /sys/fs/cgroup/web
            advance 1s # it is 2.500000001 s
            """
                .replace("NAME", name));
  }

  @Test
  void theReportNamesMachineAndSeed() {
    EngineExecutionResults results = run(StoryCase.class);
    assertThat(results.allEvents().reportingEntryPublished().stream().toList())
        .singleElement()
        .asString()
        .contains("machine default, seed 42, at 2.500000001 s; replay: ");
  }

  @ExtendWith(CgroupFsExtension.class)
  static class KindsCase {
    @BeforeEach
    void before(CgroupFs cg) {}

    @Test
    void exception() throws IOException {
      throw new IOException("not ours");
    }

    @Test
    void assertion() {
      fail("by AssertJ");
    }

    @Test
    void plain() {
      throw new AssertionError();
    }

    @Test
    void aborted() {
      assumeTrue(false);
    }
  }

  @Test
  void otherExceptionsStayAsTheyAre() throws IOException {
    List<Throwable> failures = failures(run(KindsCase.class));
    assertThat(failures).hasSize(3);
    for (Throwable failure : failures) {
      String note = "machine default, seed 0, at 0 s; replay: " + reports.resolve("");
      if (failure instanceof IOException) {
        assertThat(failure).hasMessage("not ours");
        assertThat(failure.getSuppressed()).singleElement().asString().contains(note);
      } else {
        assertThat(failure).hasMessageContaining(note);
      }
    }
    try (var files = Files.list(reports)) {
      assertThat(files).as("scripts, none of an aborted test").hasSize(3);
    }
    assertThat(script(KindsCase.class, "exception.cglab.sh"))
        .contains("# java.io.IOException: not ours\n");
  }

  @ExtendWith(CgroupFsExtension.class)
  static class SeveralCase {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void parameters(int number, @CgroupMachine("tiny.yaml") CgroupFs cg) throws IOException {
      Files.createDirectory(cg.root().resolve("g" + number));
      assertThat(number).isNotEqualTo(2);
    }

    @Test
    void machines(@CgroupMachine("v1") CgroupFs one, @CgroupMachine("hybrid") CgroupFs two) {
      throw new AssertionError("both");
    }
  }

  @Test
  void everyInvocationAndMachineHasItsScript() throws IOException {
    List<Throwable> failures = failures(run(SeveralCase.class));
    assertThat(failures).hasSize(2);
    assertThat(script(SeveralCase.class, "parameters.2.cglab.sh"))
        .contains("mkdir /sys/fs/cgroup/g2\n", "--seed 5 ", "parameters.2.machine.yaml'");
    assertThat(script(SeveralCase.class, "parameters.2.machine.yaml")).contains("name: vda");
    assertThat(script(SeveralCase.class, "machines-1.cglab.sh")).contains("--machine v1 ");
    assertThat(script(SeveralCase.class, "machines-2.cglab.sh")).contains("--machine hybrid ");
    try (var files = Files.list(reports)) {
      assertThat(files).hasSize(4);
    }
  }

  @ExtendWith(CgroupFsExtension.class)
  static class BeforeCase {
    @BeforeEach
    void before(CgroupFs cg) throws IOException {
      Files.createDirectory(cg.root().resolve("made"));
      Files.createDirectory(cg.root().resolve("made"));
    }

    @Test
    void test() {}
  }

  @Test
  void aFailureBeforeTheTestCountsToo() throws IOException {
    assertThat(failures(run(BeforeCase.class))).hasSize(1);
    assertThat(script(BeforeCase.class, "test.cglab.sh"))
        .endsWith("mkdir /sys/fs/cgroup/made\nmkdir /sys/fs/cgroup/made # EEXIST\n");
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsSaid() throws IOException {
    Path file = Files.writeString(reports.resolve("file"), "");
    EngineExecutionResults results =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(StoryCase.class))
            .configurationParameter("cglab.reports", file.toString())
            .execute();
    assertThat(failures(results))
        .singleElement()
        .satisfies(
            failed ->
                assertThat(failed)
                    .hasMessageEndingWith("at 2.500000001 s; no script: EEXIST " + file));
  }
}

package io.cglab.shell.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.shell.TranscriptShell;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The emulator against what the kernel answered. */
class RecordedTranscriptsTest {
  /** Those whose every command is there; a part that adds more adds its transcripts here. */
  private static final List<String> COMPLETE =
      List.of(
          "transcripts/v1-bfq",
          "transcripts/v1-inventory",
          "transcripts/v1-throttle",
          "transcripts/v1-tree",
          "fuzz/v1-bfq-weight",
          "fuzz/v1-bfq-weight-device",
          "fuzz/v1-clone-children",
          "fuzz/v1-notify-on-release",
          "fuzz/v1-throttle-read-bps",
          "fuzz/v1-throttle-read-iops",
          "fuzz/v1-throttle-write-bps",
          "fuzz/v1-throttle-write-iops",
          "fuzz/v1-tree-1",
          "transcripts/v2-inventory",
          "transcripts/v2-io-cost",
          "transcripts/v2-io-latency",
          "transcripts/v2-io-max",
          "transcripts/v2-io-stat",
          "transcripts/v2-io-weight",
          "transcripts/v2-sysfs",
          "transcripts/v2-tree",
          "transcripts/wb1-writeback",
          "transcripts/wb2-writeback",
          "fuzz/v2-dirty-bytes",
          "fuzz/v2-dirty-ratio",
          "fuzz/v2-io-bfq-weight",
          "fuzz/v2-io-cost-model",
          "fuzz/v2-io-cost-qos",
          "fuzz/v2-io-latency",
          "fuzz/v2-io-max",
          "fuzz/v2-io-prio-class",
          "fuzz/v2-io-weight",
          "fuzz/v2-cgroup-freeze",
          "fuzz/v2-cgroup-max-depth",
          "fuzz/v2-cgroup-max-descendants",
          "fuzz/v2-cgroup-pressure",
          "fuzz/v2-cgroup-procs",
          "fuzz/v2-scheduler",
          "fuzz/v2-subtree-control",
          "fuzz/v2-tree-1",
          "fuzz/v2-tree-2");

  static List<String> complete() {
    return COMPLETE;
  }

  private static CheckResult check(String name) throws Exception {
    Path file = Recordings.directory().resolve(name + ".cgt");
    Transcript transcript = TranscriptParser.parse(name + ".cgt", Recordings.text(file));
    String machine = String.valueOf(transcript.machine());
    assertThat(machine).startsWith("recorded-");
    try (var host = MachineHost.boot(machine, false, null, null, TranscriptShell::run)) {
      return Checker.check(transcript, machine, host, ComparisonRule.of(name));
    }
  }

  @ParameterizedTest
  @MethodSource("complete")
  void everyCommandIsAnsweredAsRecorded(String name) throws Exception {
    assertThat(String.join("\n", check(name).diff())).isEmpty();
  }

  /**
   * The first buffered write of this one took 0.17 s more on the kernel than the same write in the
   * other two recordings; why is not known.
   */
  @Test
  void withoutMemoryAllButTheFirstWriteIsAsRecorded() throws Exception {
    List<String> differ =
        check("transcripts/wb2-writeback-nomem").differences().stream()
            .map(checked -> checked.exchange().command())
            .toList();
    assertThat(differ)
        .containsExactly("cgrun /sys/fs/cgroup/a -- dd if=/dev/zero of=/mnt/f1 bs=1M count=32");
  }

  @Test
  void whatIsAnsweredOtherwiseIsFound() throws Exception {
    String text =
        """
        # machine recorded-v2
        $ mkdir /sys/fs/cgroup/a
        $ cat /sys/fs/cgroup/a/cgroup.type
        threaded
        $ rmdir /sys/fs/cgroup
        ? EPERM
        """;
    Transcript transcript = TranscriptParser.parse("t.cgt", text);
    try (var host = MachineHost.boot("recorded-v2", false, null, null, TranscriptShell::run)) {
      CheckResult result =
          Checker.check(transcript, "recorded-v2", host, ComparisonRule.of("t.cgt"));

      assertThat(result.matching()).isEqualTo(1);
      assertThat(result.diff()).contains("-threaded", "+domain", "-? EPERM", "+? EBUSY");
    }
  }
}

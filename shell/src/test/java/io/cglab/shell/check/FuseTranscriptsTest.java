package io.cglab.shell.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.device.Disk;
import io.cglab.shell.check.CheckResult.Checked;
import io.cglab.shell.fuse.Mounted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recorded transcripts on the mount, by bash's own echo, by cat, mkdir, rmdir and dd of the host.
 */
class FuseTranscriptsTest {
  private final Path directory;

  FuseTranscriptsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeAll
  static void hostMounts() {
    Mounted.assumeHostMounts();
  }

  @ParameterizedTest
  @ValueSource(strings = {"transcripts/v2-io-max", "transcripts/v1-throttle"})
  void programsOfTheHostGetTheRecordedAnswers(String name) throws Exception {
    Path file = Recordings.directory().resolve(name + ".cgt");
    Transcript transcript = TranscriptParser.parse(name + ".cgt", Recordings.text(file));
    String machine = String.valueOf(transcript.machine());
    ComparisonRule rule = ComparisonRule.of(name);
    List<Checked> checked = new ArrayList<>();
    try (Mounted mounted = Mounted.on(directory, machine, Mounted.STANDING)) {
      for (Transcript.Exchange exchange : transcript.exchanges()) {
        Answer answer = play(mounted, exchange.command());
        boolean matches = rule.accepts(exchange.command(), exchange.answer(), answer);
        checked.add(new Checked(exchange, answer.lines(), matches));
      }
    }
    var result = new CheckResult(transcript, machine, List.copyOf(checked));
    assertThat(String.join("\n", result.diff())).isEmpty();
    assertThat(result.matching()).isGreaterThan(50);
  }

  private static Answer play(Mounted mounted, String text) throws Exception {
    Command command = CommandParser.parse(text);
    if (command instanceof Command.ExecDirectIo exec) {
      return timed(mounted, exec, text);
    }
    String mount = mounted.directory().toString();
    String line = text.replace(" /sys/", " " + mount + "/sys/");
    if (line.startsWith("printf ")) {
      line = "env " + line; // bash's own makes each line a write
    } else if (command instanceof Command.Stat stat) {
      line = "stat -c '%A nlink=%h size=%s' " + mount + stat.path();
    } else if (command instanceof Command.Unlink unlink) {
      line = "unlink " + mount + unlink.path();
    }
    return Answer.of(lines(mounted.bash(line)));
  }

  /** {@code cgexec CGROUP -- dd ...}: a new process joins and becomes dd. */
  private static Answer timed(Mounted mounted, Command.ExecDirectIo exec, String text)
      throws Exception {
    String mount = mounted.directory().toString();
    DevNo disk = null;
    for (Disk each : mounted.machine().machine().disks().all()) {
      if (exec.io().device().equals("/dev/" + each.name())) {
        disk = each.dev();
      }
    }
    boolean limited =
        disk != null
            && new Limits(mounted.machine().fileSystem())
                .bind(exec.cgroup(), disk, exec.io().write());
    String dd =
        text.substring(text.indexOf("dd "))
            .replace("=" + exec.io().device(), "=" + mount + exec.io().device());
    long startNs = now(mounted);
    List<String> answer =
        lines(
            mounted.bash(
                "echo 0 > "
                    + mount
                    + exec.cgroup()
                    + "/cgroup.procs && exec "
                    + dd
                    + " status=none"));
    long tookNs = now(mounted) - startNs;
    if (!answer.isEmpty()) {
      return Answer.of(answer);
    }
    return new Answer(List.of(Times.line(tookNs)), tookNs, limited);
  }

  private static long now(Mounted mounted) throws IOException, InterruptedException {
    return Long.parseLong(mounted.bash("cat $M/.cglab/now").out().strip());
  }

  /** What was printed, or the error that was complained of. */
  private static List<String> lines(Mounted.Result result) {
    String complaint = result.err().strip();
    if (complaint.isEmpty()) {
      return Player.lines(result.out());
    }
    for (Errno errno : Errno.values()) {
      if (complaint.endsWith(": " + errno.text())) {
        return List.of("? " + (errno == Errno.EOPNOTSUPP ? "ENOTSUP" : errno.name()));
      }
    }
    return List.of(complaint);
  }
}

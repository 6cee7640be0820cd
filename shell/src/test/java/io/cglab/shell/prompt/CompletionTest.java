package io.cglab.shell.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How lines go on. A caret (‸) is the cursor; a choice that does not end its word has three dots.
 */
class CompletionTest {
  private static CgroupFs machine() throws IOException {
    CgroupFs machine = CgroupFs.boot(MachineSpec.named("default"));
    Path root = machine.fileSystem().getPath("/root");
    Files.createDirectories(root.resolve("a dir/sub"));
    Files.writeString(root.resolve("a file"), "");
    Files.writeString(root.resolve("it's"), "");
    Files.writeString(root.resolve(".hidden"), "");
    Files.writeString(root.resolve("run.sh"), "");
    return machine;
  }

  private static Choices at(CgroupFs machine, String line) {
    Path home = machine.fileSystem().getPath("/root");
    int cursor = line.indexOf('‸');
    Scene scene = new Scene(() -> machine, () -> home, () -> List.of("mine", "cat"), () -> "");
    return new Completion(scene).at(line.substring(0, cursor) + line.substring(cursor + 1), cursor);
  }

  private static String shown(String line) throws IOException {
    try (CgroupFs fs = machine()) {
      return at(fs, line.replace("\\n", "\n")).choices().stream()
          .map(choice -> choice.value() + (choice.complete() ? "" : "..."))
          .collect(Collectors.joining(" "));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '@',
      textBlock =
          """
          # commands
          advan‸                             → advance
          min‸                               → mine
          ca‸                                → cat
          echo a; unam‸                      → uname
          echo a && unam‸                    → uname
          if unam‸                           → uname
          while tru‸                         → true truncate
          for i in 1; do unam‸               → uname
          case x in x) unam‸                 → uname
          echo $(unam‸                       → uname
          echo "$(unam‸                      → uname
          echo `unam‸                        → uname
          echo $(uname) > /dev/sd‸           → /dev/sda /dev/sda1 /dev/sda2 /dev/sdb
          A=1 unam‸                          → uname
          sudo unam‸                         → uname
          help unam‸                         → uname
          cgexec x -- unam‸                  → uname
          echo unam‸                         → @@
          # echo unam‸                       → @@
          cat <<E\\nunam‸                    → @@
          cat <<E\\nx\\nE\\nunam‸            → uname
          echo unam \\‸                      → @@
          # paths
          cat /sys/fs/cgroup/io.co‸          → /sys/fs/cgroup/io.cost.model /sys/fs/cgroup/io.cost.qos
          cat /sys/fs/cg‸                    → /sys/fs/cgroup/...
          cat < /proc/up‸                    → /proc/uptime
          echo >> /tm‸                       → /tmp/...
          /roo‸                              → /root/...
          cat a‸                             → a dir/... a file
          cat "a ‸                           → a dir/... a file
          cat 'a d‸                          → a dir/...
          cat a\\ f‸                         → a file
          cat ./i‸                           → ./it's
          cat ~/r‸                           → ~/run.sh
          cat .h‸                            → .hidden
          cat /nowhere/x‸                    → @@
          cat /root/run.sh/x‸                → @@
          cd a‸                              → a dir/...
          X=/ro‸                             → /root/...
          dd i‸                              → if=... iflag=...
          dd if=/dev/sd‸                     → /dev/sda /dev/sda1 /dev/sda2 /dev/sdb
          dd if=/dev/sda iflag=di‸           → direct
          dd iflag=direct,ds‸                → dsync
          dd bs=‸                            → @@
          fio --filename=/dev/nv‸            → /dev/nvme0n1
          fio --rw=randr‸                    → randread randrw
          unknown x=/dev/sdb‸                → /dev/sdb
          # what is written to control files
          echo "8:0 rb‸" > io.max            → rbps=...
          echo "8:0 rbps=1 ‸" > io.max       → wbps=... riops=... wiops=...
          echo "8:0 rbps=1 ‸                 → enable=... ctrl=... rpct=... rlat=... wpct=... wlat=... min=... max=... model=... rseqiops=... rrandiops=... wbps=... wseqiops=... wrandiops=... target=... riops=... wiops=...
          echo 8:0 rb‸                       → rbps=...
          echo "8:0 rbps=m‸" > io.max        → rbps=max...
          > a/io.max echo "8:0 rb‸"          → rbps=...
          > a/io.max echo '8:0 ri‸           → riops=...
          echo 8:0 rb‸ >io.max               → rbps=...
          echo "8:0 rb‸" | tee -a io.max     → rbps=...
          echo "8:0 rb‸" | sudo tee io.max   → rbps=...
          echo "8:0 rb‸"; cat > io.latency   → rbps=...
          sudo echo "8:0 rb‸" > io.max       → rbps=...
          printf '8:0 rb‸' > io.max          → rbps=...
          echo -n "8:0 rb‸" > io.max         → rbps=...
          echo 8‸                            → 8:0 8:16
          echo "8‸                           → @8:0 ... 8:16 ...@
          echo ‸ > io.max                    → 259:0 8:0 8:16
          echo ‸ > io.weight                 → default 259:0 8:0 8:16
          echo "8:16 d‸" > io.weight         → default...
          echo "8:16 d‸" > io.bfq.weight     → default...
          echo "8:0 t‸" > io.latency         → target=...
          echo "8:0 ctrl=‸" > io.cost.qos    → ctrl=auto... ctrl=user...
          echo "8:0 e‸" > io.cost.qos        → enable=...
          echo "8:0 rr‸" > io.cost.model     → rrandiops=...
          echo "8:0 model=‸" > io.cost.model → model=linear...
          echo +i‸ > /sys/fs/cgroup/cgroup.subtree_control      → +io
          echo "+io -‸" > /sys/fs/cgroup/cgroup.subtree_control → -cpuset... -cpu... -io... -memory... -pids...
          echo t‸ > cgroup.type              → threaded
          echo ‸ > cgroup.freeze             → 0 1
          echo 1‸ > cgroup.procs             → 1 16 100
          echo res‸ > io.prio.class          → restrict-to-be
          echo m‸ > /sys/block/sda/queue/scheduler → mq-deadline
          echo 8:‸ > blkio.throttle.read_bps_device → 8:0 8:16
          echo "8:0 ‸" > blkio.throttle.read_bps_device → @@
          echo F‸ > freezer.state            → FROZEN
          echo a‸ > /tmp/x                   → a dir/... a file
          """)
  void goesOn(String line, String expected) throws IOException {
    assertThat(shown(line)).isEqualTo(expected);
  }

  @Test
  void listsProcessesWithTheirNames() throws IOException {
    try (CgroupFs fs = machine()) {
      assertThat(at(fs, "kill ‸").choices()).contains(Choice.word("1", "init"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '@',
      textBlock =
          """
          cat a‸        → cat a\\ file
          cat "a‸       → cat "a file"
          cat 'a‸       → cat 'a file'
          cat a" ‸      → cat a\\ file
          cat "a"‸      → cat "a file"
          cat it‸       → cat it\\'s
          dd if="/dev/nv‸ → dd if="/dev/nvme0n1"
          echo "8:1‸" > io.max → echo "8:16 " > io.max
          echo 8:1‸ > io.max → echo 8:16 > io.max
          echo "8:0 rb‸" > io.max → echo "8:0 rbps=" > io.max
          """)
  void quotesWhatItFills(String line, String expected) throws IOException {
    try (CgroupFs fs = machine()) {
      Choices choices = at(fs, line);
      List<Choice> found = choices.choices();
      Choice last = found.get(found.size() - 1);
      int cursor = line.indexOf('‸');
      String filled =
          line.substring(0, choices.start())
              + choices.quoted(last.value(), last.complete())
              + line.substring(cursor + 1);
      assertThat(filled).isEqualTo(expected);
    }
  }
}

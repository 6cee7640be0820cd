package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellTest {
  private static final String GROUP =
      "echo +io > /sys/fs/cgroup/cgroup.subtree_control; mkdir /sys/fs/cgroup/a\n";

  @Test
  void syntaxErrorNamesItsLineAndNothingRuns() {
    String[][] cases = {
      {"if true; then echo x", "2", "syntax error: unexpected end of file"},
      {"echo a; fi", "1", "syntax error near unexpected token `fi'"},
      {"echo 'abc", "1", "unexpected EOF while looking for matching `''"},
      {"echo \"abc", "1", "unexpected EOF while looking for matching `\"'"},
      {"echo $(echo a", "1", "unexpected EOF while looking for matching `)'"},
      {"echo `echo a", "1", "unexpected EOF while looking for matching ``'"},
      {"echo ${x:-a", "1", "unexpected EOF while looking for matching `}'"},
      {"echo ${x!}", "1", "bad substitution"},
      {"for 1x in a; do :; done", "1", "`1x': not a valid identifier"},
      {"case x in a) echo", "2", "syntax error: unexpected end of file"},
      {"( echo a", "2", "syntax error: unexpected end of file"},
      {"echo a | | cat", "1", "syntax error near unexpected token `|'"},
      {"echo a >", "1", "syntax error near unexpected token `newline'"},
      {";", "1", "syntax error near unexpected token `;'"},
      {"while true; done", "1", "syntax error near unexpected token `done'"},
      {"f() echo a", "1", "syntax error near unexpected token `echo'"},
      {"cat <<E\ntext", "3", "here-document ended by end of file (wanted `E')"},
    };
    for (String[] row : cases) {
      int line = Integer.parseInt(row[1]) + 1;
      Scripts.Result result = Scripts.run("echo ran\n" + row[0] + "\n");
      assertThat(result.err()).as(row[0]).isEqualTo("test: line " + line + ": " + row[2] + "\n");
      assertThat(result.status()).as(row[0]).isEqualTo(2);
      assertThat(result.out()).as(row[0]).isEmpty();
    }
  }

  @Test
  void unknownCommandIs127AndTheScriptGoesOn() {
    Scripts.Result result = Scripts.run("\nfoo bar\necho $?\n");
    assertThat(result.err()).isEqualTo("test: line 2: foo: command not found\n");
    assertThat(result.out()).isEqualTo("127\n");
  }

  @Test
  void refusedWritePrintsAsInBashAndTheScriptGoesOn() {
    Scripts.Result result =
        Scripts.run(
            GROUP
                + "echo 8:0 rbps=junk > /sys/fs/cgroup/a/io.max\necho $?\n"
                + "printf '8:1 rbps=9' > /sys/fs/cgroup/a/io.max || echo again\n"
                + "echo x > /nosuch/file\necho $?\n"
                + "cat /sys/fs/cgroup/a/nosuch\necho $?\n"
                + "mkdir /sys/fs/cgroup/a\necho $?\n");
    assertThat(result.err())
        .isEqualTo(
            """
            test: line 2: echo: write error: Invalid argument
            test: line 4: printf: write error: No such device
            test: line 5: /nosuch/file: No such file or directory
            cat: /sys/fs/cgroup/a/nosuch: No such file or directory
            mkdir: cannot create directory '/sys/fs/cgroup/a': File exists
            """);
    assertThat(result.out()).isEqualTo("1\nagain\n1\n1\n1\n");
    assertThat(result.status()).isZero();
  }

  @Test
  void outputOfOneCommandIsOneWrite() {
    // Each write(2) is a command of its own: in two pieces, these would be refused.
    Scripts.Result result =
        Scripts.run(
            GROUP
                + "printf '%s %s=%d\\n' 8:0 rbps 1048576 > /sys/fs/cgroup/a/io.max\n"
                + "echo 8:0 wbps=2097152 riops=7 > /sys/fs/cgroup/a/io.max\n"
                + "cat /sys/fs/cgroup/a/io.max\n");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("8:0 rbps=1048576 wbps=2097152 riops=7 wiops=max\n");
  }

  @Test
  void bytesPassThroughUnchanged() {
    Scripts.Result result =
        Scripts.run("printf '\\000\\377\\200\\n' > b; cat b | cat > c; cat c; wc -c < c");
    assertThat(result.out()).isEqualTo("\0\u00ff\u0080\n4\n");
  }

  @Test
  void joiningACgroupMovesTheCallerAndItsChildren() {
    Scripts.Result result =
        Scripts.run(
            GROUP
                + "(echo 0 > /sys/fs/cgroup/a/cgroup.procs; cat /proc/self/cgroup)\n"
                + "cat /proc/self/cgroup\n"
                + "cgexec /sys/fs/cgroup/a -- sh -c 'cat /proc/self/cgroup'\n"
                + "echo $$ > /sys/fs/cgroup/a/cgroup.procs\n"
                + "sh -c 'cat /proc/self/cgroup'\n");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("0::/a\n0::/\n0::/a\n0::/a\n");
  }

  @Test
  void forksOverPidsMaxAreRefused() {
    Scripts.Result result =
        Scripts.run(
            "echo +pids > /sys/fs/cgroup/cgroup.subtree_control; mkdir /sys/fs/cgroup/a\n"
                + "echo 2 > /sys/fs/cgroup/a/pids.max\n"
                + "cgexec /sys/fs/cgroup/a -- sh -c '\n"
                + "sleep 1 &\n"
                + "sleep 1 &\n"
                + "(echo never)\n"
                + "cat /sys/fs/cgroup/a/pids.current\n"
                + "wait\n"
                + "(echo again)'\n"
                + "cat /sys/fs/cgroup/a/pids.events /sys/fs/cgroup/a/pids.peak\n"
                + "echo 0 > /sys/fs/cgroup/a/pids.max\n"
                + "cgexec /sys/fs/cgroup/a -- echo moved\n");
    assertThat(result.err())
        .isEqualTo(
            """
            sh: line 1: fork: Resource temporarily unavailable
            sh: line 1: fork: Resource temporarily unavailable
            """);
    assertThat(result.out()).isEqualTo("2\nagain\nmax 2\n2\nmoved\n");
  }

  @Test
  void onV1DeathWaitsForTheThaw() {
    String group = "/sys/fs/cgroup/freezer/a";
    Scripts.Result result =
        Scripts.runOn(
            "v1",
            "mkdir "
                + group
                + "\nfor signal in KILL TERM; do\n"
                + "sleep 2 & p=$!; sleep 1\n"
                + ("echo $p > " + group + "/tasks; echo FROZEN > " + group + "/freezer.state\n")
                + ("kill -s $signal $p; sleep 5; wc -l < " + group + "/tasks\n")
                + ("echo THAWED > " + group + "/freezer.state; wait $p; echo $?\n")
                + ("cat " + group + "/tasks\n")
                + "done\n");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("1\n137\n1\n143\n");
  }

  @Test
  void limitedReadTakesItsVirtualTime() {
    Scripts.Result result =
        Scripts.run(
            GROUP
                + "echo 8:0 rbps=1048576 > /sys/fs/cgroup/a/io.max\n"
                + "cgexec /sys/fs/cgroup/a -- dd if=/dev/sda of=/dev/null bs=64K count=32 "
                + "iflag=direct status=none\n");
    assertThat(result.err()).isEmpty();
    assertThat(result.elapsedNs()).isBetween(1_950_000_000L, 2_050_000_000L);
  }

  @Test
  void backgroundJobsRunConcurrentlyInVirtualTime() {
    String script =
        "for i in 3 1 2; do (sleep $i; echo $i) & done\n"
            + "(for i in 1 2 3; do sleep 0.7; echo tick; done) | cat & wait\n"
            + "date +%s\n";
    Scripts.Result first = Scripts.run(script);
    assertThat(first.out()).isEqualTo("tick\n1\ntick\n2\ntick\n3\n1767225603\n");
    assertThat(Scripts.run(script).out()).isEqualTo(first.out());
    assertThat(first.elapsedNs()).isBetween(3_000_000_000L, 3_001_000_000L);
  }

  @Test
  void twoBackgroundReadersShareTheirLimit() {
    Scripts.Result result =
        Scripts.run(
            GROUP
                + "echo 8:0 rbps=1048576 > /sys/fs/cgroup/a/io.max\n"
                + "for i in 1 2; do cgexec /sys/fs/cgroup/a -- dd if=/dev/sda of=/dev/null bs=64K "
                + "count=16 iflag=direct status=none & done; wait\n");
    assertThat(result.err()).isEmpty();
    assertThat(result.elapsedNs()).isBetween(1_950_000_000L, 2_050_000_000L);
  }

  @Test
  void killedJobsEndAtOnce() {
    Scripts.Result result =
        Scripts.run(
            GROUP
                + "sleep 1000 & kill $!; wait $!; echo $?\n"
                + "sleep 1000 & echo $! > /sys/fs/cgroup/a/cgroup.procs\n"
                + "echo 1 > /sys/fs/cgroup/a/cgroup.kill; wait $!; echo $?\n"
                + "kill 99999; echo $?\n"
                + "cat /sys/fs/cgroup/a/cgroup.procs\n");
    assertThat(result.out()).isEqualTo("143\n137\n1\n");
    assertThat(result.err()).isEqualTo("test: line 5: kill: (99999) - No such process\n");
    assertThat(result.elapsedNs()).isLessThan(1_000_000_000L);
  }

  @Test
  void killedReaderLeavesNoProcessBehind() {
    Scripts.Result result =
        Scripts.run(
            GROUP
                + "echo 8:0 rbps=4096 > /sys/fs/cgroup/a/io.max\n"
                + "cgexec /sys/fs/cgroup/a -- dd if=/dev/sda of=/dev/null bs=64K iflag=direct &\n"
                + "sleep 1; kill -9 $!; wait $!; echo $?; advance 100s\n"
                + "cat /sys/fs/cgroup/a/cgroup.procs; rmdir /sys/fs/cgroup/a; echo $?\n"
                + "ps -e -o comm | grep -c defunct\n");
    assertThat(result.out()).isEqualTo("137\n0\n0\n");
  }

  @Test
  void signalsWaitForWhatIsInFlight() {
    for (String signal : List.of("TERM", "KILL")) {
      Scripts.Result result =
          Scripts.run(
              GROUP
                  + "echo 8:0 rbps=4096 > /sys/fs/cgroup/a/io.max\n"
                  + "cgexec /sys/fs/cgroup/a -- dd if=/dev/sda of=/dev/null bs=16K iflag=direct &\n"
                  + "sleep 1; kill -"
                  + signal
                  + " $!; sleep 1; ps -p $! -o stat=\n"
                  + "rmdir /sys/fs/cgroup/a || head -1 /sys/fs/cgroup/a/cgroup.events\n"
                  + "wait; head -1 /sys/fs/cgroup/a/cgroup.events; rmdir /sys/fs/cgroup/a\n");
      assertThat(result.out()).isEqualTo("D\npopulated 1\npopulated 0\n");
      assertThat(result.err())
          .isEqualTo("rmdir: failed to remove '/sys/fs/cgroup/a': Device or resource busy\n");
      assertThat(result.elapsedNs()).isBetween(4_000_000_000L, 4_100_000_000L);
    }
  }

  @Test
  void whatNeverEndsIsReadInPartOrRefused() {
    assertThat(Scripts.run("head -c 10 /dev/zero | wc -c").out()).isEqualTo("10\n");
    for (String reader : List.of("wc -c", "tr a b", "grep x", "tail -c 5", "sort")) {
      Scripts.Result result = Scripts.run(reader + " < /dev/zero");
      assertThat(result.err()).as(reader).contains("Cannot allocate memory");
      assertThat(result.status()).as(reader).isBetween(1, 2);
    }
  }

  @Test
  void findListsAsTheDirectoryDoes() {
    Scripts.Result result = Scripts.run(GROUP + "find /sys/fs/cgroup/a -maxdepth 1 -name 'io.*'");
    List<String> lines = result.out().lines().toList();
    assertThat(lines).hasSizeGreaterThan(3).isNotEqualTo(lines.stream().sorted().toList());
  }

  @Test
  void frozenJobsWaitUntilThawed() {
    Scripts.Result result =
        Scripts.run(
            GROUP
                + "(sleep 1; echo woke $(date +%s)) & echo $! > /sys/fs/cgroup/a/cgroup.procs\n"
                + "sleep 0.5; echo 1 > /sys/fs/cgroup/a/cgroup.freeze; sleep 5; echo thaw\n"
                + "echo 0 > /sys/fs/cgroup/a/cgroup.freeze; wait\n");
    assertThat(result.out()).isEqualTo("thaw\nwoke 1767225605\n");
  }

  @Test
  void deadlockFailsTheCommandThatWaits() {
    Scripts.Result result =
        Scripts.run(
            GROUP
                + "(sleep 1; echo woke) & echo $! > /sys/fs/cgroup/a/cgroup.procs\n"
                + "echo 1 > /sys/fs/cgroup/a/cgroup.freeze\n"
                + "wait; echo $?\n");
    assertThat(result.err())
        .isEqualTo("test: line 4: deadlock: nothing can run and no event is pending\n");
    assertThat(result.out()).isEqualTo("1\n");
  }

  @Test
  void spawnAndReap() {
    Scripts.Result result =
        Scripts.run(
            GROUP
                + "spawn p q; echo $p > /sys/fs/cgroup/a/cgroup.procs\n"
                + "[ $(cat /sys/fs/cgroup/a/cgroup.procs) = $p ] && [ $q -gt $p ] && echo moved\n"
                + "reap p; cat /sys/fs/cgroup/a/cgroup.procs; kill -0 $q && echo alive; reap q\n"
                + "kill -0 $q 2>/dev/null || echo gone\n");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("moved\nalive\ngone\n");
  }

  @Test
  void argumentsAndOptions() {
    assertThat(Scripts.run("echo $# $1 \"$2\" $0", "a", "b c").out()).isEqualTo("2 a b c test\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ls --nope",
        "cat -Z",
        "mkdir",
        "rm",
        "mv a",
        "cp a",
        "chmod 9 a",
        "head -n x f",
        "seq x",
        "cut f",
        "sleep x",
        "advance",
        "dd bs=0",
        "dd foo=1",
        "grep",
        "sort -Y",
        "stat",
        "xargs -n 0",
        "tr a",
        "find -type q",
        "find -nope",
        "kill",
        "kill -NOPE 1",
        "cgexec",
        "spawn 1x",
        "read 1x",
        "export 1x=2",
        "test 1 -eq x",
        "[ 1",
        "printf",
        "umask 9",
        "ps -o nope",
        "trap x NOPE"
      })
  void wrongUsageIsOneLineAndAStatus(String command) {
    Scripts.Result result = Scripts.run(command + " < /dev/null");
    assertThat(result.status()).isBetween(1, 2);
    assertThat(result.err()).hasLineCount(1).contains(command.split(" ")[0] + ": ");
  }
}

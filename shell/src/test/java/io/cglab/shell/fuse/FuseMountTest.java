package io.cglab.shell.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What programs of the host see and do. */
class FuseMountTest {
  private static final String GROUP = "echo +io > $C/cgroup.subtree_control; mkdir $C/a\n";
  private static final String UNPRIVILEGED =
      "setpriv --reuid=65534 --regid=65534 --clear-groups bash -c ";

  private final Path directory;

  FuseMountTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeAll
  static void hostMounts() {
    Mounted.assumeHostMounts();
  }

  private Mounted standing() throws Exception {
    return Mounted.on(directory, "recorded-v2", Mounted.STANDING);
  }

  /** What a script prints; it must not complain. */
  private static String out(Mounted mounted, String script)
      throws IOException, InterruptedException {
    Mounted.Result result = mounted.bash(script);
    assertThat(result.err()).isEmpty();
    return result.out();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          echo '8:0 rbps=0' > $C/a/io.max      | bash: line 1: echo: write error: Numerical result out of range
          echo '8:1 rbps=9' > $C/a/io.max      | bash: line 1: echo: write error: No such device
          echo x > $C/a/new                    | bash: line 1: $C/a/new: Permission denied
          echo x > $C/a/cgroup.controllers     | bash: line 1: echo: write error: Invalid argument
          dd if=/dev/zero of=$C/a/io.max bs=5000 count=1 status=none | dd: error writing '$C/a/io.max': Argument list too long
          echo 99999999 > $C/a/cgroup.procs    | bash: line 1: echo: write error: No such process
          cat $C/a/none                        | cat: $C/a/none: No such file or directory
          cat < $C/a                           | cat: -: Is a directory
          unlink $C/a/io.max                   | unlink: cannot unlink '$C/a/io.max': Operation not permitted
          mkdir $C/a                           | mkdir: cannot create directory '$C/a': File exists
          rmdir $C                             | rmdir: failed to remove '$C': Device or resource busy
          mkdir -p $C/b/c; rmdir $C/b          | rmdir: failed to remove '$C/b': Device or resource busy
          mv -T $C/a $C/z                      | mv: cannot move '$C/a' to '$C/z': Operation not permitted
          mkfifo $C/a/fifo                     | mkfifo: cannot create fifo '$C/a/fifo': Operation not permitted
          echo soon > $M/.cglab/advance        | bash: line 1: echo: write error: Invalid argument
          """)
  void refusalsAreTheKernels(String line, String error) throws Exception {
    try (Mounted mounted = standing()) {
      out(mounted, GROUP);
      String expected = error.replace("$C", mounted.directory() + "/sys/fs/cgroup");
      assertThat(mounted.bash(line).err().strip()).isEqualTo(expected);
    }
  }

  @Test
  void directoriesAndOrdinaryFilesAreThere() throws Exception {
    try (Mounted mounted = standing()) {
      List<String> listed = out(mounted, GROUP + "ls -U $C/a").lines().toList();
      assertThat(listed).isEqualTo(names(mounted, "/sys/fs/cgroup/a")).contains("io.max");
      assertThat(out(mounted, "stat -c '%A %h %s' $C/a/io.max; stat -c %F%s $M/dev/sda"))
          .matches("-rw-r--r-- 1 0\nregular file[1-9][0-9]*\n");
      assertThat(
              out(
                  mounted,
                  """
                  cd $M/tmp; echo 0 > tasks; cat tasks; rm tasks; echo one > f; echo two >> f; cat f; ln -s f l; cat l; mv f g; ls
                  truncate -s 2 g; wc -c < g; chmod 640 g; stat -c %a g; rm g l; ls
                  df $M/tmp | tail -1 | cut -d' ' -f1; grep -c ' sda$' $M/proc/partitions
                  """))
          .isEqualTo("0\none\ntwo\none\ntwo\ng\nl\n2\n640\ncglab\n1\n");
    }
  }

  /** The names in a directory, in the order of the machine's own file system. */
  private static List<String> names(Mounted mounted, String directory) throws IOException {
    List<String> names = new ArrayList<>();
    Path path = mounted.machine().fileSystem().getPath(directory);
    try (var entries = Files.newDirectoryStream(path)) {
      entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
    }
    return names;
  }

  @Test
  void whatIsWrittenWithOneCallIsOneCommand() throws Exception {
    try (Mounted mounted = standing()) {
      String script =
          GROUP
              + """
              exec 3<> $C/a/io.max
              echo '8:0 rbps=1000' >&3; echo '8:16 wiops=10' >&3; cat $C/a/io.max
              exec 4< $C/a/io.max; rmdir $C/a; read -u 4 line
              """;
      Mounted.Result result = mounted.bash(script);
      assertThat(result.out())
          .isEqualTo(
              "8:16 rbps=max wbps=max riops=max wiops=10\n"
                  + "8:0 rbps=1000 wbps=max riops=max wiops=max\n");
      assertThat(result.err().strip()).endsWith("read error: 4: No such device");
    }
  }

  // ---- processes

  @Test
  void processesOfTheHostAreMembers() throws Exception {
    try (Mounted mounted = standing()) {
      String script =
          GROUP
              + """
              sleep 100 & p=$!
              until grep -q sleep /proc/$p/comm; do :; done
              echo $p > $C/a/cgroup.procs
              [ "$(cat $C/a/cgroup.procs)" = $p ] && echo named
              cat $M/proc/$p/cgroup $M/proc/$p/comm $C/a/cgroup.events
              kill $p; wait $p 2>&-
              cat $C/a/cgroup.events; rmdir $C/a && echo removed
              """;
      assertThat(out(mounted, script))
          .isEqualTo(
              "named\n0::/a\nsleep\npopulated 1\nfrozen 0\npopulated 0\nfrozen 0\nremoved\n");
    }
  }

  @Test
  void zeroIsTheWriterAndChildrenInherit() throws Exception {
    try (Mounted mounted = standing()) {
      String script =
          GROUP
              + """
              exec 3> $C/a/cgroup.procs
              (echo 0 >&3; cat $M/proc/self/cgroup; bash -c 'bash -c "cat \\$M/proc/self/cgroup"; :')
              cat $M/proc/self/cgroup
              (sleep 100 & echo $! > $M/tmp/pid; exec sleep 101) & p=$!
              until [ -s $M/tmp/pid ]; do :; done
              child=$(cat $M/tmp/pid)
              echo $p > $C/a/cgroup.procs
              cat $M/proc/$child/cgroup
              kill $p $child
              """;
      assertThat(out(mounted, script)).isEqualTo("0::/a\n0::/a\n0::/\n0::/\n");
    }
  }

  @Test
  void theFreezerLeavesTheHostAlone() throws Exception {
    try (Mounted mounted = standing()) {
      String script =
          GROUP
              + """
              state() { case $(cut -d' ' -f3 /proc/$p/stat) in T|Z) echo no;; *) echo yes;; esac; }
              sleep 100 & p=$!
              echo $p > $C/a/cgroup.procs
              echo 1 > $C/a/cgroup.freeze; grep frozen $C/a/cgroup.events; state
              echo 1 > $C/a/cgroup.kill; grep populated $C/a/cgroup.events; state
              cat $C/a/cgroup.procs; kill $p
              """;
      assertThat(out(mounted, script)).isEqualTo("frozen 1\nyes\npopulated 0\nyes\n");
    }
  }

  @Test
  void signalsReachTheHostWhereThatIsAskedFor() throws Exception {
    var signalling = new FuseMount.Settings(0, false, false, true);
    try (Mounted mounted = Mounted.on(directory, "recorded-v2", signalling)) {
      String script =
          GROUP
              + """
              state() { cut -d' ' -f3 /proc/$p/stat; }
              until_state() { for i in {1..1000}; do [ "$(state)" = $1 ] && break; done; state; }
              sleep 100 & p=$!
              echo $p > $C/a/cgroup.procs
              echo 1 > $C/a/cgroup.freeze; until_state T
              echo 0 > $C/a/cgroup.freeze; until_state S
              echo 1 > $C/a/cgroup.kill
              wait $p 2>&-; echo $?
              """;
      assertThat(mounted.bash(script).out()).isEqualTo("T\nS\n137\n");
    }
  }

  // ---- time

  @Test
  void timeStandsUntilItIsAdvanced() throws Exception {
    try (Mounted mounted = standing()) {
      assertThat(
              out(
                  mounted,
                  "cat $M/.cglab/now; echo 2s > $M/.cglab/advance; cat $M/.cglab/now;"
                      + " echo 500ms > $M/.cglab/advance; cat $M/.cglab/now"))
          .isEqualTo("0\n2000000000\n2500000000\n");
    }
  }

  @Test
  void readsTakeTheTimeThatIsDue() throws Exception {
    try (Mounted mounted = Mounted.on(directory, "recorded-v2", Mounted.PACED)) {
      String script =
          GROUP
              + """
              mkdir $C/b
              echo '8:0 riops=100' > $C/a/io.max
              echo '8:0 rbps=1048576' > $C/b/io.max
              # timed GROUP BLOCK COUNT: what dd says how long it took
              timed() {
                (echo 0 > $C/$1/cgroup.procs
                 dd if=$M/dev/sda of=/dev/null bs=$2 count=$3 iflag=direct 2>&1 |
                   sed -n 's/.*copied, \\(.*\\) s,.*/\\1/p')
              }
              timed a 4k 400 > $M/tmp/a & timed b 64k 64 > $M/tmp/b; wait
              cat $M/tmp/a $M/tmp/b
              grep -o 'rios=[0-9]*' $C/a/io.stat $C/b/io.stat -h
              """;
      String[] lines = out(mounted, script).split("\n");
      // each is due 4 s, at the same time
      assertThat(Double.parseDouble(lines[0])).isCloseTo(4, within(0.2));
      assertThat(Double.parseDouble(lines[1])).isCloseTo(4, within(0.2));
      assertThat(lines).endsWith("rios=400", "rios=64");
    }
  }

  @Test
  void whoWaitsCanBeKilled() throws Exception {
    try (Mounted mounted = Mounted.on(directory, "recorded-v2", Mounted.PACED)) {
      String script =
          GROUP
              + """
              echo '8:0 rbps=2' > $C/a/io.max
              (echo 0 > $C/a/cgroup.procs; exec dd if=$M/dev/sda of=/dev/null bs=1M) & p=$!
              until grep -q $p $C/a/cgroup.procs && grep -q dd /proc/$p/comm; do :; done
              kill $p; wait $p 2>&-; echo $?
              rmdir $C/a && echo removed
              """;
      assertThat(mounted.bash(script).out()).isEqualTo("143\nremoved\n");
    }
  }

  @Test
  void pollHearsOfEvents() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "no perl to call poll(2) with");
    try (Mounted mounted = standing()) {
      String script =
          GROUP
              + """
              sleep 100 & p=$!
              cat > $M/tmp/wait.pl <<'END'
              $| = 1;
              open my $f, '<', "$ENV{C}/a/cgroup.events" or die; my $text = join '', <$f>;
              print "begins\\n";
              vec(my $set = '', fileno($f), 1) = 1;
              my $n = select undef, undef, $set, 20;
              seek $f, 0, 0; print "$n ", scalar <$f>;
              END
              exec 5< <(perl $M/tmp/wait.pl)
              read line <&5; echo $line
              echo $p > $C/a/cgroup.procs
              read line <&5; echo $line
              kill $p
              """;
      assertThat(out(mounted, script)).isEqualTo("begins\n1 populated 1\n");
    }
  }

  @Test
  void aWriterThatWaitsKeepsNoOtherFromTheDisk() throws Exception {
    try (Mounted mounted = Mounted.on(directory, "recorded-v2", Mounted.PACED)) {
      String script =
          GROUP
              + """
              mkdir $C/b
              echo '8:0 wbps=2' > $C/a/io.max
              (echo 0 > $C/a/cgroup.procs
               exec dd if=/dev/zero of=$M/dev/sda bs=4k conv=notrunc oflag=direct 2>&-) & p=$!
              until grep -q "^pid $p .* waits for " $M/.cglab/explain; do :; done
              (echo 0 > $C/b/cgroup.procs
               dd if=/dev/zero of=$M/dev/sda bs=4k count=8 conv=notrunc oflag=direct 2>&1 |
                 tail -1 | cut -d' ' -f1)
              grep -c "^pid $p .* waits for " $M/.cglab/explain; kill $p
              """;
      assertThat(mounted.bash(script).out()).isEqualTo("32768\n1\n");
    }
  }

  @Test
  void whatIoWaitsForIsExplained() throws Exception {
    try (Mounted mounted = Mounted.on(directory, "recorded-v2", Mounted.PACED)) {
      String script =
          GROUP
              + """
              echo '8:0 rbps=2' > $C/a/io.max
              (echo 0 > $C/a/cgroup.procs; exec dd if=$M/dev/sda of=/dev/null bs=4k 2>&-) & p=$!
              until grep -q "^pid $p .* waits for " $M/.cglab/explain; do :; done
              grep "^pid $p " $M/.cglab/explain | sed "s/$p/PID/"; kill $p
              """;
      assertThat(mounted.bash(script).out())
          .startsWith("pid PID (dd) of /sys/fs/cgroup/a waits for a ")
          .contains("rbps");
    }
  }

  @Test
  void whatHappenedToIoIsReadable() throws Exception {
    try (Mounted mounted = Mounted.on(directory, "recorded-v2", Mounted.PACED)) {
      String script =
          GROUP
              + """
              echo '8:0 rbps=1048576' > $C/a/io.max
              (echo 0 > $C/a/cgroup.procs
               dd if=$M/dev/sda of=/dev/null bs=64k count=2 iflag=direct 2>&-)
              grep -c 'pid [0-9]* (dd) submits a 64 KiB read to sda' $M/.cglab/trace
              grep -c 'does not fit .*rbps.* of /a and is parked' $M/.cglab/trace
              grep -c 'sda completed a 64 KiB read of /a' $M/.cglab/trace
              echo > $M/.cglab/trace; cat $M/.cglab/trace | wc -l
              """;
      assertThat(out(mounted, script)).isEqualTo("2\n1\n2\n0\n");
    }
  }

  @Test
  void pollHearsOfPressure() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "no perl to call poll(2) with");
    try (Mounted mounted = Mounted.on(directory, "recorded-v2", Mounted.PACED)) {
      String script =
          GROUP
              + """
              echo '8:0 riops=10' > $C/a/io.max
              cat > $M/tmp/wait.pl <<'END'
              $| = 1;
              open my $f, '+<', "$ENV{C}/a/io.pressure" or die;
              syswrite $f, "some 200000 1000000" or die;
              vec(my $set = '', fileno($f), 1) = 1;
              print scalar(select(undef, undef, my $calm = $set, 0)), "\n";
              print scalar(select(undef, undef, $set, 20)), "\n";
              END
              exec 5< <(perl $M/tmp/wait.pl)
              read line <&5; echo $line
              (echo 0 > $C/a/cgroup.procs; exec dd if=$M/dev/sda of=/dev/null bs=4k 2>&-) & p=$!
              read line <&5; echo $line
              kill $p
              """;
      assertThat(out(mounted, script)).isEqualTo("0\n1\n");
    }
  }

  @Test
  void whoWaitsHoldsUpNobodyElse() throws Exception {
    try (Mounted mounted = Mounted.on(directory, "recorded-v2", Mounted.PACED)) {
      String script =
          GROUP
              + """
              echo '8:0 rbps=2' > $C/a/io.max
              for i in {1..100}; do
                (echo 0 > $C/a/cgroup.procs; exec dd if=$M/dev/sda of=/dev/null bs=4k 2>&-) &
                pids="$pids $!"
              done
              until [ $(wc -l < $C/a/cgroup.procs) = 100 ]; do :; done
              dd if=$M/dev/sda of=/dev/null bs=4k count=100 iflag=direct status=none && echo free
              kill $pids; wait 2>&-; rmdir $C/a && echo removed
              """;
      assertThat(mounted.bash(script).out()).isEqualTo("free\nremoved\n");
    }
  }

  // ---- strangers

  @Test
  void othersAreLetInOnlyOnRequest() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can be somebody else");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (Mounted mounted = standing()) {
      assertThat(mounted.bash(UNPRIVILEGED + "'ls $M'").err()).contains("Permission denied");
    }
    var open = new FuseMount.Settings(0, true, false, false);
    try (Mounted mounted = Mounted.on(directory, "recorded-v2", open)) {
      out(mounted, GROUP + "mkdir $C/mine; chown 65534 $C/mine $C/mine/cgroup.procs");
      assertThat(mounted.bash(UNPRIVILEGED + "'echo 8:0 rbps=9 > $C/a/io.max'").err())
          .contains("Permission denied");
      assertThat(mounted.bash(UNPRIVILEGED + "'mkdir $C/b'").err()).contains("Permission denied");
      assertThat(mounted.bash(UNPRIVILEGED + "'cat $M/dev/sda'").err())
          .contains("Permission denied");
      assertThat(out(mounted, UNPRIVILEGED + "'mkdir $C/mine/sub; stat -c %u $C/mine/sub'"))
          .isEqualTo("65534\n");
    }
  }

  @Test
  void noPathLeavesTheTree() throws Exception {
    try (Mounted mounted = standing()) {
      // The kernel follows links itself: an absolute one leads out, as on any mount.
      assertThat(out(mounted, "ls $M/../ | wc -l; ls -d $M/sys/../.cglab; ls $M/proc/self/.."))
          .contains(".cglab");
      Set<String> names =
          new TreeSet<>(out(mounted, "ls -A $M").lines().filter(s -> !s.isBlank()).toList());
      assertThat(names).contains("dev", "proc", "sys").doesNotContain("usr");
    }
  }

  @Test
  void manyOpenersAreServedAndForgotten() throws Exception {
    try (Mounted mounted = standing()) {
      String script =
          GROUP
              + """
              ulimit -n 700
              for i in 1 2 3 4; do
                (for fd in {10..510}; do eval "exec $fd<> $C/a/io.max"; done
                 for fd in {10..510}; do echo '8:0 rbps=1000' >&$fd || echo refused; done) &
              done
              wait; cat $C/a/io.max
              head -c 300000 /dev/urandom | dd of=$C/a/io.max bs=4000 status=none 2> /dev/null
              cat $C/a/io.max
              """;
      String limit = "8:0 rbps=1000 wbps=max riops=max wiops=max\n";
      assertThat(out(mounted, script)).isEqualTo(limit + limit);
      assertThat(mounted.openHandles()).isZero();
    }
  }
}

package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** libcgroup's commands. */
class CgroupToolsTest {
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          default | cgcreate -g io:web; cat /sys/fs/cgroup/cgroup.subtree_control | io
          default | cgcreate -g io,memory:a/b; cat /sys/fs/cgroup/a/cgroup.subtree_control | io memory
          default | cgcreate -g io:w; cgset -r io.max='8:0 rbps=1048576' w; cgget -r io.max w | w: io.max: 8:0 rbps=1048576 wbps=max riops=max wiops=max
          default | cgcreate -g io:w; cgset -r io.weight=200 w; cgget -n -v -r io.weight w | default 200
          default | cgcreate -g io:w; cgget -g io -n w | io.bfq.weight: default 100 io.latency:  io.max:  io.prio.class: no-change io.stat:  io.weight: default 100
          default | cgcreate -g io:w; cgexec -g io:w cat /proc/self/cgroup | 0::/w
          default | cgcreate -g io:w; cgexec w -- cat /proc/self/cgroup | 0::/w
          default | cgcreate -g io:w; spawn P; cgclassify -g io:w $P; cat /proc/$P/cgroup | 0::/w
          default | cgcreate -g io:w; spawn P; cgclassify -g io:w $P; cgdelete io:w; cat /proc/$P/cgroup; ls -d /sys/fs/cgroup/*/ 2>/dev/null | 0::/
          default | cgcreate -g io:a/b; cgdelete -r -g io:a; lscgroup | cpuset,cpu,io,memory,pids:/
          default | cgcreate -g io:a/b; lscgroup io:a | cpuset,cpu,io,memory,pids:/a cpuset,cpu,io,memory,pids:/a/b
          v1      | cgcreate -g blkio:w; cgset -r blkio.throttle.read_bps_device='8:0 1048576' w; cgget -nv -r blkio.throttle.read_bps_device w | 8:0 1048576
          v1      | cgcreate -g blkio,freezer:w; cgexec -g blkio,freezer:w grep -e blkio -e freezer /proc/self/cgroup | 6:freezer:/w 1:blkio:/w
          """)
  void doesAsLibcgroupDoes(String machine, String script, String out) {
    Scripts.Result result = Scripts.runOn(machine, script);
    assertThat(result.err()).isEmpty();
    assertThat(
            result
                .out()
                .replaceAll("io.pressure: [^\n]*\n[^\n]*\n", "")
                .strip()
                .replaceAll("\n+", " "))
        .isEqualTo(out);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cgcreate -g nope:x            | cgcreate: the controller 'nope' is not mounted in any hierarchy
          cgcreate                      | cgcreate: usage: cgcreate -g CONTROLLER:PATH...
          cgcreate -g web               | cgcreate: 'web': expected CONTROLLER:PATH, as in io:web
          cgset -r io.max=x nowhere     | cgset: cannot open /sys/fs/cgroup/nowhere/io.max: No such file or directory
          cgset -r io.max nowhere       | cgset: wrong parameter of option -r: io.max
          cgcreate -g io:w; cgset -r io.max='9:9 rbps=1' w | cgset: cannot set io.max of w: No such device
          cgget -r io.max nowhere       | cgget: variable file read failed io.max: No such file or directory
          cgdelete io:nowhere           | cgdelete: cannot remove group 'nowhere': No such file or directory
          cgcreate -g io:w; cgclassify -g io:w 99999 | cgclassify: cannot change group of pid 99999 to w: No such process
          cgexec -g io:nowhere true     | cgexec: cannot change group of pid 102 to nowhere: No such file or directory
          """)
  void saysWhatIsWrong(String script, String message) {
    Scripts.Result result = Scripts.run(script);
    assertThat(result.err().strip()).isEqualTo(message);
    assertThat(result.status()).isEqualTo(1);
  }
}

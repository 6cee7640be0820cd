package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.shell.lesson.LessonRun;
import io.cglab.shell.lesson.Lessons;
import io.cglab.shell.lesson.UnknownLessonException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What learners try: half of a solution is named as such, and another right one passes. */
class LessonNearMissesTest {
  private static LessonRun.Outcome after(String lesson, String script)
      throws UnknownLessonException {
    try (LessonBench bench = new LessonBench(Lessons.find(lesson))) {
      bench.script("cd /sys/fs/cgroup\n" + script);
      return bench.check();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          buffered-writes | echo "8:0 1048576" > blkio/blkio.throttle.write_bps_device | bytes/s that other programs can write
          buffered-writes | echo "8:0 16777216" > blkio/backup/blkio.throttle.write_bps_device; printf "#!/bin/sh\\nexec cgexec /sys/fs/cgroup/blkio/backup -- /root/backup direct" > /root/nightly | too little
          buffered-writes | printf "#!/bin/sh\\nsleep 4" > /root/nightly | wrote 0 KiB to sda
          buffered-writes | rm /root/nightly | /root/nightly does not run
          partition | echo "8:16 rbps=1048576" > web/io.max | bytes/s that web reads from /dev/sda1
          partition | echo "8:0 rbps=1M" > web/io.max; echo "8:0 riops=10" > web/io.max | too little
          partition | rmdir web | nothing could be measured
          missing-weight | echo +io > cgroup.subtree_control; echo 200 > db/io.weight | batch/io.weight says "default 100"
          missing-weight | echo +io > db/cgroup.subtree_control | db has no io controller
          missing-weight | rmdir db batch | the cgroup db is gone
          weight-without-effect | echo 10000 > db/io.weight | that is no 4 to 1
          weight-without-effect | echo bfq > /sys/block/sda/queue/scheduler | that is no 4 to 1
          weight-without-effect | echo "8:0 riops=380" > batch/io.max | batch alone
          weight-scales | echo 100 > web/io.weight | db should get twice
          weight-scales | echo 5000 > web/io.weight; echo 10000 > db/io.weight | web and other should get the same
          weight-scales | for g in web db other; do echo 100 > $g/io.weight; done | db should get twice
          busy | for p in $(cat app/cgroup.procs); do echo $p > cgroup.procs; done; echo +io > app/cgroup.subtree_control; echo "8:0 rbps=1048576" > app/worker/io.max | which is not below /app
          busy | echo 1 > app/cgroup.kill; echo +io > app/cgroup.subtree_control; echo "8:0 rbps=1048576" > app/worker/io.max | of the application is gone
          busy | for p in $(cat app/cgroup.procs); do echo $p > app/worker/cgroup.procs; done | app/worker has no io.max
          busy | for p in $(cat app/cgroup.procs); do echo $p > app/worker/cgroup.procs; done; echo +io > app/cgroup.subtree_control | bytes/s that app/worker reads
          threaded | echo threaded > app/web/cgroup.type; echo $(cat /root/web.pid) > app/web/cgroup.threads | app/web (threaded) has no io.max
          threaded | echo $(cat /root/web.pid) > app/cgroup.procs; rmdir app/cpu | the web server is in /app
          threaded | echo $(cat /root/web.pid) > cgroup.procs; rmdir app/cpu; echo $(cat /root/web.pid) > app/web/cgroup.procs | has no io.max
          threaded | kill -9 $(cat /root/web.pid) | is gone
          delegation | echo +io > cgroup.subtree_control | team does not hand it down
          delegation | echo +io > cgroup.subtree_control; echo +io > team/cgroup.subtree_control; echo "8:0 rbps=1048576" > team/user/io.max | team/user/. belongs to root
          delegation | echo +io > cgroup.subtree_control; echo +io > team/cgroup.subtree_control; echo "8:0 rbps=1048576" > team/user/io.max; chown -R user team/user | team/user/io.max belongs to user
          delegation | echo +io > cgroup.subtree_control; echo +io > team/cgroup.subtree_control; cd team/user; chown user . cgroup.procs cgroup.threads cgroup.subtree_control | bytes/s that team/user reads
          siblings | echo 10 > test/load/io.weight; echo 30 > prod/db/io.weight | that is no 3 to 1
          siblings | echo 10000 > prod/io.weight | that is no 3 to 1
          siblings | echo "8:0 riops=475" > test/io.max | test/load alone
          wrong-device | echo "8:0 rbps=524288" > db/io.max; echo "8:16 rbps=524288" > db/io.max | bytes/s that db reads from /dev/mapper/data
          wrong-device | echo "253:0 rbps=1048576" > db/io.max | bytes/s that db reads from /dev/sda
          wrong-device | echo "8:0 rbps=max" > db/io.max | bytes/s that db reads from /dev/mapper/data
          zero-statistics | echo "8:0 0" > blkio/web/blkio.throttle.read_bps_device | counted 0 of them
          zero-statistics | echo "259:0 1048576" > blkio/web/blkio.throttle.read_bps_device | bytes/s that web reads from nvme0n1
          zero-statistics | echo 1 > blkio/web/blkio.reset_stats | counted 0 of them
          v1-paths | printf "#!/bin/sh\\nmkdir -p /sys/fs/cgroup/backup\\necho 8:0 rbps=1048576 wiops=100 > /sys/fs/cgroup/backup/io.max\\necho $$ > /sys/fs/cgroup/backup/cgroup.procs\\nexec \\"\\$@\\"" > /root/limit | milliseconds to read 2 MiB
          v1-paths | echo +io > cgroup.subtree_control; printf "#!/bin/sh\\nmkdir -p /sys/fs/cgroup/b\\necho 8:0 rbps=1048576 > /sys/fs/cgroup/b/io.max\\ncgexec b -- \\"\\$@\\"" > /root/limit | milliseconds for 100 writes
          v1-paths | printf "exit 0" > /root/limit | does not run its command
          device-weight | echo bfq > /sys/block/sda/queue/scheduler; sh /root/weights | has no line "8:0 300"
          device-weight | echo bfq > /sys/block/sda/queue/scheduler; echo "8:0 300" > blkio/db/blkio.bfq.weight_device | other disks is "default 100"
          device-weight | echo bfq > /sys/block/sda/queue/scheduler; echo 200 > blkio/db/blkio.bfq.weight; echo "8:0 300" > blkio/db/blkio.bfq.weight_device; echo 300 > blkio/web/blkio.bfq.weight | that is no 3 to 1
          nested-limits | echo "8:0 rbps=4194304" > shop/io.max | read together
          nested-limits | echo "8:0 rbps=8388608" > shop/web/api/io.max | shop/web/api reads alone
          nested-limits | echo "8:0 rbps=max" > shop/io.max | read together
          latency-target | echo "8:16 target=3000" > prod/db/io.latency | mean latency of prod/db
          latency-target | echo "8:16 target=3ms" > prod/io.latency | of batch beside prod/db
          latency-target | echo "8:16 riops=1200" > batch/io.max | mean latency of prod/db
          latency-target | echo "8:16 riops=900" > batch/io.max | of batch beside prod/db
          """)
  void aNearMissIsToldWhatIsWrong(String lesson, String script, String says) throws Exception {
    LessonRun.Outcome outcome = after(lesson, script);
    assertThat(outcome.passed()).isFalse();
    assertThat(outcome.said()).startsWith("Not yet: ").contains(says).hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          buffered-writes | printf "#!/bin/sh\\nshift\\ndd if=/dev/zero of=/dev/sda bs=1M count=4 oflag=direct" > /root/backup
          missing-weight | echo +io > cgroup.subtree_control; echo default 200 > db/io.weight; echo default 50 > batch/io.weight
          weight-without-effect | echo bfq > /sys/block/sda/queue/scheduler; echo 400 > db/io.bfq.weight
          weight-scales | echo 500 > other/io.weight
          busy | for p in $(cat app/cgroup.procs); do echo $p > app/worker/cgroup.procs; done; echo +io > app/cgroup.subtree_control; echo "8:0 rbps=1048576" > app/worker/io.max
          threaded | p=$(cat /root/web.pid); echo $p > app/cgroup.procs; rmdir app/cpu; echo $p > app/web/cgroup.procs; echo +io > app/cgroup.subtree_control; echo "8:0 rbps=1048576" > app/web/io.max
          siblings | echo 33 > test/io.weight
          zero-statistics | echo bfq > /sys/block/nvme0n1/queue/scheduler
          v1-paths | echo +io > cgroup.subtree_control; mkdir x; echo "8:0 rbps=1048576 wiops=100" > x/io.max; printf "#!/bin/sh\\ncgexec x -- \\"\\$@\\"" > /root/limit
          device-weight | sh /root/weights; echo bfq > /sys/block/sda/queue/scheduler; sh /root/weights; sh /root/weights; head -n 1 /root/weights > /root/w; sh /root/w
          nested-limits | echo "8:0 rbps=6291456" > shop/io.max; echo "8:0 rbps=4194304" > shop/web/io.max; echo "8:0 rbps=max" > shop/web/api/io.max
          latency-target | echo "8:16 target=2500" > prod/io.latency; echo "8:16 target=0" > prod/db/io.latency
          """)
  void anyRightSolutionPasses(String lesson, String script) throws Exception {
    LessonRun.Outcome outcome = after(lesson, script);
    assertThat(outcome.passed()).as(outcome.said()).isTrue();
  }
}

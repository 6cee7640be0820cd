package io.cglab.cgroupfs.junit;

import static io.cglab.cgroupfs.junit.CgroupAssertions.MIB_PER_S;
import static io.cglab.cgroupfs.junit.CgroupAssertions.assertThat;
import static io.cglab.cgroupfs.junit.CgroupAssertions.assertThatFile;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.Run;
import io.cglab.cgroupfs.Task;
import io.cglab.core.api.Errno;
import io.cglab.core.task.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The README's example, as users write it. */
@ExtendWith(CgroupFsExtension.class)
class ThrottleTest {
  @Test
  void limitBites(CgroupFs cg) throws IOException {
    Path web = Files.createDirectory(cg.root().resolve("web")); // /sys/fs/cgroup/web
    Files.writeString(web.resolve("io.max"), "8:0 rbps=1048576");
    Task t = cg.spawn(web);
    Run run = t.start(Job.randRead("sda").blockSize(4096).ioDepth(4));
    cg.advance(Duration.ofSeconds(5));
    assertThat(run).readRate().isCloseTo(MIB_PER_S, withinPercentage(1));
    assertThatFile(web.resolve("io.stat")).hasKey("8:0", "rbytes");
    assertThatFile(web.resolve("io.max")).refuses("8:1 rbps=4096", Errno.ENODEV);
  }
}

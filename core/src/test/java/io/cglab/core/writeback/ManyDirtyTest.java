package io.cglab.core.writeback;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.file.Inode;
import io.cglab.core.task.Job;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A thousand files dirty in a thousand cgroups: nothing goes over all of them for one write. */
class ManyDirtyTest {
  private static final int MANY = 1000;

  @Test
  void thousandFilesInThousandCgroups() throws Exception {
    Writers w = Writers.v2();
    List<Cgroup> cgroups = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      Cgroup cgroup = w.cgroup("c" + i);
      cgroups.add(cgroup);
      Inode file = w.file();
      w.finish(
          w.machine.start(
              w.task(cgroup), Job.direct(file).writes().blockSize(4096).count(4).buffered(true)));
    }
    assertThat(w.machine.pageCache().dirtyPages()).isEqualTo(4 * MANY);
    w.pass(40);
    assertThat(w.machine.pageCache().dirtyPages()).isZero();
    for (Cgroup cgroup : cgroups) {
      assertThat(w.wrote(cgroup)).isEqualTo(4 * 4096);
    }
  }
}

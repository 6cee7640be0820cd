package io.cglab.shell.command;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.JobText;
import java.io.IOException;
import java.util.List;

/**
 * {@code workload PID randread sda bs=4096 iodepth=4}: starts direct I/O on behalf of a process,
 * which goes on while time passes; see {@link JobText}.
 */
final class Workload {
  private Workload() {}

  static int run(Context c, List<String> args) {
    if (args.isEmpty() || Numbers.whole(args.get(0)) <= 0) {
      throw new CommandException(2, "usage: workload PID read|write|randread|randwrite DEVICE ...");
    }
    CgroupFs machine = c.kernel().instruments().machine();
    try {
      machine
          .task((int) Numbers.whole(args.get(0)))
          .start(JobText.parse(args.subList(1, args.size())));
      return 0;
    } catch (IllegalArgumentException | IllegalStateException wrong) {
      throw new CommandException(2, String.valueOf(wrong.getMessage()));
    } catch (IOException refused) {
      return c.error(String.valueOf(refused.getMessage()));
    }
  }
}

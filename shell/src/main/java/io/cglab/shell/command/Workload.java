package io.cglab.shell.command;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.JobText;
import io.cglab.cgroupfs.Task;
import java.io.IOException;
import java.util.List;

/**
 * {@code workload PID randread sda bs=4096 iodepth=4}: starts direct I/O on behalf of a process,
 * which goes on while time passes; see {@link JobText}. {@code workload PID stop} ends it.
 */
final class Workload {
  private Workload() {}

  static int run(Context c, List<String> args) {
    if (args.isEmpty() || Numbers.whole(args.get(0)) <= 0) {
      throw new CommandException(2, "usage: workload PID read|write|randread|randwrite DEVICE ...");
    }
    CgroupFs machine = c.kernel().instruments().machine();
    try {
      Task task = machine.task((int) Numbers.whole(args.get(0)));
      List<String> words = args.subList(1, args.size());
      if (words.equals(List.of("stop"))) {
        task.stop();
      } else {
        task.start(JobText.parse(words));
      }
      return 0;
    } catch (IllegalArgumentException | IllegalStateException wrong) {
      throw new CommandException(2, String.valueOf(wrong.getMessage()));
    } catch (IOException refused) {
      return c.error(String.valueOf(refused.getMessage()));
    }
  }
}

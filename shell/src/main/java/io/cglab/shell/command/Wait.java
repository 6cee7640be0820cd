package io.cglab.shell.command;

import io.cglab.shell.process.ShellProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code wait [PID|%JOB...]} and {@code jobs [-p]}. */
final class Wait {
  private static final int NOT_A_CHILD = 127;

  private Wait() {}

  static int run(Context c, List<String> args) {
    Jobs jobs = c.shell().jobs();
    if (!args.isEmpty() && args.get(0).equals("-n")) {
      return next(c, args.subList(1, args.size()));
    }
    if (args.isEmpty()) {
      for (Jobs.Job job : jobs.all()) {
        int status = await(c, job);
        if (c.shell().process().hasTrap()) {
          return status;
        }
      }
      return 0;
    }
    int status = 0;
    for (String target : args) {
      Jobs.Job job =
          target.startsWith("%") ? jobs.named(target) : jobs.withPid((int) Numbers.whole(target));
      if (job == null) {
        boolean number = Numbers.whole(target) >= 0;
        c.error(
            number
                ? "pid " + target + " is not a child of this shell"
                : target.startsWith("%")
                    ? target + ": no such job"
                    : "`" + target + "': not a pid or valid job spec");
        status = NOT_A_CHILD;
      } else {
        status = await(c, job);
      }
    }
    return status;
  }

  /** {@code wait -n}: waits for whichever job ends first. */
  private static int next(Context c, List<String> targets) {
    Jobs jobs = c.shell().jobs();
    List<Jobs.Job> wanted = new ArrayList<>();
    for (String target : targets) {
      Jobs.Job job =
          target.startsWith("%") ? jobs.named(target) : jobs.withPid((int) Numbers.whole(target));
      if (job != null) {
        wanted.add(job);
      }
    }
    if (targets.isEmpty()) {
      wanted.addAll(jobs.all());
    }
    if (wanted.isEmpty()) {
      return NOT_A_CHILD;
    }
    List<ShellProcess> last = wanted.stream().map(Jobs.Job::last).toList();
    ShellProcess first = c.processes().awaitAny(last);
    Jobs.Job job = wanted.get(last.indexOf(first));
    jobs.remove(job);
    return first.status();
  }

  private static int await(Context c, Jobs.Job job) {
    ShellProcess self = c.shell().process();
    for (ShellProcess process : job.processes()) {
      int status = c.processes().await(process, self);
      if (!process.isDone()) {
        return status;
      }
    }
    c.shell().jobs().remove(job);
    return job.last().status();
  }

  static int jobs(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("lp").failing(2).parse(args);
    List<Jobs.Job> all = c.shell().jobs().all();
    StringBuilder out = new StringBuilder();
    for (Jobs.Job job : all) {
      boolean newest = job == all.get(all.size() - 1);
      out.append(options.has('p') ? job.last().pid() + "\n" : line(job, newest));
    }
    c.shell().jobs().takeDone();
    c.write(out);
    return 0;
  }

  /** As bash prints a job. */
  static String line(Jobs.Job job, boolean newest) {
    String state = "Running";
    if (job.isDone()) {
      int status = job.last().status();
      state = status == 0 ? "Done" : "Exit " + status;
    }
    return String.format(
        Locale.ROOT, "[%d]%s  %-24s%s\n", job.number(), newest ? "+" : " ", state, job.source());
  }
}

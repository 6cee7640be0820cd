package io.cglab.shell.command;

import io.cglab.shell.process.ShellProcess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A shell's background commands, by number. */
public final class Jobs {
  /** A background command: its processes, of which the last gives the status. */
  public record Job(int number, List<ShellProcess> processes, String source) {
    public Job {
      processes = List.copyOf(processes);
    }

    /** The process whose number is {@code $!}. */
    public ShellProcess last() {
      return processes.get(processes.size() - 1);
    }

    boolean isDone() {
      return processes.stream().allMatch(ShellProcess::isDone);
    }
  }

  private final Map<Integer, Job> byNumber = new LinkedHashMap<>();

  /** Adds a job that has just been started. */
  public Job add(List<ShellProcess> processes, String source) {
    int number = byNumber.keySet().stream().mapToInt(n -> n).max().orElse(0) + 1;
    Job job = new Job(number, processes, source);
    byNumber.put(number, job);
    return job;
  }

  List<Job> all() {
    return new ArrayList<>(byNumber.values());
  }

  void remove(Job job) {
    byNumber.remove(job.number());
  }

  /** Takes out the jobs that have ended. */
  public List<Job> takeDone() {
    List<Job> done = byNumber.values().stream().filter(Job::isDone).toList();
    done.forEach(this::remove);
    return done;
  }

  @Nullable Job withPid(int pid) {
    for (Job job : byNumber.values()) {
      if (job.processes().stream().anyMatch(p -> p.pid() == pid)) {
        return job;
      }
    }
    return null;
  }

  /** The job that {@code %1}, {@code %%}, {@code %+} or {@code %-} names, or null. */
  @Nullable Job named(String spec) {
    List<Job> all = all();
    return switch (spec) {
      case "%%", "%+", "%" -> all.isEmpty() ? null : all.get(all.size() - 1);
      case "%-" -> all.size() < 2 ? null : all.get(all.size() - 2);
      default -> {
        for (Job job : all) {
          if (spec.equals("%" + job.number())
              || spec.length() > 1 && job.source().startsWith(spec.substring(1))) {
            yield job;
          }
        }
        yield null;
      }
    };
  }
}

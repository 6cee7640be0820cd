package io.cglab.cgroupfs.junit;

import static io.cglab.cgroupfs.junit.ShellText.quoted;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.JobText;
import io.cglab.cgroupfs.MachineCommand;
import io.cglab.cgroupfs.Task;
import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.FileOperation;
import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.cgroupfs.kernfs.OperationListener;
import io.cglab.core.api.Errno;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a test did to its machine, as a script of cglab's shell: one line for each call that changes
 * something, a comment with its errno behind what was refused, and {@code advance} wherever time
 * passed. Processes are variables, since their numbers differ in the shell. What is written to a
 * device is a comment; what is done to the machine itself, past {@link CgroupFs} and the files, is
 * not in it.
 */
final class ReplayScript implements OperationListener {
  /** How many lines are kept. */
  static final int LONGEST = 100_000;

  private static final int NS_DIGITS = 9;
  private static final Set<String> MEMBERS = Set.of("cgroup.procs", "cgroup.threads", "tasks");
  private static final Set<OpenOption> MAKES =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.TRUNCATE_EXISTING);

  private final CgroupFs machine;
  private final List<String> lines = new ArrayList<>();
  private final Map<Integer, String> names = new HashMap<>();
  private long lastNs;

  /** The ordinary file that the last line has made or cut; null for none. */
  private @Nullable Path emptied;

  private ReplayScript(CgroupFs machine) {
    this.machine = machine;
  }

  /** Records what is done from now on. */
  static ReplayScript of(CgroupFs machine) {
    ReplayScript script = new ReplayScript(machine);
    script.lastNs = machine.machine().nowNs();
    machine.setOperationListener(script);
    machine.setCommandListener(script::done);
    return script;
  }

  // ---- what was done

  private void done(MachineCommand command) {
    emptied = null;
    if (command instanceof MachineCommand.Spawn spawn) {
      String name = "t" + (names.size() + 1);
      names.put(spawn.task().pid(), name);
      add("spawn " + name);
    } else if (command instanceof MachineCommand.Start start) {
      add("workload " + nameOf(start.task()) + " " + ShellText.words(JobText.of(start.job())));
    } else if (command instanceof MachineCommand.Stop stop) {
      add("workload " + nameOf(stop.task()) + " stop");
    } else if (command instanceof MachineCommand.Kill kill) {
      String name = names.get(kill.task().pid());
      add(name == null ? "kill -9 " + kill.task().pid() : "reap " + name);
    } else if (command instanceof MachineCommand.Mount mount) {
      String options = mount.options().isEmpty() ? "" : "-o " + quoted(mount.options()) + " ";
      String what = quoted(mount.source()) + " " + quoted(mount.on().toString());
      add("mount -t " + quoted(mount.type()) + " " + options + what);
    } else if (command instanceof MachineCommand.Remount remount) {
      String options = quoted("remount," + remount.options());
      add("mount -o " + options + " " + quoted(remount.on().toString()));
    } else if (command instanceof MachineCommand.Unmount unmount) {
      add("umount " + quoted(unmount.on().toString()));
    } else if (command instanceof MachineCommand.Inject inject) {
      add("quirk " + ShellText.words(inject.quirk().words()));
    } else if (command instanceof MachineCommand.ClearQuirks) {
      add("quirk off");
    }
  }

  private String nameOf(Task task) {
    String name = names.get(task.pid());
    return name == null ? Integer.toString(task.pid()) : "$" + name;
  }

  @Override
  public void finished(Caller caller, FileOperation operation, @Nullable IOException refusal) {
    String line = line(operation, refusal != null);
    if (line.isEmpty()) {
      return;
    }
    if (refusal != null) {
      Errno errno = NioErrors.errnoOf(refusal);
      line += " # " + (errno == null ? refusal.getMessage() : errno.name());
    }
    add(caller.isRoot() ? line : "# by uid " + caller.uid() + ": " + line);
  }

  private String line(FileOperation operation, boolean refused) {
    Path fresh = emptied;
    emptied = null;
    String path = quoted(operation.path().toString());
    if (operation instanceof FileOperation.Open open) {
      return opened(open, path, refused);
    } else if (operation instanceof FileOperation.Write write) {
      boolean ordinary = !isPseudo(write.path());
      boolean joins = ordinary && write.path().equals(fresh) && lines.size() < LONGEST;
      if (joins) {
        lines.remove(lines.size() - 1);
      }
      return written(write, (ordinary && !joins ? ">> " : "> ") + path);
    } else if (operation instanceof FileOperation.Mkdir mkdir) {
      String mode = mkdir.mode() == 0777 ? "" : "-m " + Integer.toOctalString(mkdir.mode()) + " ";
      return "mkdir " + mode + path;
    } else if (operation instanceof FileOperation.Rmdir) {
      return "rmdir " + path;
    } else if (operation instanceof FileOperation.Unlink) {
      return "rm " + path;
    } else if (operation instanceof FileOperation.Rename rename) {
      return "mv " + path + " " + quoted(rename.to().toString());
    } else if (operation instanceof FileOperation.Copy copy) {
      return "cp -r " + path + " " + quoted(copy.to().toString());
    } else if (operation instanceof FileOperation.Link link) {
      return "ln " + quoted(link.existing().toString()) + " " + path;
    } else if (operation instanceof FileOperation.Symlink link) {
      return "ln -s " + quoted(link.target().toString()) + " " + path;
    } else if (operation instanceof FileOperation.SetAttribute set) {
      return ShellText.attribute(set, path);
    }
    return "# " + operation;
  }

  private String opened(FileOperation.Open open, String path, boolean refused) {
    boolean makes = open.options().stream().anyMatch(MAKES::contains);
    if (!refused && (!makes || isPseudo(open.path()))) {
      return "";
    }
    if (!refused) {
      emptied = open.path();
    }
    return ": > " + path;
  }

  private String written(FileOperation.Write write, String redirect) {
    Path file = write.path().getFileName();
    byte[] bytes = new byte[write.bytes().remaining()];
    write.bytes().duplicate().get(bytes);
    if (file != null && MEMBERS.contains(file.toString())) {
      String name = nameOf(bytes);
      if (name != null) {
        return "echo $" + name + " " + redirect;
      }
    }
    if (write.path().startsWith("/dev")) {
      return "# " + bytes.length + " bytes at " + write.position() + " " + redirect;
    }
    return ShellText.print(bytes) + " " + redirect;
  }

  private @Nullable String nameOf(byte[] pid) {
    String text = ShellText.latin1(pid).strip();
    return text.matches("[0-9]{1,9}") ? names.get(Integer.parseInt(text)) : null;
  }

  private static boolean isPseudo(Path path) {
    return path.startsWith("/sys") || path.startsWith("/proc") || path.startsWith("/dev");
  }

  // ---- the script

  private void add(String line) {
    if (lines.size() < LONGEST) {
      passTime(lines);
      lines.add(line);
    } else if (lines.size() == LONGEST) {
      lines.add("# more was done; a script has at most " + LONGEST + " lines");
    }
  }

  private void passTime(List<String> to) {
    long now = machine.machine().nowNs();
    if (now > lastNs) {
      to.add("advance " + seconds(now - lastNs) + "s # it is " + seconds(now) + " s");
      lastNs = now;
    }
  }

  static String seconds(long ns) {
    BigDecimal seconds = BigDecimal.valueOf(ns, NS_DIGITS).stripTrailingZeros();
    return seconds.toPlainString();
  }

  /**
   * The script until now.
   *
   * @param header lines that begin it, without their {@code #}
   */
  String text(List<String> header) {
    List<String> all = new ArrayList<>();
    header.forEach(line -> all.add("# " + line));
    all.addAll(lines);
    machine.locked(
        () -> {
          long before = lastNs;
          passTime(all);
          lastNs = before;
        });
    return String.join("\n", all) + "\n";
  }
}

package io.cglab.shell.check;

import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Performs the commands of one transcript, in order, on one machine. */
final class Player {
  private static final String ENDLESS = "? never ends";
  private static final String NO_NEWLINE = "\\c";

  private final TranscriptHost host;
  private final FileCommands files;
  private final Limits limits;
  private final Map<String, Integer> pids = new LinkedHashMap<>();

  Player(TranscriptHost host) {
    this.host = host;
    files = new FileCommands(host.fileSystem());
    limits = new Limits(host.fileSystem());
  }

  /** The PIDs of the names spawned so far. */
  Map<String, Integer> pids() {
    return Map.copyOf(pids);
  }

  /**
   * Performs a command.
   *
   * @param text the command with its {@code $NAME}s
   */
  Answer play(String text) throws CommandSyntaxException {
    Command command = CommandParser.parse(CommandParser.expand(text, pids));
    try {
      return perform(command);
    } catch (IOException e) {
      return Answer.of(List.of(errorLine(e)));
    } catch (InvalidPathException e) {
      return Answer.of(List.of("? " + Errno.EINVAL));
    }
  }

  private Answer perform(Command command) throws IOException {
    if (command instanceof Command.Write write) {
      byte[] bytes = write.bytes().getBytes(StandardCharsets.ISO_8859_1);
      return Answer.of(files.write(write.path(), bytes, write.append()));
    } else if (command instanceof Command.Cat cat) {
      return Answer.of(lines(files.read(cat.path())));
    } else if (command instanceof Command.Mkdir mkdir) {
      files.mkdir(mkdir.path());
    } else if (command instanceof Command.Rmdir rmdir) {
      files.rmdir(rmdir.path());
    } else if (command instanceof Command.Rename rename) {
      files.rename(rename.from(), rename.to());
    } else if (command instanceof Command.Unlink unlink) {
      files.unlink(unlink.path());
    } else if (command instanceof Command.Chmod chmod) {
      files.chmod(chmod.path(), chmod.mode());
    } else if (command instanceof Command.Ls ls) {
      return Answer.of(ls.details() ? files.listDetails(ls.path()) : files.list(ls.path()));
    } else if (command instanceof Command.Stat stat) {
      return Answer.of(List.of(files.stat(stat.path())));
    } else if (command instanceof Command.Sleep sleep) {
      host.sleep(sleep.ns());
    } else {
      return performWithProcess(command);
    }
    return Answer.of(List.of());
  }

  private Answer performWithProcess(Command command) throws IOException {
    if (command instanceof Command.Spawn spawn) {
      pids.put(spawn.name(), host.spawn());
    } else if (command instanceof Command.Reap reap) {
      Integer pid = pids.get(reap.name());
      if (pid == null) {
        return Answer.of(List.of("? " + Errno.ESRCH)); // its spawn was refused
      }
      host.reap(pid);
    } else if (command instanceof Command.Sh sh) {
      int pid = host.spawn();
      try {
        return Answer.of(shellLines(host.shell(pid, sh.command())));
      } finally {
        host.reap(pid);
      }
    } else if (command instanceof Command.ExecDirectIo exec) {
      return execDirectIo(exec);
    } else if (command instanceof Command.ExecShell exec) {
      return execShell(exec);
    } else {
      throw new AssertionError("a command that nobody performs: " + command);
    }
    return Answer.of(List.of());
  }

  private Answer execDirectIo(Command.ExecDirectIo exec) throws IOException {
    DevNo disk = host.wholeDisk(exec.io().device());
    boolean limited = disk != null && limits.bind(exec.cgroup(), disk, exec.io().write());
    int pid = host.spawn();
    try {
      join(pid, exec.cgroup());
      OptionalLong ns = host.directIo(pid, exec.io());
      if (ns.isEmpty()) {
        return Answer.of(List.of(ENDLESS));
      }
      return new Answer(List.of(Times.line(ns.getAsLong())), ns.getAsLong(), limited);
    } finally {
      host.reap(pid);
    }
  }

  private Answer execShell(Command.ExecShell exec) throws IOException {
    int pid = host.spawn();
    try {
      join(pid, exec.cgroup());
      long startNs = host.nowNs();
      List<String> lines = shellLines(host.shell(pid, exec.command()));
      long tookNs = host.nowNs() - startNs;
      List<String> withTime = new ArrayList<>(lines);
      withTime.add(Times.line(tookNs));
      return new Answer(List.copyOf(withTime), tookNs, false);
    } finally {
      host.reap(pid);
    }
  }

  private void join(int pid, String cgroup) throws IOException {
    byte[] self = {'0'};
    host.as(pid, () -> files.write(cgroup + "/cgroup.procs", self, false));
  }

  private static List<String> shellLines(ShellLine.Result result) {
    return result.status() == 0 ? lines(result.stdout()) : List.of("? exit " + result.status());
  }

  /** Output as lines; {@code \c} stands behind a last line that has no newline. */
  static List<String> lines(String output) {
    if (output.isEmpty()) {
      return List.of();
    }
    List<String> lines = TranscriptParser.lines(output);
    if (!output.endsWith("\n")) {
      lines.set(lines.size() - 1, lines.get(lines.size() - 1) + NO_NEWLINE);
    }
    return lines;
  }

  private static String errorLine(IOException e) {
    Errno errno = NioErrors.errnoOf(e);
    if (errno == null) {
      return "? without an errno: " + e;
    }
    return "? " + (errno == Errno.EOPNOTSUPP ? "ENOTSUP" : errno.name());
  }
}

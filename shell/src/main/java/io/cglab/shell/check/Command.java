package io.cglab.shell.check;

/** One command of a transcript, as data. */
sealed interface Command {
  /** True if the answer is, or ends with, how long it took. */
  default boolean isTimed() {
    return false;
  }

  /** {@code echo} or {@code printf} into a file: one write(2) of {@code bytes} (Latin-1). */
  record Write(String bytes, String path, boolean append) implements Command {}

  record Cat(String path) implements Command {}

  record Mkdir(String path) implements Command {}

  record Rmdir(String path) implements Command {}

  record Rename(String from, String to) implements Command {}

  record Unlink(String path) implements Command {}

  record Chmod(int mode, String path) implements Command {}

  record Ls(String path, boolean details) implements Command {}

  record Stat(String path) implements Command {}

  /** A sleeping process whose PID is written {@code $name} from there on. */
  record Spawn(String name) implements Command {}

  /** Kill and wait for the process {@code $name}. */
  record Reap(String name) implements Command {}

  /** {@code cgexec CGROUP -- dd ...}. */
  record ExecDirectIo(String cgroup, DirectIo io) implements Command {
    @Override
    public boolean isTimed() {
      return true;
    }
  }

  /** {@code cgrun CGROUP -- COMMAND}. */
  record ExecShell(String cgroup, String command) implements Command {
    @Override
    public boolean isTimed() {
      return true;
    }
  }

  record Sleep(long ns) implements Command {}

  record Sh(String command) implements Command {}
}

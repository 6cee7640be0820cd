package io.cglab.shell.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A process that a shell started, or the shell itself. */
public final class ShellProcess {
  public static final int SIGKILL = 9;

  /** A shell's status for a command that a signal ended is this plus the signal's number. */
  static final int SIGNAL_STATUS = 128;

  private final int pid;
  private final String command;
  private final Set<Integer> caught = new LinkedHashSet<>();
  private final Set<Integer> ignored = new LinkedHashSet<>();
  private final Deque<Integer> pendingTraps = new ArrayDeque<>();
  final List<Strand> waiters = new ArrayList<>();
  @Nullable Strand strand;
  private int signal;
  private int status;
  private boolean done;

  ShellProcess(int pid, String command) {
    this.pid = pid;
    this.command = command;
  }

  public int pid() {
    return pid;
  }

  /** The text of the command, as typed. */
  public String command() {
    return command;
  }

  public boolean isDone() {
    return done;
  }

  /** Its exit status, 0 to 255; 0 while it runs. */
  public int status() {
    return status;
  }

  /** Signals that do not end the process but run a trap. */
  public Set<Integer> caught() {
    return caught;
  }

  /** Signals that have no effect; children inherit them. */
  public Set<Integer> ignored() {
    return ignored;
  }

  /** Takes the next signal that waits for its trap; 0 for none. */
  public int takeTrap() {
    Integer next = pendingTraps.poll();
    return next == null ? 0 : next;
  }

  /** True where a signal waits for its trap. */
  public boolean hasTrap() {
    return !pendingTraps.isEmpty();
  }

  /** The signal whose trap is to run next; 0 for none. */
  int nextTrap() {
    Integer next = pendingTraps.peek();
    return next == null ? 0 : next;
  }

  void addTrap(int number) {
    pendingTraps.add(number);
  }

  boolean isKilled() {
    return signal != 0;
  }

  void markKilled(int number) {
    signal = number;
  }

  int killedStatus() {
    return SIGNAL_STATUS + signal;
  }

  void finish(int exitStatus) {
    status = exitStatus;
    done = true;
  }
}

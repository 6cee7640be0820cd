package io.cglab.shell.process;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.task.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Starts, awaits and ends processes. */
public final class Processes {
  /** Characters of a process's name. */
  private static final int NAME_MAX = 15;

  /** What a process does; returns its exit status. */
  @FunctionalInterface
  public interface Body {
    int run() throws IOException;
  }

  private static final int INIT = 1;
  private static final int SIGPIPE = 13;

  private final Kernel kernel;
  private final Strands strands;
  private final Map<Integer, ShellProcess> alive = new TreeMap<>();

  public Processes(Kernel kernel, Strands strands) {
    this.kernel = kernel;
    this.strands = strands;
    kernel.setFileWait(this::await);
  }

  public Kernel kernel() {
    return kernel;
  }

  public Strands strands() {
    return strands;
  }

  /** A process in the root cgroups; a shell's own, or one that only sleeps. */
  public ShellProcess forkFromInit(String command) throws KernelException {
    return add(kernel.fork(INIT, command), command);
  }

  /** A process in the cgroups of any process of the machine. */
  public ShellProcess forkFrom(int parentPid, String command) throws KernelException {
    return add(kernel.fork(parentPid, command), command);
  }

  /** A process in its parent's cgroups. It does nothing until {@link #run} or {@link #start}. */
  public ShellProcess fork(ShellProcess parent, String command) throws KernelException {
    ShellProcess child = add(kernel.fork(parent.pid(), name(command)), command);
    child.ignored().addAll(parent.ignored());
    return child;
  }

  private ShellProcess add(int pid, String command) {
    ShellProcess process = new ShellProcess(pid, command);
    alive.put(pid, process);
    return process;
  }

  /** What ps shows: the first word. */
  private static String name(String command) {
    String first = command.strip().split("\\s", 2)[0];
    return first.isEmpty() ? "sh" : first;
  }

  /** A process becomes another program, which its number and its cgroups stay with. */
  public void exec(ShellProcess process, String program) {
    String name = program.substring(program.lastIndexOf('/') + 1);
    try {
      kernel.exec(process.pid(), name.substring(0, Math.min(name.length(), NAME_MAX)));
    } catch (KernelException ended) {
      // it was killed meanwhile, and has no name any more
      return;
    }
  }

  /** Runs a process to its end on the caller's strand; returns its status. */
  public int run(ShellProcess process, Body body) throws IOException {
    int status = 1;
    try {
      status = live(process, body);
    } finally {
      finish(process, status);
    }
    return status;
  }

  /** Starts a process on a strand of its own. */
  public void start(ShellProcess process, Body body) {
    process.strand =
        strands.start(
            process.command(),
            () -> {
              try {
                run(process, body);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private int live(ShellProcess process, Body body) throws IOException {
    Strand strand = strands.current();
    strand.processes.push(process);
    process.strand = strand;
    try {
      return kernel.as(process.pid(), body::run);
    } catch (KilledException e) {
      if (e.victim() != process) {
        throw e;
      }
      return process.killedStatus();
    } finally {
      strand.processes.pop();
    }
  }

  /**
   * Runs a body as a shell that outlives it: killed or not, the process stays for the next line.
   * Returns the body's status, or that of the signal that ended it.
   */
  public int runShell(ShellProcess shell, Body body) throws IOException {
    return live(shell, body);
  }

  /** Ends a process with a status and frees its number. */
  public void finish(ShellProcess process, int status) {
    if (process.isDone()) {
      return;
    }
    process.finish(status);
    kernel.exit(process.pid());
    alive.remove(process.pid());
    for (Strand waiter : process.waiters) {
      strands.unpark(waiter);
    }
    process.waiters.clear();
  }

  /** Waits until the process has ended; returns its status. */
  public int await(ShellProcess process) {
    while (!process.isDone()) {
      process.waiters.add(strands.current());
      strands.park();
    }
    return process.status();
  }

  /**
   * Waits until a process has ended, or a signal has come for which {@code waiter} has a trap;
   * returns the process' status, or 128 and the signal's number.
   */
  public int await(ShellProcess process, ShellProcess waiter) {
    while (!process.isDone()) {
      if (waiter.hasTrap()) {
        return ShellProcess.SIGNAL_STATUS + waiter.nextTrap();
      }
      process.waiters.add(strands.current());
      strands.park();
    }
    return process.status();
  }

  /** Waits until a process has ended, {@code ns} of virtual time at most; true if it has. */
  public boolean awaitFor(ShellProcess process, long ns) {
    Strand self = strands.current();
    long end = kernel.nowNs() + ns;
    kernel.at(end, () -> strands.unpark(self));
    while (!process.isDone() && kernel.nowNs() < end) {
      process.waiters.add(self);
      strands.park();
    }
    return process.isDone();
  }

  /** Waits until one of several processes has ended; returns the first in order that has. */
  public ShellProcess awaitAny(List<ShellProcess> some) {
    while (true) {
      for (ShellProcess process : some) {
        if (process.isDone()) {
          return process;
        }
      }
      some.forEach(process -> process.waiters.add(strands.current()));
      strands.park();
    }
  }

  /** Lets every other process that can run do so first. */
  public void letOthersRun() {
    strands.yieldBaton();
    strands.check();
  }

  /** pause(2): waits for a signal that ends the process. */
  public void pause() {
    while (true) {
      strands.park();
    }
  }

  /** Lets {@code ns} of virtual time pass; other processes run meanwhile. */
  public void sleep(long ns) {
    Strand self = strands.current();
    long end = kernel.nowNs() + ns;
    kernel.at(end, () -> strands.unpark(self));
    while (kernel.nowNs() < end) {
      strands.park();
    }
    strands.check();
  }

  /**
   * Does direct I/O as {@code process} and waits for its end. A signal ends it as it does a task
   * that waits uninterruptibly: when what is in flight is complete.
   */
  public Transfer transfer(ShellProcess process, DiskIo io) throws KernelException {
    Strand self = strands.current();
    Transfer transfer = kernel.start(process.pid(), io, () -> strands.unpark(self));
    try {
      while (!transfer.isDone()) {
        strands.park();
      }
    } catch (KilledException e) {
      transfer.stop();
      while (!transfer.isDone() && kernel.isAlive(process.pid())) {
        strands.parkUninterruptibly();
      }
      throw e;
    } finally {
      if (!transfer.isDone()) {
        transfer.stop();
      }
    }
    return transfer;
  }

  /**
   * Waits for I/O that the running process has begun. A signal ends the wait as it does one that is
   * uninterruptible: when what is in flight is complete.
   *
   * @return false, at once, on a thread that is no process's
   */
  public boolean await(Run run) {
    if (!strands.isRunning(Thread.currentThread())) {
      return false;
    }
    Strand self = strands.current();
    run.onDone(() -> strands.unpark(self));
    try {
      while (!run.isDone()) {
        strands.park();
      }
    } catch (KilledException e) {
      run.stop();
      while (!run.isDone() && kernel.isAlive(e.victim().pid())) {
        strands.parkUninterruptibly();
      }
      throw e;
    } finally {
      if (!run.isDone()) {
        run.stop();
      }
    }
    return true;
  }

  /** What wakes the caller from {@link #awaitUntil}. */
  public Runnable waker() {
    Strand self = strands.current();
    return () -> strands.unpark(self);
  }

  /** Waits until {@code isOver}; it is asked whenever the caller's {@link #waker} has run. */
  public void awaitUntil(BooleanSupplier isOver) {
    while (!isOver.getAsBoolean()) {
      strands.park();
    }
  }

  /** Ends the innermost process on this strand as a write to a pipe without readers does. */
  void breakPipe() {
    ShellProcess innermost = strands.current().processes.peek();
    if (innermost != null) {
      innermost.markKilled(SIGPIPE);
    }
    strands.check();
  }

  /**
   * Sends a signal; 0 only asks whether the process is there.
   *
   * @throws KernelException ESRCH if there is no such process
   */
  public void kill(int pid, int signal) throws KernelException {
    if (!kernel.isAlive(pid)) {
      throw new KernelException(Errno.ESRCH);
    }
    if (signal == 0) {
      return;
    }
    ShellProcess process = alive.get(pid);
    if (process == null) {
      kernel.kill(pid);
      return;
    }
    if (process.ignored().contains(signal)) {
      return;
    }
    Strand strand = process.strand;
    if (process.caught().contains(signal)) {
      process.addTrap(signal);
    } else {
      process.markKilled(signal);
      if (strand == null || signal == ShellProcess.SIGKILL && strand.processes.peek() == process) {
        kernel.kill(pid);
      }
    }
    if (strand == null) {
      finish(process, process.killedStatus());
    } else {
      strands.unpark(strand);
      strands.check();
    }
  }
}

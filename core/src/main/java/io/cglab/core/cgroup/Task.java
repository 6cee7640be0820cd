package io.cglab.core.cgroup;

import org.jspecify.annotations.Nullable;

/**
 * A thread as the cgroups see it: who it is, where it is a member, whether it may run. A process is
 * its leader, the task whose {@link #tid} is the {@link #pid}.
 */
public final class Task {
  /** Told when a task may go on or must end; a workload that runs on its behalf listens. */
  public interface Listener {
    /** The task was frozen or thawed. */
    void frozenChanged(Task task);

    /** The task has exited. */
    void exited(Task task);
  }

  /** What kernel threads allow. */
  public enum Kind {
    USER,
    /** A kernel thread that may be moved. */
    KERNEL,
    /** kthreadd, or a kernel thread bound to its CPU: no cgroup takes it. */
    KERNEL_BOUND
  }

  /** What it does, as far as pressure asks (throttle-and-qos.md 7). */
  public enum Activity {
    /** Waits for something that is no I/O, or has nothing to do. */
    SLEEPING,
    /** On a CPU, or about to be. */
    RUNNING,
    /** Sleeps for I/O. */
    STALLED
  }

  /** sched_setscheduler(2), as far as I/O priorities ask. */
  public enum Scheduling {
    NORMAL,
    /** SCHED_IDLE. */
    IDLE,
    /** SCHED_FIFO, SCHED_RR, SCHED_DEADLINE. */
    REAL_TIME
  }

  private static final Activity[] ACTIVITIES = Activity.values();
  private static final int PRIO_CLASS_SHIFT = 13;
  private static final int PRIO_REAL_TIME = 1;
  private static final int PRIO_BEST_EFFORT = 2;
  private static final int PRIO_IDLE = 3;
  private static final int PRIO_USUAL_LEVEL = 4;
  private static final int NICE_LOWEST = -20;
  private static final int NICE_HIGHEST = 19;
  private static final int NICE_A_LEVEL = 5;

  final Process process;
  private final int tid;
  private final Kind kind;

  /** Membership by hierarchy slot. */
  Cgroup[] membership;

  boolean dead;

  /** The hierarchies whose freezer holds it, by slot. */
  long frozenIn;

  boolean killed;
  boolean uninterruptible;

  /** The place of its activity: it changes twice an I/O, and a reference would cost a barrier. */
  private byte activity = (byte) Activity.SLEEPING.ordinal();

  boolean waitsForMemory;
  private @Nullable Listener listener;

  private int prioClass;
  private int prioLevel = PRIO_USUAL_LEVEL;
  private int nice;
  private Scheduling scheduling = Scheduling.NORMAL;

  Task(int tid, Process process, Kind kind, Cgroup[] membership) {
    this.tid = tid;
    this.process = process;
    this.kind = kind;
    this.membership = membership;
  }

  /** The thread's own number. */
  public int tid() {
    return tid;
  }

  /** The process's number: its leader's. */
  public int pid() {
    return process.pid;
  }

  public Process process() {
    return process;
  }

  public Kind kind() {
    return kind;
  }

  /** True if this task is the leader of its process. */
  public boolean isLeader() {
    return tid == process.pid;
  }

  /** True if it was killed and has not ended yet: a fatal signal is pending. */
  public boolean isDying() {
    return killed && !dead;
  }

  /** True once it has exited. */
  public boolean isDead() {
    return dead;
  }

  /** True while a freezer holds it. */
  public boolean isFrozen() {
    return frozenIn != 0;
  }

  /** True while it waits for something that neither the freezer nor a signal interrupts. */
  public boolean isUninterruptible() {
    return uninterruptible;
  }

  /** What it does now; {@link Tasks#setActivity} changes it. */
  public Activity activity() {
    return ACTIVITIES[activity];
  }

  void setActivity(Activity now) {
    activity = (byte) now.ordinal();
  }

  /**
   * True while it reclaims memory, or is made to wait for some, be it that it runs or sleeps in it;
   * {@link Tasks#setWaitsForMemory} changes it.
   */
  public boolean waitsForMemory() {
    return waitsForMemory;
  }

  /** Its cgroup in a hierarchy. A dead task's is the one that it died in, which may be removed. */
  public Cgroup cgroup(Hierarchy hierarchy) {
    return membership[hierarchy.slot()];
  }

  /** ioprio_set(2): 0 none, 1 real-time, 2 best effort, 3 idle. */
  public int prioClass() {
    return prioClass;
  }

  /** 0 to 7, lower is better. */
  public int prioLevel() {
    return prioLevel;
  }

  /** Sets class (0 to 3) and level (0 to 7). */
  public void setPrio(int newClass, int newLevel) {
    prioClass = newClass;
    prioLevel = newLevel;
  }

  /**
   * The priority of its I/O, class · 2¹³ + level: its own, or what its CPU scheduling makes of it
   * (throttle-and-qos.md 5).
   */
  public int ioPriority() {
    if (prioClass != 0) {
      return prioClass << PRIO_CLASS_SHIFT | prioLevel;
    }
    int derived =
        switch (scheduling) {
          case NORMAL -> PRIO_BEST_EFFORT;
          case IDLE -> PRIO_IDLE;
          case REAL_TIME -> PRIO_REAL_TIME;
        };
    return derived << PRIO_CLASS_SHIFT | (nice - NICE_LOWEST) / NICE_A_LEVEL;
  }

  /** −20 to 19, lower is better. */
  public int nice() {
    return nice;
  }

  /** Sets {@link #nice}; what is beyond its range becomes the end of it. */
  public void setNice(int value) {
    nice = Math.max(NICE_LOWEST, Math.min(value, NICE_HIGHEST));
  }

  public Scheduling scheduling() {
    return scheduling;
  }

  public void setScheduling(Scheduling policy) {
    scheduling = policy;
  }

  /** fork(2): what a child has of its parent's. */
  void inherit(Task parent) {
    prioClass = parent.prioClass;
    prioLevel = parent.prioLevel;
    nice = parent.nice;
    scheduling = parent.scheduling;
  }

  /** Sets who is told; null for nobody. */
  public void setListener(@Nullable Listener newListener) {
    listener = newListener;
  }

  void tellFrozen() {
    if (listener != null) {
      listener.frozenChanged(this);
    }
  }

  void tellExited() {
    if (listener != null) {
      listener.exited(this);
    }
  }

  @Override
  public String toString() {
    return "task " + tid;
  }
}

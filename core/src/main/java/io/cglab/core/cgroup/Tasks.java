package io.cglab.core.cgroup;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The process table: who lives, who is a zombie, who is a member of what. */
public final class Tasks {
  private static final int FIRST_USER_PID = 100;

  /** pid_max of a 64-bit kernel. */
  private static final int PID_MAX = 4_194_304;

  private final Hierarchies hierarchies;
  private final TreeMap<Integer, Task> byTid = new TreeMap<>();
  private int lastTid = FIRST_USER_PID - 1;
  private ActivityListener activities = ActivityListener.NONE;

  /**
   * A process table with init (PID 1), kthreadd (2) and one kernel thread bound to its CPU (16).
   */
  public Tasks(Hierarchies hierarchies) {
    this.hierarchies = hierarchies;
    add(1, 0, "init", 0, 0, Task.Kind.USER, null);
    add(2, 0, "kthreadd", 0, 0, Task.Kind.KERNEL_BOUND, null);
    add(16, 2, "cpuhp/0", 0, 0, Task.Kind.KERNEL_BOUND, null);
  }

  /** PID 1. */
  public Task init() {
    Task init = byTid.get(1);
    assert init != null : "no init";
    return init;
  }

  /** Returns the task with this thread number, alive or a zombie, or null. */
  public @Nullable Task find(int tid) {
    return byTid.get(tid);
  }

  /** The number that was given last: the next is the first free one behind it. */
  public int lastTid() {
    return lastTid;
  }

  /**
   * Sets {@link #lastTid}, as a write to /proc/sys/kernel/ns_last_pid does.
   *
   * @throws KernelException EINVAL for a number out of range
   */
  public void setLastTid(long tid) throws KernelException {
    if (tid < 0 || tid >= PID_MAX - 1) {
      throw new KernelException(Errno.EINVAL, "a process number is 1 to " + (PID_MAX - 1));
    }
    lastTid = (int) tid;
  }

  /** All tasks that were not reaped, by number. */
  public Collection<Task> all() {
    return Collections.unmodifiableCollection(byTid.values());
  }

  /**
   * fork(2): a new process in the parent's cgroups, with its name, owner and I/O priority.
   *
   * @throws KernelException EAGAIN over pids.max
   */
  public Task fork(Task parent) throws KernelException {
    return fork(parent, parent.process().name());
  }

  /** fork(2) and exec: a new process of another name. */
  public Task fork(Task parent, String name) throws KernelException {
    checkAlive(parent);
    Process of = parent.process();
    int pid = nextTid(); // used up even if the fork is refused
    hierarchies.gate().checkFork(parent);
    return add(pid, of.pid, name, of.uid(), of.gid(), Task.Kind.USER, parent);
  }

  /** clone(2) of a thread of the same process. */
  public Task cloneThread(Task of) throws KernelException {
    checkAlive(of);
    int tid = nextTid();
    hierarchies.gate().checkFork(of);
    return place(new Task(tid, of.process(), of.kind(), new Cgroup[0]), of);
  }

  /**
   * As {@link #fork(Task, String)}, with a number of the caller's choice, as clone3(2) with set_tid
   * has it: for processes that have a number elsewhere already.
   *
   * @param pid 1 to 4,194,303
   * @throws KernelException EINVAL for a number out of range, EEXIST if it is taken, EAGAIN over
   *     pids.max
   */
  public Task forkAs(int pid, Task parent, String name) throws KernelException {
    checkAlive(parent);
    checkFree(pid);
    hierarchies.gate().checkFork(parent);
    Process of = parent.process();
    return add(pid, of.pid, name, of.uid(), of.gid(), Task.Kind.USER, parent);
  }

  /** As {@link #cloneThread}, with a number of the caller's choice; see {@link #forkAs}. */
  public Task cloneThreadAs(int tid, Task of) throws KernelException {
    checkAlive(of);
    checkFree(tid);
    hierarchies.gate().checkFork(of);
    return place(new Task(tid, of.process(), of.kind(), new Cgroup[0]), of);
  }

  private void checkFree(int tid) throws KernelException {
    if (tid < 1 || tid >= PID_MAX) {
      throw new KernelException(Errno.EINVAL, "a process number is 1 to " + (PID_MAX - 1));
    }
    if (byTid.containsKey(tid)) {
      throw new KernelException(Errno.EEXIST, "process number " + tid + " is taken");
    }
  }

  private static void checkAlive(Task task) throws KernelException {
    if (task.isDead()) {
      throw new KernelException(Errno.ESRCH);
    }
  }

  private int nextTid() throws KernelException {
    for (int tries = 0; tries < PID_MAX; tries++) {
      lastTid = lastTid >= PID_MAX - 1 ? FIRST_USER_PID : lastTid + 1;
      if (!byTid.containsKey(lastTid)) {
        return lastTid;
      }
    }
    throw new KernelException(Errno.EAGAIN, "all process numbers are taken");
  }

  private Task add(
      int pid, int parentPid, String name, int uid, int gid, Task.Kind kind, @Nullable Task like) {
    int pgrp = like != null ? like.process().pgrp() : kind == Task.Kind.USER ? pid : 0;
    Process process = new Process(pid, parentPid, name, uid, gid, pgrp);
    return place(new Task(pid, process, kind, new Cgroup[0]), like);
  }

  private Task place(Task task, @Nullable Task like) {
    task.process().threads.add(task);
    byTid.put(task.tid(), task);
    task.membership = new Cgroup[hierarchies.slots()];
    if (like != null) {
      task.inherit(like);
    }
    for (Hierarchy hierarchy : hierarchies.all()) {
      Cgroup cgroup = like == null ? hierarchy.root() : like.cgroup(hierarchy);
      hierarchy.countTask(cgroup, 1);
      hierarchy.enter(task, cgroup);
    }
    return task;
  }

  /** A new hierarchy: all tasks are in its root. */
  void join(Hierarchy hierarchy) {
    for (Task task : byTid.values()) {
      if (hierarchy.slot() >= task.membership.length) {
        task.membership = Arrays.copyOf(task.membership, hierarchy.slot() + 1);
      }
      hierarchy.countTask(hierarchy.root(), 1);
      if (task.dead) {
        task.membership[hierarchy.slot()] = hierarchy.root();
        hierarchy.refer(hierarchy.root());
      } else {
        hierarchy.enter(task, hierarchy.root());
      }
    }
  }

  /** A hierarchy ends: no task is in it any more. */
  void leave(Hierarchy hierarchy) {
    for (Task task : byTid.values()) {
      if (task.dead) {
        hierarchy.unrefer(task.cgroup(hierarchy));
      } else {
        hierarchy.leave(task, false);
      }
    }
  }

  // ---- moving

  /** Moves all living threads of the task's process. {@link Hierarchy#checkMove} was asked. */
  public void moveProcess(Task task, Cgroup to) {
    for (Task thread : task.process().threads.toArray(new Task[0])) {
      moveThread(thread, to);
    }
  }

  /** Moves one thread; a zombie stays where it died. */
  public void moveThread(Task task, Cgroup to) {
    Hierarchy hierarchy = to.hierarchy();
    if (task.dead || task.cgroup(hierarchy) == to) {
      return;
    }
    Cgroup from = task.cgroup(hierarchy);
    activities.moved(task, from, to); // before a thaw there wakes it
    hierarchy.countTask(to, 1); // before the other, as the peak above both tells
    hierarchy.leave(task, false);
    hierarchy.enter(task, to);
    hierarchy.countTask(from, -1);
    exitIfKilled(task);
  }

  // ---- ends

  /** SIGKILL to the whole process: each thread exits as soon as its I/O lets it. */
  public void kill(Task task) {
    for (Task thread : task.process().threads.toArray(new Task[0])) {
      if (thread.kind() == Task.Kind.USER && !thread.dead) {
        thread.killed = true;
        exitIfKilled(thread);
      }
    }
  }

  /** A signal reaches a task unless it waits uninterruptibly or v1's freezer holds it. */
  private void exitIfKilled(Task task) {
    if (task.killed && !task.dead && !task.uninterruptible && !isHeldOnV1(task)) {
      exitThread(task);
    }
  }

  /** True if v1's freezer holds a living task, or will as soon as it can: signals wait. */
  public boolean isHeldOnV1(Task task) {
    for (Hierarchy hierarchy : hierarchies.all()) {
      if (!hierarchy.isV2() && task.cgroup(hierarchy).isFreezing()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Sets freezer.state of a v1 cgroup. Unlike on v2, a task that was killed while it was frozen
   * ends only when it thaws.
   */
  public void setFreeze(Cgroup cgroup, boolean freeze) {
    cgroup.hierarchy().setFreeze(cgroup, freeze);
    exitKilled(cgroup);
  }

  private void exitKilled(Cgroup cgroup) {
    for (Task task : cgroup.tasks().toArray(new Task[0])) {
      exitIfKilled(task);
    }
    cgroup.children().forEach(this::exitKilled);
  }

  /** cgroup.kill: SIGKILL to every process in the cgroup and below. */
  public void killAll(Cgroup cgroup) {
    for (Cgroup child : cgroup.children()) {
      killAll(child);
    }
    for (Task task : cgroup.tasks().toArray(new Task[0])) {
      kill(task);
    }
  }

  /** exit_group(2): the process becomes a zombie. */
  public void exit(Task task) {
    for (Task thread : task.process().threads.toArray(new Task[0])) {
      exitThread(thread);
    }
  }

  /** exit(2) of one thread. A dead leader of living threads stays listed where it died. */
  public void exitThread(Task task) {
    if (task.dead) {
      return;
    }
    setActivity(task, Task.Activity.SLEEPING);
    setWaitsForMemory(task, false);
    Process process = task.process();
    for (Hierarchy hierarchy : hierarchies.all()) {
      hierarchy.leave(task, task.isLeader() && hasOtherThreads(task));
      hierarchy.refer(task.cgroup(hierarchy));
    }
    task.dead = true;
    task.frozenIn = 0;
    if (!task.isLeader()) {
      release(task);
    }
    if (process.isZombie()) {
      unlist(process.leader());
    }
    task.tellExited();
  }

  private static boolean hasOtherThreads(Task task) {
    for (Task thread : task.process().threads) {
      if (thread != task && !thread.dead) {
        return true;
      }
    }
    return false;
  }

  private void unlist(Task leader) {
    for (Hierarchy hierarchy : hierarchies.all()) {
      Cgroup cgroup = leader.cgroup(hierarchy);
      if (cgroup.tasks != null) {
        cgroup.tasks.remove(leader);
      }
    }
  }

  /** wait(2) for a zombie: its number is free. Does nothing to a living process. */
  public void reap(Task task) {
    Process process = task.process();
    if (process.isZombie()) {
      process.reaped = true;
      release(process.leader());
    }
  }

  private void release(Task task) {
    byTid.remove(task.tid());
    for (Hierarchy hierarchy : hierarchies.all()) {
      hierarchy.unrefer(task.cgroup(hierarchy));
      hierarchy.countTask(task.cgroup(hierarchy), -1);
    }
    if (!task.isLeader()) {
      task.process().threads.remove(task);
    }
  }

  // ---- sleeping

  /**
   * The task begins or ends a wait that neither the freezer nor a signal interrupts. At its end it
   * exits if it was killed meanwhile, and freezes if its cgroup does.
   */
  public void setUninterruptible(Task task, boolean on) {
    if (task.uninterruptible == on || task.dead) {
      return;
    }
    task.uninterruptible = on;
    if (!on) {
      exitIfKilled(task);
      for (Hierarchy hierarchy : hierarchies.all()) {
        hierarchy.settleFreezer(task);
      }
    }
  }

  /** Sets who is told of what tasks do. */
  public void setActivityListener(ActivityListener listener) {
    activities = listener;
  }

  /** The task begins something else; nothing if it is dead, as those do nothing. */
  public void setActivity(Task task, Task.Activity now) {
    Task.Activity before = task.activity();
    if (before != now && !task.dead) {
      task.setActivity(now);
      activities.changed(task, before, task.waitsForMemory);
    }
  }

  /** The task begins or ceases to wait for memory, whatever it does meanwhile. */
  public void setWaitsForMemory(Task task, boolean waits) {
    if (task.waitsForMemory != waits && !task.dead) {
      task.waitsForMemory = waits;
      activities.changed(task, task.activity(), !waits);
    }
  }

  // ---- listings

  /**
   * The processes that cgroup.procs lists, by their leaders (4.1): those of the cgroup itself,
   * then, in a domain with threads, those of the threaded cgroups in the order in which they got
   * their first member.
   */
  public static List<Task> processes(Cgroup cgroup) {
    List<Task> leaders = new ArrayList<>();
    addLeaders(cgroup, leaders);
    if (cgroup.threadedMembers != null) {
      for (Cgroup member : cgroup.threadedMembers) {
        addLeaders(member, leaders);
      }
    }
    return leaders;
  }

  private static void addLeaders(Cgroup cgroup, List<Task> leaders) {
    for (Task task : cgroup.tasks()) {
      if (task.isLeader()) {
        leaders.add(task);
      }
    }
  }

  /** The living threads that cgroup.threads lists. */
  public static List<Task> threads(Cgroup cgroup) {
    List<Task> threads = new ArrayList<>();
    for (Task task : cgroup.tasks()) {
      if (!task.isDead()) {
        threads.add(task);
      }
    }
    return threads;
  }

  /** Processes by number, for tools that list them. */
  public Map<Integer, Task> byNumber() {
    return Collections.unmodifiableMap(byTid);
  }
}

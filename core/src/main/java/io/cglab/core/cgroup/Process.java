package io.cglab.core.cgroup;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A process: its threads, leader first, and what they share. */
public final class Process {
  final int pid;
  final int parentPid;
  final List<Task> threads = new ArrayList<>(1);
  private String name;
  private int uid;
  private int gid;
  private int pgrp;
  boolean reaped;
  private final IoAccount io = new IoAccount();

  Process(int pid, int parentPid, String name, int uid, int gid, int pgrp) {
    this.pid = pid;
    this.parentPid = parentPid;
    this.name = name;
    this.uid = uid;
    this.gid = gid;
    this.pgrp = pgrp;
  }

  public int pid() {
    return pid;
  }

  public int parentPid() {
    return parentPid;
  }

  /** What ps shows. */
  public String name() {
    return name;
  }

  /** execve(2) of another program. */
  public void setName(String newName) {
    name = newName;
  }

  public int uid() {
    return uid;
  }

  public int gid() {
    return gid;
  }

  /** setuid(2) and setgid(2). */
  public void setOwner(int newUid, int newGid) {
    uid = newUid;
    gid = newGid;
  }

  /** Its process group: the pid of the process that founded it. */
  public int pgrp() {
    return pgrp;
  }

  /** setpgid(2); the caller's are its rules. */
  public void setPgrp(int group) {
    pgrp = group;
  }

  /** What it has read and written. */
  public IoAccount io() {
    return io;
  }

  /** All threads that were not reaped, the leader first. */
  public List<Task> threads() {
    return Collections.unmodifiableList(threads);
  }

  public Task leader() {
    return threads.get(0);
  }

  /** True if all threads have exited and the process waits to be reaped. */
  public boolean isZombie() {
    for (Task thread : threads) {
      if (!thread.isDead()) {
        return false;
      }
    }
    return !reaped;
  }

  @Override
  public String toString() {
    return "process " + pid;
  }
}

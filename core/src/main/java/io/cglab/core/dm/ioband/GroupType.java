package io.cglab.core.dm.ioband;

/** By what an ioband device tells its jobs apart (dm-ioband.md 2.4, 3.1). */
public enum GroupType {
  /** Not at all: only {@link IobandProfile#V1_14} has it by name. */
  NONE("none"),
  /** The user of the submitting task. */
  USER("user"),
  /** The same as {@link #USER}, as the 1.x versions call it too. */
  UID("uid"),
  GID("gid"),
  /** The process: all threads are one job, children are not. */
  PID("pid"),
  /** The process group. */
  PGRP("pgrp"),
  /** The bio cgroup that owns the bio. */
  CGROUP("cgroup"),
  /** Accepted by 1.x, but each bio is the default group's. */
  NODE("node"),
  /** As {@link #NODE}. */
  CPUSET("cpuset");

  private final String word;

  GroupType(String word) {
    this.word = word;
  }

  /** The word in messages and tables. */
  public String word() {
    return word;
  }
}

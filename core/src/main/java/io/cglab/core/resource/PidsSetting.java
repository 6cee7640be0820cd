package io.cglab.core.resource;

/** What the pids controller keeps of a cgroup. */
public enum PidsSetting implements Setting {
  /** Tasks that the cgroup and those below may have. */
  MAX(NO_LIMIT),
  /** Forks in the cgroup itself that were refused, by whichever limit. */
  FORK_FAILURES(0),
  /** Times that the cgroup's own limit refused a fork. */
  LOCAL_HITS(0),
  /** Times that a limit of the cgroup or one below refused a fork. */
  HITS(0);

  private final long usual;

  PidsSetting(long usual) {
    this.usual = usual;
  }

  @Override
  public long usual() {
    return usual;
  }
}

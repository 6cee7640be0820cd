package io.cglab.cgroupfs.kernfs;

/**
 * Who makes a call: the process (0 for none in particular) and its file-system user and group. Uid
 * 0 overrides permission checks, as CAP_DAC_OVERRIDE does.
 */
public record Caller(int pid, int uid, int gid) {
  /** The superuser, as no process in particular. */
  public static final Caller ROOT = new Caller(0, 0, 0);

  /** True for the superuser. */
  public boolean isRoot() {
    return uid == 0;
  }
}

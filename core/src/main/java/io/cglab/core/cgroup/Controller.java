package io.cglab.core.cgroup;

import org.jspecify.annotations.Nullable;

/**
 * The controllers of a kernel, in the order of their ids, in which every listing names them
 * (control-files.md 1.4, 4.1, 5.4).
 */
public enum Controller {
  CPUSET("cpuset", "cpuset", Kind.THREADED),
  CPU("cpu", "cpu", Kind.THREADED),
  CPUACCT("cpuacct", null, Kind.V1_ONLY),
  IO("blkio", "io", Kind.DOMAIN),
  MEMORY("memory", "memory", Kind.DOMAIN),
  DEVICES("devices", null, Kind.V1_ONLY),
  FREEZER("freezer", null, Kind.V1_ONLY),
  NET_CLS("net_cls", null, Kind.V1_ONLY),
  PERF_EVENT("perf_event", "perf_event", Kind.IMPLICIT),
  NET_PRIO("net_prio", null, Kind.V1_ONLY),
  HUGETLB("hugetlb", "hugetlb", Kind.DOMAIN),
  PIDS("pids", "pids", Kind.THREADED),
  RDMA("rdma", "rdma", Kind.DOMAIN),
  MISC("misc", "misc", Kind.DOMAIN),
  DEBUG("debug", null, Kind.V1_ONLY),
  /** bio-cgroup of 2008, an add-on: it names the owner of each bio, and limits nothing. */
  BIO("bio", null, Kind.V1_ONLY),
  /** io-throttle of 2008, an add-on. */
  BLOCKIO("blockio", null, Kind.V1_ONLY);

  private enum Kind {
    DOMAIN,
    THREADED,
    IMPLICIT,
    V1_ONLY
  }

  /** Controllers that may be enabled in threaded cgroups, as a mask of {@link #bit}s. */
  static final int THREADED_MASK = maskOf(Kind.THREADED);

  /** Controllers that are on wherever they can be, without being offered. */
  static final int IMPLICIT_MASK = maskOf(Kind.IMPLICIT);

  private static final Controller[] VALUES = values();

  private final String v1Name;
  private final @Nullable String v2Name;
  private final Kind kind;

  Controller(String v1Name, @Nullable String v2Name, Kind kind) {
    this.v1Name = v1Name;
    this.v2Name = v2Name;
    this.kind = kind;
  }

  /** The name in v1 mount options and in /proc/cgroups. */
  public String v1Name() {
    return v1Name;
  }

  /** The name in v2 files; null for controllers that v2 does not have. */
  public @Nullable String v2Name() {
    return v2Name;
  }

  /** The name that cgroup.stat prints: v2's where there is one. */
  public String statName() {
    return v2Name == null ? v1Name : v2Name;
  }

  /** True if {@code +name} can be written to cgroup.subtree_control. */
  public boolean isOnV2() {
    return v2Name != null;
  }

  /** This controller in a mask. */
  public int bit() {
    return 1 << ordinal();
  }

  /** Returns the controller that v2 calls {@code name}, or null. */
  public static @Nullable Controller onV2(String name) {
    for (Controller controller : VALUES) {
      if (name.equals(controller.v2Name)) {
        return controller;
      }
    }
    return null;
  }

  private static int maskOf(Kind kind) {
    int mask = 0;
    for (Controller controller : values()) {
      if (controller.kind == kind) {
        mask |= controller.bit();
      }
    }
    return mask;
  }
}

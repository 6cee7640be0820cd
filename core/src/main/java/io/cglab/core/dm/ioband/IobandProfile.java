package io.cglab.core.dm.ioband;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Which version of dm-ioband a machine has (dm-ioband.md 0): its types and its token engine. */
public enum IobandProfile {
  /** v0.0.3 with the type cgroup of v1.6.0: what the manual and the bio-cgroup mail describe. */
  CLASSIC("classic", "0.0.3", classic(true)),

  /** v0.0.3 as it was. */
  STRICT("0.0.3", "0.0.3", classic(false)),

  /** v1.14.0. */
  V1_14("1.x", "1.14.0", EnumSet.allOf(GroupType.class)),

  /** v1.8.0: as {@link #V1_14} with the limits of reads and writes apart, and other defaults. */
  V1_8("1.8", "1.8.0", EnumSet.allOf(GroupType.class));

  private final String profile;
  private final String version;
  private final Set<GroupType> types;

  IobandProfile(String profile, String version, Set<GroupType> types) {
    this.profile = profile;
    this.version = version;
    this.types = Collections.unmodifiableSet(types);
  }

  private static Set<GroupType> classic(boolean cgroup) {
    Set<GroupType> types = EnumSet.of(GroupType.USER, GroupType.GID, GroupType.PID, GroupType.PGRP);
    if (cgroup) {
      types.add(GroupType.CGROUP);
    }
    return types;
  }

  /** The name of the setting. */
  public String profile() {
    return profile;
  }

  /** The version of the target, such as 0.0.3. */
  public String version() {
    return version;
  }

  /** The types that a message may name. */
  public Set<GroupType> types() {
    return types;
  }

  /** True for 1.x: the long form of tables, policies, epochs. */
  public boolean isV1() {
    return this == V1_14 || this == V1_8;
  }
}

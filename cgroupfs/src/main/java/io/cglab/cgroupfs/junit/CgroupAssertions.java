package io.cglab.cgroupfs.junit;

import io.cglab.cgroupfs.Run;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where assertions about cgroups, their files and workloads begin; to be imported statically. */
public final class CgroupAssertions {
  /** 1 KiB/s, in bytes a second. */
  public static final double KIB_PER_S = 1024;

  /** 1 MiB/s, in bytes a second. */
  public static final double MIB_PER_S = 1024 * KIB_PER_S;

  private CgroupAssertions() {}

  /** What a workload has done. */
  public static RunAssert assertThat(@Nullable Run actual) {
    return new RunAssert(actual);
  }

  /** What a control file reads, and which writes it takes. */
  public static ControlFileAssert assertThatFile(@Nullable Path actual) {
    return new ControlFileAssert(actual);
  }

  /** A cgroup, by its directory. */
  public static CgroupAssert assertThatCgroup(@Nullable Path actual) {
    return new CgroupAssert(actual);
  }
}

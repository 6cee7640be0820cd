package io.cglab.examples;

import static io.cglab.cgroupfs.junit.CgroupAssertions.MIB_PER_S;
import static io.cglab.cgroupfs.junit.CgroupAssertions.assertThat;
import static io.cglab.cgroupfs.junit.CgroupAssertions.assertThatCgroup;
import static io.cglab.cgroupfs.junit.CgroupAssertions.assertThatFile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.Run;
import io.cglab.cgroupfs.junit.CgroupFsExtension;
import io.cglab.cgroupfs.junit.WithQuirk;
import io.cglab.cgroupfs.quirk.Quirk;
import io.cglab.core.task.Job;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Scanner;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A container runtime's unit test: no root, no disk, no waiting. */
@ExtendWith(CgroupFsExtension.class)
class ContainerCgroupTest {
  private final CgroupFs cg;
  private final ContainerCgroup container;

  ContainerCgroupTest(CgroupFs cg) throws IOException {
    this.cg = cg;
    container = ContainerCgroup.create(cg.root(), "c1", cg::advance);
  }

  @Test
  void theLimitHolds() throws IOException {
    container.limitReads("8:0", 1 << 20);
    Run run = cg.spawn(container.directory()).start(Job.randRead("sda").ioDepth(4));
    cg.advance(Duration.ofSeconds(10));
    assertThat(run).readRate().isCloseTo(MIB_PER_S, withinPercentage(1));
    assertThat(container.readBytes()).containsEntry("8:0", run.readBytes());
  }

  @Test
  void aProcessThatWaitsForItsReadIsNotRemovedAtOnce() throws IOException {
    container.limitReads("8:0", 64 << 10);
    cg.spawn(container.directory()).start(Job.read("sda").blockSize(64 << 10));
    cg.advance(Duration.ofMillis(1500));
    assertThatFile(container.directory().resolve("cgroup.events")).hasValue("populated", 1);
    container.remove();
    assertThatCgroup(container.directory()).doesNotExist();
  }

  @Test
  @WithQuirk({"busy-rmdir", "7"})
  void removalIsTriedAgain() throws IOException {
    container.remove();
    assertThatCgroup(container.directory()).doesNotExist();
  }

  static Stream<Quirk> oddRows() {
    return Stream.of(
        Quirk.unknownDeviceRow("sdb"),
        Quirk.cutOff("io.stat", "8:16 "),
        Quirk.joinedRows("io.stat"),
        Quirk.deviceGone("sdb"),
        Quirk.shortReads(5));
  }

  @ParameterizedTest
  @MethodSource("oddRows")
  void oddRowsDoNotHideTheDiskThatCounts(Quirk quirk) throws IOException {
    for (String disk : new String[] {"sda", "sdb"}) {
      cg.spawn(container.directory()).start(Job.read(disk).count(10));
      cg.advance(Duration.ofSeconds(1));
    }
    cg.inject(quirk);
    assertThat(container.readBytes()).containsEntry("8:0", 40960L);
  }

  /** A program that knows only {@code java.io.File} reads a copy of the tree. */
  @Test
  void programsOfJavaIoReadAnExport(@TempDir Path host) throws IOException {
    container.limitReads("8:0", 1 << 20);
    cg.export(host);
    File limit = new File(host.toFile(), "sys/fs/cgroup/c1/io.max");
    try (Scanner scanner = new Scanner(limit, "UTF-8")) {
      assertThat(scanner.nextLine()).startsWith("8:0 rbps=1048576");
    }
  }
}

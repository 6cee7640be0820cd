package io.cglab.cgroupfs.junit;

import io.cglab.cgroupfs.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions about a cgroup, of v1 or v2, by its directory. */
public final class CgroupAssert extends AbstractAssert<CgroupAssert, Path> {
  CgroupAssert(@Nullable Path actual) {
    super(actual, CgroupAssert.class);
  }

  /** The cgroup is there. */
  public CgroupAssert exists() {
    isNotNull();
    if (!Files.exists(actual.resolve("cgroup.procs"))) {
      throw failure("%s is no cgroup", actual);
    }
    return this;
  }

  /** There is nothing of this name. */
  public CgroupAssert doesNotExist() {
    isNotNull();
    if (Files.exists(actual)) {
      throw failure("%s should not be there", actual);
    }
    return this;
  }

  /** The process is a member. */
  public CgroupAssert hasProcess(int pid) {
    List<String> members = lines(exists().actual.resolve("cgroup.procs"));
    if (!members.contains(Integer.toString(pid))) {
      throw failure("%s should have process %d, but has %s", actual, pid, list(members));
    }
    return this;
  }

  /** The process is a member. */
  public CgroupAssert hasProcess(Task task) {
    return hasProcess(task.pid());
  }

  /** The cgroup itself has no member; those below may. */
  public CgroupAssert hasNoProcess() {
    List<String> members = lines(exists().actual.resolve("cgroup.procs"));
    if (!members.isEmpty()) {
      throw failure("%s should have no process, but has %s", actual, list(members));
    }
    return this;
  }

  /** There are processes in it or below. */
  public CgroupAssert isPopulated() {
    if (!populated(exists().actual)) {
      throw failure("%s should be populated, but no process is in it or below", actual);
    }
    return this;
  }

  /** There are no processes in it and below. */
  public CgroupAssert isNotPopulated() {
    if (populated(exists().actual)) {
      throw failure("%s should not be populated, but a process is in it or below", actual);
    }
    return this;
  }

  private static boolean populated(Path cgroup) {
    if (!lines(cgroup.resolve("cgroup.procs")).isEmpty()) {
      return true;
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(cgroup, Files::isDirectory)) {
      for (Path child : children) {
        if (populated(child)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * It has the controller: named in cgroup.controllers on v2, with files of its own on v1, where
   * {@code io} is {@code blkio}.
   */
  public CgroupAssert hasController(String controller) {
    Path listed = exists().actual.resolve("cgroup.controllers");
    if (Files.exists(listed)) {
      List<String> controllers = List.of(String.join(" ", lines(listed)).split(" "));
      if (!controllers.contains(controller)) {
        throw failure(
            "%s should have the controller %s, but has %s", actual, controller, list(controllers));
      }
      return this;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(actual, controller + ".*")) {
      if (!files.iterator().hasNext()) {
        throw failure("%s should have the controller %s, but has no such file", actual, controller);
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String list(List<String> words) {
    String text = String.join(", ", words);
    return text.isEmpty() ? "none" : text;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.cglab.examples;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A container's cgroup as a small runtime keeps it: made, limited, read and removed by files alone.
 * There is nothing of cglab in it; {@code ContainerCgroupTest} gives it an emulated tree.
 */
public final class ContainerCgroup {
  private static final int TRIES = 8;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);

  private final Path directory;
  private final Consumer<Duration> pause;

  private ContainerCgroup(Path directory, Consumer<Duration> pause) {
    this.directory = directory;
    this.pause = pause;
  }

  /**
   * Makes the cgroup.
   *
   * @param pause waits; {@code Thread.sleep} outside of tests
   */
  public static ContainerCgroup create(Path parent, String id, Consumer<Duration> pause)
      throws IOException {
    return new ContainerCgroup(Files.createDirectory(parent.resolve(id)), pause);
  }

  public Path directory() {
    return directory;
  }

  /** Limits what is read from a disk, such as {@code 8:0}, to so many bytes a second. */
  public void limitReads(String disk, long bytesPerSecond) throws IOException {
    Files.writeString(directory.resolve("io.max"), disk + " rbps=" + bytesPerSecond);
  }

  /**
   * Bytes read by disk. Kernels print odd lines: a disk that is gone is {@code (unknown)}, an idle
   * one may have no counters or share its line with the next.
   */
  public Map<String, Long> readBytes() throws IOException {
    Map<String, Long> bytes = new TreeMap<>();
    for (String line : Files.readAllLines(directory.resolve("io.stat"))) {
      String disk = "";
      for (String word : line.split(" ")) {
        if (word.matches("[0-9]+:[0-9]+")) {
          disk = word;
        } else if (word.startsWith("rbytes=") && !disk.isEmpty()) {
          bytes.put(disk, Long.valueOf(word.substring("rbytes=".length())));
        }
      }
    }
    return bytes;
  }

  /** Kills what is in it and removes it; processes that wait for I/O keep it busy for a while. */
  public void remove() throws IOException {
    Files.writeString(directory.resolve("cgroup.kill"), "1");
    Duration wait = FIRST_PAUSE;
    for (int tries = 1; ; tries++) {
      try {
        Files.delete(directory);
        return;
      } catch (FileSystemException e) {
        if (tries == TRIES || !String.valueOf(e.getReason()).endsWith("Device or resource busy")) {
          throw e;
        }
      }
      pause.accept(wait);
      wait = wait.multipliedBy(2);
    }
  }
}

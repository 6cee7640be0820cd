package io.cglab.shell.check;

import io.cglab.core.api.DevNo;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells from the limit files whether a limit is set for a device and direction: on the cgroup or,
 * in v2, on an ancestor. What is read is what is set; nothing is concluded from how the emulator
 * behaves.
 */
final class Limits {
  private final FileSystem fileSystem;

  Limits(FileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  /** True if a limit is set that I/O of {@code cgroup} to {@code disk} must obey. */
  boolean bind(String cgroup, DevNo disk, boolean write) throws IOException {
    Path group = fileSystem.getPath(cgroup).toAbsolutePath().normalize();
    for (String kind : List.of("bps", "iops")) {
      String name = "blkio.throttle." + (write ? "write_" : "read_") + kind + "_device";
      if (hasLine(group.resolve(name), disk)) {
        return true;
      }
    }
    for (@Nullable Path at = group; at != null; at = at.getParent()) {
      if (isLimited(at.resolve("io.max"), disk, write ? "w" : "r")) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasLine(Path file, DevNo disk) throws IOException {
    return Files.isRegularFile(file)
        && Files.readAllLines(file).stream().anyMatch(line -> line.startsWith(disk + " "));
  }

  private static boolean isLimited(Path ioMax, DevNo disk, String direction) throws IOException {
    if (!Files.isRegularFile(ioMax)) {
      return false; // the controller is not enabled here, or this is the root
    }
    for (String line : Files.readAllLines(ioMax)) {
      List<String> words = List.of(line.split(" ", -1));
      if (words.get(0).equals(disk.toString())) {
        return words.stream()
            .anyMatch(
                word ->
                    (word.startsWith(direction + "bps=") || word.startsWith(direction + "iops="))
                        && !word.endsWith("=max"));
      }
    }
    return false;
  }
}

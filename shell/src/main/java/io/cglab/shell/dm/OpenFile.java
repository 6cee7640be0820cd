package io.cglab.shell.dm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file that a process has open, as lsof shows it.
 *
 * @param mode {@code r}, {@code w} or {@code u} for both
 * @param device number of its file system, packed as the kernel packs it
 */
record OpenFile(
    Path path,
    int pid,
    String command,
    String user,
    int fd,
    char mode,
    long device,
    long inode,
    long size) {

  /** A file that is opened now. */
  static OpenFile of(Path path, int pid, String command, int fd, char mode) throws IOException {
    Path real = path.toRealPath();
    Map<String, Object> stat = Files.readAttributes(real, "unix:dev,ino,size");
    return new OpenFile(
        real,
        pid,
        command,
        "root",
        fd,
        mode,
        number(stat.get("dev")),
        number(stat.get("ino")),
        number(stat.get("size")));
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  /** True if {@code path}, links followed, is this file. */
  boolean is(Path other) throws IOException {
    Map<String, Object> stat = Files.readAttributes(other, "unix:dev,ino");
    return number(stat.get("dev")) == device && number(stat.get("ino")) == inode;
  }
}

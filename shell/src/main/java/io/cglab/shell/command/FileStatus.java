package io.cglab.shell.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stat(2) says of a file.
 *
 * @param mode type and permission bits, as st_mode
 * @param modifiedSeconds st_mtime
 * @param blocks st_blocks, of 512 bytes
 */
record FileStatus(
    int mode,
    long ino,
    int nlink,
    int uid,
    int gid,
    long size,
    long modifiedSeconds,
    int rdev,
    long blocks) {
  private static final int TYPE = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int REGULAR = 0100000;
  private static final int LINK = 0120000;
  private static final int BLOCK = 0060000;
  private static final int CHARACTER = 0020000;

  /** lstat(2), or stat(2) where {@code follow}. */
  static FileStatus of(Path path, boolean follow) throws IOException {
    LinkOption[] links = follow ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
    BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class, links);
    Map<String, Object> unix;
    try {
      unix = Files.readAttributes(path, "unix:*", links);
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      unix = Map.of();
    }
    return new FileStatus(
        mode(path, basic, unix, links),
        number(unix.get("ino"), 0),
        (int) number(unix.get("nlink"), 1),
        (int) number(unix.get("uid"), 0),
        (int) number(unix.get("gid"), 0),
        basic.size(),
        seconds(basic.lastModifiedTime()),
        (int) number(unix.get("rdev"), 0),
        number(unix.get("blocks"), 0));
  }

  private static int mode(
      Path path, BasicFileAttributes basic, Map<String, Object> unix, LinkOption[] links)
      throws IOException {
    int type = basic.isDirectory() ? DIRECTORY : basic.isSymbolicLink() ? LINK : REGULAR;
    if (unix.get("mode") instanceof Integer mode) {
      return (mode & TYPE) == 0 ? mode | type : mode;
    }
    try {
      return type | bits(Files.readAttributes(path, PosixFileAttributes.class, links));
    } catch (UnsupportedOperationException e) {
      return type | (basic.isDirectory() ? 0755 : 0644);
    }
  }

  private static int bits(PosixFileAttributes attributes) {
    int bits = 0;
    for (PosixFilePermission permission : PosixFilePermission.values()) {
      bits = bits << 1 | (attributes.permissions().contains(permission) ? 1 : 0);
    }
    return bits;
  }

  private static long number(@Nullable Object value, long otherwise) {
    return value instanceof Number number ? number.longValue() : otherwise;
  }

  private static long seconds(FileTime time) {
    return Math.floorDiv(time.toMillis(), 1000L);
  }

  boolean isDirectory() {
    return (mode & TYPE) == DIRECTORY;
  }

  boolean isLink() {
    return (mode & TYPE) == LINK;
  }

  boolean isRegular() {
    return (mode & TYPE) == REGULAR;
  }

  boolean isDevice() {
    return (mode & TYPE) == BLOCK || (mode & TYPE) == CHARACTER;
  }

  /** Permission bits only. */
  int permissions() {
    return mode & 07777;
  }

  /** As find's -type names it. */
  char typeLetter() {
    return switch (mode & TYPE) {
      case DIRECTORY -> 'd';
      case LINK -> 'l';
      case BLOCK -> 'b';
      case CHARACTER -> 'c';
      default -> 'f';
    };
  }

  /** As stat's %F names it. */
  String typeName() {
    return switch (typeLetter()) {
      case 'd' -> "directory";
      case 'l' -> "symbolic link";
      case 'b' -> "block special file";
      case 'c' -> "character special file";
      default -> size == 0 ? "regular empty file" : "regular file";
    };
  }

  /** As ls -l shows it: {@code drwxr-xr-x}. */
  String modeText() {
    StringBuilder text = new StringBuilder();
    text.append(typeLetter() == 'f' ? '-' : typeLetter());
    for (int shift = 6; shift >= 0; shift -= 3) {
      text.append((mode >> shift & 4) != 0 ? 'r' : '-');
      text.append((mode >> shift & 2) != 0 ? 'w' : '-');
      text.append((mode >> shift & 1) != 0 ? 'x' : '-');
    }
    special(text, 3, 04000, 's');
    special(text, 6, 02000, 's');
    special(text, 9, 01000, 't');
    return text.toString();
  }

  private void special(StringBuilder text, int index, int bit, char letter) {
    if ((mode & bit) != 0) {
      boolean executable = text.charAt(index) == 'x';
      text.setCharAt(index, executable ? letter : Character.toUpperCase(letter));
    }
  }
}

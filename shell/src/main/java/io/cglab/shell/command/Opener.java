package io.cglab.shell.command;

import io.cglab.core.api.Errno;
import io.cglab.shell.process.Descriptor;
import io.cglab.shell.process.Errors;
import io.cglab.shell.process.FileDescription;
import io.cglab.shell.process.SpecialFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** open(2) and mkdir(2) for a shell: its working directory, its umask, the special files. */
public final class Opener {
  private static final int NEW_FILE_MODE = 0666;

  private static final Map<String, SpecialFile> SPECIAL =
      Map.of("/dev/null", SpecialFile.NULL, "/dev/zero", SpecialFile.ZERO);

  private static final Map<String, Integer> STANDARD =
      Map.of("/dev/stdin", 0, "/dev/stdout", 1, "/dev/stderr", 2);

  private Opener() {}

  /** Opens an existing file to read. */
  public static Descriptor read(ShellState shell, String name) throws IOException {
    return open(shell, name, StandardOpenOption.READ);
  }

  /** Opens a file to write, making it if need be; all that was in it goes. */
  public static Descriptor write(ShellState shell, String name) throws IOException {
    return open(
        shell,
        name,
        StandardOpenOption.WRITE,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  /** Opens a file to write at its end, making it if need be. */
  public static Descriptor append(ShellState shell, String name) throws IOException {
    return open(
        shell,
        name,
        StandardOpenOption.WRITE,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Opens a file with the given options. */
  public static Descriptor open(ShellState shell, String name, OpenOption... options)
      throws IOException {
    SpecialFile special = SPECIAL.get(name);
    if (special != null) {
      return special.open();
    }
    Integer standard = name.startsWith("/dev/fd/") ? number(name.substring(8)) : STANDARD.get(name);
    if (standard != null) {
      return shell.files().get(standard).retain();
    }
    Path path = Context.path(shell, name);
    if (Files.isDirectory(path)) {
      // read(2) on a directory fails; so does any open to write. NIO opens or not as it likes.
      throw Errors.of(name, Errno.EISDIR);
    }
    Set<OpenOption> set = Set.of(options);
    boolean creates = set.contains(StandardOpenOption.CREATE) && !Files.exists(path);
    try {
      return new FileDescription(
          path,
          creates
              ? Files.newByteChannel(path, set, permissions(NEW_FILE_MODE & ~shell.umask()))
              : Files.newByteChannel(path, set));
    } catch (UnsupportedOperationException e) {
      // A file system without POSIX permissions.
      return new FileDescription(path, Files.newByteChannel(path, set));
    }
  }

  private static Integer number(String digits) throws IOException {
    try {
      return Integer.valueOf(digits);
    } catch (NumberFormatException e) {
      throw Errors.of("/dev/fd/" + digits, Errno.ENOENT);
    }
  }

  /** mkdir(2) with a mode from which the umask is already taken. */
  static void makeDirectory(Path path, int mode) throws IOException {
    try {
      Files.createDirectory(path, permissions(mode));
    } catch (UnsupportedOperationException e) {
      Files.createDirectory(path);
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> permissions(int mode) {
    return PosixFilePermissions.asFileAttribute(permissionSet(mode));
  }

  /** The nine permission bits as NIO has them. */
  static Set<PosixFilePermission> permissionSet(int mode) {
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values();
    for (int i = 0; i < all.length; i++) {
      if ((mode >> (all.length - 1 - i) & 1) != 0) {
        set.add(all[i]);
      }
    }
    return set;
  }
}

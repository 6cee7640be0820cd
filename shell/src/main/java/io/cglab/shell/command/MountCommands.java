package io.cglab.shell.command;

import io.cglab.cgroupfs.disk.DiskMounts;
import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.core.api.Errno;
import io.cglab.core.file.FileSystem;
import io.cglab.core.file.FileSystemType;
import io.cglab.shell.process.BlockDevice;
import io.cglab.shell.process.Errors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code mount} and {@code umount}, with the messages and statuses of util-linux. */
final class MountCommands {
  /** The status of a system call that failed; 1 is wrong usage. */
  private static final int FAILED = 32;

  private static final Options.Spec MOUNT =
      Options.Spec.of("t:o:rwvn").with(Map.of("types", 't', "options", 'o'));
  private static final Options.Spec UMOUNT = Options.Spec.of("lfvn");
  private static final String REMOUNT = "remount";

  private MountCommands() {}

  static int mount(Context c, List<String> args) throws IOException {
    Options options = MOUNT.parse(args);
    List<String> operands = options.operands();
    if (operands.isEmpty()) {
      list(c, options.value('t'));
      return 0;
    }
    List<String> given = new ArrayList<>();
    boolean remount = false;
    for (String option : options.value('o', "").split(",")) {
      if (option.equals(REMOUNT)) {
        remount = true;
      } else if (!option.isEmpty() && !option.equals("defaults") && !option.equals("rw")) {
        given.add(option);
      }
    }
    String directory = operands.get(operands.size() - 1);
    String source = operands.size() > 1 ? operands.get(0) : "none";
    Path on = c.path(directory);
    String chosen = String.join(",", given);
    try {
      if (remount) {
        c.kernel().remount(chosen, on);
      } else if (isOnDisk(options.value('t', "auto"), source)) {
        c.kernel().mount(typeOf(c, options, source, directory), source, chosen, on);
      } else if (options.has('t')) {
        c.kernel().mount(options.value('t', ""), source, chosen, on);
      } else {
        throw new CommandException(
            FAILED, directory + ": cannot guess the file system; say -t cgroup2 or another type");
      }
      return 0;
    } catch (IOException e) {
      c.refused(directory + ": " + why(e, options.value('t', ""), source), e);
      return FAILED;
    }
  }

  private static boolean isOnDisk(String type, String source) {
    return DiskMounts.type(type) != null || (type.equals("auto") && source.startsWith("/"));
  }

  /** The type that is asked for, or found on the device. */
  private static String typeOf(Context c, Options options, String source, String directory)
      throws IOException {
    Path node = c.path(source);
    if (!Files.exists(node)) {
      throw new CommandException(
          FAILED, directory + ": special device " + source + " does not exist.");
    }
    BlockDevice device = c.kernel().blockDevice(node);
    if (device == null) {
      throw new CommandException(FAILED, directory + ": " + source + " is not a block device.");
    }
    FileSystem found = c.kernel().fileSystemOn(device.dev());
    String type = options.value('t', "auto");
    if (!type.equals("auto")) {
      return type;
    }
    return DiskMounts.nameOf(found == null ? FileSystemType.EXT4 : found.type());
  }

  private static String why(IOException refused, String type, String source) {
    Errno errno = NioErrors.errnoOf(refused);
    if (errno == null) {
      return Errors.text(refused);
    }
    return switch (errno) {
      case ENOENT -> "mount point does not exist.";
      case ENOTDIR -> "mount point is not a directory.";
      case ENODEV -> "unknown filesystem type '" + type + "'.";
      case EBUSY -> source + " already mounted or mount point busy.";
      case EINVAL ->
          "wrong fs type, bad option, bad superblock on "
              + source
              + (isOnDisk(type.isEmpty() ? "auto" : type, source)
                  ? ", missing codepage or helper program, or other error."
                  : ".");
      case EPERM -> "permission denied.";
      default -> Errors.text(refused) + ".";
    };
  }

  private static void list(Context c, @Nullable String type) throws IOException {
    StringBuilder out = new StringBuilder();
    for (String line : Files.readAllLines(c.path("/proc/mounts"))) {
      String[] columns = line.split(" ", -1);
      if (type == null || type.equals(columns[2])) {
        out.append(columns[0]).append(" on ").append(columns[1]);
        out.append(" type ").append(columns[2]).append(" (").append(columns[3]).append(")\n");
      }
    }
    c.write(out);
  }

  static int umount(Context c, List<String> args) {
    Options options = UMOUNT.parse(args);
    int status = 0;
    for (String directory : options.someOperands()) {
      try {
        Path on = pointOf(c, directory);
        if (c.shell().cwd().startsWith(on) && isMountPoint(c, on)) {
          c.error(directory + ": target is busy.");
          status = FAILED;
          continue;
        }
        c.kernel().unmount(on);
      } catch (IOException e) {
        Errno errno = NioErrors.errnoOf(e);
        String reason =
            errno == Errno.EINVAL
                ? "not mounted."
                : errno == Errno.EBUSY
                    ? "target is busy."
                    : errno == Errno.ENOENT ? "no mount point specified." : Errors.text(e) + ".";
        c.refused(directory + ": " + reason, e);
        status = FAILED;
      }
    }
    return status;
  }

  /** The directory, or where the device of this node was mounted last. */
  private static Path pointOf(Context c, String operand) throws IOException {
    Path path = c.path(operand);
    if (Files.exists(path) && c.kernel().blockDevice(path) != null) {
      for (Df.Mounted mounted : Df.Mounted.all(c)) {
        path = mounted.source().equals(operand) ? c.path(mounted.point()) : path;
      }
    }
    return path;
  }

  private static boolean isMountPoint(Context c, Path path) throws IOException {
    for (Df.Mounted mounted : Df.Mounted.all(c)) {
      if (path.equals(c.path(mounted.point()))) {
        return true;
      }
    }
    return false;
  }
}

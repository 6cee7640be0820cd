package io.cglab.shell.command;

import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.core.api.Errno;
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
      case EINVAL -> "wrong fs type, bad option, bad superblock on " + source + ".";
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
        c.kernel().unmount(c.path(directory));
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
}

package io.cglab.shell.fuse;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.cglab.core.Machine;
import io.cglab.core.api.DevNo;
import io.cglab.core.device.Disk;
import io.cglab.core.device.Partition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What lstat(2) says of a file on the mount. Device nodes are regular files there, a disk's as long
 * as the disk: the kernel lets no node on such a mount be opened as a device.
 *
 * @param mode type and permission bits
 * @param ino unique on the mount; in the v2 hierarchy, where that is mounted, the cgroup's ID
 * @param disk the number of the disk or partition that the node stands for, or null
 */
record FileStatus(
    int mode,
    long ino,
    int nlink,
    int uid,
    int gid,
    long size,
    @Nullable DevNo disk,
    long atimeNs,
    long mtimeNs,
    long ctimeNs) {
  private static final int TYPE = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int REGULAR = 0100000;
  private static final int LINK = 0120000;
  private static final int BLOCK = 0060000;
  private static final int CHARACTER = 0020000;
  private static final int PERMISSIONS = 07777;
  private static final int SECTOR_SHIFT = 9;
  private static final int DEVICE_SHIFT = 40;
  private static final long ORDINARY_FILES = 0xffff;

  /** Looks at a file; a link is not followed. Takes the file system's lock. */
  static FileStatus of(Machine machine, Path path) throws IOException {
    Map<String, Object> found = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
    int mode = (int) number(found, "mode");
    boolean ordinary = (mode & TYPE) == 0; // the library that keeps these has types apart
    if (ordinary) {
      mode |=
          Boolean.TRUE.equals(found.get("isDirectory"))
              ? DIRECTORY
              : Boolean.TRUE.equals(found.get("isSymbolicLink")) ? LINK : REGULAR;
    }
    long tree = ordinary ? ORDINARY_FILES : number(found, "dev") - 1;
    long size = number(found, "size");
    DevNo disk = null;
    if ((mode & TYPE) == BLOCK) {
      disk = DevNo.ofPacked((int) number(found, "rdev"));
      size = bytes(machine, disk);
    }
    if ((mode & TYPE) == BLOCK || (mode & TYPE) == CHARACTER) {
      mode = REGULAR | mode & PERMISSIONS;
    }
    return new FileStatus(
        mode,
        tree << DEVICE_SHIFT | number(found, "ino") & 0xffff_ffffL,
        (int) number(found, "nlink"),
        id(found.get("owner")),
        id(found.get("group")),
        size,
        disk,
        ns(found.get("lastAccessTime")),
        ns(found.get("lastModifiedTime")),
        ns(found.get(found.containsKey("ctime") ? "ctime" : "creationTime")));
  }

  private static long bytes(Machine machine, DevNo dev) {
    Disk disk = machine.disks().lookup(dev);
    if (disk == null) {
      return 0;
    }
    Partition partition = disk.partition(dev);
    return (partition == null ? disk.sectors() : partition.sectors()) << SECTOR_SHIFT;
  }

  private static long number(Map<String, Object> found, String name) {
    return found.get(name) instanceof Number number ? number.longValue() : 0;
  }

  /** The number of a user or group, whose name is a number or root. */
  private static int id(@Nullable Object principal) {
    String name = principal instanceof UserPrincipal user ? user.getName() : "";
    return name.isEmpty() || !Character.isDigit(name.charAt(0)) ? 0 : Integer.parseInt(name);
  }

  private static long ns(@Nullable Object time) {
    return time instanceof FileTime set ? set.to(NANOSECONDS) : 0;
  }
}

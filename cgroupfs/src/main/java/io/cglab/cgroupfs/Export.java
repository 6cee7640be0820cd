package io.cglab.cgroupfs;

import io.cglab.cgroupfs.kernfs.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tree of a machine, as it is at one moment, as plain files of the host: for programs that read
 * it by {@code java.io.File} or in another process.
 *
 * <ul>
 *   <li>Directories and files have their modes and times; owners are the host's. A file that cannot
 *       be read (it is write-only, or refuses) is empty.
 *   <li>Symbolic links stay within the copy: each becomes relative. One that leads out of what is
 *       exported is left out.
 *   <li>Device nodes become empty files.
 *   <li>A file longer than {@link #LONGEST_FILE} is left out.
 *   <li>Nothing is written outside of the directory, whatever links are in it.
 * </ul>
 */
public final class Export {
  /** How long a file may be, in bytes. */
  public static final int LONGEST_FILE = 16 << 20;

  /**
   * What was done.
   *
   * @param directories how many, with the root
   * @param skipped what was left out or is empty, each with the reason: {@code PATH: why}
   */
  public record Result(int directories, int files, int links, List<String> skipped) {
    public Result {
      skipped = List.copyOf(skipped);
    }
  }

  private static final LinkOption NOFOLLOW = LinkOption.NOFOLLOW_LINKS;

  private final CgroupFs fs;
  private final Path root;
  private final boolean force;

  private Export(CgroupFs fs, Path root, boolean force) {
    this.fs = fs;
    this.root = root;
    this.force = force;
  }

  /** The whole tree, into an empty directory. */
  public static Export of(CgroupFs fs) {
    return new Export(fs, fs.fileSystem().getPath("/"), false);
  }

  /** Only what is below a directory, such as {@code /sys/fs/cgroup}, which becomes the root. */
  public Export from(Path directory) {
    return new Export(fs, directory, force);
  }

  /** Writes into a directory that is not empty, in place of what has the same names. */
  public Export forced(boolean into) {
    return new Export(fs, root, into);
  }

  /**
   * Copies to a directory of the host, which is made if it is missing.
   *
   * @throws DirectoryNotEmptyException if it is not empty, and that was not forced
   * @throws IOException if the root is no directory of the machine, or the host refuses
   */
  public Result to(Path hostDirectory) throws IOException {
    Path from = root.toRealPath();
    if (!Files.isDirectory(from)) {
      throw new NotDirectoryException(root.toString());
    }
    Files.createDirectories(hostDirectory);
    Path target = hostDirectory.toRealPath();
    if (!force && !isEmpty(target)) {
      throw new DirectoryNotEmptyException(hostDirectory.toString());
    }
    Writer writer = new Writer(from);
    IOException[] failed = new IOException[1];
    fs.locked(
        () -> {
          try {
            fs.as(
                Caller.ROOT,
                () -> {
                  writer.directory(from, target);
                  return target;
                });
          } catch (IOException e) {
            failed[0] = e;
          }
        });
    if (failed[0] != null) {
      throw failed[0];
    }
    return new Result(writer.directories, writer.files, writer.links, writer.skipped);
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      return !entries.iterator().hasNext();
    }
  }

  /** One copy. Targets are reached through directories that it has made or looked at only. */
  private static final class Writer {
    private final Path from;
    private final List<String> skipped = new ArrayList<>();
    private int directories;
    private int files;
    private int links;

    Writer(Path from) {
      this.from = from;
    }

    private void directory(Path source, Path target) throws IOException {
      if (!Files.isDirectory(target, NOFOLLOW)) {
        remove(target);
        Files.createDirectory(target);
      }
      directories++;
      allow(target);
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(source)) {
        for (Path entry : entries) {
          entry(entry, target.resolve(String.valueOf(entry.getFileName())));
        }
      } catch (NoSuchFileException gone) {
        skip(source, gone);
      }
      copyAttributes(source, target);
    }

    private void entry(Path source, Path target) throws IOException {
      BasicFileAttributes attributes =
          Files.readAttributes(source, BasicFileAttributes.class, NOFOLLOW);
      if (attributes.isDirectory()) {
        directory(source, target);
      } else if (attributes.isSymbolicLink()) {
        link(source, target);
      } else {
        remove(target);
        byte[] content = attributes.isRegularFile() ? content(source) : new byte[0];
        if (content.length > LONGEST_FILE) {
          skipped.add(source + ": longer than " + LONGEST_FILE + " bytes, so it is left out");
          return;
        }
        Files.write(target, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        files++;
        copyAttributes(source, target);
      }
    }

    private byte[] content(Path source) throws IOException {
      if (!isReadable(source)) {
        return new byte[0];
      }
      try (InputStream in = Files.newInputStream(source)) {
        return in.readNBytes(LONGEST_FILE + 1);
      } catch (FileSystemException refused) {
        skip(source, refused);
        return new byte[0];
      }
    }

    private static boolean isReadable(Path source) throws IOException {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(source, NOFOLLOW);
      return mode.contains(PosixFilePermission.OWNER_READ)
          || mode.contains(PosixFilePermission.GROUP_READ)
          || mode.contains(PosixFilePermission.OTHERS_READ);
    }

    private void link(Path source, Path target) throws IOException {
      Path holder = source.getParent();
      Path leadsTo =
          holder == null ? source : holder.resolve(Files.readSymbolicLink(source)).normalize();
      if (holder == null || !leadsTo.startsWith(from)) {
        skipped.add(source + ": leads out of what is exported, to " + leadsTo);
        return;
      }
      remove(target);
      String relative = holder.relativize(leadsTo).toString();
      Files.createSymbolicLink(
          target, target.getFileSystem().getPath(relative.isEmpty() ? "." : relative));
      links++;
    }

    /** Takes away what has the name of a new file; a link itself, not what it leads to. */
    private static void remove(Path target) throws IOException {
      if (Files.isDirectory(target, NOFOLLOW)) {
        throw new FileSystemException(
            target.toString(), null, "is a directory, in place of a file of the machine");
      }
      Files.deleteIfExists(target);
    }

    /** Lets us write into a directory of an earlier export, whose mode may forbid it. */
    private static void allow(Path target) throws IOException {
      PosixFileAttributeView view = posix(target);
      if (view != null) {
        Set<PosixFilePermission> mode =
            EnumSet.copyOf(PosixFilePermissions.fromString("rwx------"));
        mode.addAll(view.readAttributes().permissions());
        view.setPermissions(mode);
      }
    }

    private static void copyAttributes(Path source, Path target) throws IOException {
      PosixFileAttributes like = Files.readAttributes(source, PosixFileAttributes.class, NOFOLLOW);
      PosixFileAttributeView view = posix(target);
      if (view != null) {
        view.setTimes(like.lastModifiedTime(), null, null);
        view.setPermissions(like.permissions());
      }
    }

    private static @Nullable PosixFileAttributeView posix(Path target) {
      return Files.getFileAttributeView(target, PosixFileAttributeView.class, NOFOLLOW);
    }

    private void skip(Path source, FileSystemException refused) {
      skipped.add(source + ": " + refused.getReason());
    }
  }
}

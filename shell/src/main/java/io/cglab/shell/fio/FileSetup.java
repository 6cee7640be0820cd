package io.cglab.shell.fio;

import io.cglab.cgroupfs.disk.DiskFile;
import io.cglab.cgroupfs.disk.DiskMounts;
import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.core.api.KernelException;
import io.cglab.core.file.FileSystemType;
import io.cglab.core.file.Inode;
import io.cglab.shell.command.Context;
import io.cglab.shell.command.Opener;
import io.cglab.shell.process.Errors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The files of a job on a file system: made, and made as long as the job needs them, before it
 * starts. Whoever reads has all blocks, in one piece where there is room, which takes no time here;
 * a writer has what fallocate says.
 */
final class FileSetup {
  private static final long MIB = 1 << 20;
  private static final int BLOCK = 4096;

  private final Context c;
  private final JobSpec spec;

  private FileSetup(Context c, JobSpec spec) {
    this.c = c;
    this.spec = spec;
  }

  /** What a job's fallocate may say. */
  static final List<String> FALLOCATE =
      List.of("none", "native", "posix", "keep", "truncate", "0", "1");

  /**
   * Makes a clone's files.
   *
   * @param names as typed
   * @param log takes the line about what is laid out
   * @return the files; null if the first is on no simulated disk
   * @throws FioException if one cannot be made or has no size
   */
  static @Nullable List<Inode> make(
      Context c, JobSpec spec, List<String> names, Consumer<String> log) throws IOException {
    FileSetup files = new FileSetup(c, spec);
    List<Inode> made = new ArrayList<>();
    long laidOut = 0;
    for (String name : names) {
      Inode inode = files.open(name);
      if (inode == null) {
        return null;
      }
      laidOut += files.prepare(inode, names.size()) ? 1 : 0;
      made.add(inode);
    }
    if (laidOut > 0) {
      long total = made.stream().mapToLong(Inode::size).sum();
      log.accept(
          spec.name()
              + ": Laying out IO "
              + (laidOut == 1 ? "file (1 file / " : "files (" + laidOut + " files / total ")
              + total / MIB
              + "MiB)\n");
    }
    return made;
  }

  /** The file of this name, which is made if need be; null if it is on no simulated disk. */
  private @Nullable Inode open(String name) throws IOException {
    Path path = c.path(name);
    boolean isThere = Files.exists(path);
    Path parent = path.toAbsolutePath().getParent();
    if (!isThere && !isOnDisk(parent)) {
      return null;
    }
    if (!isThere && !spec.has("size")) {
      throw noSize();
    }
    try {
      if (!isThere) {
        Opener.append(c.shell(), name).close();
      }
      DiskFile file = c.kernel().diskFile(path);
      return file == null ? null : file.inode();
    } catch (IOException refused) {
      throw new FioException(
          "fio: pid=0, err="
              + number(refused)
              + "/file:filesetup.c, func=open("
              + name
              + "), error="
              + Errors.text(refused));
    }
  }

  private FioException noSize() {
    return new FioException("fio: " + spec.name() + ": you need to specify size=");
  }

  private boolean isOnDisk(@Nullable Path directory) throws IOException {
    return directory != null
        && Files.isDirectory(directory)
        && DiskMounts.type(Files.getFileStore(directory).type()) != null;
  }

  private static int number(IOException refused) {
    var errno = NioErrors.errnoOf(refused);
    return errno == null ? 5 : errno.number();
  }

  /** Makes a file as long as the job wants it; true if it was laid out for reading. */
  private boolean prepare(Inode inode, int files) {
    long offset = spec.part("offset", inode.size(), 0);
    long wanted = spec.part("size", inode.size(), 0);
    if (spec.has("size") && !spec.text("size", "").endsWith("%")) {
      wanted /= files;
    }
    if (wanted == 0 && inode.size() == 0) {
      throw noSize();
    }
    long end = wanted == 0 ? inode.size() : offset + wanted;
    boolean reads = spec.rw().reads() || spec.flag("overwrite", false);
    try {
      if (reads && !(inode.size() >= end && inode.isAllocated(0, end))) {
        return layOut(inode, end);
      }
      if (!reads && inode.size() < end) {
        allocate(inode, end);
      }
      return false;
    } catch (KernelException refused) {
      throw new FioException(
          "fio: pid=0, err="
              + refused.errno().number()
              + "/file:filesetup.c, func=write, error="
              + refused.errno().text());
    }
  }

  private static boolean layOut(Inode inode, long end) throws KernelException {
    inode.fallocate(0, end, false);
    inode.allocate(0, end);
    return true;
  }

  private void allocate(Inode inode, long end) throws KernelException {
    FileSystemType type = inode.fileSystem().type();
    boolean can = type != FileSystemType.EXT2 && type != FileSystemType.EXT3;
    switch (spec.text("fallocate", "native")) {
      case "native" -> {
        if (can) {
          inode.fallocate(0, end, false);
        }
      }
      case "keep" -> {
        if (can) {
          inode.fallocate(0, end, true);
        }
      }
      case "posix", "1" -> {
        inode.fallocate(0, end, false);
        if (!can) { // the C library writes to each block in place of it
          inode.allocate(0, (end + BLOCK - 1) / BLOCK * BLOCK);
        }
      }
      case "truncate" -> inode.truncate(end);
      default -> {
        // it grows as it is written to
      }
    }
  }
}

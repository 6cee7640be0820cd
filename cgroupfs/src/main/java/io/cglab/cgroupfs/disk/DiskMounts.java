package io.cglab.cgroupfs.disk;

import io.cglab.cgroupfs.kernfs.KernFileSystem;
import io.cglab.cgroupfs.kernfs.Mount;
import io.cglab.core.Machine;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.file.FileSystem;
import io.cglab.core.file.FileSystemType;
import io.cglab.core.file.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The trees of the file systems on a machine's disks: mkfs(8), and what mount(2) finds there. */
public final class DiskMounts {
  private static final int TYPE_MASK = 0170000;
  private static final int BLOCK_DEVICE = 0060000;
  private static final String DATA_JOURNAL = "data=journal";

  /** Options that make no difference to what is simulated. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "rw",
          "relatime",
          "noatime",
          "nodiratime",
          "discard",
          "nodiscard",
          "acl",
          "user_xattr",
          "barrier",
          "barrier=1",
          "barrier=0",
          "nobarrier",
          "delalloc",
          "data=ordered",
          "data=writeback",
          "errors=continue",
          "errors=remount-ro");

  private final Machine machine;
  private final KernFileSystem files;
  private final DiskCalls calls;
  private final Map<FileSystem, DiskTree> trees = new LinkedHashMap<>();

  public DiskMounts(Machine machine, KernFileSystem files, DiskCalls calls) {
    this.machine = machine;
    this.files = files;
    this.calls = calls;
  }

  /** The type of this name, or null. */
  public static @Nullable FileSystemType type(String name) {
    for (FileSystemType type : FileSystemType.values()) {
      if (nameOf(type).equals(name)) {
        return type;
      }
    }
    return null;
  }

  /** The name of a type, as mount(8) has it. */
  public static String nameOf(FileSystemType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  /** True for the name of a type that is on disks. */
  public boolean knows(String type) {
    return type(type) != null;
  }

  /**
   * mkfs(8): makes an empty file system on a disk or partition.
   *
   * @throws KernelException ENXIO if there is none of this number, EBUSY if what is there is
   *     mounted, ENOSPC if it is too small
   */
  public DiskTree format(DevNo dev, FileSystemType type, Layout layout) throws KernelException {
    FileSystem made = machine.fileSystems().format(dev, type, layout);
    trees.keySet().removeIf(gone -> machine.fileSystems().on(gone.dev()) != gone);
    DiskTree tree = new DiskTree(calls, made);
    trees.put(made, tree);
    return tree;
  }

  /** The file system on the device of a node; null if none is there, or the path is no disk's. */
  public @Nullable FileSystem on(Path node) throws IOException {
    DevNo dev = deviceOf(node);
    return dev == null ? null : machine.fileSystems().on(dev);
  }

  private @Nullable DevNo deviceOf(Path node) throws IOException {
    Map<String, Object> stat = Files.readAttributes(node, "unix:mode,rdev");
    boolean isBlock =
        stat.get("mode") instanceof Integer mode && (mode & TYPE_MASK) == BLOCK_DEVICE;
    return isBlock && stat.get("rdev") instanceof Long rdev
        ? DevNo.ofPacked(rdev.intValue())
        : null;
  }

  /**
   * What a mount of a disk shows.
   *
   * @throws KernelException ENOTBLK if the source is no disk, EBUSY if a partition of it or its
   *     disk is mounted, EINVAL if no file system of this type is there, and for options
   * @throws IOException ENOENT if there is no such source
   */
  public DiskTree tree(String type, String source, String options)
      throws KernelException, IOException {
    DevNo dev = deviceOf(files.getPath(source));
    if (dev == null) {
      throw new KernelException(Errno.ENOTBLK, source + " is no disk or partition");
    }
    FileSystem found = machine.fileSystems().on(dev);
    DiskTree tree = found == null ? null : trees.get(found);
    if (found == null || tree == null || found.type() != type(type)) {
      if (found == null && machine.fileSystems().isMounted(dev)) {
        throw new KernelException(Errno.EBUSY, "a partition of it is mounted, or its disk");
      }
      throw new KernelException(
          Errno.EINVAL,
          found == null
              ? "there is no file system on " + source + "; mkfs." + type + " makes one"
              : "the file system on " + source + " is " + nameOf(found.type()));
    }
    boolean journal = false;
    for (String option : options.split(",", -1)) {
      journal |= option.equals(DATA_JOURNAL);
      if (!option.isEmpty() && !option.equals(DATA_JOURNAL) && !WITHOUT_EFFECT.contains(option)) {
        throw new KernelException(Errno.EINVAL, "option " + option + " is not simulated");
      }
    }
    if (journal && found.type() != FileSystemType.EXT3 && found.type() != FileSystemType.EXT4) {
      throw new KernelException(Errno.EINVAL, type + " journals no data");
    }
    found.setJournalsData(journal);
    return tree;
  }

  /** The tree that a mount shows, or null if it is on no disk. */
  public @Nullable DiskTree of(Mount mount) {
    for (DiskTree tree : trees.values()) {
      if (tree.root() == mount.root()) {
        return tree;
      }
    }
    return null;
  }

  /** All trees, mounted or not, in the order in which they were made. */
  public List<DiskTree> all() {
    return List.copyOf(trees.values());
  }

  /** What /proc/mounts shows of the options of a mount, with a comma before. */
  public String options(Mount mount) {
    DiskTree tree = of(mount);
    return tree != null && tree.fileSystem().journalsData() ? "," + DATA_JOURNAL : "";
  }
}

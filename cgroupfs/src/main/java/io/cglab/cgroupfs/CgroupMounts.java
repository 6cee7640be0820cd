package io.cglab.cgroupfs;

import io.cglab.cgroupfs.disk.DiskMounts;
import io.cglab.cgroupfs.disk.DiskTree;
import io.cglab.cgroupfs.files.CgroupTree;
import io.cglab.cgroupfs.host.ControllerNames;
import io.cglab.cgroupfs.host.MountLine;
import io.cglab.cgroupfs.host.TmpDirectory;
import io.cglab.cgroupfs.kernfs.Directory;
import io.cglab.cgroupfs.kernfs.KernFileSystem;
import io.cglab.cgroupfs.kernfs.Mount;
import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.core.Feature;
import io.cglab.core.Machine;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchies;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.Claims;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * mount(2) and umount(2): the cgroup hierarchies with their options (control-files.md 1.2, 1.3),
 * the kernel's other pseudo file systems, and tmpfs. A v1 hierarchy is made by its first mount, and
 * ends with its last one unless it has cgroups.
 */
public final class CgroupMounts {
  /** The types of hierarchies. */
  public static final String V1 = "cgroup";

  public static final String V2 = "cgroup2";

  private static final int ROOT_ID = 1;

  private final Machine machine;
  private final Hierarchies hierarchies;
  private final Task outside;
  private final KernFileSystem files;
  private final LongSupplier epochNs;
  private final Consumer<MachineCommand> listener;

  private final DiskMounts disks;
  private final Super v2;
  private Set<V2Option> v2Options = EnumSet.noneOf(V2Option.class);

  /** By hierarchy, also while it is not mounted. */
  private final Map<Hierarchy, V1Super> v1 = new LinkedHashMap<>();

  /** File systems of which there is one. */
  private final Map<String, Super> singles = new LinkedHashMap<>();

  private final List<Entry> entries = new ArrayList<>();
  private int lastDevice;
  private int lastId = ROOT_ID;

  /** A tree that can be mounted, and the device number of all its mounts. */
  private record Super(Directory root, int device) {}

  /** A v1 hierarchy's tree, and the flags that it was made with. */
  private record V1Super(CgroupTree tree, Super mountable, Set<V1Options.Flag> flags) {}

  private record Entry(int id, int parentId, Mount mount) {}

  /**
   * Nothing is mounted yet.
   *
   * @param disks file systems on disks
   * @param listener told of each mount(2) and umount(2) that is done
   */
  CgroupMounts(
      Machine machine,
      Task outside,
      KernFileSystem files,
      LongSupplier epochNs,
      DiskMounts disks,
      Consumer<MachineCommand> listener) {
    this.disks = disks;
    this.listener = listener;
    this.machine = machine;
    this.hierarchies = machine.hierarchies();
    this.outside = outside;
    this.files = files;
    this.epochNs = epochNs;
    int device = ++lastDevice;
    v2 = new Super(tree(hierarchies.v2(), device).root(), device);
  }

  private CgroupTree tree(Hierarchy hierarchy, int device) {
    return new CgroupTree(
        machine,
        hierarchy,
        outside,
        files::caller,
        epochNs,
        (directoryIno, file) -> files.notifyModified(device, directoryIno, file));
  }

  /** Adds a file-system type of which there is one tree, such as proc. */
  void addType(String type, Directory root) {
    singles.put(type, new Super(root, ++lastDevice));
  }

  /**
   * mount(2).
   *
   * @param type {@code cgroup}, {@code cgroup2}, {@code tmpfs}, {@code proc}, {@code sysfs}, {@code
   *     devtmpfs}, or one of those that are on disks, such as {@code ext4}
   * @param source the device node; else what stands for it in /proc/mounts
   * @param options as mount(8) takes them after -o; empty for none
   * @param on an existing directory
   * @throws IOException EPERM if the caller is not the super-user, ENODEV for an unknown type,
   *     EINVAL for options that are unknown or contradict each other, EBUSY for controllers that
   *     are in use elsewhere, ENOTBLK for a source that is no disk, and what path look-up gives
   */
  public void mount(String type, String source, String options, Path on) throws IOException {
    locked(
        on,
        () -> {
          if (!Files.isDirectory(on)) {
            throw new KernelException(Files.exists(on) ? Errno.ENOTDIR : Errno.ENOENT);
          }
          requireSuperUser();
          DiskTree disk = disks.knows(type) ? disks.tree(type, source, options) : null;
          Super tree =
              disk == null ? superOf(type, options) : new Super(disk.root(), disk.device());
          Path point = on.toRealPath();
          Entry parent = covering(point);
          if (disk != null
              && parent != null
              && parent.mount().root() == disk.root()
              && parent.mount().point().equals(point.toString())) {
            throw new KernelException(Errno.EBUSY, source + " is mounted there already");
          }
          if (disk != null) {
            machine.claims().claim(disk.fileSystem().dev(), Claims.Holder.MOUNT);
          }
          Mount mount;
          try {
            mount = files.mount(on, tree.root(), type, source, tree.device());
          } catch (IOException | RuntimeException refused) {
            if (disk != null) {
              machine.claims().release(disk.fileSystem().dev(), Claims.Holder.MOUNT);
            }
            throw refused;
          }
          if (disk != null) {
            disk.fileSystem().mounted();
          }
          entries.add(new Entry(++lastId, parent == null ? ROOT_ID : parent.id(), mount));
          listener.accept(new MachineCommand.Mount(type, source, options, on.toAbsolutePath()));
        });
  }

  private void setV2Options(Set<V2Option> options) {
    v2Options = options;
    // Before there was the option, it was as if it were given.
    boolean optional = machine.config().features().contains(Feature.NEWER_PIDS_FILES);
    boolean local = !optional || options.contains(V2Option.PIDS_LOCALEVENTS);
    machine.resources().pids().setLocalEvents(local);
  }

  private Super superOf(String type, String options) throws KernelException {
    Super single = singles.get(type);
    if (single != null) {
      return single;
    }
    return switch (type) {
      case V1 -> v1(V1Options.parse(options, hierarchies.known(), machine.config().features()));
      case V2 -> {
        if (isOlderThanV2()) {
          throw new KernelException(
              Errno.ENODEV, "this kernel is older than cgroup2; it has cgroup");
        }
        setV2Options(V2Option.parse(options, machine.config().features()));
        hierarchies.noteV2Mounted();
        yield v2;
      }
      case "tmpfs" -> new Super(TmpDirectory.empty(epochNs), ++lastDevice);
      default -> throw new KernelException(Errno.ENODEV, "no file system \"" + type + "\" here");
    };
  }

  private boolean isOlderThanV2() {
    Set<Feature> features = machine.config().features();
    return features.contains(Feature.CFQ_FLAT) || features.contains(Feature.IO_CONTROLLER_V10);
  }

  /** The hierarchy that the options ask for: the one that there is, or a new one. */
  private Super v1(V1Options wanted) throws KernelException {
    Set<Controller> controllers = wanted.controllers();
    String name = wanted.name();
    for (Map.Entry<Hierarchy, V1Super> entry : v1.entrySet()) {
      Hierarchy hierarchy = entry.getKey();
      if (name != null && !name.equals(hierarchy.label())) {
        continue;
      }
      if ((controllers.isEmpty() && !wanted.none()) || controllers.equals(hierarchy.bound())) {
        return entry.getValue().mountable();
      }
      if (name != null) {
        throw new KernelException(
            Errno.EBUSY, "the hierarchy " + name + " has other controllers; see /proc/cgroups");
      }
    }
    if (controllers.isEmpty() && !wanted.none()) {
      throw new KernelException(
          Errno.EINVAL, "no hierarchy has this name; -o none,name=" + name + " makes one");
    }
    Hierarchy made = hierarchies.createV1(controllers, name == null ? "" : name, machine.tasks());
    made.setCloneChildren(made.root(), wanted.cloneChildren());
    if (wanted.releaseAgent() != null) {
      made.setReleaseAgent(wanted.releaseAgent());
    }
    int device = ++lastDevice;
    CgroupTree tree = tree(made, device);
    Super fresh = new Super(tree.root(), device);
    v1.put(made, new V1Super(tree, fresh, Set.copyOf(wanted.flags())));
    return fresh;
  }

  /**
   * mount(2) with MS_REMOUNT: other options for what is mounted there.
   *
   * @throws IOException EINVAL if nothing is mounted there, or if flags or name of a v1 hierarchy
   *     would change; EBUSY if it has cgroups
   */
  public void remount(String options, Path on) throws IOException {
    locked(
        on,
        () -> {
          requireSuperUser();
          Entry entry = at(on);
          Hierarchy hierarchy = v1Of(entry.mount());
          if (hierarchy != null) {
            remountV1(
                hierarchy,
                V1Options.parse(options, hierarchies.known(), machine.config().features()));
          } else if (entry.mount().type().equals(V2)) {
            setV2Options(V2Option.parse(options, machine.config().features()));
          }
          listener.accept(new MachineCommand.Remount(options, on.toAbsolutePath()));
        });
  }

  private void remountV1(Hierarchy hierarchy, V1Options wanted) throws KernelException {
    V1Super present = v1.get(hierarchy);
    String name = wanted.name();
    if ((present != null && !present.flags().equals(wanted.flags()))
        || (name != null && !name.equals(hierarchy.label()))) {
      throw new KernelException(Errno.EINVAL, "a remount changes neither flags nor name");
    }
    hierarchies.rebindV1(hierarchy, wanted.controllers());
    if (wanted.releaseAgent() != null) {
      hierarchy.setReleaseAgent(wanted.releaseAgent());
    }
  }

  /**
   * umount(2): takes away what was mounted last on a directory. A v1 hierarchy without cgroups ends
   * with its last mount, and its controllers return to v2.
   *
   * @throws IOException EINVAL if nothing is mounted there, EBUSY if something is mounted below,
   *     EPERM if the caller is not the super-user
   */
  public void unmount(Path on) throws IOException {
    DiskTree[] disk = new DiskTree[1];
    locked(
        on,
        () -> {
          requireSuperUser();
          disk[0] = disks.of(at(on).mount());
          requireUnused(disk[0]);
        });
    try {
      if (disk[0] != null) {
        disk[0].sync(); // without the lock, since it waits
      }
    } catch (KernelException refusal) {
      throw NioErrors.toIo(on, refusal);
    }
    locked(
        on,
        () -> {
          Entry gone = at(on);
          requireUnused(disk[0]);
          files.unmount(on);
          entries.remove(gone);
          if (disk[0] != null) {
            disk[0].fileSystem().unmounted();
            machine.claims().release(disk[0].fileSystem().dev(), Claims.Holder.MOUNT);
            disk[0].evict();
          }
          endIfUnused(v1Of(gone.mount()));
          listener.accept(new MachineCommand.Unmount(on.toAbsolutePath()));
        });
  }

  private static void requireUnused(@Nullable DiskTree disk) throws KernelException {
    if (disk != null && disk.fileSystem().mounts() == 1 && disk.fileSystem().opens() > 0) {
      throw new KernelException(Errno.EBUSY, "files of it are open");
    }
  }

  private void endIfUnused(@Nullable Hierarchy hierarchy) throws KernelException {
    if (hierarchy == null || !hierarchy.root().children().isEmpty()) {
      return;
    }
    for (Entry entry : entries) {
      if (hierarchy.equals(v1Of(entry.mount()))) {
        return;
      }
    }
    V1Super gone = v1.remove(hierarchy);
    hierarchies.destroyV1(hierarchy, machine.tasks());
    if (gone != null) {
      hierarchies.removeListener(gone.tree());
    }
  }

  /** Where the hierarchy that has io is mounted first, or else v2; null for nowhere. */
  @Nullable Path ioRoot() {
    Hierarchy io = hierarchies.of(Controller.IO);
    Path second = null;
    for (Entry entry : entries) {
      Mount mount = entry.mount();
      boolean isV2 = mount.type().equals(V2);
      if (io.equals(v1Of(mount)) || (isV2 && io.isV2())) {
        return files.getPath(mount.point());
      }
      if (isV2 && second == null) {
        second = files.getPath(mount.point());
      }
    }
    return second;
  }

  /**
   * The cgroup that a directory is, or would be if its links led nowhere else.
   *
   * @param directory absolute and normal; it may be missing
   * @return null for a directory of another file system, and for a missing one
   */
  public @Nullable Cgroup cgroupAt(Path directory) {
    Entry entry = covering(directory);
    Hierarchy hierarchy = entry == null ? null : hierarchyOf(entry.mount());
    if (entry == null || hierarchy == null) {
      return null;
    }
    Path point = files.getPath(entry.mount().point());
    Cgroup at = hierarchy.root();
    if (!directory.equals(point)) {
      for (Path name : point.relativize(directory)) {
        Cgroup child = at.child(name.toString());
        if (child == null) {
          return null;
        }
        at = child;
      }
    }
    return at;
  }

  /** The directory of a cgroup, where its hierarchy is mounted first; null for nowhere. */
  public @Nullable Path pathOf(Cgroup cgroup) {
    for (Entry entry : entries) {
      if (cgroup.hierarchy().equals(hierarchyOf(entry.mount()))) {
        Path point = files.getPath(entry.mount().point());
        return cgroup.isRoot() ? point : point.resolve(cgroup.path().substring(1));
      }
    }
    return null;
  }

  /** The hierarchy that a mount shows, or null. */
  private @Nullable Hierarchy hierarchyOf(Mount mount) {
    return mount.type().equals(V2) ? hierarchies.v2() : v1Of(mount);
  }

  /** What is mounted, in the order of mounting, with its options. */
  List<MountLine> lines() {
    List<MountLine> lines = new ArrayList<>();
    for (Entry entry : entries) {
      lines.add(new MountLine(entry.id(), entry.parentId(), entry.mount(), options(entry.mount())));
    }
    return lines;
  }

  private String options(Mount mount) {
    Hierarchy hierarchy = v1Of(mount);
    StringBuilder out = new StringBuilder();
    if (hierarchy != null) {
      Set<Feature> features = machine.config().features();
      hierarchy.bound().forEach(of -> out.append(',').append(ControllerNames.shown(of, features)));
      V1Super of = v1.get(hierarchy);
      for (V1Options.Flag flag : V1Options.Flag.values()) {
        if (of != null && of.flags().contains(flag)) {
          out.append(',').append(flag.text());
        }
      }
      if (!hierarchy.releaseAgent().isEmpty()) {
        out.append(",release_agent=").append(hierarchy.releaseAgent());
      }
      if (hierarchy.root().cloneChildren()) {
        out.append(",clone_children");
      }
      if (!hierarchy.label().isEmpty()) {
        out.append(",name=").append(hierarchy.label());
      }
    } else if (disks.knows(mount.type())) {
      out.append(disks.options(mount));
    } else if (mount.type().equals(V2)) {
      v2Options.forEach(option -> out.append(',').append(option.text()));
    }
    return out.toString();
  }

  /** The v1 hierarchy that a mount shows, or null. */
  private @Nullable Hierarchy v1Of(Mount mount) {
    for (Map.Entry<Hierarchy, V1Super> entry : v1.entrySet()) {
      if (entry.getValue().mountable().device() == mount.device()) {
        return entry.getKey();
      }
    }
    return null;
  }

  private Entry at(Path on) throws IOException, KernelException {
    String point = on.toRealPath().toString();
    Entry found = null;
    for (Entry entry : entries) {
      found = entry.mount().point().equals(point) ? entry : found;
    }
    if (found == null) {
      throw new KernelException(Errno.EINVAL, point + " is no mount point");
    }
    return found;
  }

  /** The mount that a canonical path lies in, or null. */
  private @Nullable Entry covering(Path path) {
    Entry found = null;
    for (Entry entry : entries) {
      Path point = files.getPath(entry.mount().point());
      if (path.startsWith(point)
          && (found == null || point.startsWith(files.getPath(found.mount().point())))) {
        found = entry;
      }
    }
    return found;
  }

  private void requireSuperUser() throws KernelException {
    if (!files.caller().isRoot()) {
      throw new KernelException(Errno.EPERM);
    }
  }

  /** A system call that may be refused in either form. */
  private interface Call {
    void run() throws IOException, KernelException;
  }

  private void locked(Path path, Call call) throws IOException {
    files.lock().lock();
    try {
      call.run();
    } catch (KernelException refusal) {
      throw NioErrors.toIo(path, refusal);
    } finally {
      files.lock().unlock();
    }
  }
}

package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.kernfs.Access;
import io.cglab.cgroupfs.kernfs.Attributes;
import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.Directory;
import io.cglab.core.Machine;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.cgroup.Task;
import io.cglab.core.cgroup.TreeListener;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One hierarchy as a tree of directories and control files. Directories are cgroups, files are rows
 * of {@link FileTable}; both become nodes only when somebody looks.
 */
public final class CgroupTree implements TreeListener {
  private static final int ROOT_MODE = 0555;

  private final Machine machine;
  private final Hierarchy hierarchy;
  private final FileTable table;
  private final Task outside;
  private final LongSupplier epochNs;
  private final Supplier<Caller> caller;
  private final FileListener listener;
  private long lastIno;

  // The mkdir that is under way says who owns what it makes; without one it is the super-user.
  private boolean making;
  private int makerUid;
  private int makerGid;
  private int makerMode = ROOT_MODE;

  /** Told of files that change by themselves. */
  @FunctionalInterface
  public interface FileListener {
    /** The file of this name, in the directory of this inode number, reads differently now. */
    void modified(long directoryIno, String file);
  }

  /**
   * The files of a hierarchy. Listens to its tree from now on.
   *
   * @param outside the task that stands for callers that are no simulated process
   * @param caller who makes the call that is under way
   * @param epochNs the time of day in ns since the epoch
   * @param listener told when a cgroup.events file changes, or the members of a cgroup.procs file,
   *     or a trigger on a pressure file has an event
   */
  public CgroupTree(
      Machine machine,
      Hierarchy hierarchy,
      Task outside,
      Supplier<Caller> caller,
      LongSupplier epochNs,
      FileListener listener) {
    this.machine = machine;
    this.hierarchy = hierarchy;
    this.table = new FileTable(ControlFiles.of(hierarchy), machine.config().features());
    this.outside = outside;
    this.epochNs = epochNs;
    this.caller = caller;
    this.listener = listener;
    machine.hierarchies().addListener(this);
    created(hierarchy.root());
    for (Controller controller : hierarchy.bound()) {
      shown(hierarchy.root(), controller);
    }
  }

  public Machine machine() {
    return machine;
  }

  public Hierarchy hierarchy() {
    return hierarchy;
  }

  /** Reads the table of v2's files, which is then there for every machine. */
  public static void loadTable() {
    Objects.requireNonNull(ControlFiles.V2);
  }

  /** The files that its cgroups may have. */
  FileTable table() {
    return table;
  }

  /** The task that stands for callers that are no simulated process. */
  Task outside() {
    return outside;
  }

  /** The root directory, to be mounted. */
  public Directory root() {
    return new CgroupDirectory(this, hierarchy.root());
  }

  long epochNs() {
    return epochNs.getAsLong();
  }

  FileState state(Cgroup cgroup) {
    Object state = cgroup.fileState();
    assert state != null : "no files: " + cgroup;
    return (FileState) state;
  }

  /** True if the caller may open the file of this name for writing. */
  boolean mayWrite(Caller caller, Cgroup cgroup, String name) {
    ControlFile file = table.named(name);
    return file != null
        && (caller.isRoot()
            || Access.permits(
                caller, new ControlFileNode(this, cgroup, file).attributes(), Access.WRITE));
  }

  /** Runs the making of a cgroup, which will belong to {@code uid} and {@code gid}. */
  void make(int uid, int gid, int mode, Making body) throws KernelException {
    making = true;
    makerUid = uid;
    makerGid = gid;
    makerMode = mode;
    try {
      body.run();
    } finally {
      making = false;
      makerUid = 0;
      makerGid = 0;
      makerMode = ROOT_MODE;
    }
  }

  /** The making of a cgroup. */
  @FunctionalInterface
  interface Making {
    void run() throws KernelException;
  }

  @Override
  public void created(Cgroup cgroup) {
    if (cgroup.hierarchy() == hierarchy) {
      cgroup.setFileState(new FileState(takeInos(1), makerMode, makerUid, makerGid, epochNs()));
      takeInos(table.count(cgroup, null));
    }
  }

  @Override
  public boolean canGoOnline(Cgroup cgroup, Controller controller) {
    if (cgroup.hierarchy() != hierarchy) {
      return true;
    }
    for (ControlFile file : table.rows()) {
      if (file.owner() == controller
          && file.place().includes(cgroup)
          && cgroup.child(file.name()) != null) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void shown(Cgroup cgroup, Controller controller) {
    if (cgroup.hierarchy() == hierarchy) {
      int files = table.count(cgroup, controller);
      if (files > 0) {
        addFiles(cgroup, controller, takeInos(files));
      }
    }
  }

  /**
   * Files that come with the cgroup have its owner; those that a write to cgroup.subtree_control
   * brings later belong to who wrote, but to the directory's group if that is setgid.
   */
  private void addFiles(Cgroup cgroup, Controller controller, long firstIno) {
    FileState state = state(cgroup);
    if (making) {
      state.addController(controller, firstIno, makerUid, makerGid);
      return;
    }
    Caller writer = caller.get();
    Attributes directory = new CgroupDirectory(this, cgroup).attributes();
    boolean setgid = (directory.mode() & CgroupDirectory.SETGID) != 0;
    state.addController(
        controller, firstIno, writer.uid(), setgid ? directory.gid() : writer.gid());
  }

  @Override
  public void hidden(Cgroup cgroup, Controller controller) {
    if (cgroup.hierarchy() == hierarchy) {
      state(cgroup).dropController(controller, table.rows());
    }
  }

  @Override
  public void eventsChanged(Cgroup cgroup) {
    // There is no such file in a root and on v1.
    if (cgroup.hierarchy() == hierarchy && hierarchy.isV2() && !cgroup.isRoot()) {
      FileState state = state(cgroup);
      state.noteEvent();
      listener.modified(state.ino, "cgroup.events");
    }
  }

  @Override
  public void removed(Cgroup cgroup) {
    if (cgroup.hierarchy() == hierarchy) {
      state(cgroup).tellPolled();
    }
  }

  /** A trigger on the cgroup's pressure file has an event. */
  void triggered(Cgroup cgroup, String file) {
    listener.modified(state(cgroup).ino, file);
  }

  /** A thread counts as a member of its domain, for that is where its process is listed. */
  @Override
  public void membersChanged(Cgroup cgroup) {
    if (cgroup.hierarchy() == hierarchy) {
      listener.modified(state(cgroup.domain()).ino, "cgroup.procs");
    }
  }

  /** Takes that many inode numbers; returns the first. */
  private long takeInos(int count) {
    long first = lastIno + 1;
    lastIno += count;
    return first;
  }
}

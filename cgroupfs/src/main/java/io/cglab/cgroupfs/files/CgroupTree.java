package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.kernfs.Access;
import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.Directory;
import io.cglab.core.Machine;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.cgroup.Task;
import io.cglab.core.cgroup.TreeListener;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

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
  private final Consumer<Cgroup> eventsListener;
  private long lastIno;

  // The mkdir that is under way says who owns what it makes; without one it is the super-user.
  private Caller maker = Caller.ROOT;
  private int makerMode = ROOT_MODE;
  private int makerGid;

  /**
   * The files of a hierarchy. Listens to its tree from now on.
   *
   * @param outside the task that stands for callers that are no simulated process
   * @param epochNs the time of day in ns since the epoch
   * @param eventsListener told when a cgroup.events file changes
   */
  public CgroupTree(
      Machine machine,
      Hierarchy hierarchy,
      Task outside,
      LongSupplier epochNs,
      Consumer<Cgroup> eventsListener) {
    this.machine = machine;
    this.hierarchy = hierarchy;
    this.table = new FileTable(ControlFiles.of(hierarchy), machine.config().features());
    this.outside = outside;
    this.epochNs = epochNs;
    this.eventsListener = eventsListener;
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

  /** Runs the making of a cgroup on behalf of {@code caller}. */
  void make(Caller caller, int mode, int gid, Making making) throws KernelException {
    maker = caller;
    makerMode = mode;
    makerGid = gid;
    try {
      making.run();
    } finally {
      maker = Caller.ROOT;
      makerMode = ROOT_MODE;
      makerGid = 0;
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
      cgroup.setFileState(new FileState(takeInos(1), makerMode, maker.uid(), makerGid, epochNs()));
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
      state(cgroup).setControllerIno(controller, takeInos(table.count(cgroup, controller)));
    }
  }

  @Override
  public void hidden(Cgroup cgroup, Controller controller) {
    if (cgroup.hierarchy() == hierarchy) {
      state(cgroup).dropController(controller, table.rows());
    }
  }

  @Override
  public void eventsChanged(Cgroup cgroup) {
    if (cgroup.hierarchy() == hierarchy && !cgroup.isRoot()) {
      eventsListener.accept(cgroup);
    }
  }

  /** Takes that many inode numbers; returns the first. */
  private long takeInos(int count) {
    long first = lastIno + 1;
    lastIno += count;
    return first;
  }
}

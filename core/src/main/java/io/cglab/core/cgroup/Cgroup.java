package io.cglab.core.cgroup;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One cgroup of a hierarchy: its place in the tree, its members and its own settings of the core
 * files. {@link Hierarchy} holds the rules; nothing here is changed from outside this package, but
 * for {@link #setFileState} and what pressure keeps here.
 */
public final class Cgroup {
  /** "max" of cgroup.max.descendants and cgroup.max.depth. */
  public static final int NO_LIMIT = Integer.MAX_VALUE;

  private final Hierarchy hierarchy;
  private final @Nullable Cgroup parent;
  private final int level;
  private final int serial;
  private String name;

  @Nullable LinkedHashMap<String, Cgroup> children;
  @Nullable LinkedHashSet<Task> tasks;

  /** Threaded descendants with members, in the order in which they last got their first one. */
  @Nullable LinkedHashSet<Cgroup> threadedMembers;

  int subtreeControl;
  int online;

  /** Those of {@link #online} whose files are shown. */
  int shown;

  boolean threaded;
  boolean removed;
  int threadedChildren;
  int liveTasks;
  int populatedChildren;
  int populatedDomainChildren;

  int maxDescendants = NO_LIMIT;
  int maxDepth = NO_LIMIT;
  int descendants;
  int dyingDescendants;

  /** Zombies, records with bios on their way: what keeps a removed cgroup dying. */
  int references;

  /** Tasks in it and below that were not reaped, and the most there have been. */
  int allTasks;

  int taskPeak;

  boolean freeze;
  int freezeDepth;
  int unfrozenTasks;
  boolean frozen;
  boolean pressure = true;

  // v1 only
  boolean notifyOnRelease;
  boolean cloneChildren;

  /** Rows of {@link BlkgTable} in order of creation; null before the first. */
  int @Nullable [] blkgs;

  int blkgCount;

  private @Nullable Object fileState;
  private @Nullable Object pressureState;
  private long bornNs;

  Cgroup(Hierarchy hierarchy, @Nullable Cgroup parent, String name, int serial) {
    this.hierarchy = hierarchy;
    this.parent = parent;
    this.name = name;
    this.level = parent == null ? 0 : parent.level + 1;
    this.serial = serial;
  }

  public Hierarchy hierarchy() {
    return hierarchy;
  }

  /** The parent, or null for the root of the hierarchy. */
  public @Nullable Cgroup parent() {
    return parent;
  }

  public boolean isRoot() {
    return parent == null;
  }

  /** The last component of the path; empty for the root. */
  public String name() {
    return name;
  }

  void rename(String newName) {
    name = newName;
  }

  /** Distance from the root, 0 for the root. */
  public int level() {
    return level;
  }

  /** A number that no other cgroup of the machine has or had; grows with age. */
  public int serial() {
    return serial;
  }

  /** The path from the root of the hierarchy: {@code /}, {@code /a/b}. */
  public String path() {
    if (parent == null) {
      return "/";
    }
    return parent.isRoot() ? "/" + name : parent.path() + "/" + name;
  }

  /** True once rmdir has taken it out of the tree. */
  public boolean isRemoved() {
    return removed;
  }

  /** The child of this name, or null. */
  public @Nullable Cgroup child(String childName) {
    return children == null ? null : children.get(childName);
  }

  /** The children, oldest first. */
  public Collection<Cgroup> children() {
    return children == null
        ? Collections.emptyList()
        : Collections.unmodifiableCollection(children.values());
  }

  /** The members, in order of arrival; a dead leader of living threads is among them. */
  public Set<Task> tasks() {
    return tasks == null ? Collections.emptySet() : Collections.unmodifiableSet(tasks);
  }

  /** True if this cgroup or a descendant holds a task that has not exited. */
  public boolean isPopulated() {
    return liveTasks + populatedChildren > 0;
  }

  /** True if cgroup.type was switched to threaded. */
  public boolean isThreaded() {
    return threaded;
  }

  /** The nearest cgroup upward that is not threaded, itself included. */
  public Cgroup domain() {
    Cgroup at = this;
    while (at.threaded && at.parent != null) {
      at = at.parent;
    }
    return at;
  }

  /** A domain with a threaded child, or with members and a threaded controller (5.6). */
  public boolean isThreadRoot() {
    if (threaded) {
      return false;
    }
    return threadedChildren > 0
        || (liveTasks > 0 && (subtreeControl & Controller.THREADED_MASK) != 0);
  }

  /** True unless an ancestor makes this domain unusable (5.6, "invalid"). */
  public boolean isValidDomain() {
    if (threaded) {
      return false;
    }
    for (Cgroup at = parent; at != null; at = at.parent) {
      if (at.threaded || (!at.isRoot() && at.isThreadRoot())) {
        return false;
      }
    }
    return true;
  }

  boolean canBeThreadRoot() {
    if (isRoot()) {
      return true;
    }
    return !threaded
        && populatedDomainChildren == 0
        && (subtreeControl & ~Controller.THREADED_MASK) == 0;
  }

  /** Mask of the controllers that cgroup.subtree_control shows. */
  public int subtreeControl() {
    return subtreeControl;
  }

  /** Mask of the controllers that cgroup.controllers shows: what may be enabled for children. */
  public int available() {
    if (parent == null || !hierarchy.isV2()) {
      return hierarchy.offered();
    }
    return threaded ? parent.subtreeControl & Controller.THREADED_MASK : parent.subtreeControl;
  }

  /** True if the controller's files are shown here. */
  public boolean offers(Controller controller) {
    return (available() & controller.bit()) != 0;
  }

  /** True if the controller keeps state here, seen or unseen. */
  public boolean isOnline(Controller controller) {
    return (online & controller.bit()) != 0;
  }

  /** Tasks in it and below, zombies that were not reaped among them: what pids.current shows. */
  public int allTasks() {
    return allTasks;
  }

  /** The most of {@link #allTasks} since {@link Hierarchy#resetTaskPeak}. */
  public int taskPeak() {
    return taskPeak;
  }

  public int maxDescendants() {
    return maxDescendants;
  }

  public int maxDepth() {
    return maxDepth;
  }

  /** Living cgroups below. */
  public int descendants() {
    return descendants;
  }

  /** Removed cgroups below that something still refers to. */
  public int dyingDescendants() {
    return dyingDescendants;
  }

  /** Its own setting of cgroup.freeze, or on v1 of freezer.state. */
  public boolean freeze() {
    return freeze;
  }

  /** True if its own setting or an ancestor's freezes it. */
  public boolean isFreezing() {
    return freezeDepth > 0;
  }

  /** True if it is frozen and all tasks in it and below have stopped. */
  public boolean isFrozen() {
    return isFreezing() && unfrozenTasks == 0;
  }

  /** The setting of cgroup.pressure. */
  public boolean pressure() {
    return pressure;
  }

  /** v1: the setting of notify_on_release. */
  public boolean notifyOnRelease() {
    return notifyOnRelease;
  }

  /** v1: the setting of cgroup.clone_children, which only cpuset looks at. */
  public boolean cloneChildren() {
    return cloneChildren;
  }

  /** Number of (cgroup, disk) records. */
  public int blkgCount() {
    return blkgCount;
  }

  /** The row of the i-th record, oldest first. */
  public int blkg(int i) {
    assert blkgs != null && i < blkgCount : "no record " + i;
    return blkgs[i];
  }

  /** True if {@code other} is this cgroup or one of its descendants. */
  public boolean contains(Cgroup other) {
    Cgroup at = other;
    while (at.level > level && at.parent != null) {
      at = at.parent;
    }
    return at == this;
  }

  /** The nearest cgroup that contains both. */
  public Cgroup commonAncestor(Cgroup other) {
    Cgroup at = this;
    while (at.parent != null && !at.contains(other)) {
      at = at.parent;
    }
    return at;
  }

  /** What the files keep of this cgroup: inode numbers, changed modes and owners. */
  public @Nullable Object fileState() {
    return fileState;
  }

  /** For the files only. */
  public void setFileState(@Nullable Object state) {
    fileState = state;
  }

  /** What pressure keeps of this cgroup; null until a task in it or below does anything. */
  public @Nullable Object pressureState() {
    return pressureState;
  }

  /** For pressure only. */
  public void setPressureState(@Nullable Object state) {
    pressureState = state;
  }

  /** When a v2 cgroup was made, in ns since boot, if the kernel keeps pressure. */
  public long bornNs() {
    return bornNs;
  }

  /** For pressure only. */
  public void setBornNs(long ns) {
    bornNs = ns;
  }

  @Override
  public String toString() {
    return hierarchy + ":" + path();
  }
}

package io.cglab.core.cgroup;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One tree of cgroups and its rules (control-files.md 5). Each method is one command: it does all
 * of it or throws and changes nothing.
 *
 * <p>v2 and v1 differ in what a cgroup may do (controllers switched on from above, threaded
 * domains, freezing, limits of the tree), not in the tree itself: on v1 all controllers of the
 * hierarchy are on everywhere and none of the v2 settings is ever changed.
 */
public final class Hierarchy {
  private final Hierarchies hierarchies;
  private final int slot;
  private final int id;
  private final boolean v2;
  private final Set<Controller> bound;
  private final Set<Controller> disabled;
  private final String label;
  private final Cgroup root;
  private final Set<Cgroup> dying = new LinkedHashSet<>();
  private String releaseAgent = "";

  Hierarchy(
      Hierarchies hierarchies,
      int slot,
      int id,
      boolean v2,
      Set<Controller> bound,
      Set<Controller> disabled,
      String label) {
    this.hierarchies = hierarchies;
    this.slot = slot;
    this.id = id;
    this.v2 = v2;
    this.bound = bound.isEmpty() ? EnumSet.noneOf(Controller.class) : EnumSet.copyOf(bound);
    this.disabled =
        disabled.isEmpty() ? EnumSet.noneOf(Controller.class) : EnumSet.copyOf(disabled);
    this.label = label;
    this.root = new Cgroup(this, null, "", hierarchies.nextSerial());
    root.online = maskOf(this.bound);
    root.shown = offered();
  }

  /** Index of this hierarchy in each task's memberships. */
  int slot() {
    return slot;
  }

  /** 0 for v2; v1 hierarchies count from 1. */
  public int id() {
    return id;
  }

  public boolean isV2() {
    return v2;
  }

  /** The name of a named v1 hierarchy, else empty. */
  public String label() {
    return label;
  }

  /** The enabled controllers that sit on this hierarchy. */
  public Set<Controller> bound() {
    return Collections.unmodifiableSet(bound);
  }

  /** True if a controller is enabled and sits here. */
  boolean has(Controller controller) {
    return bound.contains(controller);
  }

  /** A controller comes to this hierarchy. */
  void bind(Controller controller) {
    bound.add(controller);
    root.online |= controller.bit();
    hierarchies.listeners().online(root, controller);
    if ((offered() & controller.bit()) != 0) {
      root.shown |= controller.bit();
      hierarchies.listeners().shown(root, controller);
    }
  }

  /** A controller that no cgroup but the root uses leaves this hierarchy. */
  void unbind(Controller controller) {
    bound.remove(controller);
    root.subtreeControl &= ~controller.bit();
    if ((root.shown & controller.bit()) != 0) {
      root.shown &= ~controller.bit();
      hierarchies.listeners().hidden(root, controller);
    }
    root.online &= ~controller.bit();
    hierarchies.listeners().offline(root, controller);
  }

  /** v1: the program that is told of empty cgroups; empty for none. */
  public String releaseAgent() {
    return releaseAgent;
  }

  /** v1: sets the program that is told of empty cgroups. */
  public void setReleaseAgent(String path) {
    releaseAgent = path;
  }

  /** v1: sets notify_on_release. */
  public void setNotifyOnRelease(Cgroup cgroup, boolean on) {
    cgroup.notifyOnRelease = on;
  }

  /** v1: sets cgroup.clone_children. */
  public void setCloneChildren(Cgroup cgroup, boolean on) {
    cgroup.cloneChildren = on;
  }

  private void noteReleased(Cgroup cgroup) {
    if (cgroup.notifyOnRelease
        && !cgroup.isRoot()
        && !cgroup.removed
        && cgroup.liveTasks == 0
        && cgroup.children().isEmpty()) {
      hierarchies.listeners().released(cgroup);
    }
  }

  public Cgroup root() {
    return root;
  }

  /** Mask of the controllers that the root offers. */
  int offered() {
    return maskOf(bound) & ~Controller.IMPLICIT_MASK;
  }

  /**
   * The controllers that cgroup.stat counts: those bound here and those switched off at boot, in
   * order of their ids (4.1).
   */
  public List<Controller> counted() {
    Set<Controller> all = EnumSet.copyOf(bound);
    all.addAll(disabled);
    return List.copyOf(all);
  }

  /** Live states of a controller in the cgroup and below; 0 if it is off in the cgroup itself. */
  public int countOnline(Cgroup cgroup, Controller controller) {
    if (disabled.contains(controller)) {
      return cgroup.isRoot() ? 1 : 0;
    }
    return cgroup.isOnline(controller) ? 1 + onlineBelow(cgroup, controller) : 0;
  }

  private static int onlineBelow(Cgroup cgroup, Controller controller) {
    int count = 0;
    for (Cgroup child : cgroup.children()) {
      if (child.isOnline(controller)) {
        count += 1 + onlineBelow(child, controller);
      }
    }
    return count;
  }

  /** Removed cgroups below {@code cgroup} that had the controller on and are still referred to. */
  public int countDying(Cgroup cgroup, Controller controller) {
    int count = 0;
    for (Cgroup gone : dying) {
      if (gone.isOnline(controller) && cgroup.contains(gone)) {
        count++;
      }
    }
    return count;
  }

  // ---- the tree

  /**
   * mkdir.
   *
   * @throws KernelException EINVAL for a newline in the name, ENOENT in a removed parent, EAGAIN
   *     over a limit of descendants or depth. That the name is free is the caller's to check, for
   *     it may also be a control file's.
   */
  public Cgroup mkdir(Cgroup parent, String name) throws KernelException {
    if (name.indexOf('\n') >= 0) {
      throw new KernelException(Errno.EINVAL, "a cgroup's name cannot contain a newline");
    }
    if (parent.removed) {
      throw new KernelException(Errno.ENOENT);
    }
    int distance = 0;
    for (Cgroup at = parent; at != null; at = at.parent()) {
      if (at.descendants >= at.maxDescendants) {
        throw new KernelException(
            Errno.EAGAIN, "cgroup.max.descendants of " + at.path() + " is " + at.maxDescendants);
      }
      if (distance >= at.maxDepth) {
        throw new KernelException(
            Errno.EAGAIN, "cgroup.max.depth of " + at.path() + " is " + at.maxDepth);
      }
      distance++;
    }
    Cgroup child = new Cgroup(this, parent, name, hierarchies.nextSerial());
    if (parent.children == null) {
      parent.children = new LinkedHashMap<>(4);
    }
    parent.children.put(name, child);
    for (Cgroup at = parent; at != null; at = at.parent()) {
      at.descendants++;
    }
    child.freezeDepth = parent.freezeDepth;
    child.frozen = child.isFrozen();
    child.notifyOnRelease = parent.notifyOnRelease;
    child.cloneChildren = parent.cloneChildren;
    hierarchies.listeners().created(child);
    switchControllers(child);
    return child;
  }

  /**
   * rmdir.
   *
   * @throws KernelException EBUSY if it is a root, holds a task or has a child
   */
  public void rmdir(Cgroup cgroup) throws KernelException {
    Cgroup parent = cgroup.parent();
    if (parent == null || parent.children == null) {
      throw new KernelException(Errno.EBUSY);
    }
    if (!cgroup.children().isEmpty()) {
      throw new KernelException(Errno.EBUSY, "it has child cgroups; remove them first");
    }
    if (cgroup.isPopulated()) {
      throw new KernelException(Errno.EBUSY, "it holds tasks; move or kill them first");
    }
    hierarchies.listeners().beforeRemoval(cgroup);
    parent.children.remove(cgroup.name());
    cgroup.removed = true;
    if (cgroup.threaded) {
      parent.threadedChildren--;
    }
    for (Cgroup at = parent; at != null; at = at.parent()) {
      at.descendants--;
    }
    if (cgroup.references > 0) {
      dying.add(cgroup);
      for (Cgroup at = parent; at != null; at = at.parent()) {
        at.dyingDescendants++;
      }
    }
    hierarchies.listeners().removed(cgroup);
    noteReleased(parent);
  }

  /** Something refers to the cgroup beyond its removal: a zombie, a bio on its way. */
  void refer(Cgroup cgroup) {
    cgroup.references++;
  }

  /** The counterpart of {@link #refer}. */
  void unrefer(Cgroup cgroup) {
    cgroup.references--;
    assert cgroup.references >= 0 : cgroup;
    if (cgroup.removed && cgroup.references == 0 && dying.remove(cgroup)) {
      for (Cgroup at = cgroup.parent(); at != null; at = at.parent()) {
        at.dyingDescendants--;
      }
    }
  }

  /** Gives a cgroup another name in its parent; v1 only. The name is free. */
  public void rename(Cgroup cgroup, String name) throws KernelException {
    if (name.indexOf('\n') >= 0) {
      throw new KernelException(Errno.EINVAL, "a cgroup's name cannot contain a newline");
    }
    Cgroup parent = cgroup.parent();
    if (parent == null || parent.children == null) {
      throw new KernelException(Errno.EBUSY);
    }
    parent.children.remove(cgroup.name());
    cgroup.rename(name);
    parent.children.put(name, cgroup);
  }

  /** Sets cgroup.max.descendants, 0 to {@link Cgroup#NO_LIMIT}. */
  public void setMaxDescendants(Cgroup cgroup, int limit) throws KernelException {
    cgroup.maxDescendants = checkLimit(limit);
  }

  /** Sets cgroup.max.depth, 0 to {@link Cgroup#NO_LIMIT}. */
  public void setMaxDepth(Cgroup cgroup, int limit) throws KernelException {
    cgroup.maxDepth = checkLimit(limit);
  }

  private static int checkLimit(int limit) throws KernelException {
    if (limit < 0) {
      throw new KernelException(Errno.ERANGE, "a limit is 0 or more, or max");
    }
    return limit;
  }

  /** Sets cgroup.pressure, which is not what it was. */
  public void setPressure(Cgroup cgroup, boolean on) {
    cgroup.pressure = on;
    hierarchies.listeners().pressureSwitched(cgroup);
  }

  // ---- controllers

  /**
   * A write to cgroup.subtree_control (5.4).
   *
   * @param enable mask of the controllers to switch on for the children
   * @param disable mask of those to switch off
   * @throws KernelException ENOENT for a controller that is not available here, EBUSY if a child
   *     has it in use or the cgroup holds tasks, EOPNOTSUPP for domain controllers in a threaded
   *     subtree, EEXIST if a child cgroup has the name of a control file
   */
  public void setSubtreeControl(Cgroup cgroup, int enable, int disable) throws KernelException {
    int toEnable = 0;
    int toDisable = 0;
    for (Controller controller : Controller.values()) {
      int bit = controller.bit();
      if ((enable & bit) != 0 && (cgroup.subtreeControl & bit) == 0) {
        if ((cgroup.available() & bit) == 0) {
          throw new KernelException(Errno.ENOENT, notAvailable(cgroup, controller));
        }
        toEnable |= bit;
      } else if ((disable & bit) != 0 && (cgroup.subtreeControl & bit) != 0) {
        for (Cgroup child : cgroup.children()) {
          if ((child.subtreeControl & bit) != 0) {
            throw new KernelException(
                Errno.EBUSY, child.path() + " has it in its cgroup.subtree_control");
          }
        }
        toDisable |= bit;
      }
    }
    if (toEnable == 0 && toDisable == 0) {
      return;
    }
    checkEnable(cgroup, toEnable);
    int before = cgroup.subtreeControl;
    cgroup.subtreeControl = before & ~toDisable | toEnable;
    try {
      checkFiles(cgroup);
    } catch (KernelException refused) {
      cgroup.subtreeControl = before;
      throw refused;
    }
    switchBelow(cgroup);
    requeueThreaded(cgroup);
  }

  private String notAvailable(Cgroup cgroup, Controller controller) {
    String name = controller.statName();
    if (!bound.contains(controller) || cgroup.isRoot()) {
      return name + " is not on this hierarchy; see cgroup.controllers";
    }
    Cgroup parent = cgroup.parent();
    return "enable it above first: echo +"
        + name
        + " > cgroup.subtree_control in "
        + (parent == null ? "/" : parent.path());
  }

  private static void checkEnable(Cgroup cgroup, int enable) throws KernelException {
    if (enable == 0) {
      return;
    }
    if (!cgroup.domain().isValidDomain()) {
      throw new KernelException(Errno.EOPNOTSUPP, "cgroup.type is \"domain invalid\"");
    }
    if (cgroup.isRoot()) {
      return;
    }
    if ((enable & ~Controller.THREADED_MASK) != 0) {
      if (cgroup.threaded || cgroup.isThreadRoot()) {
        throw new KernelException(
            Errno.EOPNOTSUPP, "a threaded subtree takes only cpuset, cpu and pids");
      }
    } else if (cgroup.threaded || cgroup.canBeThreadRoot()) {
      return;
    }
    if (cgroup.liveTasks > 0) {
      throw new KernelException(
          Errno.EBUSY, "it holds tasks itself (no internal processes): move them to a child first");
    }
  }

  private void checkFiles(Cgroup parent) throws KernelException {
    for (Cgroup child : parent.children()) {
      int missing = wanted(child) & child.available() & ~child.shown;
      for (Controller controller : Controller.values()) {
        if ((missing & controller.bit()) != 0
            && !hierarchies.listeners().canGoOnline(child, controller)) {
          throw new KernelException(
              Errno.EEXIST,
              "a cgroup in "
                  + child.path()
                  + " has the name of a file of "
                  + controller.statName());
        }
      }
      checkFiles(child);
    }
  }

  private void switchBelow(Cgroup parent) {
    for (Cgroup child : parent.children()) {
      switchControllers(child);
      switchBelow(child);
    }
  }

  /** Mask of the controllers that keep state in a non-root cgroup. */
  private int wanted(Cgroup cgroup) {
    Cgroup parent = cgroup.parent();
    if (parent == null || !v2) {
      return maskOf(bound);
    }
    int mask = parent.subtreeControl;
    if ((mask & Controller.IO.bit()) != 0) {
      mask |= Controller.MEMORY.bit(); // writeback needs the owner of a page to know its I/O
    }
    mask = (mask | Controller.IMPLICIT_MASK) & parent.online;
    return cgroup.threaded ? mask & (Controller.THREADED_MASK | Controller.IMPLICIT_MASK) : mask;
  }

  private void switchControllers(Cgroup cgroup) {
    int target = wanted(cgroup);
    int visible = target & cgroup.available();
    for (Controller controller : Controller.values()) {
      int bit = controller.bit();
      if ((cgroup.shown & bit) != 0 && (visible & bit) == 0) {
        cgroup.shown &= ~bit;
        hierarchies.listeners().hidden(cgroup, controller);
      }
      if ((cgroup.online & bit) != 0 && (target & bit) == 0) {
        cgroup.online &= ~bit;
        hierarchies.listeners().offline(cgroup, controller);
      }
    }
    for (Controller controller : Controller.values()) {
      int bit = controller.bit();
      if ((cgroup.online & bit) == 0 && (target & bit) != 0) {
        cgroup.online |= bit;
        hierarchies.listeners().online(cgroup, controller);
      }
      if ((cgroup.shown & bit) == 0 && (visible & bit) != 0) {
        cgroup.shown |= bit;
        hierarchies.listeners().shown(cgroup, controller);
      }
    }
  }

  // ---- threaded domains

  /**
   * A write of "threaded" to cgroup.type (5.6).
   *
   * @throws KernelException EOPNOTSUPP if it is populated, has a domain controller enabled for its
   *     children, or the domain that it would join cannot have threads
   */
  public void setThreaded(Cgroup cgroup) throws KernelException {
    if (cgroup.threaded) {
      return;
    }
    Cgroup parent = cgroup.parent();
    if (parent == null) {
      throw new KernelException(Errno.EOPNOTSUPP);
    }
    if (cgroup.isPopulated()) {
      throw new KernelException(
          Errno.EOPNOTSUPP, "it holds tasks; only an empty cgroup can switch");
    }
    if ((cgroup.subtreeControl & ~Controller.THREADED_MASK) != 0) {
      throw new KernelException(
          Errno.EOPNOTSUPP, "its cgroup.subtree_control has a domain controller");
    }
    Cgroup domain = parent.domain();
    if (!domain.isValidDomain() || !domain.canBeThreadRoot()) {
      throw new KernelException(
          Errno.EOPNOTSUPP, domain.path() + " cannot be the root of a threaded subtree");
    }
    cgroup.threaded = true;
    parent.threadedChildren++;
    switchControllers(cgroup);
    switchBelow(cgroup);
  }

  private static void requeueThreaded(Cgroup changed) {
    LinkedHashSet<Cgroup> order = changed.domain().threadedMembers;
    if (order != null && !order.isEmpty()) {
      requeueBelow(changed, order);
    }
  }

  private static void requeueBelow(Cgroup parent, LinkedHashSet<Cgroup> order) {
    for (Cgroup child : parent.children()) {
      if (order.remove(child)) {
        order.add(child);
      }
      requeueBelow(child, order);
    }
  }

  // ---- freezing

  /**
   * Sets cgroup.freeze; on v1 {@link Tasks#setFreeze} does. Tasks that can stop do so at once, the
   * others when their wait is over.
   */
  public void setFreeze(Cgroup cgroup, boolean freeze) {
    if (cgroup.freeze == freeze) {
      return;
    }
    cgroup.freeze = freeze;
    if (!shiftFreeze(cgroup, freeze ? 1 : -1)) {
      hierarchies.listeners().eventsChanged(cgroup);
    }
  }

  private boolean shiftFreeze(Cgroup cgroup, int by) {
    boolean before = cgroup.isFreezing();
    cgroup.freezeDepth += by;
    boolean changed = before != cgroup.isFreezing();
    if (changed) {
      for (Task task : cgroup.tasks().toArray(new Task[0])) {
        settleFreezer(task);
      }
    }
    for (Cgroup child : cgroup.children()) {
      changed |= shiftFreeze(child, by);
    }
    noteFrozen(cgroup);
    return changed;
  }

  /** Brings a task's frozen state in line with its cgroup, as far as it can stop now. */
  void settleFreezer(Task task) {
    if (task.kind() != Task.Kind.USER || task.dead) {
      return;
    }
    Cgroup cgroup = task.membership[slot];
    boolean freeze = cgroup.isFreezing() && !task.uninterruptible;
    if (freeze == isFrozen(task)) {
      return;
    }
    boolean before = task.isFrozen();
    task.frozenIn ^= 1L << slot;
    countUnfrozen(cgroup, freeze ? -1 : 1);
    if (before != task.isFrozen()) {
      task.tellFrozen();
    }
  }

  /** True if this hierarchy's freezer holds the task. */
  boolean isFrozen(Task task) {
    return (task.frozenIn >> slot & 1) != 0;
  }

  private void countUnfrozen(Cgroup cgroup, int by) {
    for (Cgroup at = cgroup; at != null; at = at.parent()) {
      at.unfrozenTasks += by;
      noteFrozen(at);
    }
  }

  private void noteFrozen(Cgroup cgroup) {
    boolean frozen = cgroup.isFrozen();
    if (frozen != cgroup.frozen) {
      cgroup.frozen = frozen;
      hierarchies.listeners().eventsChanged(cgroup);
    }
  }

  // ---- membership

  /** Counts a task that was not reaped in the cgroup and above, or no longer. */
  void countTask(Cgroup cgroup, int by) {
    for (Cgroup at = cgroup; at != null; at = at.parent()) {
      at.allTasks += by;
      at.taskPeak = Math.max(at.taskPeak, at.allTasks);
    }
  }

  /** Makes the present number of tasks the most that there have been. */
  public void resetTaskPeak(Cgroup cgroup) {
    cgroup.taskPeak = cgroup.allTasks;
  }

  /** A live task comes into the cgroup; it is in no other of this hierarchy. */
  void enter(Task task, Cgroup cgroup) {
    task.membership[slot] = cgroup;
    if (cgroup.tasks == null) {
      cgroup.tasks = new LinkedHashSet<>(4);
    }
    cgroup.tasks.add(task);
    if (cgroup.liveTasks++ == 0 && cgroup.threaded) {
      Cgroup domain = cgroup.domain();
      if (domain.threadedMembers == null) {
        domain.threadedMembers = new LinkedHashSet<>();
      }
      domain.threadedMembers.add(cgroup);
    }
    if (task.kind() == Task.Kind.USER && !isFrozen(task)) {
      countUnfrozen(cgroup, 1);
    }
    notePopulated(cgroup, cgroup.liveTasks + cgroup.populatedChildren == 1);
    hierarchies.listeners().membersChanged(cgroup);
    settleFreezer(task);
  }

  /** A live task leaves its cgroup; {@code keepListed} for a dead leader of living threads. */
  void leave(Task task, boolean keepListed) {
    Cgroup cgroup = task.membership[slot];
    if (!keepListed && cgroup.tasks != null) {
      cgroup.tasks.remove(task);
    }
    if (--cgroup.liveTasks == 0 && cgroup.threaded) {
      Cgroup domain = cgroup.domain();
      if (domain.threadedMembers != null) {
        domain.threadedMembers.remove(cgroup);
      }
    }
    if (task.kind() == Task.Kind.USER && !isFrozen(task)) {
      countUnfrozen(cgroup, -1);
    }
    notePopulated(cgroup, !cgroup.isPopulated());
    hierarchies.listeners().membersChanged(cgroup);
    noteReleased(cgroup);
  }

  private void notePopulated(Cgroup cgroup, boolean flipped) {
    Cgroup at = cgroup;
    boolean change = flipped;
    while (change) {
      hierarchies.listeners().eventsChanged(at);
      Cgroup parent = at.parent();
      if (parent == null) {
        return;
      }
      int by = at.isPopulated() ? 1 : -1;
      parent.populatedChildren += by;
      if (!at.threaded) {
        parent.populatedDomainChildren += by;
      }
      change = by > 0 ? parent.liveTasks + parent.populatedChildren == 1 : !parent.isPopulated();
      at = parent;
    }
  }

  /**
   * Checks that processes (or single threads) may come to {@code to} (5.5, checks 3 to 5).
   *
   * @throws KernelException EOPNOTSUPP into an invalid domain or, for a thread, another domain;
   *     EBUSY for a cgroup with controllers enabled for its children; what {@link Gate#checkAttach}
   *     refuses
   */
  public void checkMove(Task task, Cgroup to, boolean singleThread) throws KernelException {
    if (v2) {
      checkDomain(task, to, singleThread);
    }
    if (!task.dead && task.membership[slot] != to) {
      hierarchies.gate().checkAttach(task, to);
    }
  }

  private void checkDomain(Task task, Cgroup to, boolean singleThread) throws KernelException {
    if (!to.domain().isValidDomain()) {
      throw new KernelException(Errno.EOPNOTSUPP, "cgroup.type there is \"domain invalid\"");
    }
    if (!to.isRoot() && !to.threaded && !to.canBeThreadRoot() && to.subtreeControl != 0) {
      throw new KernelException(
          Errno.EBUSY,
          "it has controllers in cgroup.subtree_control (no internal processes): use a child");
    }
    if (singleThread && task.membership[slot].domain() != to.domain()) {
      throw new KernelException(
          Errno.EOPNOTSUPP, "a thread moves only within its domain; write to cgroup.procs instead");
    }
  }

  static int maskOf(Set<Controller> controllers) {
    int mask = 0;
    for (Controller controller : controllers) {
      mask |= controller.bit();
    }
    return mask;
  }

  @Override
  public String toString() {
    return v2 ? "cgroup2" : "cgroup" + id;
  }
}

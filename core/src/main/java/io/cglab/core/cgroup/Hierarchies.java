package io.cglab.core.cgroup;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The hierarchies of a machine: v2, always there, and whatever v1 hierarchies are made. */
public final class Hierarchies {
  private final List<Hierarchy> all = new ArrayList<>();
  private final Listeners listeners = new Listeners();
  private final Hierarchy v2;
  private final Set<Controller> known;
  private final Set<Controller> v1Only;
  private int serial;
  private int lastId;
  private boolean v2Mounted;
  private Gate gate = Gate.OPEN;

  /**
   * Makes the v2 hierarchy.
   *
   * @param enabled controllers that are compiled in and not switched off at boot
   * @param disabled controllers that are compiled in but switched off at boot
   * @param v1Only controllers that this kernel's v2 lacks, beside those that no v2 has
   */
  public Hierarchies(Set<Controller> enabled, Set<Controller> disabled, Set<Controller> v1Only) {
    this.v1Only = Set.copyOf(v1Only);
    Set<Controller> onV2 = EnumSet.noneOf(Controller.class);
    for (Controller controller : enabled) {
      if (isOnV2(controller)) {
        onV2.add(controller);
      }
    }
    v2 = new Hierarchy(this, 0, 0, true, onV2, disabled, "");
    all.add(v2);
    known = enabled.isEmpty() ? EnumSet.noneOf(Controller.class) : EnumSet.copyOf(enabled);
  }

  /** True if this kernel's v2 has the controller. */
  public boolean isOnV2(Controller controller) {
    return controller.isOnV2() && !v1Only.contains(controller);
  }

  /** The controllers that are compiled in and not switched off at boot. */
  public Set<Controller> known() {
    return Collections.unmodifiableSet(known);
  }

  /**
   * Makes a v1 hierarchy (control-files.md 1.2); all tasks are in its root.
   *
   * @param controllers that it takes from v2; may be empty for a named hierarchy
   * @param label its name, or empty
   * @throws KernelException EBUSY if a controller is on another v1 hierarchy, or in use on v2
   */
  public Hierarchy createV1(Set<Controller> controllers, String label, Tasks tasks)
      throws KernelException {
    int id = ++lastId; // used up even if the mount fails
    checkFree(controllers);
    Hierarchy hierarchy =
        new Hierarchy(
            this,
            freeSlot(),
            id,
            false,
            EnumSet.noneOf(Controller.class),
            EnumSet.noneOf(Controller.class),
            label);
    all.add(hierarchy);
    tasks.join(hierarchy);
    listeners.created(hierarchy.root());
    controllers.forEach(controller -> give(controller, hierarchy));
    return hierarchy;
  }

  private void checkFree(Set<Controller> wanted) throws KernelException {
    for (Controller controller : wanted) {
      if (!of(controller).isV2()) {
        throw new KernelException(
            Errno.EBUSY, controller.v1Name() + " is mounted in another v1 hierarchy");
      }
      for (Cgroup child : v2.root().children()) {
        if (child.isOnline(controller)) {
          throw new KernelException(
              Errno.EBUSY,
              controller.v1Name() + " is enabled in v2 cgroups; disable it there first");
        }
      }
    }
  }

  private void give(Controller controller, Hierarchy to) {
    v2.unbind(controller);
    to.bind(controller);
  }

  private void takeBack(Controller controller, Hierarchy from) {
    from.unbind(controller);
    if (isOnV2(controller)) {
      v2.bind(controller);
    }
  }

  /**
   * Gives a v1 hierarchy other controllers, as a remount does.
   *
   * @throws KernelException EBUSY if it has child cgroups, or as for {@link #createV1}
   */
  public void rebindV1(Hierarchy hierarchy, Set<Controller> controllers) throws KernelException {
    if (hierarchy.isV2() || !hierarchy.root().children().isEmpty()) {
      throw new KernelException(Errno.EBUSY, "the hierarchy has cgroups");
    }
    Set<Controller> more = EnumSet.noneOf(Controller.class);
    more.addAll(controllers);
    more.removeAll(hierarchy.bound());
    checkFree(more);
    for (Controller controller : List.copyOf(hierarchy.bound())) {
      if (!controllers.contains(controller)) {
        takeBack(controller, hierarchy);
      }
    }
    more.forEach(controller -> give(controller, hierarchy));
  }

  /**
   * Ends a v1 hierarchy without child cgroups; its controllers return to v2.
   *
   * @throws KernelException EBUSY if it has child cgroups
   */
  public void destroyV1(Hierarchy hierarchy, Tasks tasks) throws KernelException {
    if (hierarchy.isV2() || !hierarchy.root().children().isEmpty()) {
      throw new KernelException(Errno.EBUSY, "the hierarchy has cgroups");
    }
    for (Controller controller : List.copyOf(hierarchy.bound())) {
      takeBack(controller, hierarchy);
    }
    tasks.leave(hierarchy);
    all.remove(hierarchy);
  }

  private int freeSlot() {
    int slot = 0;
    for (boolean taken = true; taken; ) {
      int wanted = ++slot;
      taken = all.stream().anyMatch(hierarchy -> hierarchy.slot() == wanted);
    }
    return slot;
  }

  /** Length of each task's memberships. */
  int slots() {
    int slots = 0;
    for (Hierarchy hierarchy : all) {
      slots = Math.max(slots, hierarchy.slot() + 1);
    }
    return slots;
  }

  public Hierarchy v2() {
    return v2;
  }

  /** The hierarchy that a controller sits on. */
  public Hierarchy of(Controller controller) {
    for (int i = 0; i < all.size(); i++) { // asked for each I/O: no iterator
      if (all.get(i).has(controller)) {
        return all.get(i);
      }
    }
    return v2;
  }

  /** The hierarchy whose cgroups own pages: that of bio-cgroup where it is mounted, else of io. */
  public Hierarchy ofPages() {
    Hierarchy bio = of(Controller.BIO);
    return bio == v2 ? of(Controller.IO) : bio;
  }

  /** All hierarchies, v2 first. */
  public List<Hierarchy> all() {
    return Collections.unmodifiableList(all);
  }

  /** Adds a listener to all trees. Listeners are told in the order in which they were added. */
  public void addListener(TreeListener listener) {
    listeners.add(listener);
  }

  /** The counterpart of {@link #addListener}. */
  public void removeListener(TreeListener listener) {
    listeners.remove(listener);
  }

  /** True once v2 was mounted: from then on every process is seen to be in it. */
  public boolean wasV2Mounted() {
    return v2Mounted;
  }

  /** Notes that v2 was mounted. */
  public void noteV2Mounted() {
    v2Mounted = true;
  }

  /** Sets who may refuse new tasks and moves. */
  public void setGate(Gate newGate) {
    gate = newGate;
  }

  Gate gate() {
    return gate;
  }

  Listeners listeners() {
    return listeners;
  }

  int nextSerial() {
    return ++serial;
  }

  /** Fans out to all listeners. */
  static final class Listeners implements TreeListener {
    private final List<TreeListener> list = new ArrayList<>();

    void add(TreeListener listener) {
      list.add(listener);
    }

    void remove(TreeListener listener) {
      list.remove(listener);
    }

    @Override
    public void created(Cgroup cgroup) {
      list.forEach(l -> l.created(cgroup));
    }

    @Override
    public void beforeRemoval(Cgroup cgroup) {
      list.forEach(l -> l.beforeRemoval(cgroup));
    }

    @Override
    public void removed(Cgroup cgroup) {
      list.forEach(l -> l.removed(cgroup));
    }

    @Override
    public boolean canGoOnline(Cgroup cgroup, Controller controller) {
      return list.stream().allMatch(l -> l.canGoOnline(cgroup, controller));
    }

    @Override
    public void online(Cgroup cgroup, Controller controller) {
      list.forEach(l -> l.online(cgroup, controller));
    }

    @Override
    public void offline(Cgroup cgroup, Controller controller) {
      list.forEach(l -> l.offline(cgroup, controller));
    }

    @Override
    public void shown(Cgroup cgroup, Controller controller) {
      list.forEach(l -> l.shown(cgroup, controller));
    }

    @Override
    public void hidden(Cgroup cgroup, Controller controller) {
      list.forEach(l -> l.hidden(cgroup, controller));
    }

    @Override
    public void eventsChanged(Cgroup cgroup) {
      list.forEach(l -> l.eventsChanged(cgroup));
    }

    @Override
    public void released(Cgroup cgroup) {
      list.forEach(l -> l.released(cgroup));
    }

    @Override
    public void pressureSwitched(Cgroup cgroup) {
      list.forEach(l -> l.pressureSwitched(cgroup));
    }

    @Override
    public void membersChanged(Cgroup cgroup) {
      list.forEach(l -> l.membersChanged(cgroup));
    }
  }
}

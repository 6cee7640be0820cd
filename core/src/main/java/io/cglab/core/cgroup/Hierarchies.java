package io.cglab.core.cgroup;

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
  private int serial;

  /**
   * Makes the v2 hierarchy.
   *
   * @param enabled controllers that are compiled in and not switched off at boot
   * @param disabled controllers that are compiled in but switched off at boot
   */
  public Hierarchies(Set<Controller> enabled, Set<Controller> disabled) {
    Set<Controller> onV2 = EnumSet.noneOf(Controller.class);
    for (Controller controller : enabled) {
      if (controller.isOnV2()) {
        onV2.add(controller);
      }
    }
    v2 = new Hierarchy(this, 0, 0, true, onV2, disabled, "");
    all.add(v2);
  }

  public Hierarchy v2() {
    return v2;
  }

  /** The hierarchy that a controller sits on. */
  public Hierarchy of(Controller controller) {
    for (Hierarchy hierarchy : all) {
      if (hierarchy.bound().contains(controller)) {
        return hierarchy;
      }
    }
    return v2;
  }

  /** All hierarchies, v2 first. */
  public List<Hierarchy> all() {
    return Collections.unmodifiableList(all);
  }

  /** Adds a listener to all trees. Listeners are told in the order in which they were added. */
  public void addListener(TreeListener listener) {
    listeners.add(listener);
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
    public void eventsChanged(Cgroup cgroup) {
      list.forEach(l -> l.eventsChanged(cgroup));
    }

    @Override
    public void membersChanged(Cgroup cgroup) {
      list.forEach(l -> l.membersChanged(cgroup));
    }
  }
}

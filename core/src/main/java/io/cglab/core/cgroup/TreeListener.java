package io.cglab.core.cgroup;

/**
 * Told of changes to a tree of cgroups, in the order in which they happen. The block layer keeps
 * its per-cgroup state by it, the files their inode numbers and events.
 */
public interface TreeListener {
  /** A cgroup was made; its controllers follow as {@link #online}. */
  default void created(Cgroup cgroup) {}

  /** A cgroup is about to be removed; it is still in the tree with all its state. */
  default void beforeRemoval(Cgroup cgroup) {}

  /** A cgroup is gone from the tree. */
  default void removed(Cgroup cgroup) {}

  /**
   * Asked before a controller comes to an existing cgroup.
   *
   * @return false if its files cannot be made because a child cgroup has the name of one
   */
  default boolean canGoOnline(Cgroup cgroup, Controller controller) {
    return true;
  }

  /** The controller is on in the cgroup now; {@link #shown} tells whether it shows files. */
  default void online(Cgroup cgroup, Controller controller) {}

  /** The controller is gone from the cgroup, with all its settings there. */
  default void offline(Cgroup cgroup, Controller controller) {}

  /** The controller's files are in the cgroup now; follows {@link #online}. */
  default void shown(Cgroup cgroup, Controller controller) {}

  /**
   * The controller's files are gone from the cgroup, and its settings there are the usual ones
   * again; {@link #offline} follows unless another controller needs it unseen (5.4).
   */
  default void hidden(Cgroup cgroup, Controller controller) {}

  /** cgroup.events changed, or is to be notified although it reads the same. */
  default void eventsChanged(Cgroup cgroup) {}

  /** v1: the last task or child left a cgroup with notify_on_release. */
  default void released(Cgroup cgroup) {}

  /** cgroup.pressure was switched; {@link Cgroup#pressure} tells how. */
  default void pressureSwitched(Cgroup cgroup) {}

  /** A process came to or went from the cgroup. */
  default void membersChanged(Cgroup cgroup) {}
}

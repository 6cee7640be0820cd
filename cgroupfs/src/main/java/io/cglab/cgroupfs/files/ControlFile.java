package io.cglab.cgroupfs.files;

import io.cglab.core.Feature;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table: a file that exists in cgroups of one kind of hierarchy.
 *
 * @param owner the controller that brings it; null for a core file, which is always there
 * @param place in which cgroups it exists
 * @param feature what the kernel must have to have it; null for a file of every kernel
 * @param rootFeature what the kernel must have to have it in a root; null if nothing more
 * @param hideable true for the files that cgroup.pressure hides and shows
 * @param reader makes its text; null for a write-only file
 * @param writer carries out a write; null for a read-only file
 * @param poller tells of events; null for a file that has none
 * @param grammar the form of what is written, for completion; null where it is free
 */
record ControlFile(
    String name,
    @Nullable Controller owner,
    Place place,
    @Nullable Feature feature,
    @Nullable Feature rootFeature,
    boolean hideable,
    @Nullable Reader reader,
    @Nullable Writer writer,
    @Nullable Poller poller,
    @Nullable Grammar grammar) {

  /** In which cgroups of a hierarchy a file exists. */
  enum Place {
    ANY,
    ROOT,
    NON_ROOT;

    boolean includes(Cgroup cgroup) {
      return this == ANY || (this == ROOT) == cgroup.isRoot();
    }
  }

  /** Makes the text of a file. */
  @FunctionalInterface
  interface Reader {
    void show(FileContext context, StringBuilder out) throws KernelException;
  }

  /** Carries out one write(2), or throws and changes nothing. */
  @FunctionalInterface
  interface Writer {
    void write(FileContext context, byte[] text) throws KernelException;
  }

  /** Tells of events. */
  @FunctionalInterface
  interface Poller {
    /** poll(2): true where POLLPRI|POLLERR is reported now. */
    boolean hasEvent(FileContext context);
  }

  private static final int READABLE = 0444;
  private static final int WRITABLE = 0200;

  /** The permission bits that the file is made with. */
  int mode() {
    return (reader == null ? 0 : READABLE) | (writer == null ? 0 : WRITABLE);
  }

  /** True if the file was made in this cgroup, be it hidden now. */
  boolean existsIn(Cgroup cgroup) {
    return place.includes(cgroup) && (owner == null || cgroup.offers(owner));
  }

  /** True if a look-up finds the file. */
  boolean isVisibleIn(Cgroup cgroup) {
    return existsIn(cgroup) && (!hideable || cgroup.pressure());
  }

  /** True if a kernel with these features has the file. */
  boolean isBuiltWith(Set<Feature> features) {
    return feature == null || features.contains(feature);
  }

  /** The row as it is in a kernel with these features: in its root or not. */
  ControlFile builtWith(Set<Feature> features) {
    boolean onRoot = rootFeature == null || features.contains(rootFeature);
    return onRoot || place != Place.ANY ? this : in(Place.NON_ROOT);
  }

  private ControlFile in(Place where) {
    return new ControlFile(
        name, owner, where, feature, rootFeature, hideable, reader, writer, poller, grammar);
  }

  /** A file of any cgroup that is in a root only if the kernel has {@code needed}. */
  ControlFile onRootWith(Feature needed) {
    return new ControlFile(
        name, owner, place, feature, needed, hideable, reader, writer, poller, grammar);
  }

  ControlFile of(Controller controller) {
    return new ControlFile(
        name, controller, place, feature, rootFeature, hideable, reader, writer, poller, grammar);
  }

  ControlFile with(Feature needed) {
    return new ControlFile(
        name, owner, place, needed, rootFeature, hideable, reader, writer, poller, grammar);
  }

  ControlFile hiddenByPressure() {
    return new ControlFile(
        name, owner, place, feature, rootFeature, true, reader, writer, poller, grammar);
  }

  ControlFile polledBy(Poller events) {
    return new ControlFile(
        name, owner, place, feature, rootFeature, hideable, reader, writer, events, grammar);
  }

  /** A file to which this is written. */
  ControlFile taking(Grammar form) {
    return new ControlFile(
        name, owner, place, feature, rootFeature, hideable, reader, writer, poller, form);
  }
}

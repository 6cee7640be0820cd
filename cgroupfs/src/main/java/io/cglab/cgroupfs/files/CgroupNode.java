package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.kernfs.Attributes;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import org.jspecify.annotations.Nullable;

/** What a cgroup's directory and its files have in common: where their attributes are kept. */
abstract class CgroupNode {
  /** Name under which a directory's own changes are kept. */
  static final String SELF = "";

  private static final long KEEP = Long.MIN_VALUE;

  final CgroupTree tree;
  final Cgroup cgroup;

  CgroupNode(CgroupTree tree, Cgroup cgroup) {
    this.tree = tree;
    this.cgroup = cgroup;
  }

  final FileState state() {
    return tree.state(cgroup);
  }

  /** Name under which changes of this node are kept. */
  abstract String key();

  /** The controller that brought it; null for the directory and the core files. */
  abstract @Nullable Controller owner();

  /** The mode that it was made with. */
  abstract int originalMode();

  abstract long ino();

  abstract int nlink();

  public Attributes attributes() {
    FileState state = state();
    FileState.Changed changed = state.changed(key());
    if (changed == null) {
      long at = state.createdNs;
      int uid = state.uid(owner());
      int gid = state.gid(owner());
      return new Attributes(originalMode(), uid, gid, ino(), nlink(), 0, 0, at, at, at);
    }
    return new Attributes(
        changed.mode,
        changed.uid,
        changed.gid,
        ino(),
        nlink(),
        0,
        0,
        changed.atimeNs,
        changed.mtimeNs,
        changed.ctimeNs);
  }

  private FileState.Changed change() {
    FileState.Changed changed = state().change(key(), owner(), originalMode());
    changed.ctimeNs = tree.epochNs();
    return changed;
  }

  public void chmod(int mode) {
    change().mode = mode;
  }

  public void chown(int uid, int gid) {
    FileState.Changed changed = change();
    changed.uid = uid == -1 ? changed.uid : uid;
    changed.gid = gid == -1 ? changed.gid : gid;
  }

  public void utimes(long atimeNs, long mtimeNs) {
    FileState.Changed changed = change();
    changed.atimeNs = atimeNs == KEEP ? changed.atimeNs : atimeNs;
    changed.mtimeNs = mtimeNs == KEEP ? changed.mtimeNs : mtimeNs;
  }
}

package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.kernfs.Attributes;
import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.Directory;
import io.cglab.cgroupfs.kernfs.Node;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cgroup as a directory. */
final class CgroupDirectory extends CgroupNode implements Directory {
  private static final int MODE_MASK = 01777;
  static final int SETGID = 02000;

  CgroupDirectory(CgroupTree tree, Cgroup cgroup) {
    super(tree, cgroup);
  }

  @Override
  String key() {
    return SELF;
  }

  @Override
  @Nullable Controller owner() {
    return null;
  }

  @Override
  int originalMode() {
    return state().mode;
  }

  @Override
  long ino() {
    return state().ino;
  }

  @Override
  int nlink() {
    return 2 + cgroup.children().size();
  }

  @Override
  public boolean isAlive() {
    return !cgroup.isRemoved();
  }

  @Override
  public @Nullable Node lookup(String name) {
    if (cgroup.isRemoved()) {
      return null;
    }
    Cgroup child = cgroup.child(name);
    if (child != null) {
      return new CgroupDirectory(tree, child);
    }
    ControlFile file = tree.table().named(name);
    return file != null && file.isVisibleIn(cgroup)
        ? new ControlFileNode(tree, cgroup, file)
        : null;
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>();
    if (!cgroup.isRemoved()) {
      for (ControlFile file : tree.table().rows()) {
        if (file.isVisibleIn(cgroup)) {
          names.add(file.name());
        }
      }
      for (Cgroup child : cgroup.children()) {
        names.add(child.name());
      }
      NameHash.sort(names);
    }
    return names;
  }

  @Override
  public void mkdir(Caller caller, String name, int mode) throws KernelException {
    ControlFile file = tree.table().named(name);
    if (file != null && file.existsIn(cgroup)) {
      throw new KernelException(Errno.EEXIST); // a hidden file keeps its name
    }
    Attributes own = attributes();
    int gid = (own.mode() & SETGID) != 0 ? own.gid() : caller.gid();
    tree.make(caller.uid(), gid, mode & MODE_MASK, () -> cgroup.hierarchy().mkdir(cgroup, name));
  }

  @Override
  public void rmdir(Caller caller, String name) throws KernelException {
    Cgroup child = cgroup.child(name);
    if (child == null) {
      throw new KernelException(Errno.ENOENT);
    }
    child.hierarchy().rmdir(child);
  }

  @Override
  public void rename(Caller caller, String name, Directory toDirectory, String toName)
      throws KernelException {
    if (cgroup.hierarchy().isV2()) {
      throw new KernelException(Errno.EPERM, "v2 cgroups keep their names");
    }
    if (toName.indexOf('\n') >= 0) {
      throw new KernelException(Errno.EINVAL, "a cgroup's name cannot contain a newline");
    }
    Cgroup child = cgroup.child(name);
    if (child == null) {
      throw new KernelException(Errno.ENOTDIR, "a control file keeps its name");
    }
    if (!(toDirectory instanceof CgroupDirectory to) || to.cgroup != cgroup) {
      throw new KernelException(Errno.EIO, "a cgroup is renamed only within its parent");
    }
    if (lookup(toName) != null) {
      throw new KernelException(Errno.EEXIST);
    }
    cgroup.hierarchy().rename(child, toName);
  }
}

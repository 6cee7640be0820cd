package io.cglab.cgroupfs.files;

import io.cglab.core.cgroup.Controller;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the files keep of one cgroup: inode numbers, and the attributes that somebody has changed. A
 * file itself keeps nothing, so a cgroup costs this object and not thirty inodes.
 */
final class FileState {
  private static final int NONE = 0;

  /** Attributes of a node that differ from those that it was made with. */
  static final class Changed {
    int mode;
    int uid;
    int gid;
    long atimeNs;
    long mtimeNs;
    long ctimeNs;
  }

  /** Inode of the directory; the core files follow. */
  final long ino;

  final int mode;
  final int uid;
  final int gid;
  final long createdNs;

  /** First inode of each controller's files, by the controller's id; null before the first. */
  private long @Nullable [] controllerInos;

  /** By file name, and "" for the directory; null before the first change. */
  private @Nullable Map<String, Changed> changed;

  /** Counts how often the pressure files were hidden or shown: each time they are new files. */
  private int remade;

  FileState(long ino, int mode, int uid, int gid, long createdNs) {
    this.ino = ino;
    this.mode = mode;
    this.uid = uid;
    this.gid = gid;
    this.createdNs = createdNs;
  }

  void setControllerIno(Controller controller, long first) {
    if (controllerInos == null) {
      controllerInos = new long[Controller.values().length];
    }
    controllerInos[controller.ordinal()] = first;
  }

  /** First inode of the owner's files. A new one each time the controller comes back. */
  long firstIno(@Nullable Controller owner) {
    if (owner == null) {
      return ino + 1;
    }
    return controllerInos == null ? NONE : controllerInos[owner.ordinal()];
  }

  /** The controller's files are gone, with what was changed of them. */
  void dropController(Controller controller, Iterable<ControlFile> files) {
    setControllerIno(controller, NONE);
    if (changed != null) {
      for (ControlFile file : files) {
        if (file.owner() == controller) {
          changed.remove(file.name());
        }
      }
    }
  }

  int remade() {
    return remade;
  }

  /** The files that cgroup.pressure hides were hidden or shown again. */
  void remakeHideable() {
    remade++;
  }

  @Nullable Changed changed(String file) {
    return changed == null ? null : changed.get(file);
  }

  /** What was changed of a file; begins with the attributes given. */
  Changed change(String file, int fileMode) {
    if (changed == null) {
      changed = new HashMap<>(4);
    }
    return changed.computeIfAbsent(
        file,
        name -> {
          Changed fresh = new Changed();
          fresh.mode = fileMode;
          fresh.uid = uid;
          fresh.gid = gid;
          fresh.atimeNs = createdNs;
          fresh.mtimeNs = createdNs;
          fresh.ctimeNs = createdNs;
          return fresh;
        });
  }
}

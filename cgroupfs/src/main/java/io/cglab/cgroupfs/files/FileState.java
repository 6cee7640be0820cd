package io.cglab.cgroupfs.files;

import io.cglab.core.cgroup.Controller;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the files keep of one cgroup: inode numbers, and the attributes that somebody has changed. A
 * file itself keeps nothing, so a cgroup costs this object and not thirty inodes.
 */
final class FileState {
  private static final int NONE = 0;
  private static final long[] NO_INOS = {};

  /** Attributes of a node that differ from those that it was made with. */
  static final class Changed {
    int mode;
    int uid;
    int gid;
    long atimeNs;
    long mtimeNs;
    long ctimeNs;
  }

  /** Who owns a controller's files, where that is not who owns the directory. */
  private record Owner(int uid, int gid) {}

  /** Inode of the directory; the core files follow. */
  final long ino;

  final int mode;
  private final int uid;
  private final int gid;
  final long createdNs;

  /** Mask of the controllers that have files here. */
  private int controllers;

  /** First inode of each one's files, in the order of their bits. */
  private long[] controllerInos = NO_INOS;

  /** By controller; null while all files belong to the directory's owner. */
  private @Nullable Map<Controller, Owner> owners;

  /** By file name, and "" for the directory; null before the first change. */
  private @Nullable Map<String, Changed> changed;

  /** Counts how often the pressure files were hidden or shown: each time they are new files. */
  private int remade;

  /** Counts the notifications of cgroup.events. */
  private int events;

  /** Open files of which somebody wants to be told; null if there are none. */
  private @Nullable List<Descriptor> polled;

  FileState(long ino, int mode, int uid, int gid, long createdNs) {
    this.ino = ino;
    this.mode = mode;
    this.uid = uid;
    this.gid = gid;
    this.createdNs = createdNs;
  }

  /** The controller brings files that it did not have here before. */
  void addController(Controller controller, long first, int ownerUid, int ownerGid) {
    int at = indexOf(controller);
    long[] inos = new long[controllerInos.length + 1];
    System.arraycopy(controllerInos, 0, inos, 0, at);
    inos[at] = first;
    System.arraycopy(controllerInos, at, inos, at + 1, controllerInos.length - at);
    controllerInos = inos;
    controllers |= controller.bit();
    if (ownerUid != uid || ownerGid != gid) {
      if (owners == null) {
        owners = new EnumMap<>(Controller.class);
      }
      owners.put(controller, new Owner(ownerUid, ownerGid));
    }
  }

  /** Where the controller's inode is in {@link #controllerInos}, or would be. */
  private int indexOf(Controller controller) {
    return Integer.bitCount(controllers & (controller.bit() - 1));
  }

  private boolean has(Controller controller) {
    return (controllers & controller.bit()) != 0;
  }

  /** First inode of the owner's files. A new one each time the controller comes back. */
  long firstIno(@Nullable Controller owner) {
    if (owner == null) {
      return ino + 1;
    }
    return has(owner) ? controllerInos[indexOf(owner)] : NONE;
  }

  /** Who the files of a controller were made for; null for the directory and the core files. */
  int uid(@Nullable Controller of) {
    Owner owner = ownerOf(of);
    return owner == null ? uid : owner.uid();
  }

  /** The group that the files of a controller were made for, likewise. */
  int gid(@Nullable Controller of) {
    Owner owner = ownerOf(of);
    return owner == null ? gid : owner.gid();
  }

  private @Nullable Owner ownerOf(@Nullable Controller of) {
    return owners == null || of == null ? null : owners.get(of);
  }

  /** The controller's files are gone, with what was changed of them. */
  void dropController(Controller controller, Iterable<ControlFile> files) {
    if (!has(controller)) {
      return;
    }
    int at = indexOf(controller);
    long[] inos = new long[controllerInos.length - 1];
    System.arraycopy(controllerInos, 0, inos, 0, at);
    System.arraycopy(controllerInos, at + 1, inos, at, inos.length - at);
    controllerInos = inos;
    controllers &= ~controller.bit();
    if (owners != null) {
      owners.remove(controller);
    }
    if (changed != null) {
      for (ControlFile file : files) {
        if (file.owner() == controller) {
          changed.remove(file.name());
        }
      }
    }
  }

  /** How many notifications cgroup.events gave. */
  int events() {
    return events;
  }

  /** cgroup.events changed. */
  void noteEvent() {
    events++;
    tellPolled();
  }

  /** An open file may have an event: one of its own, or that it is gone. */
  void tellPolled() {
    if (polled != null) {
      List.copyOf(polled).forEach(Descriptor::tell);
    }
  }

  /** Somebody is to be told of the descriptor's events. */
  void poll(Descriptor descriptor) {
    if (polled == null) {
      polled = new ArrayList<>(1);
    }
    if (!polled.contains(descriptor)) {
      polled.add(descriptor);
    }
  }

  /** The descriptor is closed. */
  void unpoll(Descriptor descriptor) {
    if (polled != null && polled.remove(descriptor) && polled.isEmpty()) {
      polled = null;
    }
  }

  int remade() {
    return remade;
  }

  /** The files that cgroup.pressure hides were hidden or shown again. */
  void remakeHideable() {
    remade++;
    tellPolled();
  }

  @Nullable Changed changed(String file) {
    return changed == null ? null : changed.get(file);
  }

  /** What was changed of a file; begins with the attributes given. */
  Changed change(String file, @Nullable Controller owner, int fileMode) {
    if (changed == null) {
      changed = new HashMap<>(4);
    }
    return changed.computeIfAbsent(
        file,
        name -> {
          Changed fresh = new Changed();
          fresh.mode = fileMode;
          fresh.uid = uid(owner);
          fresh.gid = gid(owner);
          fresh.atimeNs = createdNs;
          fresh.mtimeNs = createdNs;
          fresh.ctimeNs = createdNs;
          return fresh;
        });
  }
}

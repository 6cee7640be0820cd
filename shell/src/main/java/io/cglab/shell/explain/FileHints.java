package io.cglab.shell.explain;

import io.cglab.cgroupfs.files.KnownFile;
import io.cglab.core.Feature;
import io.cglab.core.api.Errno;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files that are not there, or not for this call. */
final class FileHints {
  private static final Set<String> V1_DIRECTORIES =
      Set.of(
          "blkio",
          "cpu",
          "cpuacct",
          "cpu,cpuacct",
          "cpuset",
          "memory",
          "devices",
          "freezer",
          "pids",
          "net_cls",
          "systemd");

  /** What asks nobody to make the file. */
  private static final Set<String> REMOVERS = Set.of("rm", "rmdir", "mv");

  private FileHints() {}

  static @Nullable String ofMissing(Refusal refusal, Scene scene) {
    Path path = refusal.path();
    Path directory = refusal.directory();
    if (path == null
        || directory == null
        || REMOVERS.contains(refusal.command())
        || Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    Cgroup cgroup = scene.cgroup(directory);
    if (cgroup != null) {
      return inCgroup(refusal, scene, cgroup);
    }
    if (path.startsWith("/sys/block") || path.startsWith("/dev")) {
      return DiskHints.ofMissing(path, scene);
    }
    Path near = directory;
    while (near.getParent() != null && !Files.isDirectory(near)) {
      near = near.getParent();
    }
    Cgroup above = scene.cgroup(near);
    if (above != null) {
      return belowCgroup(refusal, scene, above, near, path);
    }
    return path.startsWith("/sys/fs/cgroup") ? outside(scene) : ofShortPath(directory, scene);
  }

  /** A cgroup's path within its hierarchy, as /proc/PID/cgroup has it, is no path of a file. */
  private static @Nullable String ofShortPath(Path directory, Scene scene) {
    Cgroup root = scene.machine().hierarchies().of(Controller.IO).root();
    Cgroup at = root;
    for (Path name : directory) {
      at = at == null ? null : at.child(name.toString());
    }
    return at == null || at.equals(root)
        ? null
        : "the cgroup " + directory + " is the directory " + scene.directory(at);
  }

  /** The directory itself is missing: a cgroup that nobody made, or a hierarchy of v1. */
  private static String belowCgroup(
      Refusal refusal, Scene scene, Cgroup above, Path near, Path path) {
    String first = path.getName(near.getNameCount()).toString();
    if (above.isRoot() && above.hierarchy().isV2() && V1_DIRECTORIES.contains(first)) {
      int names = path.getNameCount();
      Path rest =
          names > near.getNameCount() + 1
              ? path.subpath(near.getNameCount() + 1, names)
              : path.getFileSystem().getPath("");
      String hint =
          "this machine has cgroup v2: one tree for all controllers at "
              + near
              + ", no directory "
              + first
              + " for a controller";
      String translated = Versions.v2Name(refusal.file());
      if (translated == null) {
        return hint + "; the cgroup is " + near.resolve(rest);
      }
      Path parent = near.resolve(rest).getParent();
      return hint + "; the file is " + (parent == null ? near : parent).resolve(translated);
    }
    Path missing = near.resolve(first);
    Path directory = refusal.directory();
    return "there is no cgroup "
        + missing
        + ": mkdir "
        + (missing.equals(directory) ? "" : "-p ")
        + directory;
  }

  private static String outside(Scene scene) {
    Hierarchy io = scene.machine().hierarchies().of(Controller.IO);
    return "no cgroup hierarchy is mounted there; the one with the io controller is cgroup "
        + (io.isV2() ? "v2" : "v1 (blkio)")
        + " at "
        + scene.directory(io.root());
  }

  private static @Nullable String inCgroup(Refusal refusal, Scene scene, Cgroup cgroup) {
    String name = refusal.file();
    boolean v2 = cgroup.hierarchy().isV2();
    Set<Feature> features = scene.machine().config().features();
    KnownFile known = KnownFile.named(name, v2, features);
    if (known != null) {
      return known.missing() != null
          ? notBuilt(refusal, scene, cgroup, known.missing())
          : misplaced(scene, cgroup, known);
    }
    if (KnownFile.named(name, !v2, features) != null) {
      return Versions.hint(refusal, scene, cgroup);
    }
    String near = Nearest.to(name, entries(refusal.directory()));
    if (near != null) {
      return "no file of " + scene.directory(cgroup) + " has this name; did you mean " + near + "?";
    }
    boolean makes = refusal.errno() != Errno.ENOENT;
    return makes
        ? "only the kernel makes files in a cgroup's directory; mkdir there makes a child cgroup"
        : name.contains(".")
            ? null
            : "there is no cgroup " + refusal.path() + ": mkdir " + refusal.path();
  }

  private static List<String> entries(@Nullable Path directory) {
    List<String> names = new ArrayList<>();
    if (directory != null) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
        stream.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
      } catch (IOException e) {
        return List.of();
      }
    }
    Collections.sort(names);
    return names;
  }

  private static String misplaced(Scene scene, Cgroup cgroup, KnownFile known) {
    if (cgroup.isRoot() && !known.inRoot()) {
      Controller owner = known.owner();
      String enable =
          owner != null
                  && cgroup.hierarchy().isV2()
                  && (cgroup.subtreeControl() & owner.bit()) == 0
                  && cgroup.hierarchy().bound().contains(owner)
              ? "echo +"
                  + owner.v2Name()
                  + " > "
                  + scene.file(cgroup, "cgroup.subtree_control")
                  + " && "
              : "";
      String child = cgroup.children().isEmpty() ? "" : scene.file(first(cgroup), known.name());
      return "the root cgroup has no "
          + known.name()
          + ": it stands for the whole machine, which nothing limits; use a child: "
          + (child.isEmpty() || !enable.isEmpty()
              ? enable + "mkdir " + scene.file(cgroup, "web")
              : child);
    }
    if (!cgroup.isRoot() && !known.below()) {
      return known.name()
          + " is in the root cgroup only, for it is the setting of a disk: "
          + scene.file(cgroup.hierarchy().root(), known.name());
    }
    Controller owner = known.owner();
    if (owner != null && !cgroup.offers(owner)) {
      return Enabling.sentence(cgroup, owner, scene);
    }
    return "cgroup.pressure is 0 here, which takes the pressure files away: echo 1 > "
        + scene.file(cgroup, "cgroup.pressure");
  }

  private static Cgroup first(Cgroup parent) {
    return parent.children().iterator().next();
  }

  private static String notBuilt(Refusal refusal, Scene scene, Cgroup cgroup, Feature missing) {
    String file = refusal.file();
    if (missing == Feature.CFQ || missing == Feature.CFQ_DEBUG) {
      String successor =
          file.startsWith("blkio.weight") || file.startsWith("blkio.leaf_weight")
              ? "blkio.bfq." + file.replaceFirst("blkio\\.(leaf_)?", "")
              : null;
      return "Linux 5.0 removed CFQ and "
          + file
          + " with it"
          + (successor == null
              ? ""
              : "; with BFQ as the disk's scheduler there is "
                  + scene.file(cgroup, successor)
                  + ", 1 to 1000");
    }
    if (missing == Feature.IOCOST) {
      return "this kernel has no iocost, and without it no "
          + file
          + (file.equals("io.weight")
              ? "; with BFQ as the disk's scheduler, " + scene.file(cgroup, "io.bfq.weight")
              : "");
    }
    if (missing == Feature.BFQ || missing == Feature.BFQ_DEBUG) {
      return "this kernel was built without "
          + (missing == Feature.BFQ ? "BFQ" : "BFQ's debugging statistics")
          + ", and without it there is no "
          + file;
    }
    return "this kernel is too old for " + file + " or was built without it";
  }

  static @Nullable String ofPermission(Refusal refusal, Scene scene) {
    Path path = refusal.path();
    Cgroup cgroup = scene.cgroup(refusal.directory());
    if (path == null || cgroup == null || !Files.exists(path)) {
      return null;
    }
    return "you are not its owner; whoever is root may delegate the subtree: chown USER "
        + scene.directory(cgroup)
        + " "
        + scene.file(cgroup, "cgroup.procs")
        + (cgroup.hierarchy().isV2() ? " " + scene.file(cgroup, "cgroup.subtree_control") : "")
        + "; files of limits stay root's";
  }

  static @Nullable String ofDirectory(Refusal refusal, Scene scene) {
    Cgroup cgroup = scene.cgroup(refusal.path());
    if (cgroup == null) {
      return null;
    }
    return refusal.command().equals("rm")
        ? "a cgroup is removed with rmdir: rmdir " + refusal.path()
        : "a cgroup is a directory; settings are its files, members are in "
            + scene.file(cgroup, "cgroup.procs");
  }

  static @Nullable String ofReadOnly(Refusal refusal, Scene scene) {
    KnownFile known = known(refusal, scene);
    if (known == null || known.writable()) {
      return null;
    }
    return known.name()
        + " is only read"
        + switch (known.name()) {
          case "cgroup.controllers" ->
              "; the parent's cgroup.subtree_control decides what is in it";
          case "io.stat" -> "; limits are written to io.max";
          default -> "; nothing can be set there";
        };
  }

  static @Nullable String ofWriteOnly(Refusal refusal, Scene scene) {
    KnownFile known = known(refusal, scene);
    return known == null || known.readable()
        ? null
        : known.name() + " is only written: echo 1 > " + refusal.path();
  }

  private static @Nullable KnownFile known(Refusal refusal, Scene scene) {
    Cgroup cgroup = scene.cgroup(refusal.directory());
    return cgroup == null
        ? null
        : KnownFile.named(
            refusal.file(), cgroup.hierarchy().isV2(), scene.machine().config().features());
  }
}

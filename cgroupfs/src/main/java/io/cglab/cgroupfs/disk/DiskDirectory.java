package io.cglab.cgroupfs.disk;

import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.Directory;
import io.cglab.cgroupfs.kernfs.Node;
import io.cglab.cgroupfs.kernfs.Space;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.file.FileSystem;
import io.cglab.core.file.Inode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A directory on a disk. Its own blocks, and reading and writing them, are not simulated. */
final class DiskDirectory extends DiskNode implements Directory, Space {
  /** A name of more bytes is ENAMETOOLONG. */
  private static final int NAME_MAX = 255;

  private final Map<String, Node> children = new LinkedHashMap<>();
  private int subdirectories;
  private boolean removed;

  DiskDirectory(DiskCalls calls, Inode inode, int mode, int uid, int gid) {
    super(calls, inode, mode, uid, gid);
  }

  @Override
  long size() {
    return FileSystem.BLOCK_BYTES;
  }

  @Override
  int links() {
    return 2 + subdirectories;
  }

  @Override
  public boolean isAlive() {
    return !removed;
  }

  @Override
  public @Nullable Node lookup(String name) {
    return children.get(name);
  }

  @Override
  public List<String> names() {
    return new ArrayList<>(children.keySet());
  }

  @Override
  public long totalBytes() {
    FileSystem of = inode.fileSystem();
    return (of.blocks() - of.overheadBlocks()) * FileSystem.BLOCK_BYTES;
  }

  @Override
  public long freeBytes() {
    return inode.fileSystem().availableBlocks() * FileSystem.BLOCK_BYTES;
  }

  @Override
  public long usableBytes() {
    FileSystem of = inode.fileSystem();
    return Math.max(0, of.availableBlocks() - of.rootBlocks()) * FileSystem.BLOCK_BYTES;
  }

  /** Lets {@code action} see each file here and below. */
  void forEachFile(Consumer<DiskFile> action) {
    for (Node child : children.values()) {
      if (child instanceof DiskFile file) {
        action.accept(file);
      } else if (child instanceof DiskDirectory below) {
        below.forEachFile(action);
      }
    }
  }

  private FileSystem requireNewName(String name) throws KernelException {
    if (removed) {
      throw new KernelException(Errno.ENOENT);
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > NAME_MAX) {
      throw new KernelException(Errno.ENAMETOOLONG);
    }
    return inode.fileSystem();
  }

  private void put(String name, Node node) {
    children.put(name, node);
    subdirectories += node instanceof DiskDirectory ? 1 : 0;
    modified();
  }

  private @Nullable Node take(String name) {
    Node node = children.remove(name);
    subdirectories -= node instanceof DiskDirectory ? 1 : 0;
    modified();
    return node;
  }

  @Override
  public void create(Caller caller, String name, int mode) throws KernelException {
    put(name, new DiskFile(calls, requireNewName(name).create(), mode, caller.uid(), caller.gid()));
  }

  @Override
  public void mkdir(Caller caller, String name, int mode) throws KernelException {
    put(
        name,
        new DiskDirectory(
            calls, requireNewName(name).createBlockless(), mode, caller.uid(), caller.gid()));
  }

  @Override
  public void symlink(Caller caller, String name, String target) throws KernelException {
    put(
        name,
        new DiskLink(
            calls, requireNewName(name).createBlockless(), target, caller.uid(), caller.gid()));
  }

  @Override
  public void link(Caller caller, String name, Node existing) throws KernelException {
    if (!(existing instanceof DiskNode node)) {
      throw new KernelException(Errno.EXDEV);
    }
    node.inode.link();
    node.changed();
    put(name, existing);
  }

  @Override
  public void rmdir(Caller caller, String name) throws KernelException {
    if (!(children.get(name) instanceof DiskDirectory child)) {
      throw new KernelException(Errno.ENOTDIR);
    }
    if (!child.children.isEmpty()) {
      throw new KernelException(Errno.ENOTEMPTY);
    }
    take(name);
    child.removed = true;
    child.inode.unlink();
  }

  @Override
  public void unlink(Caller caller, String name) {
    if (take(name) instanceof DiskNode gone) {
      gone.changed();
      gone.inode.unlink();
    }
  }

  @Override
  public void rename(Caller caller, String name, Directory toDirectory, String toName)
      throws KernelException {
    if (!(toDirectory instanceof DiskDirectory to)) {
      throw new KernelException(Errno.EXDEV);
    }
    Node moved = children.get(name);
    Node there = to.children.get(toName);
    if (moved == null || moved == there) { // two names of one file: nothing is done
      return;
    }
    if (there instanceof DiskDirectory) {
      to.rmdir(caller, toName);
    } else if (there != null) {
      to.unlink(caller, toName);
    }
    take(name);
    to.put(toName, moved);
  }
}

package io.cglab.cgroupfs.kernfs;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import org.jspecify.annotations.Nullable;

/** A mounted tree, or Jimfs, as a file store. Pseudo trees have no blocks. */
final class KernFileStore extends FileStore {
  private final String name;
  private final String type;
  private final @Nullable FileStore jimfs;
  private final @Nullable Space space;

  private KernFileStore(
      String name, String type, @Nullable FileStore jimfs, @Nullable Space space) {
    this.name = name;
    this.type = type;
    this.jimfs = jimfs;
    this.space = space;
  }

  static KernFileStore of(Mount mount) {
    Space space = mount.root() instanceof Space known ? known : null;
    return new KernFileStore(mount.source(), mount.type(), null, space);
  }

  static KernFileStore ofJimfs(FileSystem jimfs) {
    FileStore store = jimfs.getFileStores().iterator().next();
    return new KernFileStore("rootfs", "tmpfs", store, null);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public long getTotalSpace() throws IOException {
    return space != null ? space.totalBytes() : jimfs == null ? 0 : jimfs.getTotalSpace();
  }

  @Override
  public long getUsableSpace() throws IOException {
    return space != null ? space.usableBytes() : jimfs == null ? 0 : jimfs.getUsableSpace();
  }

  @Override
  public long getUnallocatedSpace() throws IOException {
    return space != null ? space.freeBytes() : jimfs == null ? 0 : jimfs.getUnallocatedSpace();
  }

  @Override
  public boolean supportsFileAttributeView(Class<? extends FileAttributeView> view) {
    return view == BasicFileAttributeView.class
        || view == FileOwnerAttributeView.class
        || view == PosixFileAttributeView.class;
  }

  @Override
  public boolean supportsFileAttributeView(String view) {
    return StatAttributes.VIEWS.contains(view);
  }

  @Override
  public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> view) {
    return null;
  }

  @Override
  public Object getAttribute(String attribute) {
    throw new UnsupportedOperationException("no attribute of a file store: " + attribute);
  }
}

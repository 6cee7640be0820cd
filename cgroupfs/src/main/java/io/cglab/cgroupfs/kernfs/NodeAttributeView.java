package io.cglab.cgroupfs.kernfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The attributes of a path, by whatever serves it when they are asked for. */
class NodeAttributeView implements PosixFileAttributeView {
  /** The kinds of views that it can be. */
  static final Set<Class<?>> TYPES =
      Set.of(
          BasicFileAttributeView.class, PosixFileAttributeView.class, FileOwnerAttributeView.class);

  private final Path path;
  private final LinkOption[] options;

  NodeAttributeView(Path path, LinkOption... options) {
    this.path = path;
    this.options = options.clone();
  }

  /** Something that is done at a path. */
  interface At<T> {
    T run(Path path) throws IOException;
  }

  /** Does {@code call} at the path that {@code of} stands for now. */
  <T> T at(Path of, At<T> call) throws IOException {
    return call.run(of);
  }

  @Override
  public String name() {
    return "posix";
  }

  @Override
  public PosixFileAttributes readAttributes() throws IOException {
    return at(path, where -> Files.readAttributes(where, PosixFileAttributes.class, options));
  }

  @Override
  public UserPrincipal getOwner() throws IOException {
    return readAttributes().owner();
  }

  @Override
  public void setOwner(UserPrincipal owner) throws IOException {
    set("posix:owner", owner);
  }

  @Override
  public void setGroup(GroupPrincipal group) throws IOException {
    set("posix:group", group);
  }

  @Override
  public void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
    set("posix:permissions", permissions);
  }

  @Override
  public void setTimes(
      @Nullable FileTime lastModified, @Nullable FileTime lastAccess, @Nullable FileTime created)
      throws IOException {
    if (lastModified != null) {
      set("basic:lastModifiedTime", lastModified);
    }
    if (lastAccess != null) {
      set("basic:lastAccessTime", lastAccess);
    }
  }

  private void set(String attribute, Object value) throws IOException {
    at(path, where -> Files.setAttribute(where, attribute, value, options));
  }
}

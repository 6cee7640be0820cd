package io.cglab.cgroupfs.kernfs;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What lstat(2) says of a node, in the forms of {@code java.nio.file}. */
final class StatAttributes implements PosixFileAttributes {
  static final Set<String> VIEWS = Set.of("basic", "owner", "posix", "unix");

  private static final PosixFilePermission[] BITS = {
    PosixFilePermission.OTHERS_EXECUTE,
    PosixFilePermission.OTHERS_WRITE,
    PosixFilePermission.OTHERS_READ,
    PosixFilePermission.GROUP_EXECUTE,
    PosixFilePermission.GROUP_WRITE,
    PosixFilePermission.GROUP_READ,
    PosixFilePermission.OWNER_EXECUTE,
    PosixFilePermission.OWNER_WRITE,
    PosixFilePermission.OWNER_READ
  };
  private static final int DIRECTORY = 0040000;
  private static final int CHARACTER = 0020000;
  private static final int BLOCK = 0060000;
  private static final int REGULAR = 0100000;
  private static final int LINK = 0120000;

  private final Node node;
  private final Attributes stat;
  private final int device;

  StatAttributes(Node node, int device) {
    this.node = node;
    this.stat = node.attributes();
    this.device = device;
  }

  static int modeOf(Set<PosixFilePermission> permissions) {
    int mode = 0;
    for (int i = 0; i < BITS.length; i++) {
      mode |= permissions.contains(BITS[i]) ? 1 << i : 0;
    }
    return mode;
  }

  static Set<PosixFilePermission> permissionsOf(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < BITS.length; i++) {
      if ((mode >> i & 1) != 0) {
        permissions.add(BITS[i]);
      }
    }
    return permissions;
  }

  /** The attributes that {@code names} asks for: {@code view:a,b} or {@code view:*}. */
  Map<String, Object> named(String names) {
    int colon = names.indexOf(':');
    String view = colon < 0 ? "basic" : names.substring(0, colon);
    Map<String, Object> all = all(view);
    String wanted = names.substring(colon + 1);
    if (wanted.equals("*")) {
      return all;
    }
    Map<String, Object> some = new LinkedHashMap<>();
    for (String name : wanted.split(",", -1)) {
      Object value = all.get(name);
      if (value == null) {
        throw new IllegalArgumentException("unknown attribute " + view + ":" + name);
      }
      some.put(name, value);
    }
    return some;
  }

  private Map<String, Object> all(String view) {
    Map<String, Object> all = new LinkedHashMap<>();
    if (!VIEWS.contains(view)) {
      throw new UnsupportedOperationException("unknown view " + view);
    }
    if (view.equals("owner")) {
      all.put("owner", owner());
      return all;
    }
    all.put("size", size());
    all.put("lastModifiedTime", lastModifiedTime());
    all.put("lastAccessTime", lastAccessTime());
    all.put("creationTime", creationTime());
    all.put("isDirectory", isDirectory());
    all.put("isRegularFile", isRegularFile());
    all.put("isSymbolicLink", isSymbolicLink());
    all.put("isOther", isOther());
    all.put("fileKey", fileKey());
    if (!view.equals("basic")) {
      all.put("owner", owner());
      all.put("group", group());
      all.put("permissions", permissions());
    }
    if (view.equals("unix")) {
      all.put("mode", stat.mode() | type());
      all.put("ino", (int) stat.ino());
      all.put("dev", (long) device);
      all.put("rdev", (long) stat.rdev());
      all.put("nlink", stat.nlink());
      all.put("uid", stat.uid());
      all.put("gid", stat.gid());
      all.put("blocks", node.allocatedBytes() / 512);
      all.put("ctime", FileTime.from(stat.ctimeNs(), NANOSECONDS));
    }
    return all;
  }

  private int type() {
    if (node instanceof Directory) {
      return DIRECTORY;
    } else if (node instanceof Symlink) {
      return LINK;
    } else if (node instanceof DeviceFile special) {
      return special.isBlock() ? BLOCK : CHARACTER;
    }
    return REGULAR;
  }

  /** As {@link #modeOf} for a set of unknown type. */
  static int modeOfAny(Set<?> set) {
    int mode = 0;
    for (int i = 0; i < BITS.length; i++) {
      mode |= set.contains(BITS[i]) ? 1 << i : 0;
    }
    return mode;
  }

  @Override
  public UserPrincipal owner() {
    return new Principals.Numbered(stat.uid());
  }

  @Override
  public GroupPrincipal group() {
    return new Principals.Numbered(stat.gid());
  }

  @Override
  public Set<PosixFilePermission> permissions() {
    return permissionsOf(stat.mode());
  }

  @Override
  public FileTime lastModifiedTime() {
    return FileTime.from(stat.mtimeNs(), NANOSECONDS);
  }

  @Override
  public FileTime lastAccessTime() {
    return FileTime.from(stat.atimeNs(), NANOSECONDS);
  }

  @Override
  public FileTime creationTime() {
    return FileTime.from(stat.ctimeNs(), NANOSECONDS);
  }

  @Override
  public boolean isRegularFile() {
    return node instanceof RegularFile;
  }

  @Override
  public boolean isDirectory() {
    return node instanceof Directory;
  }

  @Override
  public boolean isSymbolicLink() {
    return node instanceof Symlink;
  }

  @Override
  public boolean isOther() {
    return node instanceof DeviceFile;
  }

  @Override
  public long size() {
    return stat.size();
  }

  @Override
  public Object fileKey() {
    return device + ":" + stat.ino();
  }
}

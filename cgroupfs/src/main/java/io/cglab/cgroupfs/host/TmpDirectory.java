package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.kernfs.Attributes;
import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.Directory;
import io.cglab.cgroupfs.kernfs.Node;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A tmpfs of directories alone: what is put over /sys/fs/cgroup to have a place where v1
 * hierarchies can be mounted side by side.
 */
public final class TmpDirectory implements Directory {
  private static final int ROOT_MODE = 0755;
  private static final long KEEP = Long.MIN_VALUE;

  private final LongSupplier epochNs;
  private final AtomicLong lastIno;
  private final long ino;
  private final Map<String, TmpDirectory> children = new LinkedHashMap<>();
  private boolean removed;
  private int mode;
  private int uid;
  private int gid;
  private long atimeNs;
  private long mtimeNs;
  private long ctimeNs;

  private TmpDirectory(LongSupplier epochNs, AtomicLong lastIno, int mode, int uid, int gid) {
    this.epochNs = epochNs;
    this.lastIno = lastIno;
    this.ino = lastIno.incrementAndGet();
    this.mode = mode;
    this.uid = uid;
    this.gid = gid;
    atimeNs = epochNs.getAsLong();
    mtimeNs = atimeNs;
    ctimeNs = atimeNs;
  }

  /**
   * The root of an empty one.
   *
   * @param epochNs the time of day in ns since the epoch
   */
  public static TmpDirectory empty(LongSupplier epochNs) {
    return new TmpDirectory(epochNs, new AtomicLong(), ROOT_MODE, 0, 0);
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
  public void mkdir(Caller caller, String name, int newMode) {
    children.put(name, new TmpDirectory(epochNs, lastIno, newMode, caller.uid(), caller.gid()));
    mtimeNs = epochNs.getAsLong();
  }

  @Override
  public void rmdir(Caller caller, String name) throws KernelException {
    TmpDirectory child = children.get(name);
    if (child == null) {
      throw new KernelException(Errno.ENOENT);
    }
    if (!child.children.isEmpty()) {
      throw new KernelException(Errno.ENOTEMPTY);
    }
    child.removed = true;
    children.remove(name);
    mtimeNs = epochNs.getAsLong();
  }

  @Override
  public void rename(Caller caller, String name, Directory toDirectory, String toName)
      throws KernelException {
    if (!(toDirectory instanceof TmpDirectory to)) {
      throw new KernelException(Errno.EXDEV);
    }
    TmpDirectory child = children.get(name);
    if (child == null) {
      throw new KernelException(Errno.ENOENT);
    }
    if (to.children.containsKey(toName)) {
      to.rmdir(caller, toName);
    }
    children.remove(name);
    to.children.put(toName, child);
  }

  @Override
  public Attributes attributes() {
    return new Attributes(
        mode, uid, gid, ino, 2 + children.size(), 0, 0, atimeNs, mtimeNs, ctimeNs);
  }

  @Override
  public boolean isAlive() {
    return !removed;
  }

  @Override
  public void chmod(int newMode) {
    mode = newMode;
    ctimeNs = epochNs.getAsLong();
  }

  @Override
  public void chown(int newUid, int newGid) {
    uid = newUid == -1 ? uid : newUid;
    gid = newGid == -1 ? gid : newGid;
    ctimeNs = epochNs.getAsLong();
  }

  @Override
  public void utimes(long newAtimeNs, long newMtimeNs) {
    atimeNs = newAtimeNs == KEEP ? atimeNs : newAtimeNs;
    mtimeNs = newMtimeNs == KEEP ? mtimeNs : newMtimeNs;
    ctimeNs = epochNs.getAsLong();
  }
}

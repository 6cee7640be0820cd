package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.Directory;
import io.cglab.cgroupfs.kernfs.OpenFile;
import io.cglab.cgroupfs.kernfs.RegularFile;
import io.cglab.cgroupfs.kernfs.TextFile;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;

/** A file of sysfs (control-files.md 7): a page long, and even the super-user minds its mode. */
final class SysFileNode<T> extends HostNode implements RegularFile {
  private static final int PAGE = 4096;

  private final Directory parent;
  private final T of;
  private final SysFile<T> file;

  SysFileNode(String path, Directory parent, T of, SysFile<T> file) {
    super(path, file.mode());
    this.parent = parent;
    this.of = of;
    this.file = file;
  }

  @Override
  long size() {
    return PAGE;
  }

  @Override
  public boolean isAlive() {
    return parent.isAlive() && file.where().test(of);
  }

  @Override
  public boolean rootOverridesMode() {
    return false;
  }

  @Override
  public OpenFile open(Caller caller, boolean read, boolean write) {
    return new TextFile() {
      @Override
      protected String render() {
        StringBuilder out = new StringBuilder();
        file.reader().show(of, out);
        return out.toString();
      }

      @Override
      protected int writeLength(int offered) {
        return Math.min(offered, PAGE);
      }

      @Override
      protected void store(byte[] text, long position) throws KernelException {
        SysFile.Writer<T> writer = file.writer();
        if (writer == null) {
          throw new KernelException(Errno.EIO);
        }
        writer.write(of, text);
      }
    };
  }
}

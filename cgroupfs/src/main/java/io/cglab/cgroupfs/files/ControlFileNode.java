package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.OpenFile;
import io.cglab.cgroupfs.kernfs.RegularFile;
import io.cglab.cgroupfs.kernfs.TextFile;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.pressure.StallWatch;
import io.cglab.core.resource.MemoryController;
import org.jspecify.annotations.Nullable;

/** A control file of one cgroup. */
final class ControlFileNode extends CgroupNode implements RegularFile {
  private final ControlFile file;
  private final long firstIno;
  private final int remade;

  ControlFileNode(CgroupTree tree, Cgroup cgroup, ControlFile file) {
    super(tree, cgroup);
    this.file = file;
    this.firstIno = state().firstIno(file.owner());
    this.remade = state().remade();
  }

  @Override
  String key() {
    return file.name();
  }

  @Override
  @Nullable Controller owner() {
    return file.owner();
  }

  @Override
  int originalMode() {
    return file.mode();
  }

  @Override
  long ino() {
    long ino = firstIno;
    for (ControlFile before : tree.table().rows()) {
      if (before == file) {
        break;
      }
      if (before.owner() == file.owner() && before.place().includes(cgroup)) {
        ino++;
      }
    }
    return ino;
  }

  @Override
  int nlink() {
    return 1;
  }

  @Override
  public boolean isAlive() {
    return !cgroup.isRemoved()
        && file.isVisibleIn(cgroup)
        && state().firstIno(file.owner()) == firstIno
        && (!file.hideable() || state().remade() == remade);
  }

  @Override
  public OpenFile open(Caller caller, boolean read, boolean write) {
    return new Open(new FileContext(tree, cgroup, caller, new Descriptor()));
  }

  private final class Open extends TextFile {
    private final FileContext context;

    Open(FileContext context) {
      this.context = context;
    }

    @Override
    protected String render() throws KernelException {
      ControlFile.Reader reader = file.reader();
      if (reader == null) {
        throw new KernelException(Errno.EINVAL, file.name() + " is only written");
      }
      StringBuilder out = new StringBuilder();
      reader.show(context, out);
      return out.toString();
    }

    @Override
    protected void store(byte[] text, long position) throws KernelException {
      ControlFile.Writer writer = file.writer();
      if (writer == null) {
        throw new KernelException(Errno.EINVAL, file.name() + " is only read");
      }
      context.descriptor().setOffset(position);
      writer.write(context, text);
    }

    @Override
    public void close() {
      MemoryController.Peak peak = context.descriptor().peak();
      if (peak != null) {
        context.machine().resources().memory().unwatch(cgroup, peak);
      }
      StallWatch watch = context.descriptor().watch();
      if (watch != null) {
        watch.close();
      }
      state().unpoll(context.descriptor());
    }

    @Override
    public void onEvent(Runnable told) {
      context.descriptor().setTold(told);
      state().poll(context.descriptor());
    }

    @Override
    public boolean hasEvent() {
      ControlFile.Poller poller = file.poller();
      return !isAlive() || (poller != null && poller.hasEvent(context));
    }
  }
}

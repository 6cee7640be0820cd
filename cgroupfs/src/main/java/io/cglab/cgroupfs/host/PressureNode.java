package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.files.PressureText;
import io.cglab.cgroupfs.files.PressureTrigger;
import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.OpenFile;
import io.cglab.cgroupfs.kernfs.RegularFile;
import io.cglab.cgroupfs.kernfs.TextFile;
import io.cglab.cgroupfs.text.Input;
import io.cglab.core.Machine;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.pressure.PsiResource;
import io.cglab.core.pressure.StallWatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file of /proc/pressure (control-files.md 7.6): the whole system's, of I/O, of memory, or of the
 * CPU, which nobody waits for here. It takes triggers from everybody, and of each write only the
 * beginning, whose last byte is lost.
 */
final class PressureNode extends HostNode implements RegularFile {
  private static final int MODE = 0666;
  private static final int LOOKED_AT = 32;

  private final Machine machine;
  private final @Nullable PsiResource resource;

  /**
   * A file.
   *
   * @param resource what tasks wait for; null for what nobody waits for
   */
  PressureNode(String path, Machine machine, @Nullable PsiResource resource) {
    super(path, MODE);
    this.machine = machine;
    this.resource = resource;
  }

  @Override
  public OpenFile open(Caller caller, boolean read, boolean write) {
    return new Open(machine, resource, caller);
  }

  private static final class Open extends TextFile {
    private final Machine machine;
    private final @Nullable PsiResource resource;
    private final Caller caller;
    private @Nullable PressureTrigger trigger;
    private @Nullable StallWatch watch;
    private Runnable told = () -> {};

    Open(Machine machine, @Nullable PsiResource resource, Caller caller) {
      this.machine = machine;
      this.resource = resource;
      this.caller = caller;
    }

    private Cgroup system() {
      return machine.hierarchies().v2().root();
    }

    @Override
    protected String render() {
      if (resource == null) {
        return PressureText.IDLE;
      }
      StringBuilder out = new StringBuilder();
      PressureText.show(machine.pressure(), system(), resource, out);
      return out.toString();
    }

    @Override
    protected int writeLength(int offered) {
      return offered;
    }

    @Override
    public void writeNothing() throws KernelException {
      throw new KernelException(Errno.EINVAL, "a trigger is: some or full, stall us, window us");
    }

    @Override
    protected void store(byte[] text, long position) throws KernelException {
      if (trigger != null) {
        throw new KernelException(
            Errno.EBUSY, "the descriptor has a trigger already; open the file again for another");
      }
      byte[] lookedAt = Arrays.copyOf(text, Math.min(text.length, LOOKED_AT) - 1);
      PressureTrigger parsed = PressureTrigger.parse(new Input(lookedAt), caller.isRoot());
      trigger = parsed;
      if (resource != null) {
        watch = parsed.watch(machine, system(), resource, caller.isRoot(), () -> told.run());
      }
    }

    /** Without a trigger at once; a trigger reports each event once. */
    @Override
    public boolean hasEvent() {
      return watch == null ? trigger == null : watch.takeEvent();
    }

    @Override
    public void onEvent(Runnable listener) {
      told = listener;
    }

    @Override
    public void close() {
      if (watch != null) {
        watch.close();
      }
    }
  }
}

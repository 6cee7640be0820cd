package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.files.PressureTrigger;
import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.OpenFile;
import io.cglab.cgroupfs.kernfs.RegularFile;
import io.cglab.cgroupfs.kernfs.TextFile;
import io.cglab.cgroupfs.text.Input;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file of /proc/pressure (control-files.md 7.6). It takes triggers from everybody, and of each
 * write only the beginning, whose last byte is lost.
 */
final class PressureNode extends HostNode implements RegularFile {
  private static final int MODE = 0666;
  private static final int LOOKED_AT = 32;

  PressureNode(String path) {
    super(path, MODE);
  }

  @Override
  public OpenFile open(Caller caller, boolean read, boolean write) {
    return new Open(caller);
  }

  private static final class Open extends TextFile {
    private final Caller caller;
    private @Nullable PressureTrigger trigger;

    Open(Caller caller) {
      this.caller = caller;
    }

    @Override
    protected String render() {
      return """
          some avg10=0.00 avg60=0.00 avg300=0.00 total=0
          full avg10=0.00 avg60=0.00 avg300=0.00 total=0
          """;
    }

    @Override
    protected int writeLength(int offered) {
      return offered;
    }

    @Override
    protected void store(byte[] text, long position) throws KernelException {
      if (trigger != null) {
        throw new KernelException(
            Errno.EBUSY, "the descriptor has a trigger already; open the file again for another");
      }
      byte[] lookedAt = Arrays.copyOf(text, Math.min(text.length, LOOKED_AT) - 1);
      trigger = PressureTrigger.parse(new Input(lookedAt), caller.isRoot());
    }

    /** Without a trigger at once; a trigger reports stalls, of which there are none here. */
    @Override
    public boolean hasEvent() {
      return trigger == null;
    }
  }
}

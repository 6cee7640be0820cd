package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.files.ControlFile.Place.ANY;
import static io.cglab.cgroupfs.files.ControlFiles.ro;
import static io.cglab.cgroupfs.files.ControlFiles.wo;

import com.google.common.collect.ImmutableList;
import io.cglab.cgroupfs.text.Input;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.resource.DeviceRule;
import io.cglab.core.resource.DevicesController;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** v1's files of the devices controller: {@code c 1:3 rwm} for each rule, {@code a} for all. */
final class V1DevicesFiles {
  private static final String ACCESS = "rwm";
  private static final long MOST = 0xffff_ffffL;

  private V1DevicesFiles() {}

  static List<ControlFile> rows() {
    return ImmutableList.of(
        wo("devices.allow", ANY, V1DevicesFiles::allow).of(Controller.DEVICES),
        wo("devices.deny", ANY, V1DevicesFiles::deny).of(Controller.DEVICES),
        ro("devices.list", ANY, V1DevicesFiles::show).of(Controller.DEVICES));
  }

  private static void show(FileContext context, StringBuilder out) {
    DevicesController devices = context.machine().resources().devices();
    Cgroup cgroup = context.cgroup();
    if (devices.allowsByDefault(cgroup)) {
      out.append("a *:* rwm\n");
    }
    for (DeviceRule rule : devices.allowed(cgroup)) {
      out.append(rule.type()).append(' ');
      showNumber(rule.major(), out);
      out.append(':');
      showNumber(rule.minor(), out);
      out.append(' ');
      for (int i = 0; i < ACCESS.length(); i++) {
        if ((rule.access() & 1 << i) != 0) {
          out.append(ACCESS.charAt(i));
        }
      }
      out.append('\n');
    }
  }

  private static void showNumber(long number, StringBuilder out) {
    if (number == DeviceRule.ANY) {
      out.append('*');
    } else {
      out.append(number);
    }
  }

  private static void allow(FileContext context, byte[] text) throws KernelException {
    DevicesController devices = context.machine().resources().devices();
    DeviceRule rule = rule(context, text);
    if (rule == null) {
      devices.allowAll(context.cgroup());
    } else {
      devices.allow(context.cgroup(), rule);
    }
  }

  private static void deny(FileContext context, byte[] text) throws KernelException {
    DevicesController devices = context.machine().resources().devices();
    DeviceRule rule = rule(context, text);
    if (rule == null) {
      devices.denyAll(context.cgroup());
    } else {
      devices.deny(context.cgroup(), rule);
    }
  }

  /** The rule that was written; null for all devices, whatever follows the {@code a}. */
  private static @Nullable DeviceRule rule(FileContext context, byte[] text)
      throws KernelException {
    if (!context.opener().isRoot()) {
      throw new KernelException(Errno.EPERM, "only root may change it");
    }
    Input in = new Input(text).strip();
    if (in.accept('a')) {
      return null;
    }
    char type = in.accept('b') ? 'b' : in.accept('c') ? 'c' : 0;
    if (type == 0 || !Input.isSpace(in.peek())) {
      throw malformed();
    }
    in.accept((char) in.peek());
    long major = number(in);
    if (!in.accept(':')) {
      throw malformed();
    }
    long minor = number(in);
    if (!Input.isSpace(in.peek())) {
      throw malformed();
    }
    in.accept((char) (in.peek() & 0xff));
    return new DeviceRule(type, major, minor, access(in));
  }

  private static long number(Input in) throws KernelException {
    if (in.accept('*')) {
      return DeviceRule.ANY;
    }
    if (Input.isSpace(in.peek()) || !in.scan64() || Long.compareUnsigned(in.scanned(), MOST) > 0) {
      throw malformed();
    }
    return in.scanned();
  }

  private static int access(Input in) throws KernelException {
    int access = 0;
    while (!in.isAtEnd() && in.peek() != '\n') {
      int bit = ACCESS.indexOf(in.peek());
      if (bit < 0) {
        throw malformed();
      }
      access |= 1 << bit;
      in.accept(ACCESS.charAt(bit));
    }
    return access;
  }

  private static KernelException malformed() {
    return new KernelException(Errno.EINVAL, "a rule such as c 1:3 rwm, or a");
  }
}

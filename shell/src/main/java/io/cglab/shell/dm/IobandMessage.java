package io.cglab.shell.dm;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.dm.DeviceMapper;
import io.cglab.core.dm.ioband.GroupType;
import io.cglab.core.dm.ioband.IobandDevice;
import io.cglab.core.dm.ioband.IobandGroup;
import io.cglab.core.dm.ioband.PolicyKind;
import java.util.List;

/**
 * The messages of an ioband device as words (dm-ioband.md 2.3 to 2.11). What is no message is in
 * the kernel's log.
 */
final class IobandMessage {
  private final DeviceMapper mapper;
  private final IobandDevice device;

  private IobandMessage(DeviceMapper mapper, IobandDevice device) {
    this.mapper = mapper;
    this.device = device;
  }

  static void send(DeviceMapper mapper, IobandDevice device, List<String> words)
      throws KernelException {
    new IobandMessage(mapper, device).send(words);
  }

  private KernelException refused(String what) {
    mapper.warn("ioband: " + what);
    return new KernelException(Errno.EINVAL, what);
  }

  private KernelException unrecognised() {
    return refused("Unrecognised band message received.");
  }

  private void send(List<String> words) throws KernelException {
    String word = words.get(0);
    if (word.equals("reset") && words.size() == 1) {
      device.reset();
      return;
    }
    if (words.size() != 2) {
      throw unrecognised();
    }
    String value = words.get(1);
    switch (word) {
      case "type" -> setType(value);
      case "attach" -> device.attach(id(value));
      case "detach" -> device.detach(id(value));
      case "weight" -> setWeight(value);
      case "range-bw" -> setRange(value);
      case "token" -> device.setToken(number(value));
      case "io_throttle" -> device.setIoThrottle(number(value));
      case "io_limit" -> device.setIoLimit(number(value));
      case "policy" -> setPolicy(value);
      default -> throw unrecognised();
    }
  }

  private void setType(String word) throws KernelException {
    GroupType type = IobandText.type(word);
    if (type == null) {
      String what = word + " isn't supported.";
      mapper.warn("ioband: " + what);
      String bare = word.replaceFirst("\\.$", "");
      boolean isSlip = IobandText.type(bare) != null; // as in the manual's example 3
      throw new KernelException(Errno.EINVAL, isSlip ? "drop the full stop: type " + bare : what);
    }
    device.setType(type);
  }

  private void setPolicy(String word) throws KernelException {
    PolicyKind policy = IobandText.policy(word);
    if (policy == null || !mapper.ioband().profile().isV1()) {
      throw unrecognised();
    }
    device.setPolicy(policy);
  }

  /** {@code VAL} of the default group, or {@code ID:VAL}. */
  private void setWeight(String text) throws KernelException {
    int colon = text.indexOf(':');
    long id = colon < 0 ? IobandGroup.DEFAULT_ID : id(text.substring(0, colon));
    device.setWeight(id, number(text.substring(colon + 1)));
  }

  private void setRange(String text) throws KernelException {
    String[] parts = text.split(":", -1);
    if (!mapper.ioband().profile().isV1()) {
      throw unrecognised();
    }
    if (parts.length != 3) {
      throw Mapper.invalid("range-bw ID:MIN:MAX is wanted, in KB/s");
    }
    device.setRange(id(parts[0]), number(parts[1]), number(parts[2]));
  }

  /** The id of a group; -1 is the default one. */
  private long id(String text) throws KernelException {
    if (text.equals("-1")) {
      return IobandGroup.DEFAULT_ID;
    }
    try {
      return number(text);
    } catch (KernelException none) {
      throw refused("invalid id");
    }
  }

  /** A number without a sign; 1.x takes 0x and a leading 0 as well. */
  private long number(String text) throws KernelException {
    boolean anyBase = mapper.ioband().profile().isV1();
    try {
      if (anyBase && text.matches("0[xX][0-9a-fA-F]{1,15}")) {
        return Long.parseLong(text.substring(2), 16);
      }
      if (anyBase && text.matches("0[0-7]{1,19}")) {
        return Long.parseLong(text, 8);
      }
      if (text.matches("[0-9]{1,18}")) {
        return Long.parseLong(text);
      }
    } catch (NumberFormatException tooLarge) {
      throw Mapper.invalid(text + " is too large");
    }
    throw Mapper.invalid("\"" + text + "\" is no number");
  }
}

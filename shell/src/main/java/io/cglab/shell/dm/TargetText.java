package io.cglab.shell.dm;

import io.cglab.core.api.DevNo;
import io.cglab.core.dm.TargetSpec;
import io.cglab.core.dm.ioband.IobandProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The parameters of targets as text: reads what a table says behind the name of a target
 * (dm-ioband.md 2.1, 7). Ranges that depend on the machine are checked when the table is loaded.
 */
final class TargetText {
  private static final int MOST_STRIPES = 128;

  private final IobandProfile profile;
  private final Function<String, DevNo> devices;

  /**
   * A reader.
   *
   * @param profile which form an ioband line has
   * @param devices the number of a device by its path or MAJ:MIN; 0:0 for one that is not there
   */
  TargetText(IobandProfile profile, Function<String, DevNo> devices) {
    this.profile = profile;
    this.devices = devices;
  }

  TargetSpec parse(String target, List<String> params) throws WrongTargetException {
    return switch (target) {
      case "linear" -> linear(params);
      case "striped" -> striped(params);
      case "zero" -> empty(params, new TargetSpec.Zero(), "No arguments required");
      case "error" -> new TargetSpec.Error();
      case "delay" -> delay(params);
      case "ioband" -> IobandText.parse(profile, params, devices);
      default -> throw new WrongTargetException("unknown target type");
    };
  }

  private static TargetSpec empty(List<String> params, TargetSpec spec, String otherwise)
      throws WrongTargetException {
    if (!params.isEmpty()) {
      throw new WrongTargetException(otherwise);
    }
    return spec;
  }

  private TargetSpec linear(List<String> params) throws WrongTargetException {
    if (params.size() != 2) {
      throw new WrongTargetException("dm-linear: Invalid argument count");
    }
    return new TargetSpec.Linear(leg(params, 0, "dm-linear: Invalid device sector"));
  }

  private TargetSpec striped(List<String> params) throws WrongTargetException {
    if (params.size() < 2) {
      throw new WrongTargetException("Not enough arguments");
    }
    long stripes = number(params.get(0), MOST_STRIPES, "Invalid stripe count");
    long chunk = number(params.get(1), Integer.MAX_VALUE, "Invalid chunk_size");
    if (stripes == 0) {
      throw new WrongTargetException("Invalid stripe count");
    }
    if (params.size() != 2 + 2 * stripes) {
      throw new WrongTargetException("Not enough destinations specified");
    }
    List<TargetSpec.Leg> legs = new ArrayList<>();
    for (int i = 0; i < stripes; i++) {
      legs.add(leg(params, 2 + 2 * i, "Couldn't parse stripe destination"));
    }
    return new TargetSpec.Striped((int) chunk, legs);
  }

  private TargetSpec delay(List<String> params) throws WrongTargetException {
    if (params.size() != 3 && params.size() != 6) {
      throw new WrongTargetException("requires exactly 3 or 6 arguments");
    }
    int write = params.size() - 3;
    return new TargetSpec.Delay(
        leg(params, 0, "Invalid device sector"),
        number(params.get(2), Integer.MAX_VALUE, "Invalid delay"),
        leg(params, write, "Invalid write device sector"),
        number(params.get(write + 2), Integer.MAX_VALUE, "Invalid write delay"));
  }

  private TargetSpec.Leg leg(List<String> params, int at, String wrong)
      throws WrongTargetException {
    long offset = number(params.get(at + 1), Long.MAX_VALUE, wrong);
    return new TargetSpec.Leg(devices.apply(params.get(at)), offset);
  }

  /** A number without a sign, up to {@code most}. */
  static long number(String text, long most, String wrong) throws WrongTargetException {
    if (!text.matches("[0-9]{1,18}") || Long.parseLong(text) > most) {
      throw new WrongTargetException(wrong);
    }
    return Long.parseLong(text);
  }

  /** The parameters as {@code dmsetup table} shows them; an ioband line's are not here. */
  static String show(TargetSpec spec) {
    if (spec instanceof TargetSpec.Linear linear) {
      return leg(linear.on());
    }
    if (spec instanceof TargetSpec.Striped striped) {
      StringBuilder out = new StringBuilder();
      out.append(striped.legs().size()).append(' ').append(striped.chunkSectors());
      striped.legs().forEach(leg -> out.append(' ').append(leg(leg)));
      return out.toString();
    }
    if (spec instanceof TargetSpec.Delay delay) {
      String read = leg(delay.read()) + " " + delay.readMs();
      boolean same = delay.read().equals(delay.write()) && delay.readMs() == delay.writeMs();
      return same ? read : read + " " + leg(delay.write()) + " " + delay.writeMs();
    }
    return "";
  }

  private static String leg(TargetSpec.Leg leg) {
    return leg.device() + " " + leg.offset();
  }

  /** What {@code dmsetup status} shows of a target that is no ioband. */
  static String status(TargetSpec spec) {
    if (spec instanceof TargetSpec.Striped striped) {
      StringBuilder out = new StringBuilder();
      out.append(striped.legs().size());
      striped.legs().forEach(leg -> out.append(' ').append(leg.device()));
      return out.append(" 1 ").append("A".repeat(striped.legs().size())).toString();
    }
    return spec instanceof TargetSpec.Delay ? "0 0" : "";
  }
}

package io.cglab.shell.dm;

import io.cglab.core.api.DevNo;
import io.cglab.core.dm.TargetSpec;
import io.cglab.core.dm.ioband.GroupType;
import io.cglab.core.dm.ioband.IobandGroup;
import io.cglab.core.dm.ioband.IobandProfile;
import io.cglab.core.dm.ioband.IobandSpec;
import io.cglab.core.dm.ioband.PolicyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an ioband line: DEVICE GROUPID [THROTTLE [LIMIT]] of v0.0.3, and DEVICE GROUPID
 * THROTTLE LIMIT TYPE POLICY [TOKEN] [ID:WEIGHT...] of 1.x (dm-ioband.md 2.1).
 */
final class IobandText {
  private static final int MOST_SETTING = 32767;
  private static final int LONGEST_GROUP_ID = 31;
  private static final int LONG_FORM = 6;

  private IobandText() {}

  static TargetSpec parse(
      IobandProfile profile, List<String> params, Function<String, DevNo> devices)
      throws WrongTargetException {
    IobandSpec spec = profile.isV1() ? longForm(params) : shortForm(params);
    return new TargetSpec.Ioband(devices.apply(params.get(0)), spec);
  }

  private static IobandSpec shortForm(List<String> params) throws WrongTargetException {
    if (params.size() < 2) {
      throw new WrongTargetException("Requires 2 or more arguments");
    }
    if (params.size() > 4) {
      throw new WrongTargetException("Too many arguments");
    }
    String id = params.get(1);
    if (!id.matches("0*[1-9][0-9]*") || id.length() > LONGEST_GROUP_ID) {
      throw new WrongTargetException("Invalid device group id");
    }
    return IobandSpec.of(
        id,
        params.size() > 2 ? setting(params.get(2), "Invalid io_throttle") : 0,
        params.size() > 3 ? setting(params.get(3), "Invalid io_limit") : 0);
  }

  private static long setting(String text, String wrong) throws WrongTargetException {
    return TargetText.number(text, MOST_SETTING, wrong);
  }

  private static IobandSpec longForm(List<String> params) throws WrongTargetException {
    if (params.size() < LONG_FORM) {
      throw new WrongTargetException("Requires 6 or more arguments");
    }
    String id = params.get(1);
    if (id.length() > LONGEST_GROUP_ID) {
      throw new WrongTargetException("Ioband device name is too long");
    }
    long throttle = setting(params.get(2), "Invalid io_throttle");
    long limit = setting(params.get(3), "Invalid io_limit");
    GroupType type = type(params.get(4));
    if (type == null) {
      throw new WrongTargetException("Cannot set ioband group type");
    }
    PolicyKind policy = policy(params.get(5));
    if (policy == null) {
      throw new WrongTargetException("Invalid policy parameter");
    }
    int at = LONG_FORM;
    long token = 0;
    if (at < params.size() && params.get(at).indexOf(':') < 0) {
      token = TargetText.number(params.get(at++), Integer.MAX_VALUE, "Invalid policy parameter");
    }
    List<IobandSpec.GroupSpec> groups = new ArrayList<>();
    for (String word : params.subList(at, params.size())) {
      groups.add(group(word, policy));
    }
    return new IobandSpec(id, throttle, limit, type, policy, token, groups);
  }

  /** {@code [ID]:WEIGHT}, or with range-bw {@code [ID]:MIN:MAX}. */
  private static IobandSpec.GroupSpec group(String word, PolicyKind policy)
      throws WrongTargetException {
    String[] parts = word.split(":", -1);
    int values = policy == PolicyKind.RANGE_BW ? 2 : 1;
    String wrong = "Invalid ioband group parameter";
    if (parts.length != 1 + values) {
      throw new WrongTargetException(wrong);
    }
    long id =
        parts[0].isEmpty()
            ? IobandGroup.DEFAULT_ID
            : TargetText.number(parts[0], Integer.MAX_VALUE, wrong);
    long first = TargetText.number(parts[1], Integer.MAX_VALUE, wrong);
    return new IobandSpec.GroupSpec(
        id, first, values == 1 ? 0 : TargetText.number(parts[2], Integer.MAX_VALUE, wrong));
  }

  /** The type that a word names, of whatever version; null for none. */
  static @Nullable GroupType type(String word) {
    for (GroupType type : GroupType.values()) {
      if (type.word().equals(word)) {
        return type;
      }
    }
    return null;
  }

  /** The policy that a word names; null for none. */
  static @Nullable PolicyKind policy(String word) {
    if (word.equals("default")) {
      return PolicyKind.WEIGHT;
    }
    for (PolicyKind policy : PolicyKind.values()) {
      if (policy.word().equals(word.toLowerCase(Locale.ROOT))) {
        return policy;
      }
    }
    return null;
  }
}

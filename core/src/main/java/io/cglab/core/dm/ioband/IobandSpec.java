package io.cglab.core.dm.ioband;

import java.util.List;

/**
 * The parameters of an ioband line behind the device (dm-ioband.md 2.1).
 *
 * @param groupId the device group, as it was typed: 1 to 31 characters
 * @param ioThrottle 0 to 32767, 0 for the usual one
 * @param ioLimit 0 to 32767, 0 for the usual one
 * @param type {@link GroupType#NONE} in the short form
 * @param policy {@link PolicyKind#WEIGHT} in the short form
 * @param token base of the tokens, 0 for the usual one
 * @param groups settings of groups of the long form, in order; the default group's, if it is among
 *     them, has the id {@link IobandGroup#DEFAULT_ID}
 */
public record IobandSpec(
    String groupId,
    long ioThrottle,
    long ioLimit,
    GroupType type,
    PolicyKind policy,
    long token,
    List<GroupSpec> groups) {
  public IobandSpec {
    groups = List.copyOf(groups);
  }

  /** The short form. */
  public static IobandSpec of(String groupId, long ioThrottle, long ioLimit) {
    return new IobandSpec(
        groupId, ioThrottle, ioLimit, GroupType.NONE, PolicyKind.WEIGHT, 0, List.of());
  }

  /**
   * {@code ID:WEIGHT}, or {@code ID:MIN:MAX} with {@link PolicyKind#RANGE_BW}.
   *
   * @param first the weight, or the minimum in KB/s
   * @param second the maximum in KB/s; 0 otherwise
   */
  public record GroupSpec(long id, long first, long second) {}
}

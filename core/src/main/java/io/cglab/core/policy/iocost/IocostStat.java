package io.cglab.core.policy.iocost;

/**
 * What iocost has done to a record, in us of virtual time (throttle-and-qos.md 4.11).
 *
 * @param usageUs device time that its I/O was charged
 * @param waitUs time that its bios waited for budget
 * @param indebtUs time that it was in debt
 * @param indelayUs time that its tasks were delayed
 */
public record IocostStat(long usageUs, long waitUs, long indebtUs, long indelayUs) {
  /** Of a record that has not been charged. */
  public static final IocostStat ZERO = new IocostStat(0, 0, 0, 0);
}

package io.cglab.core.dm;

/**
 * A line of a table: what some of a mapped device's sectors are mapped to.
 *
 * @param start its first sector on the device, 512 B each
 * @param sectors how many
 * @param target what they are mapped to
 */
public record TableLine(long start, long sectors, TargetSpec target) {}

package io.cglab.core.pressure;

/**
 * A line of a pressure file.
 *
 * @param avg10 share of the last 10 s, in 2048ths of a percent: 0 to 204800
 * @param avg60 the same of the last 60 s
 * @param avg300 the same of the last 300 s
 * @param totalUs all the time stalled, in us
 */
public record Reading(long avg10, long avg60, long avg300, long totalUs) {}

package io.cglab.core.api;

/** Counters of one cgroup on one device, its descendants included (io.stat). */
public record IoStat(
    long readBytes,
    long wroteBytes,
    long readIos,
    long wroteIos,
    long discardedBytes,
    long discardIos) {}

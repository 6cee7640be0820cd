package io.cglab.core.policy.iocost;

/**
 * What a disk can do, from which the linear model takes the cost of a bio; unsigned 64-bit rates. A
 * rate of 0 makes its part of the cost 0.
 *
 * @param readBps bytes a second of large reads
 * @param readSeqIops sequential 4 KiB reads a second
 * @param readRandIops random 4 KiB reads a second
 * @param wroteBps bytes a second of large writes
 * @param wroteSeqIops sequential 4 KiB writes a second
 * @param wroteRandIops random 4 KiB writes a second
 */
public record CostModel(
    long readBps,
    long readSeqIops,
    long readRandIops,
    long wroteBps,
    long wroteSeqIops,
    long wroteRandIops) {}

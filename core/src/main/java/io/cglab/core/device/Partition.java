package io.cglab.core.device;

import io.cglab.core.api.DevNo;

/**
 * A partition of a disk.
 *
 * @param number its number on the disk, from 1
 * @param start first sector on the disk, 512 B each
 * @param sectors length in sectors
 */
public record Partition(String name, DevNo dev, int number, long start, long sectors) {}

package io.cglab.core.dm;

import io.cglab.core.device.Disk;

/**
 * Where a member of a table begins.
 *
 * @param disk the whole disk
 * @param start sector there
 */
record Place(Disk disk, long start) {}

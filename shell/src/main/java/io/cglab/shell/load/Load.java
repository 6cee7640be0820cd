package io.cglab.shell.load;

import io.cglab.core.api.DevNo;
import org.jspecify.annotations.Nullable;

/**
 * A workload: one or more processes that do direct I/O of one size, each with one I/O or more in
 * flight.
 *
 * @param uid and {@code gid} of its processes
 * @param pid number of its process; 0 for the next that is free
 * @param group true if its processes are a process group of their own
 * @param cgroup the directory of a cgroup that they join; null for none
 * @param sizeBytes length of the device
 * @param depth I/Os in flight of each process; 0 for one read(2) or write(2) after the other
 * @param clients processes
 * @param prioClass 1 to 3, 0 for none; {@code prioLevel} within it
 * @param startNs when it begins and {@code lengthNs} how long it goes on, from the start of the run
 */
record Load(
    String name,
    int uid,
    int gid,
    int pid,
    boolean group,
    @Nullable String cgroup,
    DevNo dev,
    long sizeBytes,
    boolean write,
    boolean random,
    int blockSize,
    int depth,
    int clients,
    long thinkNs,
    int prioClass,
    int prioLevel,
    long startNs,
    long lengthNs) {}

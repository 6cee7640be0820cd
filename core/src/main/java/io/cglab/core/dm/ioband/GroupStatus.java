package io.cglab.core.dm.ioband;

/**
 * What an ioband group has counted since it was made or reset (dm-ioband.md 2.13). A bio counts
 * when it goes on; one that is held is in {@code held} alone.
 *
 * @param id {@link IobandGroup#DEFAULT_ID} for the default group
 * @param reads bios that went on
 * @param delayedReads those of them that were held first
 * @param readSectors of 512 B
 * @param readNs time from a bio's arrival to its completion, added up; of complete ones
 * @param held bios held now
 * @param busyNs time with a bio here or below
 * @param inFlight bios that went on and are not complete
 */
public record GroupStatus(
    int id,
    long reads,
    long delayedReads,
    long readSectors,
    long readNs,
    long writes,
    long delayedWrites,
    long writeSectors,
    long writeNs,
    int held,
    long busyNs,
    int inFlight) {}

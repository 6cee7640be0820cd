package io.cglab.cgroupfs.kernfs;

/**
 * What lstat(2) says of a node.
 *
 * @param mode permission bits only, 0 to 07777; the type follows from the node's class
 * @param ino inode number
 * @param nlink number of links; for a directory 2 and one for each subdirectory
 * @param size st_size in bytes
 * @param rdev device number packed as major &lt;&lt; 20 | minor for device nodes, else 0
 * @param atimeNs access time, in ns since the epoch of the file system's clock
 * @param mtimeNs modification time, likewise
 * @param ctimeNs change time, likewise
 */
public record Attributes(
    int mode,
    int uid,
    int gid,
    long ino,
    int nlink,
    long size,
    int rdev,
    long atimeNs,
    long mtimeNs,
    long ctimeNs) {}

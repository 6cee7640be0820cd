package io.cglab.cgroupfs.kernfs;

/**
 * One line of the mount table.
 *
 * @param point absolute path of the mount point, free of symbolic links
 * @param root what is found there
 * @param type the file-system type, such as {@code cgroup2}
 * @param source the name that stands for the device, such as {@code cgroup2} or {@code none}
 * @param device st_dev of everything in the tree, packed as major &lt;&lt; 20 | minor; mounts of
 *     one tree share it
 */
public record Mount(String point, Directory root, String type, String source, int device) {}

package io.cglab.shell.picture;

/**
 * Whose line it is.
 *
 * @param label cgroup and disk, or a disk
 * @param color index into the palette
 */
record Owner(String label, int color) {}

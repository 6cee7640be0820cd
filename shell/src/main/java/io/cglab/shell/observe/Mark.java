package io.cglab.shell.observe;

/**
 * Something that people want to see in a picture of a run: a setting that changed.
 *
 * @param ns virtual time
 * @param cgroup path of the cgroup
 * @param text the file and what was written, such as {@code io.max 8:0 rbps=1048576}
 */
public record Mark(long ns, String cgroup, String text) {}

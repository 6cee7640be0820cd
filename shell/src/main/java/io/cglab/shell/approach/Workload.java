package io.cglab.shell.approach;

/**
 * Two jobs at once, as options of {@code job}.
 *
 * @param disk which of the file's disks they work on
 * @param b empty for nothing
 */
public record Workload(String name, String disk, String a, String b) {}

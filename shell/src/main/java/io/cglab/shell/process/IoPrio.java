package io.cglab.shell.process;

/**
 * An I/O priority, as ioprio_set(2) takes it.
 *
 * @param prioClass 0 none, 1 real-time, 2 best effort, 3 idle
 * @param level 0 to 7, lower is better; 0 without a class
 */
public record IoPrio(int prioClass, int level) {}

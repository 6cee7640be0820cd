package io.cglab.shell.process;

/** A process as {@code ps} lists it. */
public record ProcessInfo(
    int pid, int parentPid, int uid, String name, boolean zombie, boolean uninterruptible) {}

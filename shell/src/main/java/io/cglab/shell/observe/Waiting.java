package io.cglab.shell.observe;

import io.cglab.core.cgroup.Task;
import org.jspecify.annotations.Nullable;

/**
 * A bio that is on its way, now.
 *
 * @param blkg the record that pays for it
 * @param at the record whose limit or policy holds it; its own where nothing does
 * @param submittedNs when it entered the block layer
 * @param sinceNs when it began to wait for this reason
 * @param lack iocost: the budget that is missing, in virtual time, 2^37 a second; else 0
 * @param task who submitted it; null where that is no task
 */
public record Waiting(
    int bio,
    WaitReason reason,
    int blkg,
    int at,
    boolean write,
    long bytes,
    long submittedNs,
    long sinceNs,
    long lack,
    @Nullable Task task) {}

/**
 * What a shell has instead of an operating system: the one {@link io.cglab.shell.process.Kernel
 * interface} to the machine, processes that run concurrently in virtual time, descriptors and
 * pipes.
 *
 * <p>Concurrency: each process that runs beside the shell has a thread, a {@link
 * io.cglab.shell.process.Strand}, and exactly one strand runs at any moment. One that must wait
 * hands over to the next in first-in-first-out order; only when none can run does the machine fire
 * its next event. So nothing here needs locks, and the order of everything is a function of the
 * script.
 */
@NullMarked
package io.cglab.shell.process;

import org.jspecify.annotations.NullMarked;

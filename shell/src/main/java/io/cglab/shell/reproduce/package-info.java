/**
 * {@code reproduce}: published experiments, run again on simulated disks. What was published is
 * data; {@link io.cglab.shell.reproduce.ReproduceCommand} is the way in.
 */
@NullMarked
package io.cglab.shell.reproduce;

import org.jspecify.annotations.NullMarked;

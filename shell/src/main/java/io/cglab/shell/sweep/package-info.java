/**
 * Sweeps: one script or one file of scenarios on a grid of machines, side by side. {@link
 * io.cglab.shell.sweep.SweepPlan} says what is run, an {@link io.cglab.shell.sweep.Engine} where.
 */
@NullMarked
package io.cglab.shell.sweep;

import org.jspecify.annotations.NullMarked;

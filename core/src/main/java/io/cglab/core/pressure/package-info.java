/**
 * Pressure stall information (throttle-and-qos.md 7): for how long tasks of a cgroup waited for
 * I/O. {@link io.cglab.core.pressure.Pressure} is the way in.
 */
@NullMarked
package io.cglab.core.pressure;

import org.jspecify.annotations.NullMarked;

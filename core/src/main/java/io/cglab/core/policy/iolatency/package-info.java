/** io.latency (throttle-and-qos.md 3). */
@NullMarked
package io.cglab.core.policy.iolatency;

import org.jspecify.annotations.NullMarked;

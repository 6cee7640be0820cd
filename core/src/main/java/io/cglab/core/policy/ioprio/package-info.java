/** io.prio.class and blkio.prio.class (throttle-and-qos.md 5). */
@NullMarked
package io.cglab.core.policy.ioprio;

import org.jspecify.annotations.NullMarked;

/** Throttling of buffered writes, wbt (throttle-and-qos.md 8). */
@NullMarked
package io.cglab.core.policy.wbt;

import org.jspecify.annotations.NullMarked;

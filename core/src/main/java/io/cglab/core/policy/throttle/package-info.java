/** blk-throttle: limits in bytes and I/Os per second. */
@NullMarked
package io.cglab.core.policy.throttle;

import org.jspecify.annotations.NullMarked;

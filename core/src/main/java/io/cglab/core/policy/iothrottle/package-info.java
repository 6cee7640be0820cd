/** io-throttle of 2008: absolute limits that put the submitting task to sleep. */
@NullMarked
package io.cglab.core.policy.iothrottle;

import org.jspecify.annotations.NullMarked;

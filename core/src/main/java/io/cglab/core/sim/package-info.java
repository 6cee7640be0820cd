/** Virtual time: the clock, pending events in a total order, ticks and the timer wheel. */
@NullMarked
package io.cglab.core.sim;

import org.jspecify.annotations.NullMarked;
